"""Facts of a person are put right with a reason and a history; cases are closed and reopened."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from db.access.clock import today
from db.actions import case_facts
from db.audit import version
from db.errors import AppError, InvalidInput, NotAllowed, NotFound, Problem
from db.inputs.people import FACTS
from db.models import AuditEntry, Case, CaseChange, FollowUp
from tests.acts import a_placement, an_intervention, close_case, correct_facts
from tests.cast import CAST
from tests.cast import today as this_day


def the_case(session: Session) -> Case:
    return session.get_one(Case, CAST.case_rabat, populate_existing=True)


def history(session: Session) -> list[tuple[str, str, str, str]]:
    rows = session.exec(select(CaseChange).order_by(col(CaseChange.id)))
    return [(each.field, each.before, each.after, each.reason) for each in rows]


def last_act(session: Session) -> AuditEntry:
    session.flush()
    query = select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(1)
    return session.exec(query).one()


def problems(session: Session, **wanted: object) -> dict[str, str]:
    with pytest.raises(InvalidInput) as told:
        correct_facts(session, **wanted)  # type: ignore[arg-type]
    return {field: each.key for field, each in told.value.problems.items()}


def test_a_corrected_year_is_stored_with_what_stood_there_and_moves_the_figures(
    session: Session,
) -> None:
    before = version(session)
    assert correct_facts(session, birth_year="1996") == ["birth_year"]
    session.flush()
    assert the_case(session).birth_year == 1996
    assert history(session) == [("birth_year", "1995", "1996", "MISTAKE")]
    assert version(session) == before + 1
    act = last_act(session)
    assert (act.action, act.entity_id, act.fields, act.reason) == (
        "case.correct", str(CAST.case_rabat), "birth_year", "MISTAKE",
    )  # fmt: skip


def test_how_somebody_came_moves_the_figures(session: Session) -> None:
    """``db.measures.cohorts.revealed`` tells who came by themselves."""
    before = version(session)
    correct_facts(session, entry_channel="PEER")
    assert version(session) == before + 1


def test_facts_by_which_nothing_is_counted_leave_the_figures_alone(session: Session) -> None:
    before = version(session)
    wanted: dict[str, Any] = {
        "occupation": "5", "diploma_recognised": "yes", "language": "wo", "education": "6",
    }  # fmt: skip
    assert correct_facts(session, reason="SAID", **wanted) == sorted(wanted)
    assert version(session) == before
    case = the_case(session)
    assert (case.occupation, case.diploma_recognised, case.language) == ("5", True, "wo")
    assert ("diploma_recognised", "", "yes", "SAID") in history(session)


def test_of_the_legal_status_no_value_is_kept(session: Session) -> None:
    correct_facts(session, status_group="REFUGEE")
    assert the_case(session).status_group == "REFUGEE"
    assert history(session) == [("status_group", "", "", "MISTAKE")]


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"birth_year": "19x5"}, {"birth_year": "error.year_form"}),
        ({"birth_year": ""}, {"birth_year": "error.needed"}),
        ({"birth_year": "1901"}, {"birth_year": "error.year_form"}),
        ({"nationality": "XX"}, {"nationality": "error.unknown_choice"}),
        ({"occupation": "99"}, {"occupation": "error.unknown_choice"}),
        ({"sex": "?"}, {"sex": "error.not_understood"}),
        ({"birth_year": "1996", "reason": ""}, {"reason": "error.needed"}),
        ({"birth_year": "1996", "reason": "LEFT"}, {"reason": "error.unknown_choice"}),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(
    session: Session, wanted: dict[str, str], told: dict[str, str]
) -> None:
    assert problems(session, **wanted) == told
    assert history(session) == []


def test_nobody_was_too_young_when_first_met(session: Session) -> None:
    """Opened 200 days ago, and at work since before that."""
    year = (this_day() - timedelta(days=200)).year
    assert problems(session, birth_year=year - 14) == {"birth_year": "error.under_15_then"}
    a_placement(session)
    case = the_case(session)
    case.opened_on = this_day()
    session.flush()
    assert problems(session, birth_year=year - 14) == {"birth_year": "error.under_15_then"}


def test_who_is_no_longer_near_18_has_not_turned_18(session: Session) -> None:
    case = the_case(session)
    case.birth_year, case.has_turned_18 = this_day().year - 18, True
    session.flush()
    assert correct_facts(session, birth_year=1990) == ["birth_year", "has_turned_18"]
    assert the_case(session).has_turned_18 is False


def test_nothing_changed_is_said_and_not_written(session: Session) -> None:
    with pytest.raises(AppError, match="nothing_changed"):
        correct_facts(session)
    with pytest.raises(AppError, match="nothing_changed"):
        correct_facts(session, has_turned_18=True)
    assert history(session) == []


def test_the_later_of_two_is_told_what_stands_now(session: Session) -> None:
    seen = {"birth_year": 1990, "sex": the_case(session).sex}
    seen |= {name: getattr(the_case(session), name) for name in FACTS if name not in seen}
    with pytest.raises(InvalidInput) as told:
        correct_facts(session, seen=seen, birth_year="1991")
    assert told.value.problems == {"birth_year": Problem("error.stands_now", value=1995)}
    # What the other one corrected is left alone by who corrects something else.
    assert correct_facts(session, seen=seen, education="6") == ["education"]
    assert the_case(session).birth_year == 1995


def test_a_case_of_another_agency_is_like_none(session: Session) -> None:
    for case_id in (CAST.case_casablanca, 1):
        with pytest.raises(NotFound, match="case_not_found"):
            close_case(session, case_id)
        with pytest.raises(NotFound, match="case_not_found"):
            case_facts.reopen(session, case_id, by=CAST.agent_rabat)
    with pytest.raises(NotFound, match="case_not_found"):
        correct_facts(session, CAST.case_casablanca, birth_year="1996")


def test_a_manager_corrects_no_person(session: Session) -> None:
    with pytest.raises(NotAllowed):
        correct_facts(session, birth_year="1996", by=CAST.manager)
    with pytest.raises(NotAllowed):
        close_case(session, by=CAST.manager)


def test_a_case_is_closed_and_reopened_with_its_history(session: Session) -> None:
    day = today(session)
    assert close_case(session).appointments == 0
    case = the_case(session)
    assert (case.closed_on, case.close_reason) == (day, "LEFT")
    with pytest.raises(InvalidInput) as told:
        close_case(session, reason="OTHER")
    assert told.value.problems["closed_on"].key == "error.stands_now"
    case_facts.reopen(session, CAST.case_rabat, by=CAST.agent_rabat)
    case_facts.reopen(session, CAST.case_rabat, by=CAST.agent_rabat)
    session.flush()
    assert the_case(session).closed_on is None
    assert history(session) == [
        ("closed_on", "", day.isoformat(), "LEFT"),
        ("closed_on", day.isoformat(), "", "LEFT"),
    ]
    an_intervention(session)


def test_closing_and_reopening_move_the_figures_of_who_still_waits(session: Session) -> None:
    """A person whose case is closed is no longer awaited (``db.measures.time_to_work``)."""
    before = version(session)
    close_case(session)
    assert version(session) == before + 1
    case_facts.reopen(session, CAST.case_rabat, by=CAST.agent_rabat)
    assert version(session) == before + 2


def test_closing_drops_the_appointments_that_nobody_could_keep(session: Session) -> None:
    made = an_intervention(session)
    session.add(
        FollowUp(
            case_id=CAST.case_rabat, intervention_id=made, agency_id=CAST.rabat, due_on=this_day()
        )
    )
    session.flush()
    assert close_case(session).appointments == 1
    (row,) = session.exec(select(FollowUp).where(FollowUp.case_id == CAST.case_rabat))
    assert row.settled_at is not None
    assert row.settled_by_id is None
