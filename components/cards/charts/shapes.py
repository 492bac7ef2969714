"""The few shapes that all results are drawn in; pure: frames and words in, Vega-Lite out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import altair as alt
import pandas as pd

from components.cards.charts import native, then
from components.cards.charts.colours import BESIDE, EDGE, FEW, FIGURE, INK, PAPER, SOFT
from components.cards.charts.theme import (
    Spec,
    count_axis,
    finished,
    labels_height,
    part_colours,
    room_for,
    rows_axis,
    wrapped,
)
from components.cards.charts.then import Then

SHOWN = "isValid(datum.value)"
#: Vega would move the first and the last number inwards, beside their lines.
_AT_THEIR_LINES = alt.Axis(labelFlush=False)


class Tips(NamedTuple):
    """What a tooltip calls the place of a bar, the part of it, and the part's share of n."""

    place: str
    series: str
    share: str


def _parts(rows: pd.DataFrame, place: str) -> pd.DataFrame:
    """One row a place and series, with its share of the chart's n."""
    by = [place, "series"]
    summed: pd.DataFrame = rows.groupby(by, sort=False)["value"].sum().reset_index()
    return summed.assign(share=summed["value"] / (summed["value"].sum() or 1))


def _tooltip(place: str, unit: str, tips: Tips) -> list[alt.Tooltip]:
    return [
        alt.Tooltip(place, title=tips.place),
        alt.Tooltip("series:N", title=tips.series),
        alt.Tooltip("value:Q", title=unit),
        alt.Tooltip("share:Q", title=tips.share, format=".0%"),
    ]


def bars(
    rows: pd.DataFrame, *, unit: str, place: str, step: int = 1, beside: Then | None = None
) -> Spec:
    """Horizontal bars in the order given. ``rows``: ``label``, ``value`` (missing where nothing is
    shown: then the text stands in the bar's place), ``text``; optional ``side`` (bool): beside the
    path. ``step``: the least between two numbers of the axis; ``beside``: a mark at another value
    of each label; ``place``: what a tooltip calls a row."""
    same = native.single(
        "bars", unit, rows["label"].tolist(),
        native.Series(name=unit, values=native.numbers(rows["value"]), colour=FIGURE),
    )  # fmt: skip
    same = native.with_others(same, beside, rows["label"].tolist())
    rows = after_both(with_wrapped_labels(rows).assign(colour=_colour(rows)), beside)
    order = rows["label"].tolist()
    most = max(float(rows["value"].max()), then.most(beside))
    base = alt.Chart(rows).encode(y=rows_axis(order))
    drawn, after = base.transform_filter(SHOWN), rows.loc[rows["value"].notna(), "text"]
    bar = drawn.mark_bar(height=16, cornerRadiusEnd=3).encode(
        x=alt.X("value:Q", title=unit, axis=count_axis(most, step), scale=room_for(after, most)),
        color=alt.Color("colour:N", scale=None),
        tooltip=[alt.Tooltip("label:N", title=place), alt.Tooltip("text:N", title=unit)],
    )
    number = drawn.mark_text(align="left", dx=5, color=INK).encode(
        x=alt.X("after:Q"), text=alt.Text("text:N")
    )
    others = [] if beside is None else totals(beside, order, place)
    layers = [bar, *others, number, _absent(base, 0, "text:N")]
    return finished(alt.layer(*layers), same, height=labels_height(order))


def after_both(rows: pd.DataFrame, beside: Then | None) -> pd.DataFrame:
    """Where the text of each bar stands: after the bar and the mark on it."""
    if beside is None:
        return rows.assign(after=rows["value"])
    marked = with_wrapped_labels(beside.rows).set_index("label")["value"].reindex(rows["label"])
    return rows.assign(after=rows["value"].where(~(marked.array > rows["value"]), marked.array))


def _absent(base: alt.Chart, at: int, words: str) -> alt.Chart:
    """Words in the place of what is not shown."""
    mark = base.transform_filter(f"!{SHOWN}").mark_text(align="left", dx=5, color=SOFT)
    drawn: alt.Chart = mark.encode(x=alt.datum(at), text=words)
    return drawn


def _most(rows: pd.DataFrame, place: str) -> float:
    """The height of the highest stack."""
    return float(rows.groupby(place)["value"].sum().max()) if len(rows) else 0


def with_wrapped_labels(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with their ``label`` on as many lines as it needs."""
    return rows.assign(label=[wrapped(label) for label in rows["label"]])


def _colour(rows: pd.DataFrame) -> pd.Series | str:
    return rows["side"].map({True: BESIDE, False: FIGURE}) if "side" in rows else FIGURE


def stacked(
    rows: pd.DataFrame,
    *,
    unit: str,
    order: list[str],
    colours: Mapping[str, str],
    tips: Tips,
    beside: Then | None = None,
) -> Spec:
    """Horizontal bars of parts. ``rows``: ``label``, ``series``, ``value``; ``colours``: by the
    name of a series, in their order; ``beside``: a mark at another total of each label."""
    same = native.by_series("stacked", rows, unit=unit, labels=order, colours=list(colours.items()))
    same = native.with_totals(same, beside)
    order, series = [wrapped(label) for label in order], list(colours)
    rows = _parts(rows, "label")
    chart = (
        alt.Chart(with_wrapped_labels(rows))
        .mark_bar(height=16, stroke=EDGE, strokeWidth=0.75)
        .encode(
            y=rows_axis(order),
            x=alt.X(
                "value:Q", title=unit, axis=count_axis(max(_most(rows, "label"), then.most(beside)))
            ),
            color=part_colours(colours),
            order=alt.Order("rank:Q"),
            tooltip=_tooltip("label:N", unit, tips),
        )
        .transform_calculate(rank=f"indexof({json.dumps(series)}, datum.series)")
    )
    whole = chart if beside is None else alt.layer(chart, *totals(beside, order, tips.place))
    return finished(whole, same, height=labels_height(order))


def totals(beside: Then, order: list[str], place: str) -> list[alt.Chart]:
    """A mark as high as a bar; paper parts it from what it lies on."""
    base = alt.Chart(_drawn(beside, order)).encode(y=rows_axis(order), x=alt.X("value:Q"))
    told = [alt.Tooltip("label:N", title=place), alt.Tooltip("value:Q", title=beside.name)]
    return [
        base.mark_tick(color=PAPER, thickness=6, size=24),
        base.mark_tick(color=INK, thickness=3, size=24).encode(tooltip=told),
    ]


def intervals(
    rows: pd.DataFrame,
    *,
    unit: str,
    place: str,
    band: tuple[float, float] | None = None,
    domain: tuple[int, int] = (0, 100),
    beside: Then | None = None,
) -> Spec:
    """A dot and its 95 % interval a row, in percent from 0 to 100 (or points around 0).

    ``rows``: ``label``, ``value``, ``lower``, ``upper`` (percent, missing where nothing is shown),
    ``note`` (n in words), ``quiet`` (bool: few answers, drawn in grey). ``band``: the mean's
    interval over all, as a light strip; ``beside``: a mark at another value of each label.
    """
    same = native.with_others(
        native.with_intervals(rows, unit), beside, rows["label"].tolist(), digits=0
    )
    rows = with_wrapped_labels(rows).assign(colour=rows["quiet"].map({True: FEW, False: FIGURE}))
    order = list(dict.fromkeys(rows["label"]))
    if not rows["value"].notna().any():
        return finished(alt.layer(_words_alone(rows, order)), same, height=labels_height(order, 40))
    scale = alt.Scale(domain=list(domain))
    colour = alt.Color("colour:N", scale=None)
    base = alt.Chart(rows).encode(y=rows_axis(order))
    drawn = base.transform_filter(SHOWN)
    line = drawn.mark_rule(strokeWidth=2).encode(
        x=alt.X("lower:Q", scale=scale, title=unit, axis=_AT_THEIR_LINES),
        x2=alt.X2("upper:Q"),
        color=colour,
    )
    dot = drawn.mark_point(filled=True, size=80, opacity=1).encode(
        x=alt.X("value:Q", scale=scale),
        color=colour,
        tooltip=[alt.Tooltip("label:N", title=place), alt.Tooltip("note:N", title=unit)],
    )
    notes, absent = _notes(drawn, scale, domain), _absent(base, domain[0], "note:N")
    others = [] if beside is None else _others(beside, order, scale, place)
    layers = [*_behind(scale, band, domain), line, *others, dot, *notes, absent]
    return finished(alt.layer(*layers), same, height=labels_height(order, 40))


def _words_alone(rows: pd.DataFrame, order: list[str]) -> alt.Chart:
    """What each row rests on, where there is no dot: an axis of percents would promise some."""
    mark = alt.Chart(rows).mark_text(align="left", dx=5, color=SOFT)
    drawn: alt.Chart = mark.encode(y=rows_axis(order), x=alt.value(0), text=alt.Text("note:N"))
    return drawn


def _drawn(beside: Then, order: list[str]) -> pd.DataFrame:
    """The other values of the rows that a chart has."""
    rows = with_wrapped_labels(beside.rows)
    kept: pd.DataFrame = rows[rows["label"].isin(order)]
    return kept


def _others(beside: Then, order: list[str], scale: alt.Scale, place: str) -> list[alt.Chart]:
    """A mark under the line of each interval, out of the way of what is written above it."""
    drawn = alt.Chart(_drawn(beside, order))
    base = drawn.encode(y=rows_axis(order), x=alt.X("value:Q", scale=scale))
    told = [
        alt.Tooltip("label:N", title=place),
        alt.Tooltip("value:Q", title=beside.name, format=".0f"),
    ]
    return [base.mark_tick(color=INK, thickness=3, size=14, yOffset=8).encode(tooltip=told)]


def _notes(drawn: alt.Chart, scale: alt.Scale, domain: tuple[int, int]) -> list[alt.Chart]:
    """n above its dot, on the side where there is room; paper parts it from the line of no
    difference."""
    third = (domain[1] - domain[0]) / 3
    sides: tuple[Literal["left", "center", "right"], ...] = ("left", "center", "right")
    turns = [domain[0], domain[0] + third, domain[1] - third, domain[1] + 1]
    halo: dict[str, Any] = {"stroke": PAPER, "strokeWidth": 4}
    return [
        drawn.transform_filter(f"datum.value >= {low} && datum.value < {high}")
        .mark_text(dy=-10, align=align, color=INK, fontSize=11, **parted)
        .encode(x=alt.X("value:Q", scale=scale), text=alt.Text("note:N"))
        for parted in ([halo, {}] if domain[0] < 0 else [{}])
        for low, high, align in zip(turns, turns[1:], sides, strict=False)
    ]


def _behind(
    scale: alt.Scale, band: tuple[float, float] | None, domain: tuple[int, int]
) -> list[alt.Chart]:
    """The light strip of the mean, or the line of no difference."""
    if band is not None:
        strip = pd.DataFrame({"low": [band[0]], "high": [band[1]]})
        mark = alt.Chart(strip).mark_rect(color=FIGURE, opacity=0.12)
        return [mark.encode(x=alt.X("low:Q", scale=scale), x2=alt.X2("high:Q"))]
    if domain[0] < 0:
        nothing = alt.Chart(pd.DataFrame({"at": [0]})).mark_rule(color=FEW, strokeDash=[4, 3])
        return [nothing.encode(x=alt.X("at:Q", scale=scale))]
    return []


def timeline(
    rows: pd.DataFrame, *, place: str, first: str, last: str, ticks: dict[str, str]
) -> Spec:
    """Postings as bars over time. ``rows``: ``label``, ``start``, ``end`` (ISO days; a bar ends
    where its end begins), ``text``; ``ticks`` maps ISO days of the axis to their labels."""
    same = native.spans(rows, place, list(ticks))
    rows = with_wrapped_labels(rows)
    order = list(dict.fromkeys(rows["label"]))
    names = "{" + ",".join(f"'{day}':'{label}'" for day, label in ticks.items()) + "}"
    chart = (
        alt.Chart(rows)
        .mark_bar(height=14, color=FIGURE)
        .encode(
            y=rows_axis(order),
            x=alt.X(
                "start:T",
                title=None,
                scale=alt.Scale(type="utc", domain=[first, last]),
                axis=alt.Axis(
                    values=list(ticks),
                    labelExpr=f"{names}[utcFormat(datum.value, '%Y-%m-%d')]",
                ),
            ),
            x2=alt.X2("end:T"),
            tooltip=[alt.Tooltip("text:N", title=place)],
        )
    )
    return finished(chart, same, height=labels_height(order))
