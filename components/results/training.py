"""Training: enrolments a month, by kind and status, by centre, and completion."""

from __future__ import annotations

import pandas as pd

from components.cards.card import Card
from components.cards.charts import shapes
from components.language import i18n
from components.reads import labels
from components.results import shares
from components.results.common import Asked, monthly_card, of_n, share_text, tips
from db.measures import training
from db.statistics import FEW


def cards(asked: Asked) -> list[Card]:
    """Four cards."""
    return [
        monthly_card(
            asked,
            "enrolments",
            "subject.enrolments",
            "unit.enrolments",
            training.enrolments_by_month,
            "events",
        ),
        _completion(asked),
        _kinds(asked),
        _centres(asked),
    ]


def _completion(asked: Asked) -> Card:
    rows, whole = asked.measure(training.completion_by_kind), asked.measure(training.completion)
    label = [labels.label("TRAINING_TYPE", code) for code in rows["type"]]
    named = shares.chart_rows(rows, label)
    spec = shapes.intervals(named, unit=i18n.t("unit.percent_completed")) if len(rows) else None
    headline = i18n.t("headline.no_completion")
    if whole.denominator:
        headline = i18n.t(
            "headline.completion",
            share=share_text(whole.value),
            part=whole.numerator,
            whole=whole.denominator,
        )
    table = pd.DataFrame(
        {
            i18n.t("column.kind"): label,
            i18n.t("column.completed"): rows["numerator"],
            i18n.t("column.denominator"): rows["denominator"],
            **shares.columns(rows),
        }
    )
    note = of_n("unit.ended", whole.denominator or 0)
    return Card(
        key="completion",
        headline=headline,
        note=note,
        table=table,
        spec=spec,
        warning=i18n.t("note.completion", few=FEW),
    )


def _kinds(asked: Asked) -> Card:
    rows = asked.measure(training.by_kind)
    total = int(rows["events"].sum())
    named = pd.DataFrame(
        {
            "label": [labels.label("TRAINING_TYPE", code) for code in rows["type"]],
            "series": [labels.label("TRAINING_STATUS", code) for code in rows["status"]],
            "value": rows["events"],
        }
    )
    kinds = [
        each for each in labels.choices("TRAINING_TYPE").values() if each in set(named["label"])
    ]
    states = list(labels.choices("TRAINING_STATUS").values())
    spec = shapes.stacked(
        named,
        unit=i18n.t("unit.enrolments"),
        order=kinds,
        series=[each for each in states if each in set(named["series"])],
        tips=tips("column.kind", "column.status"),
    )
    dropped = int(rows.loc[rows["status"] == "DROPPED", "events"].sum())
    named.columns = [i18n.t("column.kind"), i18n.t("column.status"), i18n.t("unit.enrolments")]
    headline = i18n.tn("headline.dropped", dropped)
    note = of_n("unit.enrolments_all", total)
    return Card(
        key="training_kinds",
        headline=headline,
        note=note,
        table=named,
        spec=spec if total else None,
    )


def _centres(asked: Asked) -> Card:
    rows = asked.measure(training.by_centre)
    total = asked.measure(training.enrolled).n
    rows = rows.sort_values("persons", ascending=False, kind="stable")
    named = pd.DataFrame(
        {
            "label": [labels.label("TRAINING_TYPE", code) for code in rows["centre_type"]],
            "value": rows["persons"],
            "text": [i18n.number(int(each)) for each in rows["persons"]],
        }
    )
    spec = shapes.bars(named, unit=i18n.t("unit.persons")) if total else None
    table = named[["label", "value"]].copy()
    table.columns = [i18n.t("column.centre"), i18n.t("unit.persons")]
    headline = (
        i18n.t("headline.centre", kind=named["label"].iloc[0])
        if total
        else i18n.t("headline.no_enrolment")
    )
    return Card(
        key="centres",
        headline=headline,
        note=of_n("unit.persons_by_kind", total),
        table=table,
        spec=spec,
    )
