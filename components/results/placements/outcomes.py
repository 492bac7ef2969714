"""People placed in work: by kind, by agency, under which contract, on what evidence."""

from __future__ import annotations

import pandas as pd

from components.cards.card import Card
from components.cards.charts import shapes
from components.language import i18n
from components.reads import labels
from components.reads.figures import Measure
from components.results.common import Asked, agency, of_n, share_text, tips
from db.measures import placements


def by_kind(asked: Asked) -> Card:
    """Persons by kind of work."""
    rows = asked.measure(placements.outcomes_by_kind)
    named = rows.assign(
        label=[labels.label("OUTCOME_TYPE", code) for code in rows["type"]],
        value=rows["persons"],
        text=[i18n.number(int(each)) for each in rows["persons"]],
    )
    total = asked.measure(placements.persons_with_outcome).n
    wage = int(rows.loc[rows["type"] == "WAGE", "persons"].iloc[0])
    spec = shapes.bars(named[["label", "value", "text"]], unit=i18n.t("unit.persons"))
    table = named[["label", "persons", "events"]]
    table.columns = [i18n.t("column.kind"), i18n.t("unit.persons"), i18n.t("unit.events")]
    headline = i18n.tn("headline.wage", wage)
    note = of_n("unit.persons_by_kind", total)
    return Card(
        key="kinds", headline=headline, note=note, table=table, spec=spec if total else None
    )


def by_agency(asked: Asked) -> Card:
    """Outcomes by agency, stacked by kind."""
    rows = asked.measure(placements.outcomes_by_month)
    summed = rows.groupby(["agency_id", "type"])["events"].sum().reset_index()
    named = pd.DataFrame(
        {
            "label": [agency(each) for each in summed["agency_id"]],
            "series": [labels.label("OUTCOME_TYPE", code) for code in summed["type"]],
            "value": summed["events"],
        }
    )
    total = int(named["value"].sum())
    order = [agency(each) for each in asked.agencies]
    kinds = [
        each for each in labels.choices("OUTCOME_TYPE").values() if each in set(named["series"])
    ]
    spec = shapes.stacked(
        named,
        unit=i18n.t("unit.events"),
        order=order,
        series=kinds,
        tips=tips("column.agency", "column.kind"),
    )
    wide = named.pivot_table(index="label", columns="series", values="value", fill_value=0)
    wide = wide.reindex(index=order, columns=kinds, fill_value=0).astype(int)
    table = wide.reset_index(names=i18n.t("column.agency")).rename_axis(columns=None)
    headline = _wage_by_agency(asked, summed)
    note = of_n("unit.events", total)
    return Card(
        key="outcomes_agency",
        headline=headline,
        note=note,
        table=table,
        spec=spec if total else None,
    )


def _wage_by_agency(asked: Asked, summed: pd.DataFrame) -> str:
    wage = summed[summed["type"] == "WAGE"].set_index("agency_id")["events"]
    counts = [
        i18n.t("headline.agency_count", agency=agency(each), count=int(wage[each]))
        for each in asked.agencies
        if each in wage.index
    ]
    if not counts:
        return i18n.t("headline.no_wage")
    return i18n.t("headline.by_agency", counts=i18n.t("headline.comma").join(counts))


def contracts(asked: Asked) -> Card:
    """Which contracts, by kind of work."""
    headline = _written_and_declared(asked)
    return _split(asked, "contracts", placements.contracts, "contract", "CONTRACT_TYPE", headline)


def evidence(asked: Asked) -> Card:
    """What an outcome rests on, by kind of work."""
    headline = _on_their_word(asked)
    return _split(asked, "evidence", placements.evidence, "evidence", "EVIDENCE", headline)


def _written_and_declared(asked: Asked) -> str:
    figure = asked.measure(placements.written_and_declared)
    if not figure.denominator:
        return i18n.t("headline.no_wage")
    shown = int(asked.measure(placements.contracts)["events"].sum())
    return i18n.tn(
        "headline.contracts",
        figure.denominator,
        share=share_text(figure.value),
        part=figure.numerator,
        all=shown,
    )


def _on_their_word(asked: Asked) -> str:
    rows = asked.measure(placements.evidence)
    total = int(rows["events"].sum())
    if not total:
        return i18n.t("headline.no_outcome")
    alone = int(rows.loc[rows["evidence"] == "SELF", "events"].sum())
    return i18n.t("headline.evidence", part=alone, whole=total)


def _split(
    asked: Asked,
    name: str,
    measure: Measure[pd.DataFrame],
    column: str,
    list_name: str,
    headline: str,
) -> Card:
    rows = asked.measure(measure)
    total = int(rows["events"].sum())
    named = pd.DataFrame(
        {
            "label": [labels.label("OUTCOME_TYPE", code) for code in rows["type"]],
            "series": [labels.label(list_name, code) for code in rows[column]],
            "value": rows["events"],
        }
    )
    order = [
        each for each in labels.choices("OUTCOME_TYPE").values() if each in set(named["label"])
    ]
    series = [each for each in labels.choices(list_name).values() if each in set(named["series"])]
    named_tips = tips("column.kind", f"column.{column}")
    spec = shapes.stacked(
        named, unit=i18n.t("unit.events"), order=order, series=series, tips=named_tips
    )
    named.columns = [i18n.t("column.kind"), i18n.t(f"column.{column}"), i18n.t("unit.events")]
    return Card(
        key=name,
        headline=headline,
        note=of_n("unit.events", total),
        table=named,
        spec=spec if total else None,
    )
