"""People who are counted and nothing else: the number, and the log that tells a second touch."""

from __future__ import annotations

from typing import TypeVar

from sqlmodel import Session, SQLModel, col, select

from db.access.clock import day_of, today
from db.access.viewer import AccountId
from db.errors import NotFound
from db.inputs.records import Submission
from db.models import AuditEntry, upserts
from db.secrets.sealing import fingerprint

Number = TypeVar("Number", bound=SQLModel)
#: The width of ``AuditEntry.entity_id``.
LENGTH = 40


def locked(session: Session, table: type[Number], **key: object) -> Number:
    """The row of a number by its key, locked until the transaction ends, made when missing.

    Of two that miss it at the same moment, the later waits for the earlier, and finds its row.
    """
    found = session.get(table, key, with_for_update=True)
    if found is None:
        dialect = session.get_bind().dialect.name
        insert = upserts.insert(dialect, SQLModel.metadata.tables[str(table.__tablename__)])
        session.execute(insert.values(table(**key).model_dump()).on_conflict_do_nothing())
        found = session.get_one(table, key, with_for_update=True)
    return found


def submission_hash(data: Submission) -> str:
    """What the log keeps of a person who is only counted, in place of a row of their own.

    It holds together all that was said, so that nothing else can be taken back in its place; and it
    tells none of it, since the submission's id is random and stored nowhere else.
    """
    return fingerprint(data.model_dump_json())[:LENGTH]


def acts(
    session: Session, entity: str, data: Submission, account_id: AccountId
) -> list[AuditEntry]:
    """What an account has done with this very submission, in its order: who is only counted has no
    row, so the log shows that a second touch is the same.
    """
    query = select(AuditEntry).where(
        AuditEntry.entity == entity,
        AuditEntry.entity_id == submission_hash(data),
        AuditEntry.account_id == account_id,
    )
    return list(session.exec(query.order_by(col(AuditEntry.id))))


def to_undo(session: Session, entity: str, data: Submission, account_id: AccountId) -> bool:
    """Whether the account counted just this today, and has not taken it back since; the number must
    be locked before it is asked. Raises ``NotFound`` for anything else."""
    found = acts(session, entity, data, account_id)
    if not found or day_of(session, found[0].at) != today(session):
        raise NotFound("error.not_found")
    return len(found) == 1
