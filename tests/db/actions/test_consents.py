"""Consents purpose by purpose: given, withdrawn, and at once what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from db.actions import events, interventions, referral_links
from db.codes import ConsentPurpose
from db.errors import InvalidInput, NotAllowed, NotFound
from db.inputs.interventions import InterventionInput
from db.inputs.parse import validated
from db.models import AuditEntry, Case, Consent, Contact, Intervention, ReferralLink
from db.models.base import now
from db.queries import consents
from db.queries.consents import Said
from db.queries.referral_links import Standing, behind
from tests.acts import a_referral, give_consent, withdraw_consent
from tests.cast import CAST, ago, today
from tests.conftest import POSTGRESQL_AT_LENGTH

AGENT = CAST.agent_rabat
FOLLOW_UP, REFERRAL = ConsentPurpose.FOLLOW_UP, ConsentPurpose.REFERRAL


def said(session: Session, purpose: ConsentPurpose = FOLLOW_UP) -> Said:
    found = consents.of_case(session, CAST.case_rabat, viewer=CAST.viewer(session, AGENT))
    return found.said[purpose]


def rows(session: Session) -> list[Consent]:
    return list(session.exec(select(Consent).order_by(Consent.id)))  # type: ignore[arg-type]


def test_nobody_was_asked_at_first_and_an_adult_needs_no_guardian(session: Session) -> None:
    found = consents.of_case(session, CAST.case_rabat, viewer=CAST.viewer(session, AGENT))
    assert list(found.said) == [FOLLOW_UP, REFERRAL, ConsentPurpose.TRUST]
    assert not any(each.stands or each.given_on for each in found.said.values())
    assert not found.waits_for_guardian


def test_it_is_given_with_its_language_and_withdrawn_with_its_day(session: Session) -> None:
    give_consent(session, language="wo")
    assert said(session) == Said(
        purpose=FOLLOW_UP, given_on=today(), language="wo", recorded_by="Agent.Rabat"
    )
    assert withdraw_consent(session) == (FOLLOW_UP,)
    assert not said(session).stands
    assert (said(session).withdrawn_on, said(session).given_on) == (today(), today())
    give_consent(session)
    assert said(session).stands
    assert len(rows(session)) == 2


@POSTGRESQL_AT_LENGTH
def test_one_at_most_stands_for_a_purpose(database: sa.Engine, session: Session) -> None:
    give_consent(session)
    give_consent(session, language="wo")
    assert [each.language for each in rows(session)] == ["fr"]
    twice = Consent(case_id=CAST.case_rabat, purpose=FOLLOW_UP, given_on=today(), recorded_by=AGENT)
    with pytest.raises(sa.exc.IntegrityError), session.begin_nested():
        session.add(twice)


def test_what_does_not_stand_is_withdrawn_without_a_word(session: Session) -> None:
    assert withdraw_consent(session) == ()
    assert session.exec(select(AuditEntry)).all() == []


def test_the_log_names_the_purpose_and_nothing_else(session: Session) -> None:
    give_consent(session, language="wo")
    withdraw_consent(session)
    session.flush()
    acts = session.exec(select(AuditEntry).order_by(AuditEntry.id)).all()  # type: ignore[arg-type]
    assert [(each.action, each.entity_id, each.fields) for each in acts] == [
        ("consent.give", str(CAST.case_rabat), "consent_FOLLOW_UP"),
        ("consent.withdraw", str(CAST.case_rabat), "consent_FOLLOW_UP"),
    ]


def test_a_language_that_is_in_no_list_is_refused_at_its_field(session: Session) -> None:
    for wrong in ("xx", ""):
        with pytest.raises(InvalidInput) as refused:
            give_consent(session, language=wrong)
        assert list(refused.value.problems) == ["language"]


@pytest.mark.parametrize("who", ["manager", "administrator", "partner"])
def test_agents_alone_record_and_read_consents(session: Session, who: str) -> None:
    by = getattr(CAST, who)
    for act in (give_consent, withdraw_consent):
        with pytest.raises(NotAllowed):
            act(session, by=by)
    with pytest.raises(NotAllowed):
        consents.of_case(session, CAST.case_rabat, viewer=CAST.viewer(session, by))


def test_another_agencys_person_has_no_consents(session: Session) -> None:
    for case_id in (CAST.case_casablanca, 1):
        with pytest.raises(NotFound):
            consents.of_case(session, case_id, viewer=CAST.viewer(session, AGENT))


def test_a_referral_that_may_be_spoken_of_records_the_consent_once(session: Session) -> None:
    session.get_one(Case, CAST.case_rabat).language = "ff"
    a_referral(session)
    (row,) = rows(session)
    assert (row.purpose, row.given_on, row.language) == (REFERRAL, ago(3), "ff")
    give_consent(session, purpose="REFERRAL")
    assert len(rows(session)) == 1


def test_sharing_withdrawn_closes_the_links_and_no_new_one_is_made(session: Session) -> None:
    referral = a_referral(session)
    code = referral_links.make(session, referral, by=AGENT)
    withdraw_consent(session, purpose="REFERRAL")
    session.flush()
    assert session.exec(select(ReferralLink)).one().closed_at is not None
    assert behind(session, code).standing is Standing.OVER
    with pytest.raises(InvalidInput):
        referral_links.make(session, referral, by=AGENT)
    give_consent(session, purpose="REFERRAL")
    assert referral_links.make(session, referral, by=AGENT)


def test_an_entry_undone_at_once_takes_its_consent_with_it(session: Session) -> None:
    a_referral(session)
    events.undo(session, "referral", "act", by=AGENT)
    assert rows(session) == []
    give_consent(session, purpose="REFERRAL")
    a_referral_again = a_referral(session)
    assert a_referral_again
    events.undo(session, "referral", "act", by=AGENT)
    assert len(rows(session)) == 1


def met(session: Session) -> int:
    """A new person who agrees to be called, and is; returns their case."""
    raw = {
        "submission_id": "met", "agency_id": CAST.rabat, "type": "RECEPTION", "mode": "AGENCY",
        "language": "fr", "happened_on": ago(0),
        "new_case": {
            "sex": "F", "birth_year": 1990, "follow_up_agrees": True,
            "contact": {"name": "Awa Diop", "phone": "06 12 34 56 78"},
        },
    }  # fmt: skip
    row = interventions.record(session, validated(InterventionInput, raw), by=AGENT).row
    row.entered_at = now() - timedelta(days=3)
    session.flush()
    assert row.case_id is not None
    return row.case_id


@POSTGRESQL_AT_LENGTH
def test_the_undo_of_an_entry_of_another_kind_takes_nothing(session: Session) -> None:
    case_id = met(session)
    assert events.undo(session, "referral", "met", by=AGENT) == 0
    assert session.get(Contact, case_id, populate_existing=True) is not None
    assert [each.case_id for each in rows(session)] == [case_id]


@POSTGRESQL_AT_LENGTH
def test_an_entry_that_was_voided_later_is_not_undone_with_its_consent(session: Session) -> None:
    case_id = met(session)
    (entry,) = session.exec(select(Intervention).where(Intervention.case_id == case_id))
    events.void(session, "intervention", entry.id, "MISTAKE", by=AGENT)
    assert events.undo(session, "intervention", "met", by=AGENT) == 0
    assert session.get(Contact, case_id, populate_existing=True) is not None
    assert [each.case_id for each in rows(session)] == [case_id]
    assert session.get_one(Case, case_id).closed_on is None
