"""What the page of an agency shows beside its charts, as a table for files."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from components.language import i18n
from components.reads import indicator_words
from components.results.agency import beside, targets
from components.results.common import Asked
from components.results.indicators import words
from components.results.indicators.agencies import Row

Line = tuple[str, int | str, str, str, str]


def table(asked: Asked, agency_id: int, rows: targets.Rows) -> pd.DataFrame:
    """The figures with the mean, then the key indicators with where they stand; where nobody was
    posted there are no figures to stand beside a mean."""
    figures = [] if asked.without_agent_in_period else _figures(beside.found(asked, agency_id))
    lines = [*figures, *map(_followed, rows)]
    columns = ("take.figure", "take.value", "take.unit", "take.beside", "take.meaning")
    return pd.DataFrame(lines, columns=[i18n.t(each) for each in columns])


def _figures(told: beside.Beside) -> Iterator[Line]:
    for name in beside.FIRST:
        what = i18n.t(f"figure.{name}.what")
        yield i18n.t(f"figure.{name}"), told.own[name], "", beside.mean_in_words(told, name), what


def _followed(row: Row) -> Line:
    sheet, found = row
    current, is_share = found.standing.current, sheet.adds_up.is_share
    value = indicator_words.cell(sheet, found.value, current)
    unit = "%" if is_share and isinstance(value, int) else ""
    title, state = indicator_words.said(sheet, "title"), words.named(found.standing.state)
    says = f"{words.sentence(sheet, found)} {words.counted_since(sheet, found)}".strip()
    return title, value, unit, state, says
