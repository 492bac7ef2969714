"""What the trust cards share: agencies, the wave to show, a line of the chart, hidden cells."""

from __future__ import annotations

from typing import Any

import pandas as pd

from components.language import i18n
from components.results.common import Asked, agency
from db.measures import trust

ALL = 0
LINE = ["label", "value", "lower", "upper", "note", "quiet"]


def places(asked: Asked) -> list[int]:
    """The agencies in their fixed order, then all together where there is more than one."""
    return [*asked.agencies, *([ALL] if len(asked.agencies) > 1 else [])]


def name(agency_id: int) -> str:
    """An agency's short name, or the word for all together."""
    return i18n.t("trust.all") if agency_id == ALL else agency(agency_id)


def told(rows: pd.DataFrame) -> tuple[int | None, str]:
    """The newest wave that has a cell to show, and its name; a newer one is only mentioned."""
    if rows.empty:
        return None, ""
    shown = rows[rows["quality"] != "hidden"]
    newest = int(rows["wave"].max())
    wave = newest if shown.empty else int(shown["wave"].max())
    parts = [i18n.t("trust.wave", wave=wave)]
    if newest > wave:
        parts.append(i18n.t("trust.wave_under_way", wave=newest))
    return wave, "".join(f" · {part}" for part in parts)


def left_out(asked: Asked, wave: int | None) -> str:
    """How many flagged answers the wave has, whatever cells are shown, to stand in a note."""
    rows = asked.measure(trust.left_out).set_index("wave")
    if wave not in rows.index:
        return ""
    flagged = rows.loc[wave, "flagged"]
    if pd.isna(flagged):
        return " · " + i18n.t("trust.flagged_hidden")
    return " · " + i18n.tn("trust.flagged", int(flagged))


def line(label: str, row: Any) -> tuple[Any, ...]:
    """One row of a chart of intervals (``LINE``) for a cell of the survey."""
    if row["quality"] == "hidden":
        return (label, None, None, None, i18n.t("trust.hidden"), True)
    note = f"{i18n.percent(row['share_trusting'])} · n = {i18n.number(int(row['n']))}"
    if row["quality"] == "indicative":
        note += " · " + i18n.t("trust.indicative")
    percents = [100 * row[name] for name in ("share_trusting", "lower", "upper")]
    return (label, *percents, note, row["quality"] == "indicative")


def whole(value: Any) -> int | str:
    """A number as a table holds it; a hidden cell says so."""
    return i18n.t("trust.hidden") if pd.isna(value) else int(value)


def too_few(rows: pd.DataFrame) -> str:
    """What stands in a chart's place where a wave was asked and every cell is hidden."""
    return "" if rows.empty else i18n.t("trust.too_few")
