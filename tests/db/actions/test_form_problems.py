"""What the database alone knows is told with what is wrongly typed, at the first refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session

from components.records.kinds import KINDS, TRUST, Kind, Write
from db.access.clock import today
from db.actions import form_problems
from db.errors import NotAllowed
from db.inputs.courses import CourseChange, CourseInput
from db.inputs.group_people import GroupPeopleInput
from db.inputs.interventions import InterventionCorrection, InterventionInput
from db.inputs.placements import PlacementCorrection, PlacementInput, RetentionInput
from db.inputs.referrals import ReferralCorrection, ReferralInput
from db.inputs.training import TrainingCorrection, TrainingInput
from db.models import Case, Course, RetentionCheck
from tests.acts import (
    a_course,
    a_group,
    a_placement,
    a_referral,
    an_enrolment,
    an_intervention,
    in_a_course,
)
from tests.cast import CAST, ago

AGENT = CAST.agent_rabat
AHEAD, LONG_AGO, NO_DAY = ago(-1), ago(20000), "31/2/2026"
ENTRY = {
    "type": "CV", "mode": "AGENCY", "happened_on": AHEAD, "agency_id": CAST.rabat,
    "submission_id": "one", "case_ids": (CAST.case_rabat,), "minutes": "many",
}  # fmt: skip
NEW = {"sex": None, "birth_year": str(ago(0).year - 16)}
JOB = {
    "type": "WAGE", "starts_on": ago(10), "contract": "CDI", "evidence": None, "employer_id": 999,
    "case_id": CAST.case_rabat, "submission_id": "one",
}  # fmt: skip
ENROLMENT = {
    "type": "EN_CEF", "centre_id": 999, "starts_on": ago(10), "planned_end_on": NO_DAY,
    "status": "ENROLLED", "case_id": CAST.case_rabat, "submission_id": "one",
}  # fmt: skip
SENDING = {
    "type": None, "organisation_id": 2, "may_share": False, "sent_on": AHEAD,
    "case_id": CAST.case_rabat, "submission_id": "one",
}  # fmt: skip
COURSE = {
    "type": "EN_CEF", "centre_id": 3, "starts_on": LONG_AGO, "ends_on": NO_DAY, "places": "many",
    "agency_ids": [CAST.casablanca], "submission_id": "one",
}  # fmt: skip
GUARDIAN, UNKNOWN = "error.guardian_first", "error.unknown_choice"


def told(session: Session, model: Any, raw: dict[str, Any], by: int = AGENT) -> dict[str, str]:
    return {
        name: each.key for name, each in form_problems.found(session, model, raw, by=by).items()
    }


def young(session: Session) -> None:
    """The person of Rabat is a minor whose guardian was not asked."""
    session.get_one(Case, CAST.case_rabat).birth_year = today(session).year - 16
    session.flush()


NEW_ONES: list[tuple[Any, dict[str, Any], dict[str, str]]] = [
    (InterventionInput, ENTRY, {"happened_on": "error.in_the_future", "form": GUARDIAN}),
    (
        InterventionInput,
        ENTRY | {"happened_on": ago(0), "new_case": NEW, "follow_up_on": ago(0), "mode": "HORSE"},
        {
            "mode": UNKNOWN,
            "follow_up_on": "error.follow_up_range",
            "guardian_agrees": "error.guardian_needed",
            "form": GUARDIAN,
        },
    ),
    (
        PlacementInput,
        JOB | {"sector": "HORSES"},
        {
            "type": "error.minor_apprenticeship",
            "employer_id": UNKNOWN,
            "sector": UNKNOWN,
            "form": GUARDIAN,
        },
    ),
    (PlacementInput, JOB | {"starts_on": NO_DAY}, {"form": GUARDIAN}),
    (
        TrainingInput,
        ENROLMENT | {"starts_on": AHEAD, "status": "ONGOING", "measure": "HORSES"},
        {
            "status": "error.training_not_begun",
            "centre_id": "error.centre_does_not_fit",
            "measure": UNKNOWN,
            "form": GUARDIAN,
        },
    ),
    (ReferralInput, SENDING, {"sent_on": "error.in_the_future", "form": GUARDIAN}),
    (
        CourseInput,
        COURSE,
        {
            "starts_on": "error.before_programme",
            "centre_id": "error.centre_does_not_fit",
            "agency_ids": UNKNOWN,
        },
    ),
]


@pytest.mark.parametrize(("model", "raw", "expected"), NEW_ONES)
def test_a_new_record_is_told_all_at_once(
    session: Session, model: Any, raw: dict[str, Any], expected: dict[str, str]
) -> None:
    young(session)
    assert told(session, model, raw) == expected


def test_a_full_course_is_told_beside_a_day_that_cannot_be(session: Session) -> None:
    course, _ = in_a_course(session)
    other = {"case_id": CAST.case_rabat_2, "status_on": NO_DAY}
    raw = ENROLMENT | {"course_id": course, **other}
    assert told(session, TrainingInput, raw) == {}
    session.get_one(Course, course).places = 1
    session.flush()
    assert told(session, TrainingInput, raw) == {"status": "error.course_full"}


def test_every_kind_of_record_is_asked() -> None:
    """But the questionnaire, which goes on from one question to the next."""
    writes = [each for kind in KINDS.values() if kind is not TRUST for each in _writes(kind)]
    assert {each.model for each in writes} <= set(form_problems.ASKED)


def _writes(kind: Kind) -> list[Write]:
    return [kind.record, *([kind.correction.write] if kind.correction else [])]


CORRECTED: list[tuple[Any, Callable[[Session], int], dict[str, Any], dict[str, str]]] = [
    (
        InterventionCorrection,
        an_intervention,
        ENTRY | {"type": "INFO_SESSION"},
        {"happened_on": "error.in_the_future"},
    ),
    (PlacementCorrection, a_placement, JOB, {"employer_id": UNKNOWN}),
    (TrainingCorrection, an_enrolment, ENROLMENT, {"centre_id": "error.centre_does_not_fit"}),
    (ReferralCorrection, a_referral, SENDING, {"sent_on": "error.in_the_future"}),
]


@pytest.mark.parametrize(("model", "made", "raw", "expected"), CORRECTED)
def test_a_correction_too(
    session: Session,
    model: Any,
    made: Callable[[Session], int],
    raw: dict[str, Any],
    expected: dict[str, str],
) -> None:
    found = told(session, model, raw | {"id": made(session)})
    assert expected.items() <= found.items()


def test_an_answer_to_a_check_a_list_of_names_and_a_changed_course_too(session: Session) -> None:
    placement = a_placement(session)
    check = next(each for each in session.query(RetentionCheck) if each.month == 3)
    assert check.placement_id == placement
    young(session)
    raw = {"check_id": check.id, "status": "SAME", "done_on": AHEAD, "hours_per_week": "many"}
    expected = {"done_on": "error.in_the_future", "form": GUARDIAN}
    assert told(session, RetentionInput, raw) == expected
    names = {"group_id": a_group(session), "case_ids": (CAST.case_rabat,), "lines": "?"}
    assert told(session, GroupPeopleInput, names) == {"form": GUARDIAN}
    course = session.get_one(Course, a_course(session))
    change = COURSE | {"id": course.id, "starts_on": course.starts_on}
    assert told(session, CourseChange, change) == {
        "centre_id": "error.centre_does_not_fit",
        "agency_ids": UNKNOWN,
    }


def test_a_line_that_cannot_be_read_holds_no_other_back(session: Session) -> None:
    """Nor does it its own: each is told with what can be read of it, and with their number."""
    minor, woman = str(today(session).year - 16), {"sex": "F", "birth_year": "1990"}
    lines = [
        woman | {"position": 0, "birth_year": "19"},
        woman | {"position": 1, "nationality": "XX"},
        {"position": 2, "birth_year": minor},
        woman | {"position": 3, "birth_year": minor, "nationality": "XX"},
        {"position": 4, "nationality": "XX"},
    ]
    names = {"group_id": a_group(session), "submission_id": "one", "lines": lines}
    of_lines = {
        "1_nationality": UNKNOWN,
        "2_birth_year": "error.group_minor",
        "3_birth_year": "error.group_minor",
        "3_nationality": UNKNOWN,
    }
    assert told(session, GroupPeopleInput, names) == of_lines | {"women": "error.group_heads.F"}
    names["lines"] = [each for each in lines if each["position"] != 1]
    del of_lines["1_nationality"]
    assert told(session, GroupPeopleInput, names) == of_lines


@pytest.mark.parametrize("model", [InterventionInput, PlacementInput, TrainingInput, ReferralInput])
def test_nothing_is_told_of_a_person_of_another_agency(session: Session, model: Any) -> None:
    """As little as by the act itself: neither that they are minors nor their card."""
    session.get_one(Case, CAST.case_casablanca).birth_year = today(session).year - 16
    session.flush()
    theirs = {"case_id": CAST.case_casablanca, "case_ids": (CAST.case_casablanca,)}
    for agency in (CAST.rabat, CAST.casablanca):
        raw = {"agency_id": agency, "happened_on": NO_DAY, **theirs}
        assert "form" not in told(session, model, raw)


@pytest.mark.parametrize("model", form_problems.ASKED)
def test_whoever_may_not_record_is_told_nothing(session: Session, model: Any) -> None:
    with pytest.raises(NotAllowed):
        form_problems.found(session, model, {}, by=CAST.partner)


@pytest.mark.parametrize("model", form_problems.ASKED)
def test_a_form_of_which_nothing_can_be_read_is_told_nothing(session: Session, model: Any) -> None:
    raw = {name: object() for name in model.model_fields}
    assert form_problems.found(session, model, raw, by=AGENT) == {}
