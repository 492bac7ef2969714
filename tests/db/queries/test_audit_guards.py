"""A guard of the audit log that is gone, off, or no longer refuses is told."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session

from db.queries import audit_chain, audit_guards
from db.queries.audit_chain import Broken, Fault
from db.store.engine import reading

ENTRIES = "BEFORE DELETE OR UPDATE ON audit_entries FOR EACH ROW"
#: What whoever owns the database can do, and the log would no longer be kept.
POSTGRESQL = {
    "switched off": ["ALTER TABLE audit_links DISABLE TRIGGER guard_audit_links"],
    "for copies only": ["ALTER TABLE audit_links ENABLE REPLICA TRIGGER guard_audit_links"],
    "gone": ["DROP TRIGGER guard_audit_tail_truncate ON audit_tail"],
    "hollow function": [
        "CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN RETURN COALESCE(NEW, OLD); END $$"
    ],
    "another function": [
        "CREATE FUNCTION allow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        f"CREATE OR REPLACE TRIGGER guard_audit_entries {ENTRIES} EXECUTE FUNCTION allow()",
    ],
    "on a condition": [
        f"CREATE OR REPLACE TRIGGER guard_audit_entries {ENTRIES} WHEN (OLD.id > 9) "
        "EXECUTE FUNCTION refuse_audit_change()"
    ],
    "of one column": [
        "CREATE OR REPLACE TRIGGER guard_audit_entries BEFORE DELETE OR UPDATE OF role "
        "ON audit_entries FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()"
    ],
    "no longer of deletions": [
        "CREATE OR REPLACE TRIGGER guard_audit_entries BEFORE UPDATE ON audit_entries "
        "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()"
    ],
    "of another table": [
        "DROP TRIGGER guard_audit_tail ON audit_tail",
        "CREATE TRIGGER guard_audit_tail BEFORE DELETE ON cases "
        "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()",
    ],
}
SQLITE = {
    "gone": ["DROP TRIGGER guard_audit_links_delete"],
    "hollow": [
        "DROP TRIGGER guard_audit_entries_update",
        "CREATE TRIGGER guard_audit_entries_update BEFORE UPDATE ON audit_entries "
        "BEGIN SELECT 1; END",
    ],
    "on a condition": [
        "DROP TRIGGER guard_audit_entries_delete",
        "CREATE TRIGGER guard_audit_entries_delete BEFORE DELETE ON audit_entries "
        "WHEN OLD.id > 9 BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END",
    ],
    "of another table": [
        "DROP TRIGGER guard_audit_tail_delete",
        "CREATE TRIGGER guard_audit_tail_delete BEFORE DELETE ON cases "
        "BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END",
    ],
}


def faults() -> tuple[Broken, ...]:
    with reading() as session:
        return audit_chain.checked(session).faults


def is_found(database: sa.Engine, statements: list[str]) -> bool:
    """In a transaction that is taken back."""
    with (
        database.execution_options(writes=True).connect() as connection,
        connection.begin() as begun,
    ):
        with Session(connection) as session:
            assert audit_guards.are_intact(session)
            for each in statements:
                connection.exec_driver_sql(each)
            found = not audit_guards.are_intact(session)
        begun.rollback()
        return found


def test_every_way_to_weaken_a_guard_is_found(database: sa.Engine) -> None:
    ways = POSTGRESQL if database.dialect.name == "postgresql" else SQLITE
    assert [name for name, statements in ways.items() if not is_found(database, statements)] == []
    assert faults() == ()


def test_it_is_a_fault_of_the_log(database: sa.Engine) -> None:
    is_postgresql = database.dialect.name == "postgresql"
    hollow = POSTGRESQL["hollow function"] if is_postgresql else SQLITE["hollow"]
    with database.execution_options(writes=True).begin() as connection:
        for each in hollow:
            connection.exec_driver_sql(each)
    assert faults() == (Broken(fault=Fault.UNGUARDED),)


def test_a_role_that_no_trigger_is_asked_for_is_found(postgres_engine: sa.Engine) -> None:
    asked_never = "SET LOCAL session_replication_role = replica"
    assert is_found(postgres_engine, [asked_never])
