"""People who are counted and nothing else: the number, and the log that tells a second touch."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col, select

from db.access.viewer import AccountId
from db.models import AuditEntry

Number = TypeVar("Number", bound=SQLModel)
#: Each database has its own.
INSERTS: dict[str, Callable[..., postgresql.Insert | sqlite.Insert]] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}


def locked(session: Session, table: type[Number], **key: object) -> Number:
    """The row of a number by its key, locked until the transaction ends, made when missing.

    Of two that miss it at the same moment, the later waits for the earlier, and finds its row.
    """
    found = session.get(table, key, with_for_update=True)
    if found is None:
        insert = INSERTS[session.get_bind().dialect.name](table)
        session.execute(insert.values(table(**key).model_dump()).on_conflict_do_nothing())
        found = session.get_one(table, key, with_for_update=True)
    return found


def acts(
    session: Session, entity: str, submission_id: str, account_id: AccountId
) -> list[AuditEntry]:
    """What an account has done under a submission, in its order: who is only counted has no row, so
    the log shows that a second touch is the same.
    """
    query = select(AuditEntry).where(
        AuditEntry.entity == entity,
        AuditEntry.entity_id == submission_id,
        AuditEntry.account_id == account_id,
    )
    return list(session.exec(query.order_by(col(AuditEntry.id))))
