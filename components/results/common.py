"""What the cards of all results pages share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

import pandas as pd

from components.cards.charts import shapes
from components.cards.charts.matrix import matrix
from components.cards.charts.theme import Spec
from components.cards.charts.then import Then
from components.language import i18n
from components.reads import figures, labels, reference
from components.reads.entered import is_anything_entered
from components.reads.figures import Measure
from db.access.viewer import Viewer
from db.inputs.results import (
    Against,
    Comparison,
    Other,
    ResultFilter,
    comparison,
    months_of,
    unfinished_months,
)
from db.measures import placements
from db.statistics import trend
from db.statistics.rounding import percent

Found = TypeVar("Found")


def nothing(*, is_all: bool) -> str:
    """What is said where there is nothing; ``is_all``: nothing wider would show more."""
    if is_all:
        return i18n.t("card.empty_yet", day=i18n.day(reference.programme().starts_on))
    return i18n.t("card.empty")


class Asked:
    """One page's question: who asks, for what, as of which version of the figures, and what its
    figures are compared with."""

    def __init__(
        self,
        viewer: Viewer,
        wanted: ResultFilter,
        version: int,
        against: Other = Against.NOTHING,
    ) -> None:
        self.viewer, self.wanted, self.version = viewer, wanted, version
        self.against = against
        self._spans = comparison(wanted, reference.today())

    def measure(self, measure: Measure[Found]) -> Found:
        """A measure for the period."""
        return self.measured(measure, self.wanted)

    @property
    def compared(self) -> Comparison | None:
        """The spans to compare; none where the programme did not yet run in all of the earlier
        one, or the period has not begun."""
        spans = self._spans
        began = spans is not None and spans.before.start >= reference.programme().starts_on
        return spans if began else None

    def measured(self, measure: Measure[Found], wanted: ResultFilter) -> Found:
        """A measure for another period, as of the same version."""
        return figures.measured(measure, self.viewer, wanted, self.version)

    def of(self, wanted: ResultFilter) -> Asked:
        """Another question of the same viewer, compared with nothing."""
        return Asked(self.viewer, wanted, self.version)

    def as_of(self, version: int) -> Asked:
        """The same question as of another version."""
        return Asked(self.viewer, self.wanted, version, self.against)

    def at(self, agencies: frozenset[int]) -> ResultFilter:
        """The same question of other agencies; of none, of all that the viewer sees."""
        return replace(self.wanted, agencies=agencies)

    @property
    def running_part(self) -> ResultFilter:
        """The days of the period that have come."""
        return replace(self.wanted, end=min(self.wanted.end, reference.today()))

    @property
    def agencies(self) -> list[int]:
        """The agencies in question, in their fixed order."""
        own = self.viewer.agencies
        wanted = own & self.wanted.agencies if self.wanted.agencies else own
        return [each for each in reference.agencies() if each in wanted]

    @property
    def is_widest(self) -> bool:
        """Whether no wider period or filter would show more: it is all, or nothing is entered."""
        wanted = self.wanted
        is_filtered = wanted.agencies or wanted.cuts_people
        began, today = reference.programme().starts_on, reference.today()
        is_all = not is_filtered and wanted.start <= began and wanted.end >= today
        return is_all or not is_anything_entered(self.viewer, self.version)

    @property
    def sees_every_agency(self) -> bool:
        """Whether the viewer may see all, whatever is chosen."""
        return self.viewer.agencies >= reference.agencies().keys()

    @property
    def without_agent_in_period(self) -> list[int]:
        """Those of ``agencies`` where nobody was posted in the period."""
        posted = set(self.measure(placements.postings)["agency_id"])
        return [each for each in self.agencies if each not in posted]

    @property
    def places(self) -> list[tuple[str, Asked]]:
        """What a chart shows side by side: the agencies chosen, each by its name; all that is
        asked for, unnamed, where fewer than two are."""
        if len(self.wanted.agencies & self.viewer.agencies) < 2:
            return [("", self)]
        return [(agency(each), self.of(self.at(frozenset({each})))) for each in self.agencies]

    def beside(self, measure: Measure[pd.DataFrame]) -> pd.DataFrame:
        """The rows of a measure for each of ``places``, with its name in column ``place``."""
        found = [each.measure(measure).assign(place=place) for place, each in self.places]
        return pd.concat(found, ignore_index=True)

    @property
    def is_side_by_side(self) -> bool:
        """Whether agencies are compared."""
        return len(self.places) > 1

    @property
    def months(self) -> list[str]:
        """The labels of the period's months."""
        return [i18n.month(each) for each in months_of(self.wanted)]

    @property
    def running(self) -> list[str]:
        """The label of the month that runs, where the period touches it."""
        now = i18n.month(reference.today())
        return [each for each in self.months if each == now]

    @property
    def ahead(self) -> list[str]:
        """The labels of those that have not begun."""
        months = months_of(self.wanted)
        return [i18n.month(each) for each in months if each > reference.today()]

    @property
    def unfinished(self) -> list[str]:
        """The labels of those that are not over, or not whole within the period."""
        return [i18n.month(each) for each in unfinished_months(self.wanted, reference.today())]


def agency(agency_id: int) -> str:
    """An agency's short name."""
    return labels.agency(agency_id, short=True)


def moved(
    subject: str,
    now: int,
    before: int | None = None,
    spans: Comparison | None = None,
    spread: float | None = None,
) -> str:
    """A sentence that says rise or fall only where it is not chance (5 %, exact Poisson test) and
    the period is over; ``compared_in_words`` names the spans.

    Without a span to compare with, or with nothing in both, it says the number alone. ``spread``:
    see ``statistics.trend``.
    """
    if before is None or spans is None or now == before == 0:
        return i18n.t("headline.alone", subject=subject, now=now)
    verdict = trend(now, before, spread=spread, time=spans.time) if spans.is_over else "unfinished"
    return i18n.t(f"headline.{verdict}", subject=subject, now=now, before=before)


def compared_in_words(spans: Comparison | None) -> str:
    """Both spans that a sentence compares, to stand in the note below it."""
    if spans is None:
        return ""
    return i18n.t("note.compared", span=span(spans.now), earlier=span(spans.before))


def span(wanted: ResultFilter) -> str:
    """A period's two days, to stand within a sentence."""
    first, last = (i18n.day(each, "medium") for each in (wanted.start, wanted.end))
    return i18n.t("headline.span", start=first, end=last)


def agencies_of(rows: pd.DataFrame) -> list[str]:
    """The agency of each row, by its short name."""
    return [agency(int(each)) for each in rows["agency_id"]]


def listed(parts: Iterable[str]) -> str:
    """One after the other, to stand within a sentence."""
    return i18n.joined(*parts)


def of_agencies(
    asked: Asked,
    cells: pd.DataFrame,
    *,
    unit: str,
    order: list[str],
    row: str,
    beside: Then | None = None,
) -> Spec:
    """A matrix with a column for each of the agencies that stand side by side."""
    return matrix(
        cells,
        unit=unit,
        order=order,
        columns=[place for place, _ in asked.places],
        places=(row, i18n.t("column.agency")),
        beside=beside,
    )


def at(labels: Iterable[str], places: Iterable[str]) -> list[str]:
    """The names of rows, each with its agency where agencies stand side by side."""
    return [
        f"{label} · {place}" if place else label
        for label, place in zip(labels, places, strict=True)
    ]


def leads(counts: pd.Series) -> bool:
    """Whether one count alone is the highest: a tie has no first."""
    return int((counts == counts.max()).sum()) == 1


def of_n(key: str, n: int) -> str:
    """Unit and n: "Événements · n = 312"."""
    return f"{i18n.t(key)} · n = {i18n.number(n)}"


def uncut(asked: Asked, note: str) -> str:
    """A card's note; it says so where a filter by sex or age is set but does not apply."""
    return f"{note} · {i18n.t('note.uncut')}" if asked.wanted.cuts_people else note


def tips(place: str, series: str) -> shapes.Tips:
    """What a tooltip calls the place of a bar, its part, and the part's share of n."""
    return shapes.Tips(i18n.t(place), i18n.t(series), i18n.t("column.of_n"))


def percent_cell(value: float | None) -> int | str:
    """A share as a table holds it, in whole percent: a number, or a dash."""
    return "—" if value is None or pd.isna(value) else percent(float(value))


def share_text(value: float | None) -> str:
    """A share in whole percent, or a dash."""
    return "—" if value is None or pd.isna(value) else i18n.percent(float(value))


def in_points(difference: float) -> str:
    """A change of a share (0 to 1) in whole percentage points: "+15 points"."""
    points = percent(difference)
    return i18n.tn("figure.points", abs(points), sign=i18n.sign(points))
