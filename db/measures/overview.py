"""The headline figures, each with the period before it and twelve months of history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlmodel import Session

from db.access.clock import today
from db.access.viewer import Viewer
from db.inputs.dates import month_index
from db.inputs.results import Comparison, ResultFilter, comparison, month_ends, whole_months
from db.measures import activity, cohorts, placements, tallied, together, training
from db.measures.base import (
    Figure,
    count,
    persons_of,
    persons_of_by_month,
    persons_of_periods,
)
from db.measures.events import Events
from db.measures.together import HEADLINES
from db.statistics import trend

#: Whole months of history behind a headline, always so many.
HISTORY = 12


@dataclass(frozen=True)
class Headline:
    """A figure of the period, and of the period before; ``series`` is one value a whole month,
    oldest first, with ``None`` where a month has nothing to be a share of. ``so_far`` is the figure
    of the days that have come, as many as those of ``before``; both are missing where the period
    has not begun. ``together``: what those who come together add to the variance of the change
    (``db.measures.together``), where one would be called without it."""

    now: Figure
    before: Figure | None
    series: tuple[float | None, ...]
    so_far: Figure | None = None
    together: int = 0


#: Figures that count persons with events of one kind.
PERSONS: dict[str, Events] = {
    "people_seen": activity.INTERVENTIONS,
    "enrolled": training.ENTERED,
    **{name: placements.of_group(group) for name, group in placements.GROUPS.items()},
}
#: Figures of who was registered after their first contact.
REGISTERED = ("registered_30_days", "registered_so_far")
#: All headlines, in their order.
SOURCES = ("agents_in_post", "people_seen", *REGISTERED, *list(PERSONS)[1:])


def figures(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> dict[str, Headline]:
    """Every headline of the overview, in its order."""
    day = today(session)
    history, compared = whole_months(wanted, day, HISTORY), comparison(wanted, day)
    periods = [wanted, *([compared.before, compared.now] if compared else [])]
    months = [replace(wanted, start=first, end=last) for first, last in month_ends(history)]
    persons, by_month = _persons(session, periods, history, viewer)
    both = [*periods, *months]
    agents = placements.agents_in_post_of(session, both, viewer=viewer)
    registered = cohorts.registered_of(session, both, viewer=viewer)
    told = [
        {"agents_in_post": in_post, **known, **dict(zip(REGISTERED, shares, strict=True))}
        for in_post, shares, known in zip(
            agents, registered, [*persons, *_of_months(by_month, months)], strict=True
        )
    ]
    now, before, so_far = told[: len(periods)] if compared else (told[0], {}, {})
    moved = _moved(so_far, before, compared) if compared else []
    added = together.of_headlines(session, periods[1:], moved, viewer=viewer)
    return {
        name: Headline(
            now[name],
            before.get(name),
            tuple(each[name].value for each in told[len(periods) :]),
            so_far.get(name),
            added.get(name, 0),
        )
        for name in SOURCES
    }


def _moved(
    now: Mapping[str, Figure], before: Mapping[str, Figure], compared: Comparison
) -> list[str]:
    """Of which headlines a change would be called if all had come alone: whoever comes together
    makes none where there is none."""
    counts = {name: [int(each[name].value or 0) for each in (now, before)] for name in HEADLINES}
    return [name for name, each in counts.items() if trend(*each, time=compared.time) != "steady"]


def _persons(
    session: Session, periods: list[ResultFilter], history: ResultFilter, viewer: Viewer
) -> tuple[list[dict[str, Figure]], list[dict[int, int]]]:
    """The figures of ``PERSONS`` of each period, and numbers by month of the history."""
    asked = list(PERSONS.values())
    if tallied.answers(history):
        known, by_month = persons_of_periods(session, asked, periods, history, viewer=viewer)
    else:
        known = {each: persons_of(session, asked, each, viewer=viewer) for each in set(periods)}
        by_month = persons_of_by_month(session, asked, history, viewer=viewer)
    return [dict(zip(PERSONS, known[each], strict=True)) for each in periods], by_month


def _of_months(
    by_month: list[dict[int, int]], months: list[ResultFilter]
) -> list[dict[str, Figure]]:
    """The figures of ``PERSONS`` of each month."""
    return [
        {
            name: count(found.get(month_index(each.start), 0), "persons")
            for name, found in zip(PERSONS, by_month, strict=True)
        }
        for each in months
    ]
