"""Organisations: a manager adds one, an administrator does the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session

from db.actions import organisations, training
from db.errors import AppError, InvalidInput, NotAllowed, Problem
from db.inputs.parse import validated
from db.inputs.places import Closing, OrganisationEdit, OrganisationInput
from db.inputs.training import TrainingInput
from db.models import Organisation
from db.queries import accounts
from tests.acts import an_enrolment, an_organisation
from tests.cast import CAST, ago, today

CENTRE = 2
AMAL: dict[str, Any] = {"name": "Association Amal", "type": "CSO"}


def problems(act: Any, *arguments: Any, by: int = CAST.administrator) -> dict[str, Problem]:
    with pytest.raises(InvalidInput) as refused:
        act(*arguments, by=by)
    return refused.value.problems


def edited(**more: Any) -> OrganisationEdit:
    known = {"name": "CEF Yacoub", "type": "EN", "training_type": "EN_CEF"}
    return validated(OrganisationEdit, {**known, **more, "id": CENTRE, "seen": known})


def test_a_manager_adds_an_organisation_and_changes_none(session: Session) -> None:
    made = an_organisation(session)
    assert session.get_one(Organisation, made).code == "ASSOCIATION-AMAL"
    acts: dict[Callable[..., object], object] = {
        organisations.edit: edited(),
        organisations.close: Closing(id=made, closed_on=today()),
        organisations.reopen: made,
        organisations.delete: made,
    }
    for act, data in acts.items():
        with pytest.raises(NotAllowed):
            act(session, data, by=CAST.manager)


def test_an_agent_adds_none(session: Session) -> None:
    with pytest.raises(NotAllowed):
        organisations.add(session, validated(OrganisationInput, AMAL), by=CAST.agent_rabat)


def test_a_form_that_is_sent_twice_adds_one(session: Session) -> None:
    assert an_organisation(session) == an_organisation(session)
    data = validated(OrganisationInput, AMAL)
    assert problems(organisations.add, session, data) == {"name": Problem("error.place_name_taken")}


def test_two_may_be_without_a_short_name(session: Session) -> None:
    an_organisation(session)
    organisations.add(
        session, validated(OrganisationInput, AMAL | {"name": "Autre"}), by=CAST.manager
    )


@pytest.mark.parametrize("field", ["type", "training_type", "region"])
def test_choices_must_exist(session: Session, field: str) -> None:
    data = validated(OrganisationInput, AMAL | {field: "XX"})
    assert problems(organisations.add, session, data) == {field: Problem("error.unknown_choice")}


def test_a_type_is_needed() -> None:
    with pytest.raises(InvalidInput) as refused:
        validated(OrganisationInput, {"name": "A", "type": None})
    assert refused.value.problems == {"type": Problem("error.needed")}


def test_a_centre_keeps_its_kind_of_course_once_somebody_is_enrolled(session: Session) -> None:
    data = edited(training_type="EN_CFA")
    organisations.edit(session, data, by=CAST.administrator)
    session.get_one(Organisation, CENTRE).training_type = "EN_CEF"
    an_enrolment(session)
    assert problems(organisations.edit, session, data) == {
        "training_type": Problem("error.centre_in_use")
    }


def test_the_second_of_two_editors_is_told(session: Session) -> None:
    session.get_one(Organisation, CENTRE).name = "CEF Yacoub El Mansour"
    session.flush()
    assert problems(organisations.edit, session, edited(name="CEF")) == {
        "name": Problem("error.stands_now", value="CEF Yacoub El Mansour")
    }


def test_a_closed_centre_takes_no_course_after_its_day(session: Session) -> None:
    organisations.close(session, Closing(id=CENTRE, closed_on=ago(20)), by=CAST.administrator)
    raw = {
        "case_id": CAST.case_rabat, "submission_id": "late", "type": "EN_CEF", "centre_id": CENTRE,
        "starts_on": ago(19), "planned_end_on": ago(-60), "status": "ENROLLED",
    }  # fmt: skip
    data = validated(TrainingInput, raw)
    assert problems(training.record, session, data, by=CAST.agent_rabat) == {
        "centre_id": Problem("error.centre_closed", day=ago(20))
    }
    assert an_enrolment(session)


def test_a_centre_does_not_close_before_its_last_course(session: Session) -> None:
    an_enrolment(session)
    data = Closing(id=CENTRE, closed_on=ago(31))
    assert problems(organisations.close, session, data) == {
        "closed_on": Problem("error.closed_before_entry", day=ago(30))
    }


def test_a_closed_organisation_is_offered_to_no_new_partner(session: Session) -> None:
    viewer = CAST.viewer(session, CAST.administrator)
    organisations.close(session, Closing(id=3, closed_on=ago(1)), by=CAST.administrator)
    assert set(accounts.organisations(session, viewer=viewer)) == {1, 2}
    organisations.reopen(session, 3, by=CAST.administrator)
    assert set(accounts.organisations(session, viewer=viewer)) == {1, 2, 3}


def test_who_closes_later_is_told_on_which_day_it_was_closed(session: Session) -> None:
    organisations.close(session, Closing(id=3, closed_on=ago(1)), by=CAST.administrator)
    assert problems(organisations.close, session, Closing(id=3, closed_on=today())) == {
        "closed_on": Problem("error.place_is_closed", day=ago(1))
    }


def test_what_is_in_use_is_not_deleted(session: Session) -> None:
    an_enrolment(session)
    for used in (1, CENTRE, 3):
        with pytest.raises(AppError, match="delete_not"):
            organisations.delete(session, used, by=CAST.administrator)
    made = an_organisation(session)
    organisations.delete(session, made, by=CAST.administrator)
    assert session.get(Organisation, made) is None
