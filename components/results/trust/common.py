"""What the trust cards share: agencies, the wave to show, a line of the chart, hidden cells."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from components.cards.rows import rows_of
from components.language import i18n
from components.reads import reference
from components.results.common import Asked, agency
from db.inputs.results import EARLIEST
from db.measures import trust
from db.measures.trust import ALL_AGENCIES


class Cell(NamedTuple):
    """What one wave says of an item at an agency; its numbers are NaN where it is hidden."""

    wave: int
    agency_id: int
    item: str
    quality: str
    n: float
    share_trusting: float
    lower: float
    upper: float

    @property
    def is_hidden(self) -> bool:
        return self.quality == trust.HIDDEN


class Line(NamedTuple):
    """One row of a chart of intervals, in percent."""

    label: str
    value: float | None
    lower: float | None
    upper: float | None
    note: str
    quiet: bool


def cells(rows: pd.DataFrame) -> list[Cell]:
    """The rows of a survey, by name."""
    numbers = ("n", "share_trusting", "lower", "upper")
    return rows_of(rows.astype(dict.fromkeys(numbers, "float")), Cell)


def chart_rows(lines: list[Line]) -> pd.DataFrame:
    """The table behind a chart of intervals."""
    return pd.DataFrame(lines, columns=list(Line._fields))


def places(asked: Asked) -> list[int]:
    """The agencies in their fixed order, then all together where there is more than one."""
    return [*asked.agencies, *([ALL_AGENCIES] if len(asked.agencies) > 1 else [])]


def name(agency_id: int) -> str:
    """An agency's short name, or the word for all together."""
    return i18n.t("trust.all") if agency_id == ALL_AGENCIES else agency(agency_id)


class Wave(NamedTuple):
    """The wave that a card tells of, and how its note names it (empty without a wave)."""

    wave: int | None
    named: str


def told(asked: Asked, rows: pd.DataFrame) -> Wave:
    """The newest wave that is over and has a cell to show. Only where there is none, one that runs
    is told, as such. Whose answers they are is said too."""
    if rows.empty:
        return Wave(None, "")
    waves = asked.measure(trust.waves)
    over = set(waves.loc[waves["is_over"], "wave"])
    shown = set(rows.loc[rows["quality"] != trust.HIDDEN, "wave"])
    wave = int(max(shown & over or shown or over or set(rows["wave"])))
    parts = [wave_in_words(asked, wave), i18n.t("trust.of_users")]
    return Wave(wave, "".join(f" · {part}" for part in parts))


def is_over(asked: Asked, wave: int | None) -> bool:
    """Whether a wave takes no more answers."""
    waves = asked.measure(trust.waves)
    return bool(waves.loc[waves["wave"] == wave, "is_over"].all())


def wave_in_words(asked: Asked, wave: int) -> str:
    """A wave by its number and its days, and whether it still runs; one of any time before, too."""
    waves = waves_so_far(asked)
    found = waves[waves["wave"] == wave].iloc[0]
    start, end = (i18n.day(found[name], "medium") for name in ("starts_on", "ends_on"))
    key = "trust.wave_of" if found["is_over"] else "trust.wave_running"
    return i18n.t(key, wave=wave, start=start, end=end)


def waves_so_far(asked: Asked) -> pd.DataFrame:
    """The waves of the period, and those before it."""
    return asked.measured(trust.waves, replace(asked.wanted, start=EARLIEST))


def no_age(asked: Asked) -> str:
    """Said where a filter by age is set: no answer to the survey has an age."""
    return f" · {i18n.t('note.no_age')}" if asked.wanted.age_bands else ""


def left_out(asked: Asked, wave: int | None) -> str:
    """How many flagged answers the wave has, whatever cells are shown, to stand in a note."""
    rows = asked.measure(trust.left_out)
    found = list(rows.loc[rows["wave"] == wave, "flagged"])
    if not found:
        return ""
    if pd.isna(found[0]):
        flagged = i18n.t("trust.flagged_hidden")
    else:
        flagged = i18n.tn("trust.flagged", int(found[0]))
    return " ".join([flagged, *_by_open_link(asked, wave)])


def _by_open_link(asked: Asked, wave: int | None) -> list[str]:
    """How many answers by open links the wave has besides, if any."""
    rows = asked.measure(trust.by_open_link)
    found = list(rows.loc[rows["wave"] == wave, "answers"])
    if is_over(asked, wave):
        return [i18n.tn("trust.by_open_link", int(each)) for each in found]
    return [i18n.tn("trust.by_open_link_about", int(each)) for each in found]


def line(asked: Asked, label: str, cell: Cell) -> Line:
    """The row of a chart for a cell of the survey."""
    if cell.is_hidden:
        return Line(label, None, None, None, hidden(asked), True)
    is_indicative = cell.quality == trust.INDICATIVE
    note = f"{i18n.percent(cell.share_trusting)} · n = {i18n.number(int(cell.n))}"
    if is_indicative:
        note += " · " + i18n.t("trust.indicative")
    share, lower, upper = (100 * each for each in (cell.share_trusting, cell.lower, cell.upper))
    return Line(label, share, lower, upper, note, is_indicative)


def hidden(asked: Asked) -> str:
    """What stands in place of a number that is hidden."""
    if asked.wanted.sexes:
        return i18n.t("trust.hidden_by_sex")
    return i18n.t("trust.hidden", least=reference.programme().trust_hidden_below)


def whole(asked: Asked, value: float | None) -> int | str:
    """A number as a table holds it; a hidden cell says so."""
    return hidden(asked) if pd.isna(value) else int(value)


def nothing(asked: Asked, rows: pd.DataFrame) -> str:
    """The headline where no wave was asked, or every cell is hidden."""
    if rows.empty:
        return i18n.t("headline.no_wave")
    return i18n.t("headline.trust_hidden_by_sex" if asked.wanted.sexes else "headline.trust_hidden")


def too_few(asked: Asked, rows: pd.DataFrame) -> str:
    """What stands in a chart's place where a wave was asked and every cell is hidden."""
    if rows.empty:
        return ""
    if asked.wanted.sexes:
        return i18n.t("trust.nothing_by_sex")
    if not asked.is_widest:
        return i18n.t("trust.too_few")
    runs = not is_over(asked, int(rows["wave"].max()))
    return i18n.t("trust.too_few_yet" if runs else "trust.too_few_over")


def advice(asked: Asked) -> str:
    """What could be chosen where ``too_few`` says that nothing is shown; empty where nothing."""
    if asked.wanted.sexes:
        return i18n.t("trust.by_sex_advice")
    return "" if asked.is_widest else i18n.t("trust.too_few_advice")


def how_far(asked: Asked, rows: pd.DataFrame) -> list[str]:
    """Why some numbers of an item are not told, where any are not."""
    if asked.wanted.sexes:
        return [i18n.t("trust.by_sex")]
    shown = rows[rows["quality"] != trust.HIDDEN]
    return [i18n.t("trust.only_classes")] if shown["mean"].isna().any() else []
