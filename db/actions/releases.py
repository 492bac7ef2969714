"""Preview and freeze a release: after freezing, its cells are only ever read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db import audit
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.errors import AppError, invalid
from db.inputs.release_groups import Groups
from db.inputs.releases import LAG_DAYS, FreezeInput, Period, Year
from db.models import Programme, Release, ReleaseCell, ReleaseTruth
from db.privacy import Rules
from db.queries.releases import finer_years, open_periods
from db.releases import kept
from db.releases.catalogue import CatalogueTable, counted
from db.releases.cells import cells_of_table, cells_of_trust, truths_of_table, truths_of_trust
from db.releases.compare import Level, levels
from db.releases.editions import (
    Edition,
    count_again,
    editions,
    parts,
    reconciled,
    refuse_the_same,
)
from db.releases.names import is_trust
from db.releases.survey import TrustTable, trust_tables

Row = TypeVar("Row", ReleaseCell, ReleaseTruth)


@dataclass(frozen=True)
class Draft:
    """A release before it is frozen: what a partner would see, beside the truth."""

    period: Period
    edition: int
    rules: Rules
    persons: list[CatalogueTable]
    trust: list[TrustTable]
    series: int
    groups: str
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


class Progress(NamedTuple):
    """How many tables are checked, of how many."""

    done: int
    tables: int


def preview(
    session: Session,
    period: Period,
    *,
    by: AccountId,
    tell: Callable[[Progress], object] = lambda _: None,
) -> Draft:
    """What freezing ``period`` now would publish. Writes nothing; ``tell`` hears how far it is."""
    viewer = require(session, by, Permission.RELEASE_FREEZE)
    return _draft(session, period, viewer, tell)


def compare(session: Session, year: Year, *, by: AccountId) -> list[Level]:
    """How much each way of merging would show of a year, each table by itself. Writes nothing."""
    require(session, by, Permission.RELEASE_FREEZE)
    programme = session.exec(select(Programme)).one()
    return levels(session, year, Rules(programme.release_threshold, programme.release_base))


def freeze(session: Session, wanted: FreezeInput, *, by: AccountId) -> Frozen:
    """Number and store a release; raises ``InvalidInput`` for a period that is not ripe.

    Raises ``AppError`` when the figures no longer are those of the preview: nothing is audited
    here, so that other writers do not wait.
    """
    viewer = require(session, by, Permission.RELEASE_FREEZE)
    # One at a time: a year must know of a first half that is being frozen, and the other way round.
    session.exec(select(Programme).with_for_update(key_share=True)).one()
    if known := _same_submission(session, wanted.submission_id):
        return Frozen(known.number, already=True)
    try:
        with kept.nothing_else():
            draft = _draft(session, wanted.period, viewer, lambda _: None)
    except kept.NotAuditedError:
        raise AppError("error.release_moved") from None
    if draft.digest() != wanted.digest:
        raise AppError("error.release_moved")
    release = _stored(session, draft, wanted, viewer)
    audit.record(session, viewer, "release.freeze", "release", release.number, changes_results=True)
    return Frozen(release.number)


def _draft(
    session: Session, period: Period, viewer: Viewer, tell: Callable[[Progress], object]
) -> Draft:
    if period not in open_periods(session, viewer=viewer):
        raise invalid("period", "error.period_not_ripe", count=LAG_DAYS)
    programme = session.exec(select(Programme)).one()
    rules = Rules(programme.release_threshold, programme.release_base)
    earlier = editions(session, period)
    last = earlier[-1] if earlier else None
    groups = Groups.read(programme.release_groups)
    found = (
        count_again(session, earlier, period)
        if earlier
        else counted(session, period, groups, parts=parts(session, period))
    )
    number, tables = 0, sum(len(each.tables) for each in found)
    persons: list[CatalogueTable] = []
    for each in found:
        tell(Progress(number, tables))
        persons += reconciled(earlier, each, rules) if earlier else each.protected(rules)
        number += len(each.tables)
    tell(Progress(tables, tables))
    if last:
        refuse_the_same(earlier, persons)
        edition, series, stored = last.release.edition + 1, last.release.series, last.release.groups
        return Draft(period, edition, rules, persons, [], series, stored, last)
    # A wave of a year is told in the year, or where that gets none, in the half-year.
    is_told = isinstance(period, Year) or period.year in finer_years(session, viewer=viewer)
    trust = trust_tables(session, period, rules) if is_told else []
    if not isinstance(period, Year):
        return Draft(period, 1, rules, persons, trust, 1, "")
    series = _series(session, groups)
    return Draft(period, 1, rules, persons, trust, series, groups.stored())


def _series(session: Session, groups: Groups) -> int:
    """That of the last year, or the next one where the merges are others."""
    query = select(Release).where(Release.groups != "").order_by(col(Release.number).desc())
    last = session.exec(query).first()
    if last is None:
        return 1
    return last.series + (last.groups != groups.stored())


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
        series=draft.series,
        groups=draft.groups,
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
