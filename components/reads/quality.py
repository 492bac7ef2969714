"""How far an agency's entries can be believed, in points: as the page of data quality has it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from components.language import i18n
from components.reads import figures
from components.reads.approvals import last_months
from db.access.viewer import Viewer
from db.inputs.results import months_of
from db.queries import quality_doubts, quality_score
from db.queries.quality_doubts import Rule
from db.queries.quality_entry import IN_TIME_DAYS
from db.queries.quality_score import CHECK_DAYS, Part, Score, Share, score_of
from db.statistics.rounding import whole

#: Months of a score, the running one among them.
MONTHS = 12


class Weakest(NamedTuple):
    """The part that costs most points, in words, with how many are good of how many."""

    part: str
    good: int
    all: int


class Year(NamedTuple):
    """The score of the last twelve months, that of each month, and the weakest part; no score
    where there is no entry."""

    score: int | None
    months: list[tuple[date, int]]
    weakest: Weakest | None = None


def span() -> str:
    """Which months the score is of, in words: twelve, or those of a younger programme."""
    wanted = last_months(frozenset())
    if len(list(months_of(wanted))) < MONTHS:
        return i18n.t("quality.span.young", day=i18n.day(wanted.start))
    return i18n.t("quality.span")


def year(viewer: Viewer, agency_id: int, version: int) -> Year:
    """Of one agency."""
    wanted = last_months(frozenset({agency_id}))
    shares = figures.measured(quality_score.quality, viewer, wanted, version).shares
    of_month: dict[date, list[Share]] = defaultdict(list)
    for each in shares:
        of_month[each.month].append(each)
    values = [(month, rounded(of_month[month])) for month in sorted(of_month)]
    months = [(month, value) for month, value in values if value is not None]
    return Year(rounded(shares), months, weakest(score_of(shares)))


def doubts(viewer: Viewer, agencies: frozenset[int], version: int) -> Counter[Rule]:
    """Entries of the last twelve months that are to be looked at, by the rule that finds them."""
    found = figures.measured(quality_doubts.counts, viewer, last_months(agencies), version)
    return quality_doubts.total(found)


def rounded(shares: Iterable[Share]) -> int | None:
    """A score as it is shown, in whole points."""
    value = score_of(shares).value
    return None if value is None else whole(value)


def weakest(score: Score) -> Weakest | None:
    """None where nothing is missing anywhere, or nothing was counted."""
    lacking = {part: of for part, of in score.parts.items() if of[0] < of[1]}
    if not lacking:
        return None
    part = min(lacking, key=lambda each: lacking[each][0] / lacking[each][1])
    return Weakest(named(part), *lacking[part])


def named(part: Part) -> str:
    """A part of the score, with the limit that it goes by."""
    return i18n.t(f"quality.part.{part.value}", days=IN_TIME_DAYS, late=CHECK_DAYS)
