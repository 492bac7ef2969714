"""Two people who change the same thing: the later one is told what the earlier one changed."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, SQLModel, select

from db.errors import InvalidInput, Problem
from db.models import Programme


def refuse_stale(session: Session, row: SQLModel, seen: Mapping[str, object]) -> None:
    """Raise ``InvalidInput`` on each column of ``row`` that is no longer as the form had ``seen``.

    The row is locked until the transaction ends, so that of two savers one is told. The sentence
    shows what stands now; a form that then takes it as ``seen`` saves over it knowingly.
    """
    session.refresh(row, with_for_update={"key_share": True})
    changed = {
        name: Problem("error.stands_now", value=_shown(getattr(row, name)))
        for name, value in seen.items()
        if getattr(row, name) != value
    }
    if changed:
        raise InvalidInput(changed)


def locked_programme(session: Session) -> Programme:
    """The programme as it is now: one at a time changes it, or what it names."""
    query = select(Programme).with_for_update(key_share=True)
    return session.exec(query.execution_options(populate_existing=True)).one()


def _shown(value: object) -> object:
    return "—" if value in (None, "") else value
