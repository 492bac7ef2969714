"""Courses by centre and one by one: who completes, who leaves and why, how full they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from components.cards.card import Card
from components.cards.charts import colours, shapes
from components.cards.charts.theme import Spec
from components.cards.charts.then import Then
from components.cards.opening import Opens
from components.language import i18n, percents
from components.reads import labels
from components.results import opens, shares
from components.results.common import Asked, at, leads, of_n, tips
from components.results.compare import parts, words
from components.results.compare.parts import Parts
from db.measures import courses
from db.measures.courses import NO_CENTRE
from db.statistics import FEW, differs

#: As many courses fit a chart; the table has all of them.
MOST_DRAWN = 20
#: The parts of a course's bar (``course.<part>``), their colours, and the columns they sum up.
PARTS = {
    "done": ("done", "done"),
    "under_way": ("under_way", "under_way"),
    "others": ("unknown", "others"),
    "free": ("awaited", "free"),
    "stopped": ("stopped", "left"),
}


def told(asked: Asked, *, has_more: bool) -> str:
    """Which centre loses people, in a sentence; where too few say it, what would."""
    rows = asked.measure(courses.leaving_by_centre)
    return who_leaves(rows, _centre, has_more=has_more)


def leaving(asked: Asked) -> Card:
    """Which centre loses people."""
    rows = asked.measure(courses.leaving_by_centre)
    over = int(rows["denominator"].sum())
    table = pd.DataFrame(
        {
            i18n.t("column.training_centre"): _centres(rows),
            i18n.t("unit.enrolments"): rows["entered"],
            i18n.t("column.over"): rows["denominator"],
            i18n.t("column.completed"): rows["completed"],
            i18n.t("column.left"): rows["numerator"],
            **shares.columns(rows),
        }
    )
    whole, other = parts.shares(asked, courses.leaving_by_centre, _centres)
    return Card(
        key="leaving",
        headline=who_leaves(rows, _centre),
        note=of_n("unit.ended", over),
        reading=other.reading,
        table=parts.with_column(table, whole.then, i18n.t("column.share"), ["label"]),
        spec=_leaving_chart(asked, other.then) if over else None,
        legend=shares.legend(asked.beside(courses.leaving_by_centre)["denominator"]),
        warning=i18n.t("note.leaving"),
        opens=Opens(
            figure="leaving",
            marks={"label": opens.by(asked, "centre", _named(rows["centre_id"]))},
        ),
    )


def who_leaves(rows: pd.DataFrame, named: Callable[[int], str], *, has_more: bool = False) -> str:
    """A centre is named where it loses more than the others, and not by chance; ``has_more``:
    whether a wider period or filter would have more courses."""
    left, over = int(rows["numerator"].sum()), int(rows["denominator"].sum())
    if not over:
        return i18n.t("headline.no_completion")
    if not left:
        return i18n.tn("headline.none_left", over)
    found = rows[rows["denominator"] > 0]
    ordered = found.sort_values("share", ascending=False)
    lines = ordered[["centre_id", "numerator", "denominator"]].astype(int).to_numpy().tolist()
    for centre, part, whole in lines:
        rest, rest_whole = left - part, over - whole
        is_more = rest_whole > 0 and part * rest_whole > rest * whole
        if is_more and differs(part, whole, rest, rest_whole, tests=len(found)):
            others = percents.written(rest, rest_whole)
            return percents.sentence(
                "headline.centre_loses", part, whole, centre=named(centre), rest=others
            )
    return f"{_alike(found, has_more)} {percents.sentence('headline.left', left, over)}".lstrip()


def _alike(found: pd.DataFrame, has_more: bool) -> str:
    """Why no centre is named; of one alone nothing."""
    centres = found[found["centre_id"] != NO_CENTRE]
    if len(centres) < 2:
        return ""
    if centres["denominator"].max() >= FEW:
        return i18n.t("headline.leaving")
    return i18n.t("headline.leaving.too_few") + (f" {i18n.t('answer.widen')}" if has_more else "")


def _leaving_chart(asked: Asked, other: Then | None) -> Spec:
    rows = asked.beside(courses.leaving_by_centre)
    rows = rows[rows["denominator"] > 0].reset_index(drop=True)
    label = at(_centres(rows), rows["place"])
    return shapes.intervals(
        shares.chart_rows(rows, label),
        unit=i18n.t("unit.percent_left"),
        place=i18n.t("column.training_centre"),
        beside=other,
    )


def reasons(asked: Asked) -> Card:
    """Why people leave."""
    rows, unit = _by_centre_and_reason(asked), i18n.t("column.left")
    summed = _by_reason(asked)
    total = int(summed["value"].sum())
    of_centres = parts.beside(asked, Parts(_by_centre_and_reason, _KEYS, is_split=False))
    other = parts.beside(asked, Parts(_by_reason, is_split=False))
    headline = i18n.t("headline.nobody_left")
    if total:
        first = summed.iloc[0]
        headline = i18n.t("headline.no_first_reason")
        if leads(summed["value"]):
            said = {"reason": first["label"], "part": int(first["value"]), "whole": total}
            headline = i18n.t("headline.reason", **said)
    table = rows.rename(
        columns={
            "centre": i18n.t("column.training_centre"),
            "label": i18n.t("training_form.reason"),
            "value": unit,
        }
    )
    return Card(
        key="drop_reasons",
        headline=headline,
        note=of_n("unit.left", total),
        reading=other.reading,
        table=parts.with_column(table, of_centres.then, unit, _KEYS),
        spec=_reasons_chart(summed, other.then) if total else None,
        opens=Opens(
            figure="drop_reasons",
            marks={"label": opens.by(asked, "reason", labels.choices("DROP_REASON"))},
        ),
    )


_KEYS = ("centre", "label")


def _by_centre_and_reason(asked: Asked) -> pd.DataFrame:
    rows = asked.measure(courses.reasons_for_leaving)
    reasons = [labels.label("DROP_REASON", code) for code in rows["reason"]]
    return pd.DataFrame({"centre": _centres(rows), "label": reasons, "value": rows["events"]})


def _by_reason(asked: Asked) -> pd.DataFrame:
    """The most frequent first."""
    summed = _by_centre_and_reason(asked).groupby("label")["value"].sum()
    return summed.sort_values(ascending=False, kind="stable").reset_index()


def _reasons_chart(summed: pd.DataFrame, other: Then | None) -> Spec:
    rows = parts.with_others(summed, other)
    return shapes.bars(
        rows.assign(text=[i18n.number(int(each)) for each in rows["value"]]),
        unit=i18n.t("column.left"),
        place=i18n.t("training_form.reason"),
        beside=other,
    )


def places(asked: Asked) -> Card:
    """How full each course of the list is, and what became of those in it."""
    rows = asked.measure(courses.courses_begun)
    held, all_places = int(rows["taken"].sum()), int(rows["places"].sum())
    name = [
        title or labels.label("TRAINING_TYPE", code)
        for title, code in zip(rows["title"], rows["type"], strict=True)
    ]
    table = pd.DataFrame(
        {
            i18n.t("column.course"): name,
            i18n.t("column.training_centre"): _centres(rows),
            i18n.t("column.first_day"): [i18n.day_cell(each) for each in rows["starts_on"]],
            i18n.t("column.places"): rows["places"],
            i18n.t("column.taken"): rows["taken"],
            i18n.t("course.under_way"): rows["under_way"],
            i18n.t("column.completed"): rows["done"],
            i18n.t("column.left"): rows["left"],
        }
    )
    headline = i18n.t("headline.no_course")
    if len(rows):
        headline = i18n.tn("headline.places", len(rows), taken=held, places=all_places)
    return Card(
        key="course_places",
        headline=headline,
        note=of_n("unit.places", all_places),
        reading=words.never(asked, "compare.no_courses"),
        table=table,
        spec=_places_chart(rows, name) if len(rows) else None,
        warning=" ".join(_notes(rows)),
    )


def _notes(rows: pd.DataFrame) -> Iterator[str]:
    yield i18n.t("note.places")
    if len(rows) == courses.LISTED:
        yield i18n.t("note.newest_courses", number=courses.LISTED)


def _places_chart(rows: pd.DataFrame, name: list[str]) -> Spec:
    """A bar a course: its places, and beyond them those who left."""
    drawn = rows.head(MOST_DRAWN).assign(
        others=rows["taken"] - rows["done"] - rows["under_way"],
        free=(rows["places"] - rows["taken"]).clip(lower=0),
    )
    label = [
        f"{each} · {i18n.day_short(day)}"
        for each, day in zip(name[:MOST_DRAWN], drawn["starts_on"], strict=True)
    ]
    # Two courses of one name that begin on one day are two bars.
    label = [f"{each} ({label[:n].count(each) + 1})" if each in label[:n] else each
             for n, each in enumerate(label)]  # fmt: skip
    named = {part: i18n.t(f"course.{part}") for part in PARTS}
    cells = [
        (row, named[part], int(value))
        for part, (_, column) in PARTS.items()
        for row, value in zip(label, drawn[column], strict=True)
        if value
    ]
    return shapes.stacked(
        pd.DataFrame(cells, columns=["label", "series", "value"]),
        unit=i18n.t("column.places"),
        order=label,
        colours={named[part]: colours.STATES[state] for part, (state, _) in PARTS.items()},
        tips=tips("column.course", "column.status"),
    )


def _named(centres: pd.Series) -> dict[str, str]:
    return {str(int(each)): _centre(int(each)) for each in centres}


def _centres(rows: pd.DataFrame) -> list[str]:
    return [_centre(NO_CENTRE if pd.isna(each) else int(each)) for each in rows["centre_id"]]


def _centre(centre_id: int) -> str:
    if centre_id == NO_CENTRE:
        return i18n.t("courses.no_centre")
    return labels.organisation(centre_id)
