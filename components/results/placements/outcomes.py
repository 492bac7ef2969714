"""People placed in work: by kind, by agency, under which contract, on what evidence."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from components.cards.card import Card
from components.cards.charts import colours, shapes
from components.cards.charts.matrix import matrix
from components.cards.charts.theme import Spec
from components.language import i18n
from components.reads import labels
from components.reads.figures import Measure
from components.results import months
from components.results.common import Asked, agency, listed, of_agencies, of_n, share_text, tips
from db.codes import OUTCOME_GROUPS, OutcomeType
from db.measures import placements


def by_kind(asked: Asked) -> Card:
    """Persons by kind of work; a column each where agencies stand side by side."""
    rows = asked.measure(placements.outcomes_by_kind)
    named = _persons_by_kind(rows)
    total = asked.measure(placements.persons_with_outcome).n
    wage = int(rows.loc[rows["type"] == "WAGE", "persons"].iloc[0])
    table = named[["label", "value", "events"]]
    table.columns = [i18n.t("column.kind"), i18n.t("unit.persons"), i18n.t("unit.events")]
    headline = i18n.tn("headline.wage", wage)
    note = of_n("unit.persons_by_kind", total)
    return Card(
        key="kinds",
        headline=headline,
        note=note,
        table=table,
        spec=_kinds_chart(asked, named) if total else None,
    )


def _persons_by_kind(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(
        label=[labels.label("OUTCOME_TYPE", code) for code in rows["type"]],
        value=rows["persons"],
        text=[i18n.number(int(each)) for each in rows["persons"]],
    )


def _kinds_chart(asked: Asked, named: pd.DataFrame) -> Spec:
    unit = i18n.t("unit.persons")
    if not asked.is_side_by_side:
        return shapes.bars(
            named[["label", "value", "text"]], unit=unit, place=i18n.t("column.kind")
        )
    beside = _persons_by_kind(asked.beside(placements.outcomes_by_kind))
    return of_agencies(
        asked,
        beside.rename(columns={"place": "series"})[["label", "series", "value", "text"]],
        unit=unit,
        order=named["label"].tolist(),
        row=i18n.t("column.kind"),
    )


def by_month(asked: Asked) -> Card:
    """Every kind by month, a row each: internships and the rest beside wage work, never summed."""
    rows = asked.measure(placements.outcomes_by_month)
    named = months.labelled(
        rows, [labels.label("OUTCOME_TYPE", str(code)) for code in rows["type"]], "events"
    )
    named = named.groupby(["month", "series"], sort=False)["value"].sum().reset_index()
    present = set(named["series"])
    order = [each for each in labels.choices("OUTCOME_TYPE").values() if each in present]
    total = int(named["value"].sum())
    return Card(
        key="outcomes_kinds",
        headline=i18n.t("headline.outcomes_kinds"),
        note=of_n("unit.events", total),
        reading=months.not_whole(asked),
        table=months.by_month(named, asked.months, order),
        spec=months.chart(asked, named, order, "unit.events", place="column.kind")
        if total
        else None,
    )


def by_agency(asked: Asked) -> Card:
    """Outcomes by agency, in parts by kind."""
    rows = asked.measure(placements.outcomes_by_month)
    summed = rows.groupby(["agency_id", "type"])["events"].sum().reset_index()
    named = pd.DataFrame(
        {
            "label": [agency(each) for each in summed["agency_id"]],
            "series": [_group(code) for code in summed["type"]],
            "value": summed["events"],
        }
    )
    total = int(named["value"].sum())
    order = [agency(each) for each in asked.agencies]
    spec = shapes.stacked(
        named,
        unit=i18n.t("unit.events"),
        order=order,
        colours={i18n.t(f"step.{group}"): colour for group, colour in colours.KINDS.items()},
        tips=tips("column.agency", "column.kind"),
    )
    wide = summed.assign(
        label=named["label"], kind=[labels.label("OUTCOME_TYPE", code) for code in summed["type"]]
    ).pivot_table(index="label", columns="kind", values="events", fill_value=0)
    kinds = [each for each in labels.choices("OUTCOME_TYPE").values() if each in wide.columns]
    wide = wide.reindex(index=order, columns=kinds, fill_value=0).astype(int)
    table = wide.reset_index(names=i18n.t("column.agency")).rename_axis(columns=None)
    return Card(
        key="outcomes_agency",
        headline=_wage_by_agency(asked, summed),
        note=of_n("unit.events", total),
        table=table,
        spec=spec if total else None,
    )


def _group(code: str) -> str:
    """The kind of work that an outcome belongs to."""
    found = next(group for group, codes in OUTCOME_GROUPS.items() if code in codes)
    return i18n.t(f"step.{found}")


def _wage_by_agency(asked: Asked, summed: pd.DataFrame) -> str:
    wage = summed[summed["type"] == "WAGE"].set_index("agency_id")["events"]
    counts = [
        i18n.t("headline.agency_count", agency=agency(each), count=int(wage[each]))
        for each in asked.agencies
        if each in wage.index
    ]
    if not counts:
        return i18n.t("headline.no_wage")
    return i18n.t("headline.by_agency", counts=listed(counts))


def contracts(asked: Asked) -> Card:
    """Which contracts, by kind of work; of wage work alone where each column is an agency."""
    headline = _written_and_declared(asked)
    asked_for = ("contracts", placements.contracts, "contract", "CONTRACT_TYPE")
    only = OutcomeType.WAGE if asked.is_side_by_side else None
    return _split(asked, *asked_for, headline, only)


def evidence(asked: Asked) -> Card:
    """What an outcome rests on, by kind of work."""
    headline = _on_their_word(asked)
    return _split(asked, "evidence", placements.evidence, "evidence", "EVIDENCE", headline)


def _written_and_declared(asked: Asked) -> str:
    figure = asked.measure(placements.written_and_declared)
    if not figure.denominator:
        return i18n.t("headline.no_wage")
    return i18n.tn(
        "headline.contracts",
        figure.denominator,
        share=share_text(figure.value),
        part=figure.numerator,
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
    only: OutcomeType | None = None,
) -> Card:
    rows = _of_kind(asked.measure(measure), only)
    total = int(rows["events"].sum())
    named = pd.DataFrame(
        {
            "label": [labels.label("OUTCOME_TYPE", code) for code in rows["type"]],
            "series": [labels.label(list_name, code) for code in rows[column]],
            "value": rows["events"],
        }
    )
    beside = _of_kind(asked.beside(measure), only)
    spec = _split_chart(asked, beside, column, list_name) if total else None
    named.columns = [i18n.t("column.kind"), i18n.t(f"column.{column}"), i18n.t("unit.events")]
    return Card(
        key=name,
        headline=headline,
        note=of_n("unit.events", total),
        table=named,
        spec=spec,
    )


def _of_kind(rows: pd.DataFrame, only: OutcomeType | None) -> pd.DataFrame:
    kept: pd.DataFrame = rows if only is None else rows[rows["type"] == only]
    return kept


def _split_chart(asked: Asked, rows: pd.DataFrame, column: str, list_name: str) -> Spec:
    """A row for each code of the list, a column for each kind of work (or agency)."""
    if asked.is_side_by_side:
        across, series = [place for place, _ in asked.places], list(rows["place"])
    else:
        across = [i18n.t(f"step.{group}") for group in OUTCOME_GROUPS]
        series = [_group(code) for code in rows["type"]]
    counted: Counter[tuple[str, str]] = Counter()
    for code, name, events in zip(rows[column], series, rows["events"], strict=True):
        counted[code, name] += int(events)
    codes = [code for code in labels.choices(list_name) if any(counted[code, x] for x in across)]
    cells = [
        (labels.label(list_name, code), name, counted[code, name])
        for code in codes
        for name in across
    ]
    return matrix(
        pd.DataFrame(cells, columns=["label", "series", "value"]),
        unit=i18n.t("unit.events"),
        order=[labels.label(list_name, code) for code in codes],
        columns=across,
        places=(
            i18n.t(f"column.{column}"),
            i18n.t("column.agency" if asked.is_side_by_side else "column.kind"),
        ),
    )
