"""The other values of a chart of bars, dots or cells: for each part the same, asked elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pandas as pd

from components.cards.charts.then import Then
from components.language import i18n
from components.reads.figures import Measure
from components.results.common import Asked, at, span
from components.results.compare import words
from components.results.compare.months import Beside
from db.inputs.results import Against, months_back
from db.statistics.rounding import FEWEST, half_up, percent

#: What the rows of a measure are called.
Named = Callable[[pd.DataFrame], list[str]]


class Parts(NamedTuple):
    """A chart of parts: its rows for any question, ``value`` by the columns ``keys``.

    ``is_share``: a share (0 to 100) has no mean over agencies; ``unfair``: the sentence on why
    another time says nothing; ``is_cells``: the other value stands below its own, not as a mark;
    ``is_split``: agencies that are chosen stand side by side; ``has_agencies``: always do.
    """

    rows: Callable[[Asked], pd.DataFrame]
    keys: tuple[str, ...] = ("label",)
    is_share: bool = False
    unfair: str = ""
    is_cells: bool = False
    is_split: bool = True
    has_agencies: bool = False


def beside(asked: Asked, parts: Parts) -> Beside:
    """What the chart is compared with; nothing where nothing was asked for."""
    if asked.against is Against.NOTHING:
        return Beside()
    if why := _prevented(asked, parts):
        return Beside(reading=why)
    found, own = _found(asked, parts), parts.rows(asked)
    if parts.is_share:
        found = _known_apart(found, own, list(parts.keys))
    else:
        # Of a count, what is not there is none.
        found = pd.concat([found, own.assign(value=0)], ignore_index=True)
    rows = added_up(found, parts.keys)
    rows["value"] = [half_up(each, 1) for each in rows["value"].astype(float)]
    if rows.empty:
        return Beside(reading=i18n.t("compare.without"))
    texts = [i18n.number(each, 0 if float(each).is_integer() else 1) for each in rows["value"]]
    then = Then(words.name(asked.against), rows.assign(text=texts))
    return Beside(then=then, reading=_reading(asked, parts))


def _known_apart(found: pd.DataFrame, own: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Without the shares of places of one name: neither is that of both, nor may it be added."""
    doubled = pd.concat([each.loc[each.duplicated(keys), keys] for each in (found, own)])
    names = set(doubled.itertuples(index=False, name=None))
    rows = found[keys].itertuples(index=False, name=None)
    return found.loc[pd.Series([each not in names for each in rows], found.index, dtype=bool)]


def _prevented(asked: Asked, parts: Parts) -> str:
    is_time = bool(months_back(asked.wanted, asked.against))
    if asked.against is Against.TARGET:
        return i18n.t("compare.no_target_of_parts", page=i18n.t("page.indicators"))
    if is_time and parts.unfair:
        return i18n.t(parts.unfair)
    if parts.is_share and asked.against is Against.MEAN:
        return i18n.t("compare.no_mean_of_shares")
    is_split = parts.has_agencies or (parts.is_split and asked.is_side_by_side)
    if is_split and not is_time:
        return i18n.t("compare.side_by_side")
    if why := words.prevented(asked):
        return why
    return "" if words.is_whole(asked) else i18n.t("compare.partly_sum")


def _found(asked: Asked, parts: Parts) -> pd.DataFrame:
    """Of the mean, each agency's own, shared out: a person is counted at each agency."""
    if asked.against is not Against.MEAN:
        return parts.rows(asked.of(words.other(asked)))
    there = words.with_agent(asked)
    rows = pd.concat(
        [parts.rows(asked.of(asked.at(frozenset({each})))) for each in there], ignore_index=True
    )
    return rows.assign(value=rows["value"] / len(there))


def _reading(asked: Asked, parts: Parts) -> str:
    key = "compare.cell" if parts.is_cells else "compare.mark_each"
    return i18n.t(key, other=words.name(asked.against), span=span(words.other(asked)))


def told(first: str, other: Beside) -> str:
    """What is said of a whole, then of its parts; a sentence that is both is said once."""
    return " · ".join(dict.fromkeys(filter(None, (first, other.reading))))


def added_up(rows: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """The ``value`` of what has one name, in the order in which the names come."""
    return rows.groupby(list(keys), sort=False)["value"].sum().reset_index()


def every_cell(cells: pd.DataFrame, rows: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """A ``value`` for each row (``label``) and column (``series``), 0 where there is none."""
    every = pd.MultiIndex.from_product([rows, columns], names=["label", "series"])
    return cells.set_index(["label", "series"]).reindex(every, fill_value=0).reset_index()


def with_others(named: pd.DataFrame, then: Then | None) -> pd.DataFrame:
    """Counts by ``label``, with a 0 for each label that only the other value has."""
    every = labels(named["label"].tolist(), then)
    return named.set_index("label").reindex(every, fill_value=0).reset_index()


def labels(own: Sequence[str], then: Then | None) -> list[str]:
    """The labels of a chart of counts: its own, then those that only the other one has."""
    other = [] if then is None else list(then.rows["label"])
    return list(dict.fromkeys([*own, *other]))


def with_column(
    table: pd.DataFrame, then: Then | None, unit: str, at: Sequence[str]
) -> pd.DataFrame:
    """The table with the other value of each row, found by its first columns, which hold the keys
    ``at`` of ``then``; a dash where there is none, or where two rows have one name."""
    if then is None:
        return table
    keys = [tuple(each) for each in then.rows[list(at)].itertuples(index=False, name=None)]
    known = dict(zip(keys, then.rows["value"].astype(float), strict=True))
    own = [tuple(each) for each in table.iloc[:, : len(at)].itertuples(index=False, name=None)]
    often = Counter(own)
    values = [_cell(known.get(each) if often[each] == 1 else None) for each in own]
    return table.assign(**{f"{unit} · {then.name}": values})


def _cell(value: float | None) -> int | float | str:
    if value is None:
        return "—"
    return int(value) if value.is_integer() else value


def shares(asked: Asked, measure: Measure[pd.DataFrame], named: Named) -> tuple[Beside, Beside]:
    """What a chart of shares is compared with: the whole, for its table, and agencies side by side,
    for its marks."""

    def whole(there: Asked) -> pd.DataFrame:
        rows = there.measure(measure)
        return of_shares(named(rows), rows)

    def of_places(there: Asked) -> pd.DataFrame:
        rows = there.beside(measure)
        return of_shares(at(named(rows), rows["place"]), rows)

    of_all, of_each = (Parts(rows, is_share=True) for rows in (whole, of_places))
    return beside(asked, of_all), beside(asked, of_each)


def of_shares(label: Sequence[str], rows: pd.DataFrame) -> pd.DataFrame:
    """Rows for ``Parts``: the shares of ``rows`` in whole percent; none of few."""
    told = (rows["denominator"] >= FEWEST).to_numpy()
    found = pd.DataFrame({"label": list(label), "share": rows["share"].array})[told]
    kept: pd.DataFrame = found.assign(value=[float(percent(each)) for each in found.pop("share")])
    return kept
