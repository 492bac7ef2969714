"""The audit log refuses to be changed, and what was changed behind its back is found and named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from db import audit
from db.actions import own_account
from db.models import AuditEntry, AuditTail
from db.queries import audit_chain
from db.queries.audit_chain import Broken, Checked, Fault
from db.secrets.sealing import fingerprint
from db.store.engine import reading, writing
from db.store.settings import settings
from tests import guards
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH

pytestmark = POSTGRESQL_AT_LENGTH


ACTS = 8


def act(count: int = ACTS) -> None:
    """So many acts, two in a transaction."""
    for turn in range(count // 2):
        with writing() as session:
            audit.record(session, None, "demo.fill", "programme", 1)
            other = ("ar", "en")[turn % 2]
            own_account.set_language(session, other, by=CAST.agent_rabat)


def checked(newest_only: int | None = None) -> Checked:
    with reading() as session:
        return audit_chain.checked(session, newest_only)


def faults() -> list[tuple[Fault, int, int | None]]:
    return [(each.fault, each.place, each.entry_id) for each in checked().faults]


def tamper(database: sa.Engine, *statements: str) -> None:
    """Change the log as whoever owns the database can."""
    with (
        database.execution_options(writes=True).begin() as connection,
        guards.off(connection),
    ):
        if database.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for each in statements:
            connection.exec_driver_sql(each)


def lawless(database: sa.Engine, *statements: str) -> None:
    """The same without foreign keys, which whoever opens the file by hand does not have."""
    if database.dialect.name == "sqlite":
        database.dispose()
        with database.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
    tamper(database, *statements)
    database.dispose()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET action = 'x.y' WHERE id = 3",
        "DELETE FROM audit_entries WHERE id = 3",
        "UPDATE audit_links SET mark = '' WHERE place = 3",
        "DELETE FROM audit_links",
        "DELETE FROM audit_tail",
    ],
)
def test_the_database_itself_refuses_a_change(database: sa.Engine, statement: str) -> None:
    act()
    with (
        pytest.raises(DBAPIError, match="only grows"),
        database.execution_options(writes=True).begin() as connection,
    ):
        connection.exec_driver_sql(statement)
    assert checked().faults == ()


def test_it_cannot_be_emptied_or_written_over(database: sa.Engine) -> None:
    act()
    others = {
        "postgresql": ["TRUNCATE audit_entries CASCADE", "TRUNCATE audit_links"],
        "sqlite": [
            "INSERT OR REPLACE INTO audit_entries SELECT id, at, account_id, role, 'x.y', entity, "
            "entity_id, fields, reason FROM audit_entries WHERE id = 3",
            "INSERT OR REPLACE INTO audit_links VALUES (3, 3, '')",
            "INSERT OR REPLACE INTO audit_tail VALUES (1, 0, '', 0, '')",
        ],
    }
    for statement in others[database.dialect.name]:
        with (
            pytest.raises(DBAPIError, match="only grows"),
            database.execution_options(writes=True).begin() as connection,
        ):
            connection.exec_driver_sql(statement)
    assert checked().faults == ()


def test_acts_stand_in_one_chain(database: sa.Engine) -> None:
    assert checked().acts == 0
    act()
    found = checked()
    assert (found.acts, found.checked, found.unkeyed, found.faults) == (ACTS, ACTS, 0, ())
    assert checked(3).checked == 3


@pytest.mark.parametrize(
    "change",
    [
        "action = 'demo.fill!'", "entity = 'programmf'", "entity_id = '2'", "fields = 'name'",
        "reason = 'UNDO'", "role = 'agent'", "account_id = 3", "at = '2026-01-01 00:00:00+00:00'",
    ],
)  # fmt: skip
def test_one_changed_byte_is_found_and_named(database: sa.Engine, change: str) -> None:
    act()
    value = change.replace("+00:00", "") if database.dialect.name == "sqlite" else change
    tamper(database, f"UPDATE audit_entries SET {value} WHERE id = 3")
    assert faults() == [(Fault.CHANGED, 3, 3)]
    (named,) = checked().faults
    assert named.at is not None and named.action


def test_a_missing_row_is_named(database: sa.Engine) -> None:
    act()
    lawless(database, "DELETE FROM audit_entries WHERE id = 4")
    assert faults() == [(Fault.MISSING, 4, 4)]


def test_rows_taken_out_with_their_places_leave_a_gap(database: sa.Engine) -> None:
    act()
    both = (
        "DELETE FROM audit_links WHERE place IN (4, 5)",
        "DELETE FROM audit_entries WHERE id IN (4, 5)",
    )
    tamper(database, *both)
    assert checked().faults == (Broken(fault=Fault.GAP, place=4, until=5),)


def test_the_first_rows_taken_out_leave_a_gap(database: sa.Engine) -> None:
    act()
    tamper(
        database,
        "DELETE FROM audit_links WHERE place < 3",
        "DELETE FROM audit_entries WHERE id < 3",
    )
    assert checked().faults == (Broken(fault=Fault.GAP, place=1, until=2),)


def test_places_closed_up_over_a_missing_row_betray_it(database: sa.Engine) -> None:
    act()
    tamper(
        database,
        "DELETE FROM audit_links WHERE place = 8",
        "DELETE FROM audit_entries WHERE id = 8",
        "UPDATE audit_links SET place = -place WHERE place > 4",
        "DELETE FROM audit_links WHERE place = 4",
        "DELETE FROM audit_entries WHERE id = 4",
        "UPDATE audit_links SET place = -place - 1 WHERE place < 0",
    )
    assert (Fault.CHANGED, 4, 5) in faults()


def test_exchanged_rows_are_both_named(database: sa.Engine) -> None:
    act()
    tamper(
        database,
        "UPDATE audit_links SET entry_id = 1000 + entry_id WHERE place IN (2, 5)"
        if database.dialect.name == "postgresql"
        else "UPDATE audit_links SET entry_id = -entry_id WHERE place IN (2, 5)",
        "UPDATE audit_links SET entry_id = 5 WHERE place = 2",
        "UPDATE audit_links SET entry_id = 2 WHERE place = 5",
    )
    assert faults() == [(Fault.CHANGED, 2, 5), (Fault.CHANGED, 5, 2)]


def test_a_row_that_no_act_wrote_is_named(database: sa.Engine) -> None:
    act()
    copied = "SELECT 99, at, account_id, role, action, entity, entity_id, fields, reason"
    tamper(database, f"INSERT INTO audit_entries {copied} FROM audit_entries WHERE id = 1")
    assert faults() == [(Fault.INSERTED, 0, 99)]


def test_a_row_that_was_chained_without_the_key_is_named(database: sa.Engine) -> None:
    act()
    copied = "SELECT 99, at, account_id, role, action, entity, entity_id, fields, reason"
    tamper(
        database,
        f"INSERT INTO audit_entries {copied} FROM audit_entries WHERE id = 1",
        f"INSERT INTO audit_links VALUES ({ACTS + 1}, 99, '{'0' * 64}')",
    )
    assert faults() == [(Fault.CUT, ACTS, None)]
    tamper(database, f"UPDATE audit_tail SET place = {ACTS + 1}, mark = '{'0' * 64}'")
    assert faults() == [(Fault.CHANGED, ACTS + 1, 99), (Fault.CUT, ACTS + 1, None)]


def test_the_newest_rows_cannot_be_cut_off_unseen(database: sa.Engine) -> None:
    act()
    cut = "DELETE FROM audit_links WHERE place > 6", "DELETE FROM audit_entries WHERE id > 6"
    tamper(database, *cut)
    assert checked().faults[0] == Broken(fault=Fault.GAP, place=7, until=8)
    set_back = (
        "UPDATE audit_tail SET place = 6, mark = (SELECT mark FROM audit_links WHERE place = 6)"
    )
    tamper(database, set_back)
    assert faults() == [(Fault.CUT, 6, None)]


def test_a_chain_that_is_begun_anew_without_the_key_is_told(database: sa.Engine) -> None:
    act()
    tamper(database, "DELETE FROM audit_links", "UPDATE audit_tail SET place = 0, mark = ''")
    assert faults()[0] == (Fault.CUT, 0, None)
    assert len(faults()) == ACTS + 1


def test_the_newest_acts_are_checked_alone(database: sa.Engine) -> None:
    act()
    tamper(database, "UPDATE audit_entries SET reason = 'UNDO' WHERE id = 2")
    assert checked(4).faults == ()
    tamper(database, "UPDATE audit_entries SET reason = 'UNDO' WHERE id = 7")
    assert [each.entry_id for each in checked(4).faults] == [7]


@pytest.fixture
def set_key(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    secret = type(settings().secret_key)
    return lambda keys: monkeypatch.setattr(settings(), "secret_key", secret(keys))


def test_an_earlier_key_is_recognised_as_long_as_it_is_listed(
    database: sa.Engine, set_key: Callable[[str], None]
) -> None:
    old, new = settings().secret_key.get_secret_value(), "n" * 40
    act(4)
    set_key(f"{new},{old}")
    act(4)
    assert checked().faults == ()
    set_key(new)
    assert faults() == [(Fault.CHANGED, place, place) for place in range(1, 5)]


def test_acts_from_before_the_chain_are_held_by_the_first_one_after(database: sa.Engine) -> None:
    """As the migration leaves them: chained, but without the key."""
    act()
    mark, statements = "", []
    with reading() as session:
        for place, entry in enumerate(session.exec(select(AuditEntry).order_by("id")), 1):
            mark = fingerprint(entry.chained_content(place, mark))
            statements.append(f"UPDATE audit_links SET mark = '{mark}' WHERE place = {place}")
    tail = f"UPDATE audit_tail SET unkeyed = {ACTS}, mark = '{mark}', seal = ''"
    tamper(database, *statements, tail)
    assert (checked().faults, checked().unkeyed) == ((), ACTS)
    act(2)
    assert checked().faults == ()
    tamper(database, "UPDATE audit_tail SET unkeyed = unkeyed + 1")
    assert (Fault.CUT, ACTS + 2, None) in faults()


def test_a_database_without_its_tail_is_told(database: sa.Engine) -> None:
    tamper(database, "DELETE FROM audit_tail")
    assert faults() == [(Fault.CUT, 0, None)]
    with reading() as session:
        assert session.get(AuditTail, 1) is None
