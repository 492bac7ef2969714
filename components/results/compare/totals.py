"""The other totals of a chart with a bar for each agency, whatever their parts."""

from __future__ import annotations

from components.cards.charts.then import Then
from components.language import i18n
from components.results.common import Asked, span
from components.results.compare import months, words
from components.results.compare.months import Beside, Shown
from db.inputs.results import months_back


def beside(asked: Asked, shown: Shown) -> Beside:
    """A mark for each row that is put beside another time or place; otherwise why there is none."""
    found = months.beside(asked, shown)
    if found.then is None:
        return found
    if not words.is_whole(asked):
        return Beside(reading=i18n.t("compare.partly_sum"))
    rows = found.then.rows.groupby("series", sort=False)["value"].sum().reset_index()
    rows = rows.rename(columns={"series": "label"})
    if not months_back(asked.wanted, asked.against):
        # The same for each, from what is not yet rounded month by month.
        rows["value"] = found.total
    return Beside(then=Then(found.then.name, rows), reading=_reading(asked, found))


def _reading(asked: Asked, found: Beside) -> str:
    if not months_back(asked.wanted, asked.against):
        return found.reading
    return i18n.t("compare.mark", other=words.name(asked.against), span=span(words.other(asked)))
