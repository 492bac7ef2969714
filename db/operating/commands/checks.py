"""The command that says whether settings, database and rules are in order."""

from __future__ import annotations

import os
from collections.abc import Sequence

from sqlmodel import Session

from db.access.viewer import administrators
from db.audit import raise_version
from db.derived import cancelled_checks, first_contacts, recounting, tallies
from db.operating import approval_backfill
from db.operating.failures import DAMAGED, Refused
from db.operating.start import is_empty, refuse_mixed_demo
from db.queries import approval_revisions, audit_chain
from db.queries.audit_chain import Broken, Fault
from db.store import file_permissions
from db.store.engine import engine, missing_file, reading, writing
from db.store.migrate import is_current
from db.store.settings import ROOT


def check() -> None:
    """Settings, SQLite's file, migrations, the demo mark, foreign keys, derived rows, an
    administrator and the audit log."""
    with reading() as session:
        _check_file(session)
    if not is_current(engine()):
        raise Refused("Migrations are missing: run 'python -m db upgrade'.")
    refuse_mixed_demo()
    if is_empty():
        raise Refused("Nothing is set up: open the address of the server with the code it printed.")
    with reading() as session:
        _check_foreign_keys(session)
        _check_derived(session)
        can_administer = administrators(session, invited=True)
        log = audit_chain.checked(session)
    if log.faults:
        raise Refused("\n".join(_told(log.faults)))
    if found := file_permissions.readable_by_others():
        names = " ".join(os.path.relpath(path, ROOT) for path in found)
        raise Refused(f"Others on this machine can read {names}: run 'chmod 600 {names}'.")
    if not can_administer:
        raise Refused("No open administrator: run 'python -m db create-account'.")
    older = f", the first {log.unkeyed} older than its key" if log.unkeyed else ""
    print(f"Audit log: {log.acts} acts in one chain{older}; last mark {log.last_mark[:12] or '-'}.")
    print("Settings, database and rules are in order.")


def refuse_no_database() -> None:
    """A mistyped path must not make an empty database, of which it is then said what it lacks."""
    if path := missing_file():
        raise Refused(
            f"There is no database at {path}: the server makes one when it starts, and so does "
            "'python -m db upgrade'."
        )


def recount() -> None:
    """Make first contacts, cancelled checks and counts anew from the rows, and look at all approved
    months; nobody can save meanwhile."""
    with writing() as session:
        first_contacts.rebuild(session)
        cancelled_checks.rebuild(session)
        tallies.rebuild(session)
        approval_backfill.backfill(session, anew=True)
        raise_version(session)
    print("First contacts, cancelled checks and counts are made anew.")


def _told(faults: Sequence[Broken]) -> list[str]:
    """What is wrong with the audit log, line by line."""
    lines = ["The audit log was changed:", *map(_said, faults)]
    if len(faults) == audit_chain.MOST:
        lines.append(f"These are the first {audit_chain.MOST}; there may be more.")
    if any(each.fault is Fault.CHANGED for each in faults):
        lines.append(
            "A key that is not in AMUDU_SECRET_KEY looks the same: after a new one, with a comma, "
            "the old one stays."
        )
    return lines


def _said(broken: Broken) -> str:
    """One line for one fault of the audit log."""
    row = f"row {broken.entry_id}"
    if broken.at is not None:
        row += f" ({broken.at.isoformat(timespec='seconds')}, {broken.action})"
    return {
        Fault.CHANGED: f"{row} at place {broken.place} was changed or moved.",
        Fault.MISSING: f"{row} at place {broken.place} is gone.",
        Fault.GAP: f"the rows at places {broken.place} to {broken.until} are gone.",
        Fault.INSERTED: f"{row} was written by no act.",
        Fault.CUT: f"its end at place {broken.place} is not the one that was sealed, or "
        "AMUDU_SECRET_KEY lacks the key that sealed it.",
        Fault.UNGUARDED: "the triggers that keep it from being changed are gone, or were changed.",
    }[broken.fault]


def _check_file(session: Session) -> None:
    if session.get_bind().dialect.name != "sqlite":
        return
    if session.connection().exec_driver_sql("PRAGMA integrity_check(1)").scalar() != "ok":
        raise Refused(DAMAGED)


def _check_foreign_keys(session: Session) -> None:
    if session.get_bind().dialect.name != "sqlite":
        return
    broken = session.connection().exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise Refused(f"{len(broken)} rows point to rows that do not exist.")


def _check_derived(session: Session) -> None:
    if differing := first_contacts.differing(session):
        raise Refused(
            f"{differing} first contacts differ from what the interventions say: "
            "run 'python -m db recount'."
        )
    if differing := cancelled_checks.differing(session):
        raise Refused(
            f"{differing} retention checks are open or cancelled against what was answered: "
            "run 'python -m db recount'."
        )
    if differing := recounting.differing(session):
        raise Refused(
            f"{differing} counts differ from what the rows say: run 'python -m db recount'."
        )
    if unnoticed := approval_revisions.unnoticed(session):
        raise Refused(
            f"{unnoticed} approved months have changed and no page says so: "
            "run 'python -m db recount'."
        )
