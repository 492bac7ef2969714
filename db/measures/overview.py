"""The headline figures, each with the period before it and twelve months of history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlmodel import Session

from db.inputs.results import ResultFilter, months_of
from db.measures import activity, placements, training
from db.measures.base import Figure
from db.permissions import Viewer

HISTORY = timedelta(days=334)
Measure = Callable[..., Figure]


def _placed(group: str) -> Measure:
    def measure(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
        return placements.persons_placed(session, wanted, group, viewer=viewer)

    return measure


FIGURES: dict[str, Measure] = {
    "agents_in_post": placements.agents_in_post,
    "people_seen": activity.people_seen,
    "registered_30_days": activity.registered_within_30_days,
    "registered_so_far": activity.registered_so_far,
    "enrolled": training.enrolled,
    "wage": _placed("WAGE"),
    "internship": _placed("INTERN"),
    "apprenticeship": _placed("APPRENT"),
    "self_employment": _placed("SELF"),
}


@dataclass(frozen=True)
class Headline:
    """A figure now and in the period before; ``series`` is one value a month, oldest first."""

    now: Figure
    before: Figure
    series: tuple[float, ...]


def figures(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> dict[str, Headline]:
    """Every headline of the overview, in its order; the series covers the last 12 months."""
    history = replace(wanted, start=max(wanted.end - HISTORY, wanted.start))
    before = wanted.previous()
    return {
        name: Headline(
            measure(session, wanted, viewer=viewer),
            measure(session, before, viewer=viewer),
            _series(session, measure, history, viewer),
        )
        for name, measure in FIGURES.items()
    }


def _series(
    session: Session, measure: Measure, wanted: ResultFilter, viewer: Viewer
) -> tuple[float, ...]:
    months = list(months_of(wanted))
    ends = [month - timedelta(days=1) for month in months[1:]] + [wanted.end]
    values = (
        measure(session, replace(wanted, start=start, end=end), viewer=viewer).value
        for start, end in zip(months, ends, strict=True)
    )
    return tuple(value or 0.0 for value in values)
