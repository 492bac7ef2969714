"""Minors: nothing before the guardian's consent, and of work an apprenticeship alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from db.actions import events, interventions, placements, referrals, retention, training
from db.codes import ConsentPurpose, OutcomeType
from db.errors import InvalidInput
from db.inputs.consents import asks_turned_18, is_minor
from db.inputs.interventions import InterventionInput
from db.inputs.parse import validated
from db.inputs.placements import PlacementInput, RetentionInput
from db.inputs.referrals import AnswerInput
from db.inputs.training import StatusInput
from db.models import Case, Consent, RetentionCheck
from db.queries import consents
from tests.acts import (
    _job,
    a_placement,
    a_referral,
    an_enrolment,
    an_intervention,
    close_case,
    correct_facts,
    correct_placement,
    give_consent,
    withdraw_consent,
)
from tests.acts_tasks import ask_transfer
from tests.cast import CAST, ago, today

AGENT = CAST.agent_rabat
GUARDIAN = ConsentPurpose.GUARDIAN


def young(session: Session, years: int = 16, *, turned: bool = False) -> Case:
    """The person of Rabat, born so many years ago."""
    case = session.get_one(Case, CAST.case_rabat)
    case.birth_year, case.has_turned_18 = today().year - years, turned
    session.flush()
    return case


def agreed(session: Session) -> None:
    give_consent(session, purpose="GUARDIAN")


def refusal(act: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        act()
    return {field: each.key for field, each in refused.value.problems.items()}


@pytest.mark.parametrize(
    ("years", "turned", "minor", "asks"),
    [
        (15, False, True, False),
        (17, False, True, False),
        # Nobody born 17 years ago has turned 18, whatever was ticked.
        (17, True, True, False),
        (18, False, True, True),
        (18, True, False, True),
        (19, False, False, False),
        (40, False, False, False),
    ],
)
def test_who_is_a_minor(years: int, turned: bool, minor: bool, asks: bool) -> None:
    day = date(2026, 11, 28)
    assert is_minor(2026 - years, day, has_turned_18=turned) is minor
    assert asks_turned_18(2026 - years, day) is asks


@pytest.mark.parametrize(
    "act", [an_intervention, an_enrolment, a_placement, a_referral, give_consent, ask_transfer]
)
def test_nothing_is_recorded_of_a_minor_before_the_guardian_agrees(
    session: Session, act: Callable[[Session], object]
) -> None:
    young(session)
    assert refusal(lambda: act(session)) == {"form": "error.guardian_first"}
    agreed(session)
    if act is not a_placement:
        act(session)


def test_the_refusal_names_the_card(session: Session) -> None:
    young(session)
    with pytest.raises(InvalidInput) as refused:
        an_intervention(session)
    assert refused.value.problems["form"].values == {"code": "234-5678"}


def test_who_has_turned_18_needs_no_guardian(session: Session) -> None:
    young(session, 18, turned=True)
    an_intervention(session)
    assert refusal(lambda: agreed(session)) == {"purpose": "error.not_a_minor"}


def test_steps_wait_for_the_guardian_too(session: Session) -> None:
    """What was entered before stays; what becomes of it is not recorded without them."""
    enrolment, referral = an_enrolment(session), a_referral(session)
    young(session)
    step = {"enrolment_id": enrolment, "status": "ONGOING", "status_on": ago(0)}
    answer = {"referral_id": referral, "status": "ACCEPTED", "status_on": ago(0)}

    def steps() -> None:
        training.set_status(session, validated(StatusInput, step), by=AGENT)

    def answers() -> None:
        referrals.answer(session, validated(AnswerInput, answer), by=AGENT)

    for act in (steps, answers):
        assert refusal(act) == {"form": "error.guardian_first"}
    agreed(session)
    steps()
    answers()


def test_a_check_waits_too_unless_the_answer_is_that_nobody_answers(session: Session) -> None:
    a_placement(session)
    young(session)
    check = session.exec(select(RetentionCheck).where(RetentionCheck.month == 3)).one()

    def answer(status: str) -> None:
        raw = {"check_id": check.id, "status": status, "done_on": ago(0)}
        retention.answer(session, validated(RetentionInput, raw), by=AGENT)

    assert refusal(lambda: answer("SAME")) == {"form": "error.guardian_first"}
    answer("REFUSED")


def test_what_says_whether_they_are_a_minor_can_always_be_put_right(session: Session) -> None:
    young(session, 18)
    assert refusal(lambda: correct_facts(session, nationality="ML")) == {
        "form": "error.guardian_first"
    }
    correct_facts(session, has_turned_18=True)
    correct_facts(session, nationality="ML")
    young(session)
    correct_facts(session, birth_year=today().year - 30)
    young(session)
    close_case(session)


def test_a_guardians_consent_withdrawn_takes_the_others_with_it(session: Session) -> None:
    young(session)
    agreed(session)
    give_consent(session)
    gone = withdraw_consent(session, purpose="GUARDIAN")
    assert gone == (ConsentPurpose.FOLLOW_UP, GUARDIAN)
    found = consents.of_case(session, CAST.case_rabat, viewer=CAST.viewer(session, AGENT))
    assert found.waits_for_guardian
    assert not any(each.stands for each in found.said.values())


def test_a_guardian_who_withdraws_for_somebody_of_age_takes_nothing_with_it(
    session: Session,
) -> None:
    young(session)
    agreed(session)
    give_consent(session)
    young(session, 20)
    assert withdraw_consent(session, purpose="GUARDIAN") == (GUARDIAN,)


def met(session: Session, submission: str = "young", **person: Any) -> list[Case]:
    raw = {
        "submission_id": submission, "agency_id": CAST.rabat, "type": "RECEPTION",
        "mode": "AGENCY", "language": "wo", "happened_on": ago(1),
        "new_case": {"sex": "F", "birth_year": today().year - 16, **person},
    }  # fmt: skip
    stored = interventions.record(session, validated(InterventionInput, raw), by=AGENT)
    return [session.get_one(Case, row.case_id) for row in stored.rows if row.case_id]


def test_a_new_minor_is_stored_with_the_guardians_consent_or_not_at_all(session: Session) -> None:
    assert refusal(lambda: met(session)) == {"guardian_agrees": "error.guardian_needed"}
    assert refusal(lambda: met(session, has_turned_18=True)) == {
        "guardian_agrees": "error.guardian_needed"
    }
    (case,) = met(session, guardian_agrees=True)
    consent = session.exec(select(Consent)).one()
    assert (consent.case_id, consent.purpose) == (case.id, GUARDIAN)
    assert (consent.given_on, consent.language) == (ago(1), "wo")


def test_a_new_adult_has_no_guardian_whatever_was_sent(session: Session) -> None:
    met(session, birth_year=today().year - 30, guardian_agrees=True)
    assert session.exec(select(Consent)).all() == []


def test_a_new_minor_undone_leaves_no_consent(session: Session) -> None:
    met(session, guardian_agrees=True)
    events.undo(session, "intervention", "young", by=AGENT)
    assert session.exec(select(Consent)).all() == []


def test_under_15_is_refused_with_where_to_refer_to(session: Session) -> None:
    said = refusal(lambda: met(session, birth_year=today().year - 14, guardian_agrees=True))
    assert said == {"birth_year": "error.under_15"}


@pytest.mark.parametrize("years", [-1, 101])
def test_a_year_that_nobody_can_be_born_in_sends_nobody_elsewhere(
    session: Session, years: int
) -> None:
    said = refusal(lambda: met(session, birth_year=today().year - years))
    assert said == {"birth_year": "error.year_form"}


CONTRACT = {"WAGE": "CDI", "INTERN": "IDMAJ", "APPRENT": "CDD"}


@pytest.mark.parametrize("kind", list(OutcomeType))
def test_the_work_of_a_minor_is_an_apprenticeship(session: Session, kind: OutcomeType) -> None:
    young(session, 17)
    agreed(session)

    def work() -> None:
        raw = _job(
            session, type=kind, contract=CONTRACT.get(kind, "NA"), starts_on=ago(0),
            case_id=CAST.case_rabat, submission_id="work",
        )  # fmt: skip
        placements.record(session, validated(PlacementInput, raw), by=AGENT)

    if kind is OutcomeType.APPRENT:
        work()
    else:
        assert refusal(work) == {"type": "error.minor_apprenticeship"}
        young(session, 18, turned=True)
        work()


def test_a_correction_keeps_to_the_same_rule(session: Session) -> None:
    a_placement(session)
    young(session, 17)
    agreed(session)
    with pytest.raises(InvalidInput) as refused:
        correct_placement(session)
    assert refused.value.problems["type"].key == "error.minor_apprenticeship"


def test_the_age_is_that_of_the_first_day(session: Session) -> None:
    """Work that began at 17 is no job for being entered at 19; in the year of the birthday, once it
    is over, nobody can say any more on which side of it the day lies."""

    def work(starts_on: date) -> None:
        raw = _job(session, starts_on=starts_on, case_id=CAST.case_rabat, submission_id="work")
        placements.record(session, validated(PlacementInput, raw), by=AGENT)

    young(session, 19)
    year = today().year
    at_17, at_18 = date(year - 2, 6, 1), date(year - 1, 6, 1)
    assert refusal(lambda: work(at_17)) == {"type": "error.minor_apprenticeship"}
    work(at_18)
