"""Consents and contacts when two cases are put together: a merge wins no consent and loses none."""

from __future__ import annotations

import pytest
from sqlmodel import Session, col, select

from db.actions import merges, transfers
from db.codes import ConsentPurpose
from db.errors import AppError
from db.inputs.parse import validated
from db.inputs.tasks import TransferAsked
from db.models import AuditEntry, Case, Consent, Contact, ContactMark
from db.queries.consents import active_consent, withdrawn_since
from tests.acts import a_contact, close_case, give_consent, withdraw_consent
from tests.cast import CAST, today
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.actions.test_duplicates import opened
from tests.db.actions.test_merges import merge

pytestmark = POSTGRESQL_AT_LENGTH


AGENT = CAST.agent_rabat
KEPT, OTHER = CAST.case_rabat, CAST.case_rabat_2


def consents(session: Session) -> list[int]:
    session.flush()
    return sorted(session.exec(select(Consent.case_id)))


def contacts(session: Session) -> set[int]:
    session.flush()
    session.expire_all()
    held = set(session.exec(select(Contact.case_id)))
    assert held == set(session.exec(select(ContactMark.case_id)))
    return held


def test_a_consent_and_its_contact_come_along_and_go_back(session: Session) -> None:
    give_consent(session, OTHER)
    a_contact(session, OTHER)
    made = merge(session)
    assert (consents(session), contacts(session)) == ([KEPT], {KEPT})
    merges.undo(session, made.id, by=AGENT)
    assert (consents(session), contacts(session)) == ([OTHER], {OTHER})


def test_what_both_have_the_kept_case_says_for_both(session: Session) -> None:
    for case in (KEPT, OTHER):
        give_consent(session, case)
        a_contact(session, case)
    made = merge(session)
    assert (consents(session), contacts(session)) == ([KEPT, OTHER], {KEPT, OTHER})
    merges.undo(session, made.id, by=AGENT)
    assert (consents(session), contacts(session)) == ([KEPT, OTHER], {KEPT, OTHER})


def test_withdrawing_deletes_the_contacts_of_both(session: Session) -> None:
    for case in (KEPT, OTHER):
        give_consent(session, case)
        a_contact(session, case)
    made = merge(session)
    withdraw_consent(session, KEPT)
    assert contacts(session) == set()
    merges.undo(session, made.id, by=AGENT)
    assert contacts(session) == set()


def test_withdrawing_deletes_all_contacts_of_cases_put_together_one_after_the_other(
    session: Session,
) -> None:
    third = opened(session)
    for case in (KEPT, OTHER, third):
        give_consent(session, case)
        a_contact(session, case)
    merge(session, kept=third, other=OTHER)
    merge(session, kept=KEPT, other=third)
    withdraw_consent(session, KEPT)
    assert contacts(session) == set()


@pytest.mark.parametrize("purpose", ["FOLLOW_UP", "REFERRAL", "TRUST"])
def test_a_withdrawal_is_that_of_all_cards_and_stays_when_they_are_taken_apart(
    session: Session, purpose: str
) -> None:
    third = opened(session)
    for case in (KEPT, OTHER, third):
        give_consent(session, case, purpose)
    earlier = merge(session, kept=third, other=OTHER)
    later = merge(session, kept=KEPT, other=third)
    withdraw_consent(session, KEPT, purpose)
    for made in (later, earlier):
        merges.undo(session, made.id, by=AGENT)
    for case in (KEPT, OTHER, third):
        assert active_consent(session, case, ConsentPurpose(purpose)) is None
        assert withdrawn_since(session, case, ConsentPurpose(purpose), today()) == today()


def test_a_guardian_withdraws_for_both_cards(session: Session) -> None:
    for case in (KEPT, OTHER):
        session.get_one(Case, case).birth_year = today().year - 16
        give_consent(session, case, "GUARDIAN")
        give_consent(session, case)
    made = merge(session)
    withdraw_consent(session, KEPT, "GUARDIAN")
    merges.undo(session, made.id, by=AGENT)
    standing = select(Consent.id).where(col(Consent.withdrawn_on).is_(None))
    assert session.exec(standing).all() == []


def test_each_card_says_in_the_log_that_its_consent_was_withdrawn(session: Session) -> None:
    for case in (KEPT, OTHER):
        give_consent(session, case)
    merge(session)
    withdraw_consent(session, KEPT)
    session.flush()
    acts = select(AuditEntry.entity_id).where(AuditEntry.action == "consent.withdraw")
    assert session.exec(acts.order_by(col(AuditEntry.id))).all() == [str(KEPT), str(OTHER)]


def test_a_yes_said_again_is_that_of_the_kept_card_alone(session: Session) -> None:
    for case in (KEPT, OTHER):
        give_consent(session, case)
    made = merge(session)
    withdraw_consent(session, KEPT)
    give_consent(session, KEPT)
    merges.undo(session, made.id, by=AGENT)
    standing = [active_consent(session, each, ConsentPurpose.FOLLOW_UP) for each in (KEPT, OTHER)]
    assert [each is None for each in standing] == [False, True]


def test_a_contact_given_since_to_the_kept_case_stays_with_its_consent(session: Session) -> None:
    give_consent(session, OTHER)
    a_contact(session, OTHER)
    made = merge(session)
    withdraw_consent(session, KEPT)
    give_consent(session, KEPT)
    a_contact(session, KEPT)
    merges.undo(session, made.id, by=AGENT)
    # What was moved is withdrawn, and goes back without a contact.
    assert contacts(session) == {KEPT}


def test_a_contact_given_since_goes_with_the_consent_that_was_moved(session: Session) -> None:
    give_consent(session, OTHER)
    made = merge(session)
    a_contact(session, KEPT)
    merges.undo(session, made.id, by=AGENT)
    assert (consents(session), contacts(session)) == ([OTHER], {OTHER})


@pytest.mark.parametrize("withdrawn", [KEPT, OTHER])
def test_a_consent_that_was_withdrawn_under_one_code_is_not_won(
    session: Session, withdrawn: int
) -> None:
    for case in (KEPT, OTHER):
        give_consent(session, case)
    withdraw_consent(session, withdrawn)
    with pytest.raises(AppError) as refused:
        merge(session)
    assert refused.value.key == "error.merge_consents"
    withdraw_consent(session, OTHER if withdrawn == KEPT else KEPT)
    merge(session)
    standing = select(Consent).where(Consent.purpose == ConsentPurpose.FOLLOW_UP)
    assert [row.withdrawn_on is None for row in session.exec(standing)] == [False, False]


def test_a_case_that_is_about_to_leave_is_put_together_with_none(session: Session) -> None:
    raw = {"case_id": OTHER, "to_agency_id": CAST.casablanca, "reason": "LIVES", "agrees": True}
    asked = transfers.ask(session, validated(TransferAsked, raw), by=AGENT)
    with pytest.raises(AppError) as refused:
        merge(session)
    assert refused.value.key == "error.merge_transfer"
    transfers.withdraw(session, asked, by=AGENT)
    merge(session)


def test_a_transfer_that_was_asked_before_the_case_was_closed_stops_no_merge(
    session: Session,
) -> None:
    raw = {"case_id": OTHER, "to_agency_id": CAST.casablanca, "reason": "LIVES", "agrees": True}
    transfers.ask(session, validated(TransferAsked, raw), by=AGENT)
    close_case(session, OTHER)
    merge(session)
