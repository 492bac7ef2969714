"""A link answers once, in time, and only where the person agrees."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from db.access.clock import today
from db.actions import consents, events, merges, referral_links, referrals
from db.audit import version
from db.codes import ConsentPurpose, ReferralStatus
from db.errors import AppError, InvalidInput, NotAllowed, NotFound
from db.inputs.consents import ConsentWithdrawal
from db.inputs.duplicates import Merge
from db.inputs.referrals import AnswerInput, ReferralCorrection, ReferralInput
from db.models import AuditEntry, Case, Referral, ReferralLink
from db.queries.referral_links import Behind, Standing, behind
from db.queries.referrals import open_referral, own_last_answers
from db.queries.referrals import sent as slip
from tests.acts import give_consent
from tests.cast import CAST, Cast
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.measures.events import Stage

S, AGENT = ReferralStatus, CAST.agent_rabat


def ago(session: Session, days: int) -> date:
    return today(session) - timedelta(days=days)


def sent(session: Session, **changes: object) -> Referral:
    raw: dict[str, object] = {
        "case_id": CAST.case_rabat,
        "type": "TRAINING",
        "organisation_id": 2,
        "may_share": True,
        "sent_on": ago(session, 20),
        "submission_id": "one",
    }
    data = ReferralInput.model_validate(raw | changes)
    return referrals.record(session, data, by=CAST.agent_rabat).row


def link(session: Session, row: Referral) -> str:
    return referral_links.make(session, row.id, by=CAST.agent_rabat)


def test_the_place_answers_once(session: Session, cast: Cast) -> None:
    row = sent(session)
    code, before = link(session, row), version(session)
    referral_links.answer(session, code.lower().replace("-", " "), S.ACCEPTED, None)
    assert (row.status, row.status_on, row.answered_after) == (S.ACCEPTED, today(session), 20)
    assert version(session) == before + 1
    entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert entry is not None
    assert (entry.action, entry.account_id) == ("referral_link.answer", None)
    assert entry.entity_id == str(row.id)
    with pytest.raises(AppError) as told:
        referral_links.answer(session, code, S.SERVED, None)
    assert told.value.key == "answer_form.stored"
    assert row.status == S.ACCEPTED


def test_stored_is_no_code(session: Session, cast: Cast) -> None:
    code = link(session, sent(session))
    stored = session.exec(select(ReferralLink)).one()
    assert code.replace("-", "") not in str(stored.model_dump())


def test_the_form_says_the_code_and_nothing_about_the_person(session: Session, cast: Cast) -> None:
    found = behind(session, link(session, sent(session)))
    assert found.asked is not None
    assert found.asked.case_code == "2345678"
    assert S.NO_REPLY not in found.asked.steps
    told = set(found.asked.__dataclass_fields__)
    assert told == {"case_code", "type", "sent_on", "agency", "agency_ar", "steps"}


def test_a_new_link_closes_the_one_before(session: Session, cast: Cast) -> None:
    row = sent(session)
    first, second = link(session, row), link(session, row)
    assert behind(session, first).standing is Standing.OVER
    assert behind(session, second).standing is Standing.OPEN


def test_a_link_ends_with_its_days_its_referral_and_a_final_answer(
    session: Session, cast: Cast
) -> None:
    row = sent(session)
    code = link(session, row)
    kept = session.exec(select(ReferralLink)).one()
    kept.until = ago(session, 1)
    session.flush()
    assert behind(session, code).standing is Standing.OVER
    kept.until = today(session)
    session.flush()
    assert behind(session, code).standing is Standing.OPEN
    said = AnswerInput(referral_id=row.id, status=S.SERVED, status_on=today(session))
    referrals.answer(session, said, by=cast.agent_rabat)
    assert behind(session, code).standing is Standing.OVER
    other = sent(session, submission_id="two")
    code = link(session, other)
    events.void(session, "referral", other.id, "MISTAKE", by=cast.agent_rabat)
    assert behind(session, code).standing is Standing.OVER
    for standing in (code, "no such code"):
        with pytest.raises(AppError):
            referral_links.answer(session, standing, S.SERVED, None)


def test_without_consent_there_is_no_link(session: Session, cast: Cast) -> None:
    with pytest.raises(InvalidInput) as told:
        link(session, sent(session, may_share=False))
    assert told.value.problems["form"].key == "error.referral_not_shared"


def test_consent_taken_back_closes_the_link(session: Session, cast: Cast) -> None:
    row = sent(session)
    code = link(session, row)
    row.may_share = False
    session.flush()
    assert behind(session, code).standing is Standing.OVER


@POSTGRESQL_AT_LENGTH
def test_a_link_of_a_minor_waits_for_the_guardian(session: Session) -> None:
    row = sent(session)
    code = link(session, row)
    session.get_one(Case, row.case_id).birth_year = today(session).year - 16
    session.flush()
    assert behind(session, code).standing is Standing.OVER
    with pytest.raises(AppError):
        referral_links.answer(session, code, S.ACCEPTED, None)
    with pytest.raises(InvalidInput) as told:
        link(session, row)
    assert told.value.problems["form"].key == "error.guardian_first"
    give_consent(session, purpose="GUARDIAN")
    referral_links.answer(session, code, S.ACCEPTED, None)
    assert row.status is S.ACCEPTED


@pytest.mark.parametrize("is_used", [False, True])
@pytest.mark.parametrize("change", ["withdrawn", "shared", "void", "late"])
def test_nothing_is_told_once_it_is_over_by_a_used_link_either(
    session: Session, cast: Cast, change: str, is_used: bool
) -> None:
    row = sent(session)
    code = link(session, row)
    if is_used:
        referral_links.answer(session, code, S.ACCEPTED, None)
        assert behind(session, code) == Behind(standing=Standing.USED)
    if change == "withdrawn":
        taken = ConsentWithdrawal(case_id=row.case_id, purpose=ConsentPurpose.REFERRAL)
        consents.withdraw(session, taken, by=AGENT)
    elif change == "shared":
        row.may_share = False
    elif change == "void":
        events.void(session, "referral", row.id, "MISTAKE", by=AGENT)
    else:
        session.exec(select(ReferralLink)).one().until = ago(session, 1)
    session.flush()
    assert behind(session, code) == Behind(standing=Standing.OVER)
    with pytest.raises(AppError) as told:
        referral_links.answer(session, code, S.SERVED, None)
    assert told.value.key == "error.referral_link_over"


@pytest.mark.parametrize("who", ["manager", "partner", "administrator", "closed"])
def test_only_an_agent_makes_links(session: Session, cast: Cast, who: str) -> None:
    row = sent(session)
    with pytest.raises(NotAllowed):
        referral_links.make(session, row.id, by=getattr(cast, who))


def test_an_agent_of_elsewhere_makes_none(session: Session, cast: Cast) -> None:
    with pytest.raises(NotFound):
        referral_links.make(session, sent(session).id, by=cast.agent_casablanca)


def test_a_refusal_by_link_needs_a_reason_of_the_list(session: Session, cast: Cast) -> None:
    row = sent(session)
    code = link(session, row)
    for reason in (None, "ILL"):
        with pytest.raises(InvalidInput):
            referral_links.answer(session, code, S.REFUSED, reason)
    referral_links.answer(session, code, S.REFUSED, "FULL")
    assert row.refusal_reason == "FULL"


@pytest.mark.parametrize("change", [{"organisation_id": 1}, {"may_share": False}, {"type": "WORK"}])
def test_a_correction_of_what_a_link_is_about_closes_it(
    session: Session, cast: Cast, change: dict[str, object]
) -> None:
    """For good: consent that is given again does not open it anew."""
    row = sent(session)
    code = link(session, row)
    for wanted in (change, {}):
        raw = {"type": "TRAINING", "organisation_id": 2, "may_share": True, "sent_on": row.sent_on}
        data = ReferralCorrection.model_validate({"id": row.id, "seen": row.seen, **raw, **wanted})
        referrals.correct(session, data, by=cast.agent_rabat)
        assert behind(session, code).standing is Standing.OVER


def test_what_the_place_touched_by_mistake_is_undone_by_an_agent_of_the_case(
    session: Session, cast: Cast
) -> None:
    row = sent(session)
    code = link(session, row)
    said = AnswerInput(referral_id=row.id, status=S.ACCEPTED, status_on=today(session))
    referrals.answer(session, said, by=cast.agent_rabat)
    agent = cast.viewer(session, cast.agent_rabat)
    assert len(own_last_answers(session, viewer=agent)) == 1
    referral_links.answer(session, code, S.SERVED, None)
    assert [each.id for each in own_last_answers(session, viewer=agent)] == [row.id]
    with pytest.raises(NotFound):
        referrals.undo_answer(session, row.id, by=cast.agent_casablanca)
    referrals.undo_answer(session, row.id, by=cast.agent_rabat)
    assert row.status == S.ACCEPTED
    # The link has served; the place is given another one.
    assert behind(session, code).standing is Standing.USED
    assert behind(session, link(session, row)).standing is Standing.OPEN


def test_the_agent_sees_that_a_link_is_out_and_until_when(session: Session, cast: Cast) -> None:
    agent, row = cast.viewer(session, cast.agent_rabat), sent(session)

    def until() -> date | None:
        found = open_referral(session, row.id, viewer=agent)
        assert found is not None
        return found.link_until

    assert until() is None
    code = link(session, row)
    assert until() == today(session) + timedelta(days=30)
    referral_links.answer(session, code, S.ACCEPTED, None)
    assert until() is None
    link(session, row)
    session.exec(select(ReferralLink).where(col(ReferralLink.used_at).is_(None))).one().until = ago(
        session, 1
    )
    session.flush()
    assert until() is None


def test_the_place_sees_the_code_on_the_slip_after_the_cards_were_put_together(
    session: Session, cast: Cast
) -> None:
    row, own = sent(session), sent(session, case_id=CAST.case_rabat_2, submission_id="kept")
    code, its, viewer = link(session, row), link(session, own), cast.viewer(session, AGENT)
    card, kept = (session.get_one(Case, each).code for each in (row.case_id, own.case_id))
    last = Stage(session).case()
    first = merges.merge(session, Merge(kept_id=own.case_id, merged_id=row.case_id), by=AGENT)
    second = merges.merge(session, Merge(kept_id=last, merged_id=CAST.case_rabat_2), by=AGENT)

    def on_paper(sent_on: Referral, of_link: str) -> set[str]:
        """On the form of the link, and on a slip that is printed now."""
        asked = behind(session, of_link).asked
        assert asked is not None
        return {asked.case_code, slip(session, sent_on.id, viewer=viewer).case_code}

    session.expire_all()
    assert row.case_id == last
    assert (on_paper(row, code), on_paper(own, its)) == ({card}, {kept})
    # A new link of the same referral goes with the slip that the person has.
    assert on_paper(row, link(session, row)) == {card}
    for each in (second, first):
        merges.undo(session, each.id, by=AGENT)
    assert on_paper(own, its) == {kept}
