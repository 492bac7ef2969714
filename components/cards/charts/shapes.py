"""The few shapes that all results are drawn in; pure: frames and words in, Vega-Lite out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import altair as alt
import pandas as pd

from components.cards.charts.theme import (
    ACCENT,
    CATEGORIES,
    INK,
    PAPER,
    QUIET,
    SOFT,
    Spec,
    category_colours,
    count_axis,
    finished,
    labels_height,
    room_for,
    rows_axis,
    wrapped,
)

SHOWN = "isValid(datum.value)"
#: The opacity of a month that is not over.
LIGHTER = 0.45


class Tips(NamedTuple):
    """What a tooltip calls the place of a bar, the part of it, and the part's share of n."""

    place: str
    series: str
    share: str


class Gaps(NamedTuple):
    """Months for which something was not received: the word for it, and by month what."""

    word: str
    months: Sequence[tuple[str, str]] = ()


def monthly(
    rows: pd.DataFrame,
    *,
    unit: str,
    months: list[str],
    series: list[str],
    tips: Tips,
    unfinished: Sequence[str] = (),
    gaps: Gaps | None = None,
) -> Spec:
    """Stacked bars a month. ``rows``: ``month`` (label), ``series`` (label), ``value``. Bars of the
    ``unfinished`` months are lighter; a ring on the axis marks ``gaps``."""
    step = max(1, -(-len(months) // 8))
    rows = _parts(rows, "month")
    lighter = alt.FieldOneOfPredicate(field="month", oneOf=list(unfinished))
    chart = (
        alt.Chart(rows)
        .mark_bar(stroke=PAPER, strokeWidth=1)
        .encode(
            x=alt.X(
                "month:O",
                sort=months,
                title=None,
                scale=alt.Scale(domain=months),
                axis=alt.Axis(labelAngle=0, values=months[::step], labelOverlap=True),
            ),
            y=alt.Y("value:Q", title=unit, axis=count_axis(_most(rows, "month"))),
            color=category_colours(series),
            opacity=alt.condition(lighter, alt.value(LIGHTER), alt.value(1)),
            tooltip=_tooltip("month:O", unit, tips),
        )
    )
    if gaps is None or not gaps.months:
        return finished(chart)
    return finished(alt.layer(chart, _rings(gaps, months, tips)))


def _rings(gaps: Gaps, months: list[str], tips: Tips) -> alt.Chart:
    """A ring on the axis for each month with a gap."""
    rows = pd.DataFrame(gaps.months, columns=["month", "what"])
    drawn: alt.Chart = (
        alt.Chart(rows)
        .mark_point(size=60, color=SOFT, fill=PAPER, strokeWidth=2, opacity=1)
        .encode(
            x=alt.X("month:O", sort=months),
            y=alt.datum(0),
            tooltip=[
                alt.Tooltip("month:O", title=tips.place),
                alt.Tooltip("what:N", title=gaps.word),
            ],
        )
    )
    return drawn


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


def bars(rows: pd.DataFrame, *, unit: str, step: int = 1) -> Spec:
    """Horizontal bars in the order given. ``rows``: ``label``, ``value`` (missing where nothing is
    shown: then the text stands in the bar's place), ``text``; optional ``side`` (bool) draws a bar
    in the second colour. ``step``: the least between two numbers of the axis."""
    rows = with_wrapped_labels(rows).assign(colour=_colour(rows))
    order, most = rows["label"].tolist(), float(rows["value"].max())
    base = alt.Chart(rows).encode(y=rows_axis(order))
    drawn, after = base.transform_filter(SHOWN), rows.loc[rows["value"].notna(), "text"]
    bar = drawn.mark_bar(height=16, cornerRadiusEnd=3).encode(
        x=alt.X("value:Q", title=unit, axis=count_axis(most, step), scale=room_for(after, most)),
        color=alt.Color("colour:N", scale=None),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title=unit)],
    )
    number = drawn.mark_text(align="left", dx=5, color=INK).encode(x="value:Q", text="text:N")
    layers = [bar, number, _absent(base, 0, "text:N")]
    return finished(alt.layer(*layers), height=labels_height(order))


def _absent(base: alt.Chart, at: int, words: str) -> alt.Chart:
    """Words in the place of what is not shown."""
    mark = base.transform_filter(f"!{SHOWN}").mark_text(
        align="left", dx=5, color=SOFT, fontStyle="italic"
    )
    drawn: alt.Chart = mark.encode(x=alt.datum(at), text=words)
    return drawn


def _most(rows: pd.DataFrame, place: str) -> float:
    """The height of the highest stack."""
    return float(rows.groupby(place)["value"].sum().max()) if len(rows) else 0


def with_wrapped_labels(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with their ``label`` on as many lines as it needs."""
    return rows.assign(label=[wrapped(label) for label in rows["label"]])


def _colour(rows: pd.DataFrame) -> pd.Series | str:
    return rows["side"].map({True: CATEGORIES[1], False: ACCENT}) if "side" in rows else ACCENT


def stacked(
    rows: pd.DataFrame, *, unit: str, order: list[str], series: list[str], tips: Tips
) -> Spec:
    """Horizontal stacked bars. ``rows``: ``label``, ``series``, ``value``."""
    order = [wrapped(label) for label in order]
    rows = _parts(rows, "label")
    chart = (
        alt.Chart(with_wrapped_labels(rows))
        .mark_bar(height=16, stroke=PAPER, strokeWidth=1)
        .encode(
            y=rows_axis(order),
            x=alt.X("value:Q", title=unit, axis=count_axis(_most(rows, "label"))),
            color=category_colours(series),
            order=alt.Order("rank:Q"),
            tooltip=_tooltip("label:N", unit, tips),
        )
        .transform_calculate(rank=f"indexof({series}, datum.series)")
    )
    return finished(chart, height=labels_height(order))


def intervals(
    rows: pd.DataFrame,
    *,
    unit: str,
    band: tuple[float, float] | None = None,
    domain: tuple[int, int] = (0, 100),
) -> Spec:
    """A dot and its 95 % interval a row, in percent from 0 to 100 (or points around 0).

    ``rows``: ``label``, ``value``, ``lower``, ``upper`` (percent, missing where nothing is shown),
    ``note`` (n in words), ``quiet`` (bool: few answers, drawn in grey). ``band``: the mean's
    interval over all, as a light strip.
    """
    rows = with_wrapped_labels(rows).assign(colour=rows["quiet"].map({True: QUIET, False: ACCENT}))
    order = list(dict.fromkeys(rows["label"]))
    scale = alt.Scale(domain=list(domain))
    colour = alt.Color("colour:N", scale=None)
    base = alt.Chart(rows).encode(y=rows_axis(order))
    drawn = base.transform_filter(SHOWN)
    line = drawn.mark_rule(strokeWidth=2).encode(
        x=alt.X("lower:Q", scale=scale, title=unit), x2="upper:Q", color=colour
    )
    dot = drawn.mark_point(filled=True, size=80, opacity=1).encode(
        x=alt.X("value:Q", scale=scale),
        color=colour,
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("note:N", title=" ")],
    )
    notes, absent = _notes(drawn, scale, domain), _absent(base, domain[0], "note:N")
    layers = [*_behind(scale, band, domain), line, dot, *notes, absent]
    return finished(alt.layer(*layers), height=labels_height(order, 40))


def _notes(drawn: alt.Chart, scale: alt.Scale, domain: tuple[int, int]) -> list[alt.Chart]:
    """n above its dot, on the side where there is room."""
    third = (domain[1] - domain[0]) / 3
    sides: tuple[Literal["left", "center", "right"], ...] = ("left", "center", "right")
    turns = [domain[0], domain[0] + third, domain[1] - third, domain[1] + 1]
    return [
        drawn.transform_filter(f"datum.value >= {low} && datum.value < {high}")
        .mark_text(dy=-10, align=align, color=INK, fontSize=11)
        .encode(x=alt.X("value:Q", scale=scale), text="note:N")
        for low, high, align in zip(turns, turns[1:], sides, strict=False)
    ]


def _behind(
    scale: alt.Scale, band: tuple[float, float] | None, domain: tuple[int, int]
) -> list[alt.Chart]:
    """The light strip of the mean, or the line of no difference."""
    if band is not None:
        strip = pd.DataFrame({"low": [band[0]], "high": [band[1]]})
        mark = alt.Chart(strip).mark_rect(color=ACCENT, opacity=0.12)
        return [mark.encode(x=alt.X("low:Q", scale=scale), x2="high:Q")]
    if domain[0] < 0:
        nothing = alt.Chart(pd.DataFrame({"at": [0]})).mark_rule(color=QUIET, strokeDash=[4, 3])
        return [nothing.encode(x=alt.X("at:Q", scale=scale))]
    return []


def timeline(rows: pd.DataFrame, *, first: str, last: str, ticks: dict[str, str]) -> Spec:
    """Postings as bars over time. ``rows``: ``label``, ``start``, ``end`` (ISO days; a bar ends
    where its end begins), ``text``; ``ticks`` maps ISO days of the axis to their labels."""
    rows = with_wrapped_labels(rows)
    order = list(dict.fromkeys(rows["label"]))
    names = "{" + ",".join(f"'{day}':'{label}'" for day, label in ticks.items()) + "}"
    chart = (
        alt.Chart(rows)
        .mark_bar(height=14, color=ACCENT)
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
            x2="end:T",
            tooltip=[alt.Tooltip("text:N", title=" ")],
        )
    )
    return finished(chart, height=labels_height(order))
