"""Two people who change the same thing: the later one is told what the earlier one changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlmodel import Session, SQLModel, col, select

from db.errors import Change, EditConflict
from db.models import (
    Account,
    Agency,
    AuditEntry,
    Case,
    Code,
    Course,
    Organisation,
    Posting,
    Programme,
    TrustWave,
)
from db.records import KINDS

#: What a row is called in the audit log.
ENTITIES: dict[type[SQLModel], str] = {
    Account: "account",
    Agency: "agency",
    Case: "case",
    Code: "code",
    Course: "course",
    Organisation: "organisation",
    Posting: "posting",
    Programme: "programme",
    TrustWave: "trust_wave",
    **{kind.table: kind.name for kind in KINDS},
}
#: So many acts on a row are looked at for the one that changed a field last.
LOOKED_AT = 50


def refuse_stale(
    session: Session,
    row: SQLModel,
    seen: Mapping[str, object],
    beside: Mapping[str, Change] | None = None,
) -> None:
    """Raise ``EditConflict`` on each column of ``row`` that is no longer as the form had
    ``seen`` it; ``beside``: what other tables say of it, as seen and as it stands.

    The row is locked until the transaction ends, so that of two savers one is told. What is told
    shows what stands now; a form that then takes it as ``seen`` saves over it knowingly.
    """
    session.refresh(row, with_for_update={"key_share": True})
    others = {name: each for name, each in (beside or {}).items() if each.then != each.now}
    if changes := changed(row, seen) | others:
        raise EditConflict(changes, *_last_change(session, row, changes))


def refuse_stale_cells(
    seen: Mapping[str, str],
    stored: Mapping[str, str],
    last: Callable[[frozenset[str]], tuple[str, datetime | None]],
) -> None:
    """The same of the cells of a table whose owner is locked: ``seen`` and ``stored`` are what each
    said and says; ``last`` tells who changed one of these cells last, and when."""
    changes = {
        name: Change(value, stored[name]) for name, value in seen.items() if stored[name] != value
    }
    if changes:
        raise EditConflict(changes, *last(frozenset(changes)))


def changed(row: SQLModel, seen: Mapping[str, object]) -> dict[str, Change]:
    """The columns that are no longer as they were seen."""
    return {
        name: Change(value, getattr(row, name))
        for name, value in seen.items()
        if getattr(row, name) != value
    }


def locked_programme(session: Session) -> Programme:
    """The programme as it is now: one at a time changes it, or what it names."""
    query = select(Programme).with_for_update(key_share=True)
    return session.exec(query.execution_options(populate_existing=True)).one()


def _last_change(
    session: Session, row: SQLModel, changes: Mapping[str, Change]
) -> tuple[str, datetime | None]:
    """Who changed one of these columns last, and when."""
    row_id = f"{row.list}/{row.code}" if isinstance(row, Code) else str(getattr(row, "id", ""))
    acts = session.exec(
        select(AuditEntry, Account.display_name)
        .outerjoin(Account, col(Account.id) == col(AuditEntry.account_id))
        .where(AuditEntry.entity == ENTITIES[type(row)], AuditEntry.entity_id == row_id)
        .order_by(col(AuditEntry.id).desc())
        .limit(LOOKED_AT)
    )
    for act, name in acts:
        if changes.keys() & set(act.fields.split(",")):
            return name or "", act.at
    return "", None
