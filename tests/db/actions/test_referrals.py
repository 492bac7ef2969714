"""Referrals: what is accepted, what an answer changes, and who may do it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.viewer import Viewer
from db.actions import events, referrals
from db.audit import version
from db.codes import REFERRAL_STEPS, ReferralStatus
from db.errors import AppError, InvalidInput, NotAllowed, NotFound
from db.inputs.referrals import AnswerInput, ReferralCorrection, ReferralInput
from db.models import Agency, AuditEntry, Case, Organisation, Posting, Referral
from db.queries import waiting
from db.queries.referrals import (
    open_count,
    open_referrals,
    own_last_answers,
    sent_before,
    used_places,
    waiting_count,
)
from tests import guards
from tests.cast import CAST, Cast
from tests.conftest import POSTGRESQL_AT_LENGTH

pytestmark = POSTGRESQL_AT_LENGTH


S = ReferralStatus
CEF = 2


def ago(session: Session, days: int) -> date:
    return today(session) - timedelta(days=days)


def a_referral(session: Session, **changes: object) -> ReferralInput:
    wanted: dict[str, object] = {
        "case_id": CAST.case_rabat,
        "type": "TRAINING",
        "organisation_id": CEF,
        "may_share": True,
        "sent_on": ago(session, 20),
        "submission_id": "one",
    }
    return ReferralInput.model_validate(wanted | changes)


def sent(session: Session, **changes: object) -> Referral:
    return referrals.record(session, a_referral(session, **changes), by=CAST.agent_rabat).row


def answered(session: Session, row: Referral, status: S, **changes: object) -> Referral:
    wanted: dict[str, object] = {
        "referral_id": row.id,
        "status": status,
        "status_on": today(session),
        "refusal_reason": "FULL" if status is S.REFUSED else None,
    }
    data = AnswerInput.model_validate(wanted | changes)
    return referrals.answer(session, data, by=CAST.agent_rabat)


def refused(session: Session, **changes: object) -> dict[str, str]:
    with pytest.raises(InvalidInput) as told:
        sent(session, **changes)
    return {field: problem.key for field, problem in told.value.problems.items()}


def answer_refused(session: Session, row: Referral, status: S, **changes: object) -> dict[str, str]:
    with pytest.raises(InvalidInput) as told:
        answered(session, row, status, **changes)
    return {field: problem.key for field, problem in told.value.problems.items()}


def test_a_referral_is_stored_in_the_agency_of_the_case(session: Session, cast: Cast) -> None:
    before = version(session)
    row = sent(session)
    session.get_one(Case, cast.case_rabat).agency_id = cast.tanger
    session.flush()
    assert (row.agency_id, row.status, row.status_on) == (cast.rabat, S.SENT, row.sent_on)
    assert row.answered_after is None
    consent, entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    assert (consent.action, consent.entity_id) == ("consent.give", str(cast.case_rabat))
    assert (entry.action, entry.entity_id) == ("referral.record", str(row.id))
    assert version(session) == before + 1


def test_a_second_tap_returns_the_row_of_the_first(session: Session, cast: Cast) -> None:
    first = sent(session)
    again = referrals.record(session, a_referral(session), by=cast.agent_rabat)
    assert (again.row.id, again.already) == (first.id, True)
    assert len(session.exec(select(Referral)).all()) == 1


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"organisation_id": None}, {"organisation_id": "error.needed"}),
        ({"to_agency_id": CAST.tanger}, {"organisation_id": "error.needed"}),
        ({"organisation_id": 999}, {"organisation_id": "error.unknown_choice"}),
        (
            {"organisation_id": None, "to_agency_id": CAST.rabat},
            {"organisation_id": "error.unknown_choice"},
        ),
        ({"type": "HEALTH"}, {"type": "error.unknown_choice"}),
    ],
)
def test_what_a_referral_cannot_be(
    session: Session, cast: Cast, changes: dict[str, object], problem: dict[str, str]
) -> None:
    assert refused(session, **changes) == problem
    assert session.exec(select(Referral)).all() == []


def test_it_may_go_to_another_agency(session: Session, cast: Cast) -> None:
    row = sent(session, organisation_id=None, to_agency_id=cast.tanger)
    assert (row.organisation_id, row.to_agency_id) == (None, cast.tanger)


def test_nobody_is_sent_to_a_closed_place(session: Session, cast: Cast) -> None:
    session.get_one(Organisation, CEF).closed_on = ago(session, 21)
    session.get_one(Agency, cast.tanger).closed_on = ago(session, 21)
    session.flush()
    assert refused(session) == {"organisation_id": "error.place_closed"}
    assert refused(session, organisation_id=None, to_agency_id=cast.tanger) == {
        "organisation_id": "error.place_closed"
    }


def test_tomorrow_nobody_has_been_sent(session: Session, cast: Cast) -> None:
    assert refused(session, sent_on=ago(session, -1)) == {"sent_on": "error.in_the_future"}


def test_another_agencys_person_is_not_found(session: Session, cast: Cast) -> None:
    with pytest.raises(NotFound):
        sent(session, case_id=cast.case_casablanca)
    row = sent(session)
    with pytest.raises(NotFound):
        referrals.answer(
            session,
            AnswerInput(referral_id=row.id, status=S.SERVED, status_on=today(session)),
            by=cast.agent_casablanca,
        )


@pytest.mark.long
def test_a_status_moves_only_along_its_steps(session: Session, cast: Cast) -> None:
    moved = set()
    for first, then in product(S, S):
        row = sent(session, submission_id=f"{first}-{then}")
        if first is not S.SENT:
            answered(session, row, first)
        if then is first is not S.SENT or then in REFERRAL_STEPS.get(first, ()):
            moved.add(answered(session, row, then).status)
        else:
            assert answer_refused(session, row, then)["status"] == "error.referral_step"
            assert row.status is first
    assert moved == set(S) - {S.SENT}


def test_the_same_answer_of_another_day_is_not_said_to_be_saved(
    session: Session, cast: Cast
) -> None:
    row = answered(session, sent(session), S.ACCEPTED)
    assert answered(session, row, S.ACCEPTED).status_on == today(session)
    earlier = {"status_on": ago(session, 3)}
    assert answer_refused(session, row, S.ACCEPTED, **earlier)["status"] == (
        "error.referral_answered"
    )
    assert row.status_on == today(session)


def test_who_answers_what_has_moved_meanwhile_is_told(session: Session, cast: Cast) -> None:
    row = answered(session, sent(session), S.ACCEPTED)
    # A step that is possible, by somebody who had "sent" on screen.
    told = answer_refused(session, row, S.NO_SHOW, seen=S.SENT)
    assert told["status"] == "error.referral_step"
    assert row.status is S.ACCEPTED
    assert answered(session, row, S.NO_SHOW, seen=S.ACCEPTED).status is S.NO_SHOW


def test_only_what_waits_is_counted_and_a_closed_case_waits_no_longer_than_a_while(
    session: Session, cast: Cast
) -> None:
    agent = cast.viewer(session, cast.agent_rabat)
    row = sent(session, submission_id="waits")
    answered(session, sent(session, submission_id="quiet"), S.NO_REPLY)
    answered(session, sent(session, submission_id="absent"), S.NO_SHOW)
    assert (open_count(session, viewer=agent), waiting_count(session, viewer=agent)) == (3, 1)
    session.get_one(Case, CAST.case_rabat).closed_on = today(session)
    session.flush()
    assert waiting_count(session, viewer=agent) == 1
    row.status_on = ago(session, 91)
    session.flush()
    assert waiting_count(session, viewer=agent) == 0
    assert due(session, viewer=agent) == []


def test_a_refusal_of_late_is_said_before_a_person_is_sent_again(
    session: Session, cast: Cast
) -> None:
    agent = cast.viewer(session, cast.agent_rabat)
    row = answered(session, sent(session), S.REFUSED)
    (told,) = sent_before(session, CAST.case_rabat, viewer=agent)
    assert (told.id, told.refusal_reason) == (row.id, "FULL")
    row.status_on = ago(session, 91)
    session.flush()
    assert sent_before(session, CAST.case_rabat, viewer=agent) == []


def test_the_first_answer_counts_its_days_and_a_later_one_leaves_them(
    session: Session, cast: Cast
) -> None:
    row = sent(session)
    answered(session, row, S.NO_REPLY, status_on=ago(session, 6))
    assert row.answered_after is None
    answered(session, row, S.ACCEPTED, status_on=ago(session, 5))
    served = answered(session, row, S.SERVED)
    assert (served.answered_after, served.status_on) == (15, today(session))


def test_a_refusal_has_a_reason_and_nothing_else_has_one(session: Session, cast: Cast) -> None:
    row = sent(session)
    assert answer_refused(session, row, S.REFUSED, refusal_reason=None) == {
        "refusal_reason": "error.needed"
    }
    assert answer_refused(session, row, S.SERVED, refusal_reason="FULL") == {
        "refusal_reason": "error.not_needed"
    }
    assert answer_refused(session, row, S.REFUSED, refusal_reason="ILL") == {
        "refusal_reason": "error.unknown_choice"
    }
    assert answered(session, row, S.REFUSED).refusal_reason == "FULL"


@pytest.mark.parametrize(("days", "key"), [(21, "error.before_day"), (-1, "error.in_the_future")])
def test_an_answer_lies_between_the_sending_and_today(
    session: Session, cast: Cast, days: int, key: str
) -> None:
    row = sent(session)
    assert answer_refused(session, row, S.SERVED, status_on=ago(session, days)) == {
        "status_on": key
    }


def test_an_answer_is_undone_by_its_author_only_and_within_a_week(
    session: Session, cast: Cast
) -> None:
    row = answered(session, sent(session), S.REFUSED)
    agent = cast.viewer(session, cast.agent_rabat)
    colleague = Posting(
        account_id=cast.agent_casablanca, agency_id=cast.rabat, starts_on=ago(session, 30)
    )
    session.add(colleague)
    session.flush()
    with pytest.raises(NotAllowed):
        referrals.undo_answer(session, row.id, by=cast.agent_casablanca)
    assert [each.id for each in own_last_answers(session, viewer=agent)] == [row.id]
    referrals.undo_answer(session, row.id, by=cast.agent_rabat)
    assert (row.status, row.status_on) == (S.SENT, row.sent_on)
    assert (row.refusal_reason, row.answered_after) == (None, None)
    assert own_last_answers(session, viewer=agent) == []
    answered(session, row, S.SERVED)
    entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert entry is not None
    with guards.off(session.connection()):
        entry.at -= timedelta(days=7, minutes=1)
        session.flush()
    with pytest.raises(NotAllowed):
        referrals.undo_answer(session, row.id, by=cast.agent_rabat)


@pytest.mark.parametrize("who", ["manager", "partner", "administrator", "closed"])
def test_only_an_agent_refers_and_answers(session: Session, cast: Cast, who: str) -> None:
    row, account = sent(session), getattr(cast, who)
    with pytest.raises(NotAllowed):
        referrals.record(session, a_referral(session, submission_id="two"), by=account)
    answer = AnswerInput(referral_id=row.id, status=S.SERVED, status_on=today(session))
    with pytest.raises(NotAllowed):
        referrals.answer(session, answer, by=account)


def test_a_correction_moves_the_day_and_keeps_the_day_of_the_answer(
    session: Session, cast: Cast
) -> None:
    row = sent(session)

    def corrected(days: int) -> Referral:
        raw = a_referral(session, sent_on=ago(session, days)).model_dump(
            exclude={"case_id", "submission_id"}
        )
        data = ReferralCorrection(id=row.id, seen=row.seen, **raw)
        return referrals.correct(session, data, by=cast.agent_rabat)

    assert corrected(15).status_on == ago(session, 15)
    answered(session, row, S.ACCEPTED, status_on=ago(session, 10))
    answered(session, row, S.SERVED)
    assert row.answered_after == 5
    assert corrected(18).answered_after == 8
    assert row.status_on == today(session)
    with pytest.raises(InvalidInput) as told:
        corrected(9)
    assert told.value.problems["sent_on"].key == "error.answered_before"


def test_undoing_an_answer_brings_back_the_corrected_day(session: Session, cast: Cast) -> None:
    row = answered(session, sent(session), S.ACCEPTED, status_on=ago(session, 10))
    raw = a_referral(session, sent_on=ago(session, 15)).model_dump(
        exclude={"case_id", "submission_id"}
    )
    data = ReferralCorrection(id=row.id, seen=row.seen, **raw)
    referrals.correct(session, data, by=cast.agent_rabat)
    referrals.undo_answer(session, row.id, by=cast.agent_rabat)
    assert (row.status, row.status_on) == (S.SENT, ago(session, 15))
    assert answer_refused(session, row, S.SERVED, status_on=ago(session, 18)) == {
        "status_on": "error.before_day"
    }


def test_a_correction_does_not_overwrite_an_answer_given_meanwhile(
    session: Session, cast: Cast
) -> None:
    row = sent(session)
    raw = a_referral(session).model_dump(exclude={"case_id", "submission_id"})
    data = ReferralCorrection(id=row.id, seen=row.seen, **raw)
    answered(session, row, S.SERVED)
    with pytest.raises(AppError) as told:
        referrals.correct(session, data, by=cast.agent_rabat)
    assert told.value.key == "error.changed_meanwhile"


def due(session: Session, viewer: Viewer) -> list[waiting.Waiting]:
    """What My day shows of the viewer's own."""
    found = waiting.lists(session, viewer=viewer)
    mine = [found.lines.get((waiting.Whose.MINE, part), []) for part in waiting.Part]
    return [each for several in mine for each in several]


def test_what_waits_comes_first_and_what_is_final_is_gone(session: Session, cast: Cast) -> None:
    agent = cast.viewer(session, cast.agent_rabat)
    late = sent(session, submission_id="late")
    fresh = sent(session, submission_id="fresh", sent_on=ago(session, 1))
    answered(session, quiet := sent(session, submission_id="quiet"), S.NO_REPLY)
    answered(session, sent(session, submission_id="done"), S.SERVED)
    events.void(
        session, "referral", sent(session, submission_id="void").id, "MISTAKE", by=cast.agent_rabat
    )
    found = open_referrals(session, viewer=agent)
    assert [each.id for each in found] == [late.id, fresh.id, quiet.id]
    assert [each.days_late for each in found] == [6, -13, 0]
    assert open_count(session, viewer=agent) == 3
    assert [each.id for each in due(session, agent)] == [late.id]
    assert open_referrals(session, cast.case_rabat_2, viewer=agent) == []
    other = cast.viewer(session, cast.agent_casablanca)
    assert open_referrals(session, viewer=other) == []
    assert due(session, other) == []


def test_one_who_was_accepted_is_asked_about_again(session: Session, cast: Cast) -> None:
    agent = cast.viewer(session, cast.agent_rabat)
    row = answered(session, sent(session, sent_on=ago(session, 60)), S.ACCEPTED)
    assert due(session, agent) == []
    row.status_on = ago(session, 31)
    session.flush()
    (found,) = due(session, agent)
    assert (found.id, found.days_late) == (row.id, 1)


def test_the_places_used_most_come_first(session: Session, cast: Cast) -> None:
    for number, place in enumerate(((1, None), (CEF, None), (CEF, None), (None, cast.tanger))):
        organisation, agency = place
        sent(
            session,
            submission_id=str(number),
            organisation_id=organisation,
            to_agency_id=agency,
        )
    agent = cast.viewer(session, cast.agent_rabat)
    found = used_places(session, viewer=agent)
    assert found[0] == (CEF, None)
    assert set(found[1:]) == {(1, None), (None, cast.tanger)}
