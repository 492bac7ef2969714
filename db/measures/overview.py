"""The headline figures, each with the period before it and twelve months of history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

from sqlmodel import Session

from db.access.viewer import Viewer
from db.inputs.results import ResultFilter, months_of
from db.measures import activity, cohorts, placements, training
from db.measures.base import Figure

HISTORY = timedelta(days=334)
Measure = Callable[..., Any]


@dataclass(frozen=True)
class Headline:
    """A figure now and in the period before; ``series`` is one value a month, oldest first, with
    ``None`` where a month has nothing to be a share of."""

    now: Figure
    before: Figure
    series: tuple[float | None, ...]


@dataclass(frozen=True)
class _Source:
    """What a headline comes from: a figure, and the columns of its monthly table."""

    figure: Measure
    by_month: Measure
    value: str
    of: str | None = None


def _placed(group: str) -> _Source:
    return _Source(
        partial(placements.persons_placed, group=group),
        partial(placements.persons_placed_by_month, group=group),
        "persons",
    )


SOURCES: dict[str, _Source] = {
    "agents_in_post": _Source(
        placements.agents_in_post, placements.agents_in_post_by_month, "agents"
    ),
    "people_seen": _Source(activity.people_seen, activity.people_seen_by_month, "persons"),
    "registered_30_days": _Source(
        cohorts.registered_within_30_days, cohorts.registered_by_month, "in_time", "ripe"
    ),
    "registered_so_far": _Source(
        cohorts.registered_so_far, cohorts.registered_by_month, "registered", "persons"
    ),
    "enrolled": _Source(training.enrolled, training.enrolled_by_month, "persons"),
    "wage": _placed("WAGE"),
    "internship": _placed("INTERN"),
    "apprenticeship": _placed("APPRENT"),
    "self_employment": _placed("SELF"),
}


def figures(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> dict[str, Headline]:
    """Every headline of the overview, in its order; the series covers the last 12 months."""
    history = replace(wanted, start=max(wanted.end - HISTORY, wanted.start))
    before = wanted.previous()
    # Two headlines may come from one table.
    tables = {source.by_month for source in SOURCES.values()}
    months = {by_month: by_month(session, history, viewer=viewer) for by_month in tables}
    return {
        name: Headline(
            source.figure(session, wanted, viewer=viewer),
            source.figure(session, before, viewer=viewer),
            _series(source, months[source.by_month], history),
        )
        for name, source in SOURCES.items()
    }


def _series(source: _Source, rows: Any, wanted: ResultFilter) -> tuple[float | None, ...]:
    found = rows.set_index("month")
    return tuple(
        _value(source, found.loc[month] if month in found.index else {})
        for month in months_of(wanted)
    )


def _value(source: _Source, month: Any) -> float | None:
    value = float(month.get(source.value, 0))
    if source.of is None:
        return value
    whole = float(month.get(source.of, 0))
    return value / whole if whole else None
