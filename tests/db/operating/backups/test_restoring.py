"""A restored database is the backup's, upgraded, with no door open; the former one is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.models import (
    Account,
    AuditEntry,
    Organisation,
    SetupCode,
    SignInSession,
    SignInTicket,
)
from db.models.base import now
from db.operating.backups import making, restoring, rows
from db.operating.backups.verifying import Verified, verified
from db.operating.failures import Refused
from db.store.migrate import is_current, upgrade_within
from tests.cast import CAST
from tests.db.operating.backups.conftest import MakeNew

pytestmark = pytest.mark.long

#: What restoring changes on purpose.
CHANGED = {
    "audit_entries",
    "audit_links",
    "audit_tail",
    "last_changes",
    "setup_codes",
    "sign_in_sessions",
    "sign_in_tickets",
}


@pytest.fixture
def backup(database: sa.Engine, tmp_path: Path) -> Iterator[Verified]:
    later = now() + timedelta(hours=1)
    with Session(database.execution_options(writes=True)) as session:
        session.add(SignInSession(account_id=CAST.manager, token_hash="a", expires_at=later))
        session.add(SignInSession(account_id=CAST.manager, token_hash="b", expires_at=later,
                                  ended_at=later))  # fmt: skip
        session.add(SignInTicket(account_id=CAST.manager, ticket_hash="t", browser_hash="b",
                                 expires_at=later))  # fmt: skip
        session.add(SetupCode(code_hash="c", expires_at=later))
        session.commit()
    with verified(making.make(database, tmp_path / "b").path, tmp_path) as found:
        yield found


def of(engine: sa.Engine) -> dict[str, rows.Sum]:
    with engine.connect() as connection:
        return rows.sums(connection)


def same(engine: sa.Engine, backup: Verified) -> None:
    found = of(engine)
    wanted = {name: each.sum() for name, each in backup.manifest.tables.items()}
    assert set(found) == set(wanted)
    assert {name for name in found if found[name] != wanted[name]} <= CHANGED
    assert found["audit_entries"].rows == wanted["audit_entries"].rows + 1


def change(engine: sa.Engine) -> None:
    with Session(engine.execution_options(writes=True)) as session:
        session.add(Organisation(code="LATER", name="Later", type="PES"))
        session.commit()


def test_over_a_database_that_went_on_it_is_the_backup_s_again(
    backup: Verified, database: sa.Engine
) -> None:
    change(database)
    former = restoring.restore(database, backup)
    same(database, backup)
    assert former is not None and "before" in former
    change(database)  # The numbers of new rows go on.


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_into_a_new_database_of_either_kind(
    backup: Verified, new: MakeNew, database: sa.Engine, dialect: str
) -> None:
    engine = new(dialect)
    assert not restoring.is_used(engine)
    assert restoring.restore(engine, backup) is None
    same(engine, backup)
    assert restoring.is_used(engine)


def test_whoever_was_signed_in_is_so_no_more(backup: Verified, database: sa.Engine) -> None:
    restoring.restore(database, backup)
    with Session(database) as session:
        ends = dict(session.exec(select(SignInSession.token_hash, SignInSession.ended_at)).all())
        assert ends["a"] is not None and ends["a"] <= now() < (ends["b"] or now())
        assert session.exec(select(SignInTicket)).all() == []
        assert session.exec(select(SetupCode)).all() == []
        last = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
        assert last is not None and last.action == "backup.restore"


def test_the_former_database_is_kept_whole(backup: Verified, database: sa.Engine) -> None:
    change(database)
    before = of(database)
    former = restoring.restore(database, backup)
    assert former is not None
    if database.dialect.name == "sqlite":
        with closing(sqlite3.connect(f"file:{former}?mode=ro", uri=True)) as opened:
            found = opened.execute("SELECT code FROM organisations").fetchall()
        assert ("LATER",) in found
        return
    schema = former.removeprefix("schema ")
    with database.connect() as connection:
        count = connection.exec_driver_sql(f"SELECT count(*) FROM {schema}.organisations").scalar()
        assert count == before["organisations"].rows


def test_users_whose_rights_are_lost_are_named(postgres_engine: sa.Engine) -> None:
    """Those of a tool that reads figures, say."""
    assert restoring.others_with_rights(postgres_engine) == []
    with postgres_engine.begin() as connection:
        connection.exec_driver_sql("CREATE ROLE reader_of_a_test")
        connection.exec_driver_sql("GRANT SELECT ON interventions TO reader_of_a_test")
        connection.exec_driver_sql("GRANT SELECT ON agencies TO reader_of_a_test, PUBLIC")
    found = restoring.others_with_rights(postgres_engine)
    with postgres_engine.begin() as connection:
        connection.exec_driver_sql("DROP OWNED BY reader_of_a_test")
        connection.exec_driver_sql("DROP ROLE reader_of_a_test")
    assert found == ["PUBLIC", "reader_of_a_test"]


def test_a_restore_that_fails_changes_nothing(
    backup: Verified, database: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(database)
    before = of(database)

    def fail(*_: object) -> None:
        raise Refused("stop")

    monkeypatch.setattr("db.audit.record", fail)
    with pytest.raises(Refused):
        restoring.restore(database, backup)
    assert of(database) == before


def test_an_older_backup_is_upgraded(new: MakeNew, tmp_path: Path, database: sa.Engine) -> None:
    older = new("sqlite")
    with older.execution_options(writes=True).begin() as connection:
        upgrade_within(connection, "0001")
        row = {"code": "OLD", "name": "Old", "type": "PES", "is_demo": False}
        table = next(each for each in rows.tables(connection) if each.name == "organisations")
        connection.execute(table.insert(), [row])
    made = making.make(older, tmp_path / "b")
    with verified(made.path, tmp_path) as found:
        assert found.manifest.migration == "0001"
        restoring.restore(database, found)
    assert is_current(database)
    with Session(database) as session:
        assert session.exec(select(Organisation.name)).all() == ["Old"]
        assert session.exec(select(Account)).all() == []


def test_a_damaged_database_is_replaced_and_kept(sqlite_engine: sa.Engine, tmp_path: Path) -> None:
    made = making.make(sqlite_engine, tmp_path / "b")
    path = Path(str(sqlite_engine.url.database))
    sqlite_engine.dispose()
    path.write_bytes(b"nothing of a database" * 1000)
    assert restoring.is_used(sqlite_engine)
    with verified(made.path, tmp_path) as backup:
        former = restoring.restore(sqlite_engine, backup)
    same(sqlite_engine, backup)
    assert former is not None and Path(former).read_bytes().startswith(b"nothing of")


def test_a_database_that_another_program_has_open_is_refused(
    sqlite_engine: sa.Engine, tmp_path: Path
) -> None:
    made = making.make(sqlite_engine, tmp_path / "b")
    path = Path(str(sqlite_engine.url.database))
    kept = set(path.parent.glob("*.before-*"))
    with sqlite3.connect(path) as other, verified(made.path, tmp_path) as found:
        other.execute("SELECT count(*) FROM codes").fetchone()
        with pytest.raises(Refused, match="Another program"):
            restoring.restore(sqlite_engine, found)
    other.close()
    assert set(path.parent.glob("*.before-*")) == kept
