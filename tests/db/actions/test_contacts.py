"""Contacts: with consent only, sealed, each look written down, and gone when it is withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlmodel import Session, col, select

from db.actions import contacts, drafts, events, interventions
from db.errors import AppError, InvalidInput, NotAllowed, NotFound
from db.inputs.drafts import DraftInput
from db.inputs.interventions import InterventionInput
from db.inputs.parse import validated
from db.models import AuditEntry, Case, Consent, Contact, ContactMark, Draft, DraftText
from db.queries import contacts as queries
from db.records import CONTACT, form_of
from db.store.settings import settings
from tests.acts import a_contact, give_consent, withdraw_consent
from tests.acts_tasks import accept_transfer
from tests.cast import CAST, ago, today
from tests.conftest import POSTGRESQL_AT_LENGTH

pytestmark = POSTGRESQL_AT_LENGTH


AGENT = CAST.agent_rabat
HERE = CAST.case_rabat


def problems(act: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        act()
    return {field: each.key for field, each in refused.value.problems.items()}


def marks(session: Session) -> set[str]:
    return set(session.exec(select(ContactMark.mark)))


def acts(session: Session) -> list[str]:
    session.flush()
    return list(session.exec(select(AuditEntry.action).order_by(col(AuditEntry.id))))


def seen(session: Session) -> str:
    found = queries.kept(session, HERE, viewer=CAST.viewer(session, AGENT))
    return found.seen if found else ""


@pytest.fixture
def agreed(session: Session) -> Session:
    give_consent(session)
    return session


def test_without_consent_nothing_is_kept(session: Session) -> None:
    for _ in range(2):
        assert problems(lambda: a_contact(session)) == {"form": "error.contact_needs_consent"}
        give_consent(session)
        withdraw_consent(session)
    assert session.exec(select(Contact)).all() == []


def test_it_is_sealed_read_back_and_each_look_is_in_the_log(agreed: Session) -> None:
    a_contact(agreed, second_phone="+221 77 123 45 67", language="wo", call_time="EVENING")
    row = agreed.exec(select(Contact)).one()
    assert b"Diallo" not in row.sealed
    for _ in range(2):
        shown = contacts.show(agreed, HERE, by=AGENT)
        assert shown is not None
        assert (shown.name, shown.phones) == ("Aïcha Diallo", ("+212612345678", "+221771234567"))
        assert (shown.language, shown.call_time) == ("wo", "EVENING")
    assert acts(agreed) == ["consent.give", "contact.keep", "contact.show", "contact.show"]
    looks = agreed.exec(select(AuditEntry).where(AuditEntry.action == "contact.show")).all()
    assert {(each.account_id, each.entity_id, each.fields) for each in looks} == {
        (AGENT, str(HERE), "")
    }


def test_withdrawn_it_is_gone_with_all_that_finds_it(agreed: Session) -> None:
    a_contact(agreed)
    assert marks(agreed)
    withdraw_consent(agreed)
    assert agreed.exec(select(Contact)).all() == []
    assert marks(agreed) == set()
    with pytest.raises(NotFound):
        contacts.show(agreed, HERE, by=AGENT)
    give_consent(agreed)
    with pytest.raises(NotFound):
        contacts.show(agreed, HERE, by=AGENT)


@pytest.mark.parametrize(
    ("wrong", "field", "key"),
    [
        ({"phone": "061234567"}, "phone", "error.phone_form"),
        ({"phone": "Aïcha"}, "phone", "error.phone_form"),
        ({"phone": ""}, "phone", "error.needed"),
        ({"phone": "0" * 500}, "phone", "error.phone_form"),
        # What fits of it would be read as +49 30 1234.
        ({"phone": "mon frere a Berlin +49 30 12345678"}, "phone", "error.phone_form"),
        ({"second_phone": "12"}, "second_phone", "error.phone_form"),
        ({"name": ""}, "name", "error.needed"),
        ({"name": "0612345678"}, "name", "error.name_letters"),
        ({"name": "x" * 81}, "name", "error.text_long"),
        ({"language": "xx"}, "language", "error.unknown_choice"),
        ({"call_time": "NIGHT"}, "call_time", "error.not_understood"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    agreed: Session, wrong: dict[str, Any], field: str, key: str
) -> None:
    assert problems(lambda: a_contact(agreed, **wrong)) == {field: key}
    assert agreed.exec(select(Contact)).all() == []


@pytest.mark.parametrize(
    "typed",
    ["0612345678", "٠٦ ١٢ ٣٤ ٥٦ ٧٨", "+212 6-12-34-56-78", "00212 612345678", "06.12.34.56.78"],
)
def test_a_number_is_one_however_it_is_typed(agreed: Session, typed: str) -> None:
    a_contact(agreed, phone=typed, second_phone="06 12 34 56 78")
    shown = contacts.show(agreed, HERE, by=AGENT)
    assert shown is not None
    assert shown.phones == ("+212612345678",)


def test_a_correction_takes_the_place_of_the_former_and_of_its_marks(agreed: Session) -> None:
    a_contact(agreed)
    before = marks(agreed)
    a_contact(agreed, seen=seen(agreed), name="Fatou Sow", phone="0698765432")
    assert not marks(agreed) & before
    assert len(agreed.exec(select(Contact)).all()) == 1


@pytest.mark.parametrize("stale", ["", "2026-01-01T00:00:00+00:00"])
def test_the_later_of_two_is_told(agreed: Session, stale: str) -> None:
    a_contact(agreed)
    said = problems(lambda: a_contact(agreed, seen=stale, name="Other"))
    assert said == {"form": "error.contact_changed"}


@pytest.mark.parametrize("who", ["manager", "administrator", "partner", "closed"])
def test_nobody_but_agents_reaches_a_contact(agreed: Session, who: str) -> None:
    a_contact(agreed)
    by = getattr(CAST, who)
    with pytest.raises(NotAllowed):
        contacts.show(agreed, HERE, by=by)
    with pytest.raises(NotAllowed):
        a_contact(agreed, by=by)
    assert acts(agreed)[-1] == "contact.keep"


def test_an_agent_of_another_agency_finds_no_such_person(agreed: Session) -> None:
    a_contact(agreed)
    by = CAST.agent_casablanca
    with pytest.raises(NotFound):
        contacts.show(agreed, HERE, by=by)
    with pytest.raises(NotFound):
        queries.kept(agreed, HERE, viewer=CAST.viewer(agreed, by))


def test_a_replaced_key_opens_what_the_former_sealed_and_a_lost_one_does_not(
    agreed: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_contact(agreed)
    new, old = Fernet.generate_key().decode(), settings().contact_key.get_secret_value()
    monkeypatch.setattr(settings(), "contact_key", SecretStr(f"{new},{old}"))
    assert contacts.show(agreed, HERE, by=AGENT) is not None
    monkeypatch.setattr(settings(), "contact_key", SecretStr(new))
    assert contacts.show(agreed, HERE, by=AGENT) is None


def met(session: Session, **person: Any) -> list[Case]:
    raw = {
        "submission_id": "new", "agency_id": CAST.rabat, "type": "RECEPTION", "mode": "AGENCY",
        "language": "wo", "happened_on": ago(1),
        "new_case": {"sex": "F", "birth_year": 1990, **person},
    }  # fmt: skip
    stored = interventions.record(session, validated(InterventionInput, raw), by=AGENT)
    return [session.get_one(Case, row.case_id) for row in stored.rows if row.case_id]


NEW = {"follow_up_agrees": True, "contact": {"name": "Aïcha Diallo", "phone": "0612345678"}}


def test_a_new_person_may_leave_a_number_at_once(session: Session) -> None:
    (case,) = met(session, **NEW)
    shown = contacts.show(session, case.id, by=AGENT)
    assert shown is not None
    assert shown.name == "Aïcha Diallo"
    consent = session.exec(select(Consent)).one()
    assert (consent.given_on, consent.language) == (ago(1), "wo")


def test_or_agree_without_one(session: Session) -> None:
    met(session, follow_up_agrees=True)
    assert len(session.exec(select(Consent)).all()) == 1
    assert session.exec(select(Contact)).all() == []


def test_of_a_new_person_who_does_not_agree_nothing_is_kept(session: Session) -> None:
    said = problems(lambda: met(session, contact=NEW["contact"]))
    assert said == {"new_case": "error.contact_needs_consent"}
    assert problems(lambda: met(session, follow_up_agrees=True, contact={"name": "A B"})) == {
        "phone": "error.needed"
    }


def test_a_new_person_undone_leaves_no_contact(session: Session) -> None:
    met(session, **NEW)
    events.undo(session, "intervention", "new", by=AGENT)
    for table in (Contact, ContactMark, Consent):
        assert session.exec(select(table)).all() == []


def test_of_a_minor_no_number_is_kept_before_the_guardian_agrees(agreed: Session) -> None:
    agreed.get_one(Case, HERE).birth_year = today().year - 16
    agreed.flush()
    assert problems(lambda: a_contact(agreed)) == {"form": "error.guardian_first"}


DRAFT = form_of(CONTACT, HERE)


def typed(session: Session, *pages: str, by: int = AGENT, form: str = DRAFT) -> None:
    """Begun on these pages, which know nothing of each other."""
    for page in pages:
        values = {f"{form}_name": f"Aïcha {page}"}
        drafts.keep(session, DraftInput(form, values, writer=page), by=by)


def begun(session: Session) -> set[tuple[int, str]]:
    """Whose drafts of which forms are there, those that lie beside others too."""
    session.flush()
    found = [*session.exec(select(Draft)), *session.exec(select(DraftText))]
    return {(each.account_id, each.form) for each in found}


def test_it_is_begun_only_of_who_agreed_and_only_by_their_agents(session: Session) -> None:
    with pytest.raises(AppError) as refused:
        typed(session, "a")
    assert refused.value.key == "error.contact_needs_consent"
    give_consent(session)
    with pytest.raises(NotFound):
        typed(session, "a", by=CAST.agent_casablanca)
    with pytest.raises(NotAllowed):
        typed(session, "a", by=CAST.manager)
    assert begun(session) == set()
    typed(session, "a")
    assert begun(session) == {(AGENT, DRAFT)}


def test_what_was_begun_goes_with_the_save_and_with_no_other(agreed: Session) -> None:
    values = {"submission_id": "typed"}
    drafts.keep(agreed, DraftInput(DRAFT, values, writer="a"), by=AGENT)
    a_contact(agreed)
    assert begun(agreed) == {(AGENT, DRAFT)}
    a_contact(agreed, seen=seen(agreed), submission_id="typed", writer="a")
    assert begun(agreed) == set()


@pytest.mark.parametrize("ends", [withdraw_consent, accept_transfer])
def test_what_anybody_has_begun_goes_with_the_consent_and_with_the_person(
    agreed: Session, ends: Callable[[Session], object]
) -> None:
    other = form_of(CONTACT, CAST.case_rabat_2)
    give_consent(agreed, CAST.case_rabat_2)
    typed(agreed, "a", "b", "c")
    typed(agreed, "a", form=other)
    ends(agreed)
    assert begun(agreed) == {(AGENT, other)}
