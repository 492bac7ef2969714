"""Training centres: how many people entered a course in each kind of centre."""

from __future__ import annotations

import pandas as pd

from components.cards.card import Card
from components.cards.charts import shapes
from components.cards.charts.theme import Spec
from components.cards.charts.then import Then
from components.cards.opening import Opens
from components.language import i18n
from components.reads import labels
from components.results import opens
from components.results.common import Asked, leads, of_agencies, of_n
from components.results.compare import parts
from components.results.compare.parts import Parts
from db.measures import training


def card(asked: Asked) -> Card:
    """Persons by kind of centre, the largest first; a column each where agencies are compared."""
    named, unit = _persons(asked), i18n.t("unit.persons")
    total = asked.measure(training.enrolled).n
    other = parts.beside(asked, Parts(_persons))
    drawn = other
    if asked.is_side_by_side:
        drawn = parts.beside(asked, Parts(_cells, ("label", "series"), is_cells=True))
    every = parts.with_others(named, other.then)
    table = every[["label", "value"]]
    table.columns = [i18n.t("column.centre"), unit]
    headline = i18n.t("headline.no_enrolment")
    if total:
        headline = i18n.t("headline.no_first_centre")
        if leads(named["value"]):
            headline = i18n.t("headline.centre", kind=named["label"].iloc[0])
    return Card(
        key="centres",
        headline=headline,
        note=of_n("unit.persons_by_kind", total),
        reading=drawn.reading,
        table=parts.with_column(table, other.then, unit, ["label"]),
        spec=_chart(asked, every, drawn.then) if total else None,
        opens=Opens(
            figure="centres",
            marks={
                "label": opens.by(asked, "centre_type", labels.choices("TRAINING_TYPE")),
                "series": opens.of_agency(asked),
            },
        ),
    )


def _persons(asked: Asked) -> pd.DataFrame:
    rows = asked.measure(training.by_centre)
    rows = rows.sort_values("persons", ascending=False, kind="stable")
    found = pd.DataFrame({"label": _called(rows), "value": rows["persons"].array})
    # Codes of a list may have one label.
    return parts.added_up(found, ["label"])


def _called(rows: pd.DataFrame) -> list[str]:
    return [labels.label("TRAINING_TYPE", code) for code in rows["centre_type"]]


def _cells(asked: Asked) -> pd.DataFrame:
    rows = asked.beside(training.by_centre)
    found = pd.DataFrame(
        {"label": _called(rows), "series": rows["place"], "value": rows["persons"]}
    )
    return parts.added_up(found, ["label", "series"])


def _chart(asked: Asked, named: pd.DataFrame, other: Then | None) -> Spec:
    unit, place = i18n.t("unit.persons"), i18n.t("column.centre")
    if not asked.is_side_by_side:
        drawn = named.assign(text=[i18n.number(int(each)) for each in named["value"]])
        return shapes.bars(drawn, unit=unit, place=place, beside=other)
    order = named["label"].tolist()
    places = [place for place, _ in asked.places]
    cells = parts.every_cell(_cells(asked), order, places)
    return of_agencies(asked, cells, unit=unit, order=order, row=place, beside=other)
