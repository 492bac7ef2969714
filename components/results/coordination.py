"""Who works with whom: from which agency people are sent to which place, and whether it answers."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pandas as pd

from components.cards.card import Card
from components.cards.cells import safe
from components.cards.charts.matrix import matrix
from components.cards.charts.theme import Spec
from components.cards.charts.then import Then
from components.cards.opening import Opens
from components.cards.rows import rows_of
from components.language import i18n, percents
from components.results import opens
from components.results.common import Asked, agency, of_n
from components.results.compare import parts
from components.results.compare.parts import Parts
from components.results.places import name, place_code
from db.measures import referrals
from db.statistics import FEW, differs
from db.statistics.rounding import FEWEST

#: Rows of the chart, the places to which most were sent; the table has all.
MOST_PLACES = 12


class Way(NamedTuple):
    """From one agency to one place."""

    agency_id: int
    organisation_id: int
    to_agency_id: int
    sent: int
    ripe: int
    in_time: int
    median_days: int | None

    @property
    def place(self) -> str:
        return name(self.organisation_id, self.to_agency_id)


def card(asked: Asked) -> Card:
    """A row for each place, a column for each agency; how many; answers are in the table."""
    ways = ways_of(asked)
    total = sum(each.sent for each in ways)
    keys = ("series", "label")
    other = parts.beside(asked, Parts(_sent, keys, is_cells=True, has_agencies=True))
    return Card(
        key="coordination",
        headline=_headline(ways),
        note=of_n("unit.referrals", total),
        reading=parts.told(i18n.t("coordination.reading"), other),
        table=parts.with_column(_table(ways), other.then, i18n.t("column.sent"), keys),
        spec=_chart(asked, ways, other.then) if ways else None,
        warning=" ".join(
            [i18n.t("coordination.few", few=FEW), i18n.t("note.median_of_few", few=FEWEST)]
        ),
        opens=_opens(asked, ways),
    )


def _opens(asked: Asked, ways: list[Way]) -> Opens:
    places = {place_code(each.organisation_id, each.to_agency_id): each.place for each in ways}
    marks = {"label": opens.by(asked, "place", places), "series": opens.of_agency(asked)}
    return Opens(figure="referrals", marks=marks)


def _headline(ways: list[Way]) -> str:
    """Who sends where, and which places stand apart."""
    if not ways:
        return i18n.t("headline.no_referral")
    ripe, in_time = _answers(ways)
    places = i18n.tn("coordination.places", len(ripe))
    agencies = i18n.tn("coordination.agencies", len({each.agency_id for each in ways}))
    told = i18n.t("coordination.headline", agencies=agencies, places=places)
    return " ".join([told, *_apart(in_time, ripe)])


def who_answers(ways: list[Way], *, has_more: bool = False) -> str:
    """Which places answer more or less than the others, or why none is named; ``has_more``:
    whether a wider period or filter would have more referrals."""
    ripe, in_time = _answers(ways)
    if found := _apart(in_time, ripe):
        return " ".join(found)
    if sum(each > 0 for each in ripe.values()) < 2:
        return ""
    if max(ripe.values()) >= FEW:
        return i18n.t("coordination.alike")
    wider = f" {i18n.t('answer.widen')}" if has_more else ""
    return i18n.t("coordination.too_few", few=FEW) + wider


def _answers(ways: list[Way]) -> tuple[Counter[str], Counter[str]]:
    """Referrals of each place that are old enough, and those of them answered in time."""
    ripe, in_time = Counter[str](), Counter[str]()
    for each in ways:
        ripe[each.place] += each.ripe
        in_time[each.place] += each.in_time
    return ripe, in_time


def _apart(in_time: Counter[str], ripe: Counter[str]) -> list[str]:
    """The place that answers most and the one that answers least, where each differs from all the
    others, and not by chance."""
    found = {}
    for place in sorted(ripe, key=lambda each: (in_time[each] / (ripe[each] or 1), each)):
        part, whole = in_time[place], ripe[place]
        rest, rest_whole = in_time.total() - part, ripe.total() - whole
        if whole < FEW or not differs(part, whole, rest, rest_whole, tests=len(ripe)):
            continue
        share = percents.written(part, whole)
        said = {"place": place, "share": share, "part": part, "whole": whole}
        if part * rest_whole > rest * whole:
            found["most"] = i18n.t("coordination.most", **said)
        else:
            found.setdefault("least", i18n.t("coordination.least", **said))
    return [found[each] for each in ("most", "least") if each in found]


def ways_of(asked: Asked) -> list[Way]:
    """Every way from an agency to a place."""
    return rows_of(asked.measure(referrals.matrix), Way)


def _sent(asked: Asked) -> pd.DataFrame:
    cells = [(each.place, agency(each.agency_id), each.sent) for each in ways_of(asked)]
    found = pd.DataFrame(cells, columns=["label", "series", "value"])
    # An organisation and an agency may have one name.
    return parts.added_up(found, ["label", "series"])


def _chart(asked: Asked, ways: list[Way], other: Then | None) -> Spec:
    sent = Counter[str]()
    for each in ways:
        sent[each.place] += each.sent
    places = [place for place, _ in sent.most_common(MOST_PLACES)]
    cells, agencies = _sent(asked), [agency(each) for each in asked.agencies]
    if other is not None:
        # Or what only the other one has would find no cell.
        cells = parts.every_cell(cells, places, agencies)
    return matrix(
        cells[cells["label"].isin(places)],
        unit=i18n.t("unit.referrals"),
        order=places,
        columns=agencies,
        places=(i18n.t("column.place"), i18n.t("column.agency")),
        beside=other,
    )


def _table(ways: list[Way]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            i18n.t("coordination.from"): [str(safe(agency(each.agency_id))) for each in ways],
            i18n.t("column.place"): [str(safe(each.place)) for each in ways],
            i18n.t("column.sent"): [each.sent for each in ways],
            i18n.t("column.in_time"): [each.in_time for each in ways],
            i18n.t("column.denominator"): [each.ripe for each in ways],
            i18n.t("column.share"): [percents.cell(each.in_time, each.ripe) for each in ways],
            i18n.t("column.days_to_answer"): pd.array(
                [each.median_days for each in ways], dtype="Int64"
            ),
        }
    )
