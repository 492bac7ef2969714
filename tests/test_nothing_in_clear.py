"""A person's name and numbers, planted by every road that takes them, stand nowhere in clear: in no
file of the database and nothing that is logged, in no script, spelling or encoding."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, select

from components.saving.save import save
from db.actions import contacts, drafts, interventions, people
from db.errors import InvalidInput
from db.inputs.drafts import DraftInput
from db.inputs.interventions import InterventionInput
from db.inputs.normalisation import search_key
from db.inputs.parse import validated
from db.inputs.people import PeopleSearch, PersonWord
from db.models import AuditEntry, Contact, ContactMark, Draft
from db.records import CONTACT as CONTACT_FORM
from db.records import form_of
from db.secrets import names
from db.store.engine import writing
from tests.acts import a_contact, give_consent, withdraw_consent
from tests.cast import CAST, ago
from tests.conftest import POSTGRESQL_AT_LENGTH

AGENT = CAST.agent_rabat
#: Of each, what the others of the name are called in other scripts and spellings.
NAME, PHONE, SECOND = "Aïchatou Benzerkoun", "06 71 93 58 24", "+221 77 918 36 27"
OTHER = "عائشة بنزركون"
DIGITS = ("671935824", "779183627")


def needles() -> Iterator[str]:
    """All that would tell the name or a number: words as they are, folded, in Arabic, as sounds."""
    for word in (*NAME.split(), *OTHER.split()):
        yield from {word, word.lower(), word.upper(), search_key(word)}
    yield from ("Aichatou", "aichatou", "AICHATOU", "Benzerqoun")
    yield from (form for form in names.forms(NAME) | names.forms(OTHER) if len(form) > 4)
    for number in DIGITS:
        yield number
        yield " ".join(number[each : each + 2] for each in range(1, 9, 2))
        yield "".join(chr(0x660 + int(each)) for each in number)
    yield from (PHONE, SECOND)


def encoded(needle: str) -> set[bytes]:
    return {
        needle.encode(), needle.encode("utf-16-le"), needle.encode("utf-16-be"),
        needle.encode("unicode_escape"),
    }  # fmt: skip


def told(stored: bytes) -> list[str]:
    """The needles that are found in what is stored."""
    return [each for each in needles() if any(form in stored for form in encoded(each))]


def everything(database: sa.Engine) -> bytes:
    """The whole database as its files hold it, or as PostgreSQL dumps its rows."""
    if database.dialect.name == "sqlite":
        database.dispose()
        path = Path(str(database.url.database))
        return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))
    found = []
    with database.connect() as connection:
        cursor = connection.connection.cursor()
        for table in sorted(SQLModel.metadata.tables):
            with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                found += [bytes(row) for row in rows]
    return b"".join(found)


def planted(session: Session) -> None:
    """By every road: a contact kept, corrected, read, found; a new person's; a draft."""
    give_consent(session)
    for number, name in ((PHONE, OTHER), (PHONE, NAME)):
        row = session.get(Contact, CAST.case_rabat)
        seen = row.kept_at.isoformat() if row else ""
        a_contact(session, name=name, phone=number, second_phone=SECOND, seen=seen)
    shown = contacts.show(session, CAST.case_rabat, by=AGENT)
    assert shown is not None
    assert shown.name == NAME
    words = (PersonWord(name=NAME.split()[0]), PersonWord(phone=PHONE))
    assert people.search(session, PeopleSearch(words), by=AGENT).total == 1
    raw = {
        "submission_id": "planted", "agency_id": CAST.rabat, "type": "CV", "mode": "AGENCY",
        "happened_on": ago(0),
        "new_case": {
            "sex": "F", "birth_year": 1990, "follow_up_agrees": True,
            "contact": {"name": NAME, "phone": SECOND},
        },
    }  # fmt: skip
    interventions.record(session, validated(InterventionInput, raw), by=AGENT)
    typed = {"intervention_contact_name": NAME, "intervention_contact_phone": PHONE}
    drafts.keep(session, DraftInput("intervention", typed), by=AGENT)
    form = form_of(CONTACT_FORM, CAST.case_rabat)
    begun = {f"{form}_name": NAME, f"{form}_phone": PHONE}
    drafts.keep(session, DraftInput(form, begun), by=AGENT)


@POSTGRESQL_AT_LENGTH
def test_the_database_holds_no_name_and_no_number_in_clear(database: sa.Engine) -> None:
    with writing() as session:
        planted(session)
    with writing() as session:
        for table in (Contact, ContactMark, Draft):
            assert session.exec(select(table)).first() is not None
        assert len(session.exec(select(AuditEntry)).all()) > 5
    stored = everything(database)
    assert b"people.search" in stored
    assert told(stored) == []


@POSTGRESQL_AT_LENGTH
def test_withdrawn_nothing_is_left_of_it(database: sa.Engine) -> None:
    with writing() as session:
        planted(session)
    with writing() as session:
        marks = set(session.exec(select(ContactMark.mark)))
        withdraw_consent(session)
    with writing() as session:
        kept = session.exec(select(ContactMark.case_id)).all()
        assert marks
        assert CAST.case_rabat not in kept
        assert session.get(Contact, CAST.case_rabat) is None
        assert session.exec(select(Draft.form)).all() == ["intervention"]


def test_what_is_refused_or_fails_says_no_name_in_the_logs(
    sqlite_engine: sa.Engine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(InvalidInput) as refused, writing() as session:
        give_consent(session)
        a_contact(session, name=NAME, phone=PHONE[:-3])
    said = [str(refused.value), repr(refused.value.problems)]

    def fails(session: Session, *, by: int) -> None:
        session.add(Contact(case_id=CAST.case_rabat, sealed=NAME.encode(), kept_by=by))
        session.flush()
        session.add(ContactMark(case_id=404, mark=PHONE))
        session.flush()

    assert save(fails, by=AGENT) is None
    with pytest.raises(IntegrityError) as broken, writing() as session:
        fails(session, by=AGENT)
    with writing() as session:
        planted(session)
    logged = "\n".join([*caplog.messages, *said, str(broken.value)])
    assert "save failed" in logged
    assert told(logged.encode()) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_the_needles_would_be_noticed(encoding: str) -> None:
    for text in (NAME, OTHER, PHONE, SECOND, "+212671935824", "AICHATOU", "٦٧١٩٣٥٨٢٤"):
        assert told(text.encode(encoding)), text
