"""What a new programme has, and what is missing before it can record, be read and be released."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, SQLModel, col, select

from db.access.clock import today
from db.access.in_post import can_sign_in
from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.codes import Role
from db.inputs.releases import ripe_half_years
from db.models import (
    Account,
    Agency,
    AgencyCount,
    Backup,
    Code,
    IndicatorTarget,
    Organisation,
    Posting,
    Programme,
    Release,
    TrustWave,
)
from db.records import KINDS
from db.store.settings import settings


class Aim(StrEnum):
    """What a step is needed for."""

    RECORD = "record"
    READ = "read"
    RELEASE = "release"
    KEEP = "keep"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that a programme needs; ``count``: how many there are, or are still without."""

    name: str
    aim: Aim
    is_done: bool
    count: int


def steps(session: Session, *, viewer: Viewer) -> list[Step]:
    """All steps in the order in which they are taken."""
    require(session, viewer.account_id, Permission.READINESS_READ)
    agents = _accounts(session, Role.AGENT)
    unposted = _agents_without_posting(session)
    there = {
        ("lists", Aim.RECORD): _several(session, Code.list),
        ("agencies", Aim.RECORD): _open_places(session, Agency),
        # Managers give postings, and a course alone needs a centre.
        ("managers", Aim.RECORD): _accounts(session, Role.MANAGER),
        ("agents", Aim.RECORD): agents,
        ("postings", Aim.RECORD): agents - unposted,
        ("centres", Aim.RECORD): _centres(session),
        ("records", Aim.READ): int(_is_anything_recorded(session)),
        ("register_counts", Aim.READ): _several(session, AgencyCount.agency_id),
        ("address", Aim.READ): int(bool(settings().public_url)),
        ("waves", Aim.READ): _count(session, TrustWave),
        ("targets", Aim.READ): _count(session, IndicatorTarget),
        ("half_years", Aim.RELEASE): _ripe(session),
        ("partners", Aim.RELEASE): _accounts(session, Role.PARTNER),
        ("releases", Aim.RELEASE): _count(session, Release),
        ("backups", Aim.KEEP): _count(session, Backup),
    }
    found = [
        Step(name=name, aim=aim, is_done=count > 0, count=count)
        for (name, aim), count in there.items()
    ]
    if 0 < unposted < agents:
        unready = Step(name="unposted", aim=Aim.RECORD, is_done=False, count=unposted)
        found.insert([each.name for each in found].index("postings") + 1, unready)
    return found


def missing(found: Sequence[Step], aim: Aim) -> list[Step]:
    """The steps to take before ``aim`` can be reached."""
    return [each for each in found if each.aim is aim and not each.is_done]


def _count(session: Session, table: type[SQLModel], *conditions: ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count()).select_from(table).where(*conditions)
    return int(session.execute(query).scalar_one())


def _several(session: Session, column: Any) -> int:
    """How many different ones: a list has many codes, and a register many months."""
    return int(session.execute(sa.select(sa.func.count(sa.distinct(column)))).scalar_one())


def _accounts(session: Session, role: Role) -> int:
    """Accounts of a role that may sign in."""
    return _count(session, Account, *_open(session, role))


def _open(session: Session, role: Role) -> list[ColumnElement[bool]]:
    return [col(Account.role) == role, can_sign_in(today(session))]


def _agents_without_posting(session: Session) -> int:
    """Agents whom no posting of today or later lets record."""
    posted = (
        select(Posting.id)
        .join(Agency)
        .where(
            Posting.account_id == Account.id,
            sa.or_(col(Posting.ends_on).is_(None), col(Posting.ends_on) >= today(session)),
        )
    )
    return _count(session, Account, *_open(session, Role.AGENT), ~sa.exists(posted))


def _centres(session: Session) -> int:
    is_centre = col(Organisation.training_type).is_not(None)
    return _open_places(session, Organisation, is_centre)


def _open_places(
    session: Session, table: type[Agency | Organisation], *conditions: ColumnElement[bool]
) -> int:
    last = col(table.closed_on)
    return _count(session, table, sa.or_(last.is_(None), last >= today(session)), *conditions)


def _is_anything_recorded(session: Session) -> bool:
    """Whether any entry stands."""
    standing = (
        select(col(kind.table.id)).where(col(kind.table.voided_at).is_(None)).limit(1)
        for kind in KINDS
    )
    return any(session.exec(each).first() is not None for each in standing)


def _ripe(session: Session) -> int:
    """Half-years that are over for long enough."""
    programme = session.exec(select(Programme)).one()
    return len(ripe_half_years(programme.starts_on, programme.ends_on, today(session)))
