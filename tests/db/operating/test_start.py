"""Demo data and real data never mix, and a start that cannot be says why in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from db.errors import SettingsError
from db.models import Account, Draft, Programme
from db.models.base import now
from db.operating.start import make_ready, refuse_mixed_demo, setup_code
from db.queries.first_start import opens
from db.secrets import passwords
from db.store import engine as engines
from db.store.settings import settings
from tests.cast import CAST
from tests.empty import empty


@pytest.fixture
def demo_flag(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings(), "demo", True)
    yield


def mark(engine: sa.Engine, *, programme: bool = False, account: bool = False) -> None:
    with Session(engine.execution_options(writes=True)) as session:
        session.exec(select(Programme)).one().is_demo = programme
        session.get_one(Account, CAST.manager).is_demo = account
        session.commit()


def test_a_real_database_starts_without_the_flag(sqlite_engine: sa.Engine) -> None:
    refuse_mixed_demo()


def test_a_demo_database_starts_with_the_flag(sqlite_engine: sa.Engine, demo_flag: None) -> None:
    mark(sqlite_engine, programme=True, account=True)
    refuse_mixed_demo()


def test_the_flag_on_a_real_database_is_refused(sqlite_engine: sa.Engine, demo_flag: None) -> None:
    with pytest.raises(SettingsError, match="not made as a demo"):
        refuse_mixed_demo()


@pytest.mark.parametrize("what", [{"programme": True}, {"account": True}])
def test_a_demo_without_the_flag_is_refused(
    sqlite_engine: sa.Engine, what: dict[str, bool]
) -> None:
    mark(sqlite_engine, **what)
    with pytest.raises(SettingsError, match="AMUDU_DEMO=1"):
        refuse_mixed_demo()


def test_accounts_without_a_programme_say_what_to_do(sqlite_engine: sa.Engine) -> None:
    with sqlite_engine.execution_options(writes=True).begin() as connection:
        connection.execute(sa.delete(Programme))
    with pytest.raises(SettingsError, match="create-programme"):
        refuse_mixed_demo()


def test_a_start_deletes_expired_drafts(sqlite_engine: sa.Engine) -> None:
    with engines.writing() as session:
        for form, days in (("training", 29), ("placement", 31)):
            kept_at = now() - timedelta(days=days)
            session.add(Draft(account_id=CAST.agent_rabat, form=form, sealed=b"x", kept_at=kept_at))
    make_ready()
    with engines.reading() as session:
        assert session.exec(select(Draft.form)).all() == ["training"]


def test_drafts_are_kept_for_as_many_days_as_the_programme_says(sqlite_engine: sa.Engine) -> None:
    with engines.writing() as session:
        session.exec(select(Programme)).one().draft_days = 5
        for form, days in (("training", 4), ("placement", 6)):
            kept_at = now() - timedelta(days=days)
            session.add(Draft(account_id=CAST.agent_rabat, form=form, sealed=b"x", kept_at=kept_at))
    make_ready()
    with engines.reading() as session:
        assert session.exec(select(Draft.form)).all() == ["training"]


def test_the_first_unknown_name_costs_no_more_than_the_next(sqlite_engine: sa.Engine) -> None:
    passwords.nobody.cache_clear()
    make_ready()
    made = passwords.nobody.cache_info().currsize
    passwords.nobody.cache_clear()
    assert made == 1


def test_a_database_that_does_not_answer_is_one_sentence_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = "postgresql+psycopg://amudu:hidden-word@127.0.0.1:1/amudu"
    monkeypatch.setattr(settings(), "database_url", url)
    with pytest.raises(SettingsError, match="AMUDU_DATABASE_URL") as told:
        make_ready()
    assert "hidden-word" not in str(told.value)
    engines._engines.pop(url).dispose()


def test_an_empty_database_is_served_and_each_start_makes_a_code(sqlite_engine: sa.Engine) -> None:
    assert setup_code() is None
    with engines.writing() as session:
        empty(session)
    make_ready()
    codes = [setup_code(), setup_code()]
    with engines.reading() as session:
        assert all(code is not None and opens(session, code) for code in codes)


def test_an_empty_database_is_no_demo(sqlite_engine: sa.Engine, demo_flag: None) -> None:
    with engines.writing() as session:
        empty(session)
    with pytest.raises(SettingsError, match="seed_data --demo"):
        refuse_mixed_demo()
