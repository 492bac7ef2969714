"""Preview and freeze a release: after freezing, its cells are only ever read."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, select

from db import audit
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.errors import AppError, invalid
from db.inputs.releases import LAG_DAYS, FreezeInput, Period, Year
from db.models import Programme, Release
from db.privacy import Rules
from db.queries.releases import finer_years, open_periods
from db.releases import drafts
from db.releases.compare import Level, levels
from db.releases.drafts import Draft, Material, Tell, material


@dataclass(frozen=True)
class Frozen:
    """The frozen release; ``already`` when an earlier click of this submission had frozen it."""

    number: int
    already: bool = False


def preview(
    session: Session, period: Period, *, by: AccountId, tell: Tell = lambda _: None
) -> Draft:
    """What freezing ``period`` now would publish. Writes nothing; ``tell`` hears how far it is, and
    stops it by raising. The session must see one moment throughout."""
    viewer = require(session, by, Permission.RELEASE_FREEZE)
    draft = _material(session, period, viewer).audited(tell)
    drafts.hold(draft)
    return draft


def compare(session: Session, year: Year, *, by: AccountId) -> list[Level]:
    """How much each way of merging would show of a year, each table by itself. Writes nothing."""
    require(session, by, Permission.RELEASE_FREEZE)
    programme = session.exec(select(Programme)).one()
    return levels(session, year, Rules(programme.release_threshold, programme.release_base))


def freeze(session: Session, wanted: FreezeInput, *, by: AccountId) -> Frozen:
    """Number and store a release; raises ``InvalidInput`` for a period that is not ripe.

    It is the draft that was previewed, and nothing is audited here: other writers do not wait.
    Raises ``AppError`` when the figures no longer are those that it was made of.
    """
    viewer = require(session, by, Permission.RELEASE_FREEZE)
    # One at a time: a year must know of a first half that is being frozen, and the other way round.
    session.exec(select(Programme).with_for_update(key_share=True)).one()
    if known := _same_submission(session, wanted.submission_id):
        return Frozen(known.number, already=True)
    draft = drafts.held(wanted.digest)
    if draft is None or draft.made_of != _material(session, wanted.period, viewer).digest:
        raise AppError("error.release_moved")
    release = _stored(session, draft, wanted, viewer)
    audit.record(session, viewer, "release.freeze", "release", release.number, changes_results=True)
    return Frozen(release.number)


def _material(session: Session, period: Period, viewer: Viewer) -> Material:
    if period not in open_periods(session, viewer=viewer):
        raise invalid("period", "error.period_not_ripe", count=LAG_DAYS)
    # A wave of a year is told in the year, or where that gets none, in the half-year.
    is_told = isinstance(period, Year) or period.year in finer_years(session, viewer=viewer)
    return material(session, period, tells_waves=is_told)


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
