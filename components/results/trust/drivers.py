"""What trust rests on: six statements, a chart of the newest wave and a table of them all."""

from __future__ import annotations

from typing import Any

import pandas as pd

from components.cards.card import Card
from components.cards.charts import shapes
from components.language import i18n
from components.results.common import Asked, percent_cell
from components.results.trust.common import ALL, LINE, left_out, line, name, places, told, too_few
from components.results.trust.common import whole as whole_cell
from db.measures import trust_survey

DRIVERS = ("D_REL", "D_RES", "D_OPE", "D_INT", "D_FAI", "D_DAT")
AVERAGE = "SDG"


def card(asked: Asked) -> Card:
    """All agencies together (or the only one) as a chart; every agency and wave as a table."""
    survey = asked.measure(trust_survey.survey)
    rows = survey.items[survey.items["item"].isin(DRIVERS)]
    averages = survey.drivers[survey.drivers["item"] == AVERAGE]
    averages = averages.set_index(["wave", "agency_id"])["share"].to_dict()
    place = asked.agencies[0] if len(asked.agencies) == 1 else ALL
    here = rows[rows["agency_id"] == place]
    wave, named_wave = told(here)
    cells = here[here["wave"] == wave].set_index("item")
    lines = [
        line(i18n.t(f"driver.{item}"), cells.loc[item]) for item in DRIVERS if item in cells.index
    ]
    named = pd.DataFrame(lines, columns=LINE)
    spec, headline = None, i18n.t("headline.trust_hidden")
    if named["value"].notna().any():
        spec = shapes.intervals(named, unit=i18n.t("unit.percent_agree"))
        headline = i18n.t("headline.drivers_some")
    if (wave, place) in averages:
        headline = i18n.t("headline.drivers", share=i18n.percent(averages[wave, place]))
    return Card(
        "trust_drivers",
        headline,
        i18n.t("trust.drivers_note") + named_wave + left_out(asked, wave),
        _table(rows, averages, asked),
        spec,
        empty=too_few(here),
    )


def _table(rows: pd.DataFrame, averages: dict[Any, float], asked: Asked) -> pd.DataFrame:
    """Agency, wave and statement; the average follows where all six are shown."""
    cells = rows.set_index(["wave", "agency_id", "item"])
    lines: list[tuple[Any, ...]] = []
    for wave in sorted(set(rows["wave"])):
        for place in places(asked):
            where = (int(wave), name(place))
            for item in DRIVERS:
                cell = cells.loc[(wave, place, item)]
                shares = [percent_cell(cell[each]) for each in ("share_trusting", "lower", "upper")]
                lines.append((*where, i18n.t(f"driver.{item}"), whole_cell(cell["n"]), *shares))
            if (wave, place) in averages:
                share = percent_cell(averages[wave, place])
                lines.append((*where, i18n.t("driver.average"), "—", share, "—", "—"))
    columns = (
        *(i18n.t("trust.column.wave"), i18n.t("column.agency"), i18n.t("column.question")),
        *(i18n.t("trust.column.n"), i18n.t("column.share")),
        *(i18n.t("column.lower"), i18n.t("column.upper")),
    )
    return pd.DataFrame(lines, columns=list(columns))
