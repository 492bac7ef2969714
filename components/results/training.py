"""Training: enrolments a month, by kind and status, by centre, and completion."""

from __future__ import annotations

import pandas as pd

from components.cards.card import Card
from components.cards.charts import colours, shapes
from components.cards.charts.theme import Spec
from components.language import i18n
from components.reads import labels
from components.results import attention, months, shares
from components.results.common import Asked, at, of_agencies, of_n, share_text, tips
from components.results.layout import Page
from components.results.months import Counted
from db.measures import training
from db.statistics import FEW

ENROLMENTS = Counted(
    "enrolments", "subject.enrolments", "unit.enrolments", training.enrolments_by_month
)
#: The status of a course, and the part of a bar that shows it.
PARTS = {
    "APPLIED": "awaited",
    "ENROLLED": "awaited",
    "ONGOING": "under_way",
    "COMPLETED": "done",
    "CERTIFIED": "done",
    "DROPPED": "stopped",
}


def build(asked: Asked) -> Page:
    """Enrolments by agency and month first; then who completes, what, and where."""
    return Page(
        answer=_answer(asked),
        notices=attention.found(asked, "training"),
        named=[months.card(asked, ENROLMENTS), _completion(asked)],
        more=[_kinds(asked), _centres(asked)],
    )


def _answer(asked: Asked) -> str:
    persons, whole = asked.measure(training.enrolled).n, asked.measure(training.completion)
    if not persons and not whole.denominator:
        return i18n.t("headline.no_enrolment")
    enrolled = i18n.tn("answer.entered", persons)
    if not whole.denominator:
        return enrolled
    completed = i18n.tn(
        "answer.completed", whole.denominator, share=share_text(whole.value), part=whole.numerator
    )
    return f"{enrolled} {completed}"


def _completion(asked: Asked) -> Card:
    rows, whole = asked.measure(training.completion_by_kind), asked.measure(training.completion)
    label = [labels.label("TRAINING_TYPE", code) for code in rows["type"]]
    spec = _completed(asked) if len(rows) else None
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


def _completed(asked: Asked) -> Spec:
    """Each kind of course, agencies side by side within it."""
    rows = _in_order(asked.beside(training.completion_by_kind))
    label = at([labels.label("TRAINING_TYPE", code) for code in rows["type"]], rows["place"])
    return shapes.intervals(
        shares.chart_rows(rows, label),
        unit=i18n.t("unit.percent_completed"),
        place=i18n.t("column.kind"),
    )


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """By kind of course, in the list's order."""
    order = list(labels.choices("TRAINING_TYPE"))
    ordered: pd.DataFrame = rows.sort_values(
        "type", key=lambda codes: codes.map(order.index), kind="stable", ignore_index=True
    )
    return ordered


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
    dropped = int(rows.loc[rows["status"] == "DROPPED", "events"].sum())
    named.columns = [i18n.t("column.kind"), i18n.t("column.status"), i18n.t("unit.enrolments")]
    headline = i18n.tn("headline.dropped", dropped)
    note = of_n("unit.enrolments_all", total)
    return Card(
        key="training_kinds",
        headline=headline,
        note=note,
        table=named,
        spec=_kinds_chart(asked) if total else None,
    )


def _kinds_chart(asked: Asked) -> Spec:
    """A bar for each kind of course, in parts by what became of it."""
    rows = _in_order(asked.beside(training.by_kind))
    rows = rows[rows["events"] > 0]
    label = at([labels.label("TRAINING_TYPE", code) for code in rows["type"]], rows["place"])
    series = [i18n.t(f"course.{PARTS[code]}") for code in rows["status"]]
    return shapes.stacked(
        pd.DataFrame({"label": label, "series": series, "value": rows["events"].array}),
        unit=i18n.t("unit.enrolments"),
        order=list(dict.fromkeys(label)),
        colours={
            i18n.t(f"course.{part}"): colours.STATES[part] for part in dict.fromkeys(PARTS.values())
        },
        tips=tips("column.kind", "column.status"),
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
    spec = _centres_chart(asked, named) if total else None
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


def _centres_chart(asked: Asked, named: pd.DataFrame) -> Spec:
    unit = i18n.t("unit.persons")
    if not asked.is_side_by_side:
        return shapes.bars(named, unit=unit, place=i18n.t("column.centre"))
    rows = asked.beside(training.by_centre)
    label = [labels.label("TRAINING_TYPE", code) for code in rows["centre_type"]]
    persons = dict(zip(zip(label, rows["place"], strict=True), rows["persons"], strict=True))
    cells = [
        (kind, place, int(persons.get((kind, place), 0)))
        for kind in named["label"]
        for place, _ in asked.places
    ]
    return of_agencies(
        asked,
        pd.DataFrame(cells, columns=["label", "series", "value"]),
        unit=unit,
        order=named["label"].tolist(),
        row=i18n.t("column.centre"),
    )
