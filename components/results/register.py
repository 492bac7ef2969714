"""What the agencies' own registers say, the only series that is older than the agents."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from components.cards.card import Card
from components.cards.charts import shapes
from components.cards.charts.theme import Spec
from components.language import i18n
from components.results.common import Asked, agency, by_month, not_whole, of_n, tips, uncut
from db.measures import counts


def card(asked: Asked) -> Card:
    """Persons registered a month; a register that was not received is a gap, never nought."""
    rows = asked.measure(counts.registered_by_month)
    received = rows[rows["value"].notna()]
    total = int(received["value"].sum())
    named = _named(rows)
    order = [each for each in map(agency, asked.agencies) if each in set(named["series"])]
    headline = i18n.t("headline.no_register")
    if len(received):
        with_agent = int(received[received["agent_since"].notna()]["value"].sum())
        headline = i18n.tn("headline.register", total, with_agent=with_agent)
    held = i18n.t("note.registers_held", held=len(received), expected=len(rows))
    note = f"{of_n('unit.persons', total)} · {held} · {i18n.t('note.register')}"
    return Card(
        key="register",
        headline=headline,
        note=uncut(asked, note + _missing(rows) + not_whole(asked, asked.running)),
        table=by_month(named, asked.months, order, gaps=True),
        spec=_chart(asked, named, order) if total else None,
        uncut=True,
    )


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "month": [i18n.month(each) for each in rows["month"]],
            "series": [agency(each) for each in rows["agency_id"]],
            "value": rows["value"],
        }
    )


def _missing(rows: pd.DataFrame) -> str:
    """How many months each agency has not sent, in the agencies' order."""
    sent = Counter(agency(each) for each in rows.loc[rows["value"].isna(), "agency_id"])
    if not sent:
        return ""
    counted = [
        i18n.t("headline.agency_count", agency=name, count=each) for name, each in sent.items()
    ]
    agencies = i18n.t("headline.comma").join(counted)
    return " · " + i18n.t("note.registers_missing", agencies=agencies)


def _chart(asked: Asked, named: pd.DataFrame, order: list[str]) -> Spec:
    absent = named[named["value"].isna()]
    gaps = [
        (str(month), i18n.t("headline.comma").join(each["series"]))
        for month, each in absent.groupby("month", sort=False)
    ]
    return shapes.monthly(
        named[named["value"].notna()].astype({"value": int}),
        unit=i18n.t("unit.persons"),
        months=asked.months,
        series=order,
        tips=tips("column.month", "column.agency"),
        unfinished=asked.running,
        gaps=shapes.Gaps(i18n.t("column.not_received"), gaps),
    )
