"""Group sessions whose people can be named, and who is named already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.permissions import Permission, scope, viewer_now
from db.access.postings import recently_left
from db.access.viewer import Viewer
from db.codes import Sex
from db.inputs.group_people import HEADS_OF, NAMED_TYPES
from db.models import Case, Intervention
from db.models.base import Query


@dataclass(frozen=True, kw_only=True)
class Named:
    """A person who is named of a session; ``id`` is their row's."""

    id: int
    case_id: int
    code: str
    sex: Sex
    birth_year: int
    nationality: str


@dataclass(frozen=True, kw_only=True)
class GroupSession:
    """One's own session: its heads by sex, and the people named, in the order of entry."""

    id: int
    agency_id: int
    type: str
    happened_on: date
    heads: Mapping[Sex, int]
    named: tuple[Named, ...]


def own(session: Session, group_id: int, *, viewer: Viewer) -> GroupSession | None:
    """The viewer's own session, if people can be named of it."""
    agencies = scope(session, viewer, Permission.INTERVENTION_WRITE)
    agencies |= recently_left(session, viewer.account_id)
    row = session.get(Intervention, group_id)
    if (
        row is None
        or row.entered_by != viewer.account_id
        or row.case_id is not None
        or row.voided_at is not None
        or row.type not in NAMED_TYPES
        or row.agency_id not in agencies
    ):
        return None
    return GroupSession(
        id=row.id,
        agency_id=row.agency_id,
        type=row.type,
        happened_on=row.happened_on,
        heads={sex: getattr(row, name) or 0 for sex, name in HEADS_OF.items()},
        named=tuple(Named(**found._mapping) for found in session.execute(_named(row.id))),
    )


def _named(group_id: int) -> Query:
    return (
        sa.select(
            col(Intervention.id),
            col(Case.id).label("case_id"),
            col(Case.code),
            col(Case.sex),
            col(Case.birth_year),
            col(Case.nationality),
        )
        .join(Case, col(Case.id) == col(Intervention.case_id))
        .where(col(Intervention.group_id) == group_id, col(Intervention.voided_at).is_(None))
        .order_by(col(Intervention.id))
    )


def named_count(session: Session, group_id: int, *, viewer: Viewer) -> int:
    """How many people are named of a session of the viewer's agencies: what a void takes along."""
    viewer = viewer_now(session, viewer, Permission.ENTRIES_READ)
    agencies = viewer.agencies | recently_left(session, viewer.account_id)
    query = select(sa.func.count(col(Intervention.id))).where(
        Intervention.group_id == group_id,
        col(Intervention.agency_id).in_(agencies),
        col(Intervention.voided_at).is_(None),
    )
    return int(session.exec(query).one())
