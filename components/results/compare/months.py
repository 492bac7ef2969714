"""The other figures of a chart of months, month for month, from the measure of the chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from components.cards.charts.then import Then
from components.language import i18n
from components.reads import reference
from components.results.common import Asked, agency, span
from components.results.compare import words
from db.inputs.dates import month_index, month_of
from db.inputs.results import Against, ResultFilter, months_back, months_of
from db.statistics.rounding import half_up


class Shown(NamedTuple):
    """A chart of months: its rows for any filter (``month``, ``agency_id`` and ``value``), what a
    row is called in it, the names from the top, and whether these are agencies. ``is_register``:
    what was not received is no nought, and months before the programme count."""

    rows: Callable[[ResultFilter], pd.DataFrame]
    called: Callable[[pd.DataFrame], list[str]]
    order: list[str]
    value: str = "events"
    is_by_agency: bool = True
    is_register: bool = False


@dataclass(frozen=True)
class Beside:
    """``then``: what is drawn over the bars; ``total``: all of it, where it can be put beside the
    sum of the chart; ``reading``: a sentence on how to read it, or on why there is nothing."""

    then: Then | None = None
    total: float | None = None
    reading: str = ""


def beside(asked: Asked, shown: Shown) -> Beside:
    """What the chart is compared with; nothing where nothing was asked for."""
    if asked.against is Against.NOTHING:
        return Beside()
    if asked.against is Against.TARGET:
        return Beside(reading=i18n.t("compare.no_target"))
    if why := _prevented(asked, shown):
        return Beside(reading=why)
    counted, back = _counted(asked, shown), months_back(asked.wanted, asked.against)
    cells = [
        (i18n.month(month_of(at + back)), name, half_up(count, 1))
        for (name, at), count in counted.items()
    ]
    if not cells:
        return Beside(reading=i18n.t("compare.without") if shown.is_register else "")
    rows = pd.DataFrame(cells, columns=["month", "series", "value"])
    total = sum(counted.values())
    if shown.is_by_agency and not months_back(asked.wanted, asked.against):
        # Each row is put beside the same other one.
        total = sum(each for (name, _), each in counted.items() if name == cells[0][1])
    return Beside(
        then=Then(words.name(asked.against), rows),
        total=half_up(total, 1) if words.is_whole(asked) else None,
        reading=_reading(asked, shown),
    )


def _prevented(asked: Asked, shown: Shown) -> str:
    """A register is kept without an agent too, and not by every agency."""
    if not shown.is_register:
        return words.prevented(asked)
    return i18n.t("compare.no_mean_of_registers") if asked.against is Against.MEAN else ""


def _counted(asked: Asked, shown: Shown) -> Mapping[tuple[str, int], float]:
    """By the name of a row and the number of its month; 0 where nothing was entered."""
    within = words.other(asked)
    found = shown.rows(within)
    back = months_back(asked.wanted, asked.against)
    names, share = shown.order, 1
    if not back:
        there = words.with_agent(asked)
        if asked.against is Against.MEAN:
            found, share = found[found["agency_id"].isin(list(there))], len(there)
        elif shown.is_by_agency:
            names = [each for each in names if each != agency(int(asked.against))]
    # Of another place each agency's row gets the same.
    is_same = shown.is_by_agency and not back
    found = found[found[shown.value].notna()]
    summed: Counter[tuple[str, int]] = Counter()
    for name, month, value in zip(
        shown.called(found), found["month"], found[shown.value], strict=True
    ):
        summed["" if is_same else name, month_index(month)] += int(value)
    if shown.is_register:
        return {
            (name, at): each
            for name in names
            for (of, at), each in summed.items()
            if of == ("" if is_same else name)
        }
    began = month_index(reference.programme().starts_on)
    last = reference.today() if not back else within.end
    return {
        (name, at): summed["" if is_same else name, at] / share
        for name in names
        for at in (month_index(each) for each in months_of(within))
        if began <= at <= month_index(last)
    }


def _reading(asked: Asked, shown: Shown) -> str:
    if asked.against is Against.MEAN:
        return i18n.tn("compare.line.mean", len(words.with_agent(asked)))
    if not isinstance(asked.against, Against):
        return i18n.t("compare.line.agency", agency=agency(asked.against))
    sentence = i18n.t(f"compare.line.{asked.against}", span=span(words.other(asked)))
    if shown.is_register or words.is_whole(asked):
        return sentence
    return f"{sentence} · {i18n.t('compare.partly', day=reference.programme().starts_on)}"
