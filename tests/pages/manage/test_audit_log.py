"""The page of who did what: in words, with its filters, its files, and whether it is whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlmodel import select

from components.language.catalogue import Language, translate
from components.visit import browser
from db import audit
from db.access.viewer import viewer_of
from db.models import Account, AuditEntry
from db.models.base import now
from db.queries import audit_log
from db.store.engine import reading, writing
from tests.acts import ACTS
from tests.cast import CAST
from tests.db.queries.test_audit_chain import tamper
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn

PAGE = "manage/audit_log.py"


@pytest.fixture
def acted(signed_in: SignedIn) -> None:
    """Somebody has worked; the administrator is signed in."""
    for name in ("interventions.correct", "trust.record", "accounts.set_role"):
        with writing() as session:
            ACTS[name](session)
    with writing() as session:
        audit.record(session, None, "agency.create", "agency", CAST.tanger)
    signed_in(CAST.administrator)


@pytest.mark.usefixtures("acted")
@pytest.mark.parametrize("language", LANGUAGES)
def test_acts_are_told_in_words(language: Language) -> None:
    phone = Phone(PAGE, language)
    for key in ("act.intervention.correct", "act.account.set_role", "act.trust.record"):
        assert translate(language, key) in phone.said
    assert translate(language, "act.server") in phone.said
    assert translate(language, "entry.mode") in phone.said
    assert "intervention.correct" not in phone.said
    assert "organisation_id" not in phone.said
    assert "account_id" not in phone.said


@pytest.mark.usefixtures("acted")
def test_what_an_act_is_about_has_its_name() -> None:
    said = Phone(PAGE).said.replace("\\", "")
    assert "Compte\xa0: Agent.Rabat" in said
    assert "Agence\xa0: Agence Tanger" in said
    assert "Enquête de confiance\xa0: Agence Rabat" in said


@pytest.mark.usefixtures("acted")
def test_acts_are_found_by_person_act_and_record() -> None:
    phone = Phone(PAGE)
    phone.app.selectbox(key="acts_what").select("trust.record")
    phone.run()
    shown = [each.key for each in phone.app.main if str(each.key or "").startswith("acts_line")]
    assert translate("fr", "act.trust.record") in phone.said
    assert translate("fr", "act.account.set_role") not in phone.said
    assert len(shown) <= 1
    phone.app.selectbox(key="acts_who").select(CAST.manager)
    phone.run()
    assert translate("fr", "audit.none") in phone.said


@pytest.mark.usefixtures("acted")
def test_a_closed_account_keeps_its_name() -> None:
    with writing() as session:
        session.get_one(Account, CAST.agent_rabat).closed_at = now()
    assert "Agent.Rabat" in Phone(PAGE).said


@pytest.mark.usefixtures("acted")
def test_a_changed_act_is_told(sqlite_engine: sa.Engine) -> None:
    assert translate("fr", "audit.lead") in (before := Phone(PAGE).said)
    assert "a été modifié" not in before
    tamper(sqlite_engine, "UPDATE audit_entries SET reason = 'UNDO' WHERE id = 2")
    said = Phone(PAGE).said
    assert translate("fr", "audit.fault.changed", row="2") in said


@pytest.mark.usefixtures("acted")
def test_an_act_of_another_version_is_told_without_its_name() -> None:
    with writing() as session:
        audit.record(session, None, "thing.new", "thing", 1, fields=["secret_column"])
    phone = Phone(PAGE)
    assert translate("fr", "act.other") in phone.said
    assert translate("fr", "act.field.another") in phone.said
    assert "thing" not in phone.said and "secret" not in phone.said


@pytest.mark.usefixtures("acted")
def test_older_acts_are_on_the_next_page(monkeypatch: pytest.MonkeyPatch) -> None:
    with writing() as session:
        for number in range(audit_log.PAGE):
            audit.record(session, None, "posting.create", "posting", number)
    phone = Phone(PAGE)
    assert translate("fr", "act.account.set_role") not in phone.said
    phone.press("acts_next")
    assert translate("fr", "act.account.set_role") in phone.said
    phone.app.selectbox(key="acts_what").select("posting.create")
    phone.run()
    assert "acts_after" not in phone.app.query_params
    assert translate("fr", "audit.none") not in phone.said


@pytest.mark.usefixtures("acted")
def test_a_wide_screen_has_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "is_wide", lambda: True)
    (table,) = Phone(PAGE).app.dataframe
    assert translate("fr", "act.column.who") in table.value.columns
    assert translate("fr", "act.trust.record") in set(
        table.value[translate("fr", "act.column.what")]
    )


@pytest.mark.usefixtures("acted")
def test_the_files_hold_what_is_chosen(taken: Callable[[], dict[str, bytes]]) -> None:
    phone = Phone(PAGE)
    phone.app.selectbox(key="acts_what").select("trust.record")
    phone.run()
    taken()
    phone.run()
    files = taken()
    assert {name.rsplit(".", 1)[1] for name in files} == {"csv", "xlsx"}
    (text,) = [content.decode() for name, content in files.items() if name.endswith("csv")]
    head, *rows = text.strip().splitlines()
    assert head.startswith("\ufeffQuand;Qui;")
    assert len(rows) == 1 and "Questionnaire saisi" in rows[0]


@pytest.mark.usefixtures("acted")
def test_taking_a_file_is_written_down() -> None:
    from db.actions import exports

    with writing() as session:
        viewer = viewer_of(session, CAST.administrator)
        exports.record(session, "amudu_audit-log_2026.csv", viewer, by=CAST.administrator)
    with reading() as session:
        assert "file.record" in session.exec(select(AuditEntry.action)).all()
    assert "Fichier\xa0: audit-log_2026.csv" in Phone(PAGE).said.replace("\\", "")
