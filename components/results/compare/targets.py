"""What was promised of a figure for a period, where it is an indicator that has a target."""

from __future__ import annotations

from datetime import timedelta

from components.reads import reference
from components.reads.indicators import Follower
from components.results.common import Asked
from db.access.viewer import Viewer
from db.inputs.results import ResultFilter
from db.measures.paths import Path

#: The indicators that stand on a page, by the figure that shows them.
ON = {
    "overview": {
        "enrolled": "IR1.2",
        "registered_30_days": "IR2.2",
        "wage": "SO.1",
        "internship": "SO.2",
        "self_employment": "SO.3",
    },
    "training": {"completion": "IR1.3"},
    "placements": {"contracts": "SO.5"},
    "referrals": {"feedback": "IR3.1"},
}
#: Those that are shares: their target is a value, not a way to go.
SHARES = frozenset({"registered_30_days", "completion", "contracts", "feedback"})


def has_any(viewer: Viewer, wanted: ResultFilter, version: int, page: str) -> bool:
    """Whether a figure of the page has a target in the period, at the place that is looked at."""
    asked = Asked(viewer, wanted, version)
    return any(expected(asked, page, figure) is not None for figure in ON.get(page, {}))


def expected(asked: Asked, page: str, figure: str) -> float | None:
    """By the path to the target: of a count what it adds in the days that have come, of a share
    its value at their end. Targets are of everybody, at one agency or in the whole programme."""
    code = ON.get(page, {}).get(figure)
    if code is None or asked.wanted.cuts_people or asked.wanted.start > reference.today():
        return None
    if len(asked.agencies) == 1:
        place = asked.agencies[0]
    elif asked.sees_every_agency and not asked.wanted.agencies:
        place = None
    else:
        return None
    follower = Follower(asked.viewer, asked.version)
    path = follower.followed(code, place, reference.today()).path
    return None if path is None else _within(path, asked.running_part, figure in SHARES)


def _within(path: Path, days: ResultFilter, is_share: bool) -> float | None:
    """None where the path has not begun by the first day, or is over before the last."""
    before = days.start - timedelta(days=1)
    if before < path.baseline.day or days.end > path.targets[-1].day:
        return None
    end = path.expected(days.end)
    return end if is_share else end - path.expected(before)
