"""What is done to an account waits for its turn, and somebody stays who can administer."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.viewer import administrators
from db.codes import Role
from db.models import Account
from db.queries.accounts import staying


def locked(session: Session, account_id: int) -> Account | None:
    """The account as it is now, locked until the transaction ends."""
    return session.get(
        Account, account_id, with_for_update={"key_share": True}, populate_existing=True
    )


def locked_to_manage(session: Session, account_id: int) -> Account | None:
    """The same, with all administrators: of two who close each other at once the later is refused.

    All of them in the order of their ids, so that no two such acts can block each other.
    """
    query = (
        select(Account)
        .where(sa.or_(col(Account.id) == account_id, col(Account.role) == Role.ADMINISTRATOR))
        .order_by(col(Account.id))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return next((each for each in session.exec(query) if each.id == account_id), None)


def is_last(session: Session, account: Account) -> bool:
    """Whether this locked account can administer, and no other administrator stays."""
    return account.id in administrators(session) and not staying(session) - {account.id}
