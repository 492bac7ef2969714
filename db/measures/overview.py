"""The headline figures, each with the period before it and twelve months of history."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd
from sqlmodel import Session

from db.access.clock import today
from db.access.viewer import Viewer
from db.inputs.results import ResultFilter, comparison, months_of, whole_months
from db.measures import activity, cohorts, placements, training
from db.measures.base import Figure

#: Whole months of history behind a headline, always so many.
HISTORY = 12


@dataclass(frozen=True)
class Headline:
    """A figure of the period, and of the period before; ``series`` is one value a whole month,
    oldest first, with ``None`` where a month has nothing to be a share of. ``so_far`` is the figure
    of the days that have come, as many as those of ``before``; both are missing where the period
    has not begun."""

    now: Figure
    before: Figure | None
    series: tuple[float | None, ...]
    so_far: Figure | None = None


@dataclass(frozen=True, kw_only=True)
class _Source:
    """What a headline comes from: a figure, and the columns of its monthly table."""

    figure: Callable[..., Figure]
    by_month: Callable[..., pd.DataFrame]
    value: str
    of: str | None = None


def _placed(group: str) -> _Source:
    return _Source(
        figure=partial(placements.persons_placed, group=group),
        by_month=partial(placements.persons_placed_by_month, group=group),
        value="persons",
    )


SOURCES: dict[str, _Source] = {
    "agents_in_post": _Source(
        figure=placements.agents_in_post,
        by_month=placements.agents_in_post_by_month,
        value="agents",
    ),
    "people_seen": _Source(
        figure=activity.people_seen, by_month=activity.people_seen_by_month, value="persons"
    ),
    "registered_30_days": _Source(
        figure=cohorts.registered_within_30_days,
        by_month=cohorts.registered_by_month,
        value="in_time",
        of="ripe",
    ),
    "registered_so_far": _Source(
        figure=cohorts.registered_so_far,
        by_month=cohorts.registered_by_month,
        value="registered",
        of="persons",
    ),
    "enrolled": _Source(
        figure=training.enrolled, by_month=training.enrolled_by_month, value="persons"
    ),
    **{name: _placed(group) for name, group in placements.GROUPS.items()},
}


def figures(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> dict[str, Headline]:
    """Every headline of the overview, in its order."""
    day = today(session)
    history, compared = whole_months(wanted, day, HISTORY), comparison(wanted, day)
    # Two headlines may come from one table.
    tables = {source.by_month for source in SOURCES.values()}
    months = {by_month: by_month(session, history, viewer=viewer) for by_month in tables}
    made = {}
    for name, source in SOURCES.items():
        now, before, so_far = source.figure(session, wanted, viewer=viewer), None, None
        if compared is not None:
            before = source.figure(session, compared.before, viewer=viewer)
            is_whole = compared.now == wanted
            so_far = now if is_whole else source.figure(session, compared.now, viewer=viewer)
        series = _series(source, months[source.by_month], history)
        made[name] = Headline(now, before, series, so_far)
    return made


def _series(source: _Source, rows: pd.DataFrame, wanted: ResultFilter) -> tuple[float | None, ...]:
    found = rows.set_index("month").to_dict("index")
    return tuple(_value(source, found.get(month, {})) for month in months_of(wanted))


def _value(source: _Source, month: Mapping[Hashable, float]) -> float | None:
    value = float(month.get(source.value, 0))
    if source.of is None:
        return value
    whole = float(month.get(source.of, 0))
    return value / whole if whole else None
