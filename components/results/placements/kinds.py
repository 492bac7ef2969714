"""People placed in work, by kind of work."""

from __future__ import annotations

import pandas as pd

from components.cards.card import Card
from components.cards.charts import shapes
from components.cards.charts.theme import Spec
from components.cards.charts.then import Then
from components.cards.opening import Opens, Said
from components.language import i18n
from components.reads import labels
from components.results import opens
from components.results.common import Asked, of_agencies, of_n
from components.results.compare import parts
from components.results.compare.parts import Parts
from db.measures import placements


def by_kind(asked: Asked) -> Card:
    """Persons by kind of work; a column each where agencies stand side by side."""
    rows = asked.measure(placements.outcomes_by_kind)
    named, unit = _persons(rows), i18n.t("unit.persons")
    total = asked.measure(placements.persons_with_outcome).n
    wage = int(rows.loc[rows["type"] == "WAGE", "persons"].iloc[0])
    other = parts.beside(asked, Parts(_whole))
    drawn = other
    if asked.is_side_by_side:
        drawn = parts.beside(asked, Parts(_cells, ("label", "series"), is_cells=True))
    table = named[["label", "value", "events"]]
    table.columns = [i18n.t("column.kind"), unit, i18n.t("unit.events")]
    return Card(
        key="kinds",
        headline=i18n.tn("headline.wage", wage),
        note=of_n("unit.persons_by_kind", total),
        reading=drawn.reading,
        table=parts.with_column(table, other.then, unit, ["label"]),
        spec=_chart(asked, named, drawn.then) if total else None,
        opens=Opens(
            figure="outcome_persons",
            marks={"label": opens_kinds(asked), "series": opens.of_agency(asked)},
        ),
    )


def opens_kinds(asked: Asked) -> dict[str, Said]:
    """The rows of each kind of work, by its name."""
    return opens.by(asked, "type", labels.choices("OUTCOME_TYPE"))


def _persons(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(
        label=[labels.label("OUTCOME_TYPE", code) for code in rows["type"]],
        value=rows["persons"],
        text=[i18n.number(int(each)) for each in rows["persons"]],
    )


def _whole(asked: Asked) -> pd.DataFrame:
    return _persons(asked.measure(placements.outcomes_by_kind))


def _cells(asked: Asked) -> pd.DataFrame:
    rows = _persons(asked.beside(placements.outcomes_by_kind))
    return rows.rename(columns={"place": "series"})[["label", "series", "value", "text"]]


def _chart(asked: Asked, named: pd.DataFrame, other: Then | None) -> Spec:
    unit, place = i18n.t("unit.persons"), i18n.t("column.kind")
    if not asked.is_side_by_side:
        return shapes.bars(named[["label", "value", "text"]], unit=unit, place=place, beside=other)
    return of_agencies(
        asked, _cells(asked), unit=unit, order=named["label"].tolist(), row=place, beside=other
    )
