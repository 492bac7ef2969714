"""Preview and freeze a release: after freezing, its cells are only ever read."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa
from sqlmodel import Session, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.errors import AppError
from db.inputs.releases import FreezeInput, HalfYear, check_period
from db.models import Programme, Release, ReleaseCell, ReleaseTruth
from db.privacy import Rules
from db.releases.catalogue import CatalogueTable, tables
from db.releases.cells import cells_of_table, cells_of_trust, truths_of_table, truths_of_trust
from db.releases.editions import Edition, editions, next_edition
from db.releases.names import is_trust
from db.releases.survey import TrustTable, trust_tables

Row = TypeVar("Row", ReleaseCell, ReleaseTruth)


@dataclass(frozen=True)
class Draft:
    """A release before it is frozen: what a partner would see, beside the truth."""

    period: HalfYear
    edition: int
    rules: Rules
    persons: list[CatalogueTable]
    trust: list[TrustTable]
    earlier: Edition | None = None

    def cells(self) -> list[ReleaseCell]:
        """Exactly the rows that a partner would read (without a release id)."""
        made = [cell for table in self.persons for cell in cells_of_table(table)]
        made += [cell for table in self.trust for cell in cells_of_trust(table)]
        made += _trust_again(self.earlier.cells if self.earlier else [])
        order = list(dict.fromkeys(cell.table_code for cell in made))
        for cell in made:
            cell.table_sort = order.index(cell.table_code)
        return made

    def digest(self) -> str:
        """A hash of everything that a partner would read: only equal drafts have the same."""
        shown = [cell.model_dump(mode="json") for cell in self.cells()]
        return hashlib.sha256(json.dumps([self.edition, shown]).encode()).hexdigest()

    def truths(self) -> list[ReleaseTruth]:
        """The true values behind the cells, and why each hidden one is hidden."""
        made = [truth for table in self.persons for truth in truths_of_table(table)]
        made += [truth for table in self.trust for truth in truths_of_trust(table)]
        return made + _trust_again(self.earlier.truths if self.earlier else [])


@dataclass(frozen=True)
class Frozen:
    """The frozen release; ``already`` when an earlier click of this submission had frozen it."""

    number: int
    already: bool = False


def preview(session: Session, period: HalfYear, *, by: AccountId) -> Draft:
    """What freezing ``period`` now would publish. Writes nothing."""
    require(session, by, Permission.RELEASE_FREEZE)
    return _draft(session, period)


def freeze(session: Session, wanted: FreezeInput, *, by: AccountId) -> Frozen:
    """Number and store a release; raises ``InvalidInput`` for a period that is not ripe.

    Raises ``AppError`` when the figures no longer are those of the preview.
    """
    viewer = require(session, by, Permission.RELEASE_FREEZE)
    if known := _same_submission(session, wanted.submission_id):
        return Frozen(known.number, already=True)
    draft = _draft(session, wanted.period)
    if draft.digest() != wanted.digest:
        raise AppError("error.release_moved")
    release = _stored(session, draft, wanted, viewer)
    audit.record(session, viewer, "release.freeze", "release", release.number, changes_results=True)
    return Frozen(release.number)


def _draft(session: Session, period: HalfYear) -> Draft:
    programme = session.exec(select(Programme)).one()
    check_period(period, programme.starts_on, programme.ends_on, today(session))
    rules = Rules(programme.release_threshold, programme.release_base)
    earlier = editions(session, period)
    if not earlier:
        persons = tables(session, period, rules)
        return Draft(period, 1, rules, persons, trust_tables(session, period, rules))
    persons = next_edition(session, earlier, period, rules)
    return Draft(period, earlier[-1].release.edition + 1, rules, persons, [], earlier[-1])


def _trust_again(rows: list[Row]) -> list[Row]:
    """A new edition repeats the survey's cells: answers are not corrected one by one."""
    return [type(row)(**row.model_dump()) for row in rows if is_trust(row.table_code)]


def _stored(session: Session, draft: Draft, wanted: FreezeInput, viewer: Viewer) -> Release:
    release = Release(
        number=_next_number(session),
        edition=draft.edition,
        period_start=draft.period.start,
        period_end=draft.period.end,
        threshold=draft.rules.threshold,
        base=draft.rules.base,
        frozen_by=viewer.account_id,
        submission_id=wanted.submission_id,
    )
    session.add(release)
    session.flush()
    for row in (*draft.cells(), *draft.truths()):
        row.release_id = release.id
        session.add(row)
    session.flush()
    return release


def _next_number(session: Session) -> int:
    return (session.exec(select(sa.func.max(Release.number))).one() or 0) + 1


def _same_submission(session: Session, submission_id: str) -> Release | None:
    return session.exec(select(Release).where(Release.submission_id == submission_id)).first()
