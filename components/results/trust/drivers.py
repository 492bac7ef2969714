"""What trust rests on: six statements, a chart of the newest wave and a table of them all."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from components.cards.card import Card
from components.cards.charts import shapes
from components.cards.rows import rows_of
from components.language import i18n
from components.results.common import Asked, at, percent_cell
from components.results.trust.common import (
    advice,
    cells,
    chart_rows,
    left_out,
    line,
    name,
    nothing,
    places,
    told,
    too_few,
)
from components.results.trust.common import whole as whole_cell
from db.codes import DRIVER_ITEMS
from db.measures import trust_survey
from db.measures.trust import ALL_AGENCIES

Averages = dict[tuple[int, int], float]


class Share(NamedTuple):
    """A share agreeing, with one driver or on average."""

    wave: int
    agency_id: int
    item: str
    share: float


def card(asked: Asked) -> Card:
    """All agencies together (or the only one) as a chart; every agency and wave as a table."""
    survey = asked.measure(trust_survey.survey)
    rows = survey.items[survey.items["item"].isin(DRIVER_ITEMS)]
    averages = _averages(survey.drivers)
    place = asked.agencies[0] if len(asked.agencies) == 1 else ALL_AGENCIES
    here = rows[rows["agency_id"] == place]
    wave, named_wave = told(asked, here)
    named = _drawn(asked, rows[rows["wave"] == wave], place)
    spec, headline = None, nothing(asked, here)
    if named["value"].notna().any():
        spec = shapes.intervals(
            named, unit=i18n.t("unit.percent_agree"), place=i18n.t("column.question")
        )
        headline = i18n.t("headline.drivers_some")
    if wave is not None and (wave, place) in averages:
        headline = i18n.t("headline.drivers", share=i18n.percent(averages[wave, place]))
    return Card(
        key="trust_drivers",
        headline=headline,
        note=i18n.t("trust.drivers_note") + named_wave,
        warning=left_out(asked, wave),
        table=_table(rows, averages, asked),
        spec=spec,
        empty=too_few(asked, here),
        advice=advice(asked),
    )


def _drawn(asked: Asked, rows: pd.DataFrame, place: int) -> pd.DataFrame:
    """A row for each statement, the agencies chosen side by side within it."""
    beside = {each: name(each) for each in asked.agencies} if asked.is_side_by_side else {place: ""}
    known = {(cell.item, cell.agency_id): cell for cell in cells(rows)}
    found = [(item, each) for item in DRIVER_ITEMS for each in beside if (item, each) in known]
    label = at([i18n.t(f"driver.{item}") for item, _ in found], [beside[each] for _, each in found])
    return chart_rows(
        [line(asked, written, known[each]) for written, each in zip(label, found, strict=True)]
    )


def _averages(drivers: pd.DataFrame) -> Averages:
    """The average over all six by wave and agency, where there is one."""
    shares = rows_of(drivers, Share)
    return {
        (each.wave, each.agency_id): each.share
        for each in shares
        if each.item == trust_survey.AVERAGE
    }


def _table(rows: pd.DataFrame, averages: Averages, asked: Asked) -> pd.DataFrame:
    """Agency, wave and statement; the average follows where all six are shown."""
    known = {(cell.wave, cell.agency_id, cell.item): cell for cell in cells(rows)}
    lines: list[tuple[int | str, ...]] = []
    asked_in = {(cell.wave, cell.agency_id) for cell in known.values()}
    for wave in sorted({wave for wave, _ in asked_in}):
        for place in [each for each in places(asked) if (wave, each) in asked_in]:
            where = (wave, name(place))
            for item in DRIVER_ITEMS:
                cell = known[wave, place, item]
                shares = [percent_cell(x) for x in (cell.share_trusting, cell.lower, cell.upper)]
                lines.append((*where, i18n.t(f"driver.{item}"), whole_cell(asked, cell.n), *shares))
            if (wave, place) in averages:
                share = percent_cell(averages[wave, place])
                lines.append((*where, i18n.t("driver.average"), "—", share, "—", "—"))
    columns = (
        *(i18n.t("trust.column.wave"), i18n.t("column.agency"), i18n.t("column.question")),
        *(i18n.t("trust.column.n"), i18n.t("column.share")),
        *(i18n.t("column.lower"), i18n.t("column.upper")),
    )
    return pd.DataFrame(lines, columns=list(columns))
