"""An indicator beside what was promised of it: its path, where it stands, and period by period.

A count is counted since its baseline, and the baseline is added: targets say what is to be reached
by a day, in all. A share is that of its period, which begins after the target before it; trust is
that of the last wave since the baseline. A count whose baseline nobody has stated begins at nought,
with the programme; a share without one has no path.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session, col, select

from db.access.permissions import Permission, place_in_scope
from db.access.viewer import Viewer
from db.inputs.dates import month_index, month_of
from db.inputs.indicators import IndicatorFilter, PlaceFilter
from db.inputs.results import ResultFilter
from db.measures.base import agencies_of
from db.measures.indicator import ALL, Value, indicator
from db.measures.paths import Path, Point, Standing, State, standing
from db.models import (
    AddsUp,
    IndicatorBaseline,
    IndicatorTarget,
    IndicatorVersion,
    Programme,
)

#: More points than this make no better line.
MOST_POINTS = 36


@dataclass(frozen=True, kw_only=True)
class Followed:
    """An indicator at one place, at the end of a day.

    ``value``: the figure of the time from ``since`` on, as ``indicator`` gives it; ``standing``
    compares its value, to which the baseline of a count is added (``standing.current``), with the
    path, on the day that the value is of. ``path`` is missing without targets, or for a share
    without a baseline; ``has_targets`` tells the two apart. ``source``: who states the baseline;
    empty where nobody does.
    """

    code: str
    agency_id: int | None
    value: Value
    since: date
    path: Path | None
    standing: Standing
    has_targets: bool
    source: str

    @property
    def begins_later(self) -> bool:
        """Whether its path begins after the day that is looked at: nothing was promised yet."""
        return self.path is not None and self.path.baseline.day > self.standing.day


@dataclass(frozen=True, kw_only=True)
class Period:
    """One period of a path, which ends with a target: ``standing`` at its end, or at the end of
    the day asked for in the running one; missing where it has not begun. ``alone``: what a count
    of events or persons adds in this period alone. ``version``: the number of the definition that
    the target was set under."""

    start: date
    target: Point
    standing: Standing | None
    value: Value | None
    alone: float | None
    version: int


def followed(session: Session, wanted: PlaceFilter, *, viewer: Viewer) -> Followed:
    """An indicator at an agency, or in the programme as a whole, beside its path.

    Raises ``NotAllowed`` for an agency, or a whole, that the viewer does not see.
    """
    return _followed(session, _known(session, wanted, viewer), wanted.day, viewer)


def with_target(
    session: Session, wanted: ResultFilter, *, viewer: Viewer
) -> frozenset[tuple[str, int]]:
    """Each indicator and agency for which a target is set, whenever it is due."""
    place = col(IndicatorTarget.agency_id)
    query = select(col(IndicatorTarget.indicator), place).where(
        place.in_(agencies_of(session, wanted, viewer))
    )
    return frozenset(session.execute(query.distinct()).tuples())


def periods(session: Session, wanted: PlaceFilter, *, viewer: Viewer) -> list[Period]:
    """Each period of its path, the first one first; none without a path."""
    known, found, before = _known(session, wanted, viewer), [], 0.0
    path = known.path
    if path is None:
        return []
    before = path.baseline.value
    for target in path.targets:
        start, version = path.start_of(target.day), known.versions[target.day]
        if start > wanted.day:
            found.append(
                Period(
                    start=start, target=target, standing=None, value=None, alone=None,
                    version=version,
                )
            )  # fmt: skip
            continue
        # A wave before the period says nothing of it.
        since = start if known.adds_up is AddsUp.LAST else None
        at_end = _followed(session, known, min(target.day, wanted.day), viewer, since)
        now = at_end.standing.current
        is_count = not known.adds_up.is_share and now is not None
        found.append(
            Period(
                start=start,
                target=target,
                standing=at_end.standing,
                value=at_end.value,
                alone=(now or 0.0) - before if is_count else None,
                version=version,
            )
        )
        before = now if now is not None else before
    return found


def series(session: Session, wanted: PlaceFilter, *, viewer: Viewer) -> list[tuple[date, Value]]:
    """The figure over time, up to the day itself. A count, with its baseline, at the ends of
    months; where there are more than ``MOST_POINTS``, at each second, third ... one. A share at the
    end of each of its periods, or of each year where it has no path. Trust: one point a wave."""
    known = _known(session, wanted, viewer)
    found: dict[date, Value] = {}
    for day in _days(known, wanted.day):
        each = _followed(session, known, day, viewer)
        current = each.standing.current
        if current is not None:
            found[each.value.as_of] = replace(each.value, value=current)
    return sorted(found.items())


def called(path: Path | None, value: Value, day: date, adds_up: AddsUp) -> Standing:
    """Where a point of ``series`` stands: one rule for the figure of today and those before."""
    is_of_period = path is not None and bool(path.targets) and adds_up is AddsUp.RATIO
    return standing(
        path,
        value.value,
        day,
        since=path.period_of(day) - timedelta(days=1) if path and is_of_period else None,
        interval=value.interval,
    )


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What was promised: read once, for however many days."""

    code: str
    agency_id: int | None
    adds_up: AddsUp
    began: date
    base: float
    path: Path | None
    versions: dict[date, int]
    source: str


def _known(session: Session, wanted: PlaceFilter, viewer: Viewer) -> _Known:
    place_in_scope(session, viewer, Permission.RESULTS_READ, wanted.agency_id)
    version = session.exec(
        select(IndicatorVersion)
        .where(IndicatorVersion.indicator == wanted.code)
        .order_by(col(IndicatorVersion.number).desc())
        .limit(1)
    ).one()
    starts_on = session.exec(select(Programme)).one().starts_on
    row = _baseline(session, wanted)
    stated = Point(row.on_day, row.value) if row else None
    usual = Point(starts_on - timedelta(days=1), 0.0)
    stated_targets = dict(_targets(session, wanted))
    targets = tuple(stated_targets)
    base = stated or (None if version.adds_up.is_share else usual)
    path = None
    if base is not None and (after := tuple(each for each in targets if each.day > base.day)):
        step = 0.01 if version.adds_up.is_share else 1.0
        path = Path(base, after, version.is_falling, step)
    began = base or usual
    return _Known(
        code=wanted.code,
        agency_id=wanted.agency_id,
        adds_up=version.adds_up,
        began=began.day,
        base=0.0 if version.adds_up.is_share else began.value,
        path=path,
        versions={each.day: number for each, number in stated_targets.items()},
        source=row.source if row else "",
    )


def _baseline(session: Session, wanted: PlaceFilter) -> IndicatorBaseline | None:
    return session.exec(
        select(IndicatorBaseline).where(
            IndicatorBaseline.indicator == wanted.code,
            col(IndicatorBaseline.agency_id) == wanted.agency_id,
        )
    ).first()


def _targets(session: Session, wanted: PlaceFilter) -> Iterator[tuple[Point, int]]:
    """Each target, and the number of the definition that it was set under."""
    query = (
        select(IndicatorTarget, IndicatorVersion.number)
        .join(IndicatorVersion, col(IndicatorVersion.id) == col(IndicatorTarget.version_id))
        .where(
            IndicatorTarget.indicator == wanted.code,
            col(IndicatorTarget.agency_id) == wanted.agency_id,
        )
        .order_by(col(IndicatorTarget.due_on))
    )
    return ((Point(row.due_on, row.value), number) for row, number in session.exec(query))


def _followed(
    session: Session, known: _Known, day: date, viewer: Viewer, since: date | None = None
) -> Followed:
    since = since or known.began + timedelta(days=1)
    if known.adds_up is AddsUp.RATIO:
        since = _of_period(known, day)
    within = ResultFilter(
        min(since, day),
        day,
        frozenset() if known.agency_id is None else frozenset({known.agency_id}),
    )
    value = indicator(session, IndicatorFilter(known.code, within), viewer=viewer)[ALL]
    current = None if value.value is None else value.value + known.base
    is_of_wave = known.adds_up is AddsUp.LAST and value.value is not None
    told = called(
        known.path,
        replace(value, value=current),
        value.as_of if is_of_wave else day,
        known.adds_up,
    )
    if known.path is None and known.versions:
        told = replace(told, state=State.NO_BASELINE)
    return Followed(
        code=known.code,
        agency_id=known.agency_id,
        value=value,
        since=since,
        path=known.path,
        standing=told,
        has_targets=bool(known.versions),
        source=known.source,
    )


def _of_period(known: _Known, day: date) -> date:
    """The first day of the period of a share that runs on this day; without a path, of the year
    that ends with it."""
    if known.path is None:
        return max(known.began + timedelta(days=1), day - timedelta(days=364))
    return known.path.period_of(day)


def _days(known: _Known, last: date) -> Iterator[date]:
    if known.adds_up is AddsUp.RATIO:
        ends = (
            [each.day for each in known.path.targets]
            if known.path
            else [date(year, 12, 31) for year in range(known.began.year, last.year)]
        )
        yield from (each for each in ends if known.began < each < last)
    else:
        yield from _month_ends(known.began, last)
    yield last


def _month_ends(began: date, last: date) -> Iterator[date]:
    first, end = month_index(began) + 1, month_index(last)
    step = max(1, -(-(end - first) // MOST_POINTS))
    # Counted back from the newest, which is the one that is read.
    for index in sorted(range(end, first - 1, -step)):
        day = month_of(index) - timedelta(days=1)
        if day > began:
            yield day
