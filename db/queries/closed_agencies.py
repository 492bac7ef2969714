"""Agencies that are closed, and how many people are still in their hands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.permissions import Permission, viewer_now
from db.access.viewer import Viewer
from db.models import Agency, Case, Transfer
from db.models.base import Query
from db.models.tasks import TransferState
from db.queries import merges


@dataclass(frozen=True, kw_only=True)
class LeftCases:
    """The open cases that nobody sees to: those that can be handed over, and those whose person
    waits for the answer of another agency."""

    agency_id: int
    closed_on: date
    open: int
    asked: int


def can_go_on() -> tuple[Any, ...]:
    """Conditions on a case that may be handed over with its agency's."""
    return (*_is_open(), ~_is_asked())


def left(session: Session, *, viewer: Viewer) -> list[LeftCases]:
    """Each closed agency with open cases, in the fixed order of agencies."""
    viewer = viewer_now(session, viewer, Permission.CASES_HAND_OVER)
    asked = sa.func.sum(sa.case((_is_asked(), 1), else_=0))
    query: Query = (
        sa.select(
            col(Agency.id).label("agency_id"),
            col(Agency.closed_on),
            (sa.func.count() - asked).label("open"),
            asked.label("asked"),
        )
        .join(Case, col(Case.agency_id) == col(Agency.id))
        .where(
            col(Agency.id).in_(viewer.agencies),
            col(Agency.closed_on) < today(session),
            *_is_open(),
        )
        .group_by(col(Agency.id), col(Agency.closed_on), col(Agency.sort))
        .order_by(col(Agency.sort), col(Agency.id))
    )
    return [LeftCases(**row._mapping) for row in session.execute(query)]


def _is_open() -> tuple[Any, ...]:
    return col(Case.closed_on).is_(None), ~merges.is_merged()


def _is_asked() -> Any:
    pending = sa.select(col(Transfer.case_id)).where(col(Transfer.state) == TransferState.PENDING)
    return col(Case.id).in_(pending)
