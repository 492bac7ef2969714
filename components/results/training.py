"""Training: enrolments a month, by kind and status, by centre, and completion."""

from __future__ import annotations

from functools import partial

import pandas as pd

from components.cards.card import Card
from components.cards.charts import colours, shapes
from components.cards.charts.theme import Spec
from components.cards.charts.then import Then
from components.cards.opening import Opens, Said
from components.language import i18n, percents
from components.reads import labels, reference
from components.results import attention, centres, courses, months, opens, shares
from components.results.card_cache import card
from components.results.common import Asked, at, of_n, tips
from components.results.compare import figures as beside
from components.results.compare import parts
from components.results.compare.parts import Parts
from components.results.layout import Page
from components.results.months import Counted
from db.measures import together, training

ENROLMENTS = Counted(
    "enrolments",
    "subject.enrolments",
    "unit.enrolments",
    training.enrolments_by_month,
    rows="enrolments",
    weighed="headline.chance_classes",
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
    """Enrolments by agency and month first; then who completes, who leaves, and what."""
    return Page(
        answer=_answer(asked, has_more=not asked.is_widest),
        written=partial(_answer, asked, has_more=False),
        notices=attention.found(asked, "training"),
        named=[card(enrolments, asked), card(_completion, asked)],
        more=[
            card(courses.leaving, asked),
            card(courses.reasons, asked),
            card(_kinds, asked),
            card(centres.card, asked),
            card(courses.places, asked),
        ],
    )


def _answer(asked: Asked, *, has_more: bool) -> str:
    """Which centre loses people, then how many complete, and how many began."""
    persons, whole = asked.measure(training.enrolled).n, asked.measure(training.completion)
    if not persons and not whole.denominator:
        return i18n.t("headline.no_enrolment")
    enrolled = i18n.tn("answer.entered", persons)
    if not whole.denominator:
        return enrolled
    completed = percents.counted("answer.completed", whole.numerator, whole.denominator)
    return f"{courses.told(asked, has_more=has_more)} {completed} {enrolled}"


def enrolments(asked: Asked) -> Card:
    """By month; those of one class weigh as much as classes differ from one another."""
    return months.card(asked, ENROLMENTS, _spread(asked))


def _spread(asked: Asked) -> float | None:
    spans = asked.compared
    if spans is None or not spans.is_over:
        return None
    both = spans.now, spans.before
    entered = sum(
        int(asked.measured(training.enrolments_by_month, each)["events"].sum()) for each in both
    )
    return entered + sum(asked.measured(together.classes, each) for each in both)


def _completion(asked: Asked) -> Card:
    rows, whole = asked.measure(training.completion_by_kind), asked.measure(training.completion)
    headline = i18n.t("headline.no_completion")
    if whole.denominator:
        headline = percents.sentence("headline.completion", whole.numerator, whole.denominator)
    of_all = beside.share(asked, "training", "completion", training.completion)
    every, other = parts.shares(asked, training.completion_by_kind, _called)
    return Card(
        key="completion",
        headline=headline,
        note=of_n("unit.ended", whole.denominator or 0),
        table=_completion_table(rows, every.then),
        spec=_completed(asked, other.then) if len(rows) else None,
        reading=parts.told(of_all, other),
        legend=shares.legend(asked.beside(training.completion_by_kind)["denominator"]),
        warning=i18n.t("note.completion"),
        opens=Opens(figure="completion", marks={"label": _opens_kinds(asked)}),
    )


def _completion_table(rows: pd.DataFrame, other: Then | None) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            i18n.t("column.kind"): _called(rows),
            i18n.t("column.completed"): rows["numerator"],
            i18n.t("column.denominator"): rows["denominator"],
            **shares.columns(rows),
        }
    )
    return parts.with_column(table, other, i18n.t("column.share"), ["label"])


def _called(rows: pd.DataFrame) -> list[str]:
    return [labels.label("TRAINING_TYPE", code) for code in rows["type"]]


def _opens_kinds(asked: Asked, name: str = "type") -> dict[str, Said]:
    return opens.by(asked, name, labels.choices("TRAINING_TYPE"))


def _completed(asked: Asked, other: Then | None) -> Spec:
    """Each kind of course, agencies side by side within it."""
    rows = _in_order(asked.beside(training.completion_by_kind))
    return shapes.intervals(
        shares.chart_rows(rows, at(_called(rows), rows["place"])),
        unit=i18n.t("unit.percent_completed"),
        place=i18n.t("column.kind"),
        beside=other,
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
    dropped = int(rows.loc[rows["status"] == "DROPPED", "events"].sum())
    unit = i18n.t("unit.enrolments")
    table = _by_status(asked)
    table.columns = [i18n.t("column.kind"), i18n.t("column.status"), unit]
    # The other period ends where today would be.
    ahead = "compare.courses_ahead" if asked.wanted.end > reference.today() else ""
    status = parts.beside(asked, Parts(_by_status, ("label", "series"), unfair=ahead))
    other = parts.beside(asked, Parts(_totals, unfair=ahead))
    return Card(
        key="training_kinds",
        headline=i18n.tn("headline.dropped", dropped),
        note=of_n("unit.enrolments_all", total),
        reading=other.reading,
        table=parts.with_column(table, status.then, unit, ["label", "series"]),
        spec=_kinds_chart(asked, other.then) if total else None,
        opens=Opens(
            figure="courses",
            marks={
                "label": _opens_kinds(asked),
                "series": opens.grouped("status", PARTS, "course"),
            },
        ),
    )


def _by_status(asked: Asked) -> pd.DataFrame:
    rows = asked.measure(training.by_kind)
    status = [labels.label("TRAINING_STATUS", code) for code in rows["status"]]
    return pd.DataFrame({"label": _called(rows), "series": status, "value": rows["events"]})


def _totals(asked: Asked) -> pd.DataFrame:
    """All enrolments in a kind of course, agencies side by side."""
    rows = _in_order(asked.beside(training.by_kind))
    found = pd.DataFrame({"label": at(_called(rows), rows["place"]), "value": rows["events"].array})
    return parts.added_up(found, ["label"])


def _kinds_chart(asked: Asked, other: Then | None) -> Spec:
    """A bar for each kind of course, in parts by what became of it."""
    rows = _in_order(asked.beside(training.by_kind))
    rows = rows[rows["events"] > 0]
    label = at(_called(rows), rows["place"])
    series = [i18n.t(f"course.{PARTS[code]}") for code in rows["status"]]
    return shapes.stacked(
        pd.DataFrame({"label": label, "series": series, "value": rows["events"].array}),
        unit=i18n.t("unit.enrolments"),
        order=parts.labels(label, other),
        colours={
            i18n.t(f"course.{part}"): colours.STATES[part] for part in dict.fromkeys(PARTS.values())
        },
        tips=tips("column.kind", "column.status"),
        beside=other,
    )
