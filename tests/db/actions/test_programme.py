"""Each change of a setting has its reason and stays in the history."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from db.errors import AppError, InvalidInput, NotAllowed, Problem
from db.inputs.programme import ProgrammeSettings
from db.models import Programme
from db.queries.programme import current, history
from tests.acts import an_intervention, change_programme, choose_big_types, retire_code
from tests.cast import CAST, today


def seen(session: Session) -> dict[str, Any]:
    row = current(session)
    return {name: getattr(row, name) for name in ProgrammeSettings.model_fields}


def test_a_change_is_stored_with_who_when_what_and_why(session: Session) -> None:
    change_programme(session, name="Tawjih", release_threshold=15)
    session.flush()
    row = current(session)
    assert (row.name, row.release_threshold, row.institution) == ("Tawjih", 15, "ANAPEC")
    found = history(session, viewer=CAST.viewer(session, CAST.administrator))
    assert [(c.field, c.before, c.after, c.who, c.reason) for c in found] == [
        ("release_threshold", "10", "15", "Admin", "Decided by the committee"),
        ("name", "Amudu", "Tawjih", "Admin", "Decided by the committee"),
    ]


def test_the_newest_change_comes_first(session: Session) -> None:
    for name in ("One", "Two"):
        change_programme(session, name=name)
        session.flush()
    found = history(session, viewer=CAST.viewer(session, CAST.administrator))
    assert [each.after for each in found] == ["Two", "One"]


def test_a_reason_is_needed_and_so_is_a_change(session: Session) -> None:
    with pytest.raises(AppError) as nothing:
        change_programme(session)
    assert nothing.value.key == "error.nothing_changed"


def test_the_history_is_for_whoever_may_change_it(session: Session) -> None:
    with pytest.raises(NotAllowed):
        history(session, viewer=CAST.viewer(session, CAST.manager))


def test_the_later_of_two_is_told_what_the_first_changed_and_may_then_go_on(
    session: Session,
) -> None:
    before = seen(session)
    change_programme(session, name="First")
    session.flush()
    with pytest.raises(InvalidInput) as refused:
        change_programme(session, before, name="Second")
    assert refused.value.problems == {"name": Problem("error.stands_now", value="First")}
    change_programme(session, {**before, "name": "First"}, name="Second")
    assert current(session).name == "Second"


def test_two_who_change_other_settings_do_not_undo_each_other(session: Session) -> None:
    before = seen(session)
    change_programme(session, name="First")
    session.flush()
    change_programme(session, before, institution="Second")
    row = current(session)
    assert (row.name, row.institution) == ("First", "Second")


def test_what_two_change_must_hold_together(session: Session) -> None:
    before = seen(session)
    change_programme(session, release_threshold=25)
    session.flush()
    with pytest.raises(InvalidInput) as refused:
        change_programme(session, before, release_base=10)
    assert refused.value.problems == {
        "release_base": Problem("error.threshold_rounds", threshold=25)
    }


def test_the_days_of_the_programme_hold_all_that_was_entered(session: Session) -> None:
    an_intervention(session)
    session.flush()
    day = today()
    with pytest.raises(InvalidInput) as late:
        change_programme(session, starts_on=date(2040, 1, 1))
    assert late.value.problems == {"starts_on": Problem("error.entries_before", day=day)}
    with pytest.raises(InvalidInput) as early:
        change_programme(session, ends_on=date(2020, 1, 1))
    assert early.value.problems == {"ends_on": Problem("error.entries_after", day=day)}
    change_programme(session, starts_on=date(2019, 1, 1), ends_on=day)


def test_the_big_types_are_the_programmes_choice(session: Session) -> None:
    choose_big_types(session, "SKILLS", "CV")
    session.flush()
    assert session.exec(select(Programme.big_types)).one() == "SKILLS,CV"
    found = history(session, viewer=CAST.viewer(session, CAST.administrator))
    assert (found[0].field, found[0].after) == ("big_types", "SKILLS,CV")


def test_a_type_that_is_unknown_or_retired_is_no_big_one(session: Session) -> None:
    retire_code(session, "INTERVENTION_TYPE", "SKILLS")
    session.flush()
    for types in (("SKILLS",), ("NONE",)):
        with pytest.raises(InvalidInput):
            choose_big_types(session, *types)


def test_eleven_big_types_none_and_one_twice_are_refused(session: Session) -> None:
    eleven = ("RECEPTION", "REGISTRATION", "POSITIONING", "CV", "TRAIN_REF", "ADMIN", "MEDIATION",
              "FOLLOW_UP", "OUTREACH", "INFO_SESSION", "SKILLS")  # fmt: skip
    for types in (eleven, (), ("CV", "CV")):
        with pytest.raises(InvalidInput):
            choose_big_types(session, *types)
