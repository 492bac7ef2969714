"""Released cells in words: titles, labels and marks in the session's language.

Everything here is made from released cells only; no true value passes through this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from components.language import i18n
from components.reads import labels, reference
from db.codes import Mark
from db.inputs import release_groups
from db.inputs.releases import Period, Year, period_of
from db.models import Release
from db.privacy import TOTAL, FrozenRules
from db.privacy.shares import SMALLEST_SURVEY
from db.releases.names import (
    FIRST_HALF,
    HALF_BY_AGENCY,
    NO_COLUMN,
    SECOND_HALF,
    TOTALS,
    TRUST,
    TWO_WAY,
    breakdown_of,
    is_trust,
)

LISTS = {
    "sex": "SEX",
    "age": "AGE_BAND_RELEASE",
    "enrolments.kind": "TRAINING_TYPE",
    "self_employment.kind": "OUTCOME_TYPE",
    "placements.kind": "OUTCOME_TYPE",
}
#: The rows that are groups of codes, or no codes.
GROUPS = {
    FIRST_HALF: "first_half",
    SECOND_HALF: "second_half",
    release_groups.MEN_AND_OTHERS: "men_and_others",
    release_groups.FROM_25: "from_25",
    release_groups.VOCATIONAL: "vocational",
    release_groups.LANGUAGES: "languages",
    release_groups.OTHER_COURSES: "other_courses",
    release_groups.NOT_VOCATIONAL: "not_vocational",
    release_groups.AT_WORK: "at_work",
    release_groups.OWN_WORK: "own_work",
    release_groups.NOT_WAGE: "not_wage",
}


@dataclass(frozen=True, kw_only=True)
class ReleasedTable:
    """One released table: its title, a sentence, its unit, rows of labels and values, and the
    base that its counts are rounded to."""

    code: str
    title: str
    headline: str
    unit: str
    rows: pd.DataFrame
    base: int

    @property
    def is_trust(self) -> bool:
        return is_trust(self.code)

    @property
    def breakdown(self) -> str:
        return breakdown_of(self.code)

    @property
    def has_columns(self) -> bool:
        """Whether it has two ways of breaking down."""
        return bool((self.rows["column"] != NO_COLUMN).any())

    @property
    def total(self) -> pd.Series:
        """The row of its grand total; a table of totals has none."""
        return _total(self.rows)

    @property
    def total_value(self) -> int | None:
        """The published grand total: persons, or for trust a whole percent."""
        total = self.total
        return int(total["value"]) if total["mark"] == Mark.PUBLISHED else None


def name(release: Release) -> str:
    """ "Publication n° 2, du ... au ... "."""
    return _named(release, days(release))


def short_name(release: Release) -> str:
    """ "Publication n° 2 · 1er semestre 2026": fits a phone."""
    return _named(release, period(period_of(release.period_start, release.period_end)))


def days(release: Release) -> str:
    """ "du 1er janvier 2026 au 30 juin 2026"."""
    return i18n.t("release.period", start=release.period_start, end=release.period_end)


def _named(release: Release, when: str) -> str:
    parts = [i18n.t("release.name", number=release.number), when]
    if release.edition > 1:
        parts.append(i18n.t("release.edition", edition=release.edition))
    return " · ".join(parts)


def period(wanted: Period) -> str:
    """ "Année 2025" or "1er semestre 2026"."""
    if isinstance(wanted, Year):
        return i18n.t("release.year", year=str(wanted.year))
    key = "release.first_half" if wanted.half == 1 else "release.second_half"
    return i18n.t(key, year=str(wanted.year))


def frozen_on(release: Release) -> date:
    """The programme's day on which it was frozen."""
    return reference.local(release.frozen_at).date()


def rules_line(release: Release) -> str:
    """The rules that every file of a release carries."""
    said = [
        i18n.t("release.frozen_on", day=frozen_on(release)),
        i18n.t("release.file_rules", threshold=release.threshold, base=release.base),
    ]
    if release.series > 1:
        said.append(i18n.t("release.series", series=release.series))
    return " · ".join(said)


def method(release: Release) -> str:
    """How to read its figures."""
    return i18n.t(
        "release.method",
        threshold=release.threshold,
        base=release.base,
        least=FrozenRules(release.threshold, release.base).least_total,
        few=SMALLEST_SURVEY,
    )


def tables(cells: pd.DataFrame, base: int) -> list[ReleasedTable]:
    """All tables of a release, in the catalogue's order."""
    return [
        table(str(code), rows.reset_index(drop=True), base)
        for code, rows in cells.groupby("table", sort=False)
    ]


def table(code: str, cells: pd.DataFrame, base: int) -> ReleasedTable:
    """One table of cells in words."""
    rows = with_labels(code, cells)
    if code == TOTALS:
        headline, unit = "", i18n.t("release.unit_totals", base=base)
    elif is_trust(code):
        headline, unit = _share_headline(rows), i18n.t("release.unit_share")
    else:
        headline, unit = _total_headline(rows), i18n.t("release.unit_persons", base=base)
    return ReleasedTable(
        code=code, title=title(code), headline=headline, unit=unit, rows=rows, base=base
    )


def with_labels(code: str, cells: pd.DataFrame) -> pd.DataFrame:
    """Cells with ``label``, ``column_label`` and ``text`` added, in words."""
    texts = [shown(mark, value) for mark, value in zip(cells["mark"], cells["value"], strict=True)]
    return cells.assign(
        label=[_row_label(code, row) for row in cells["row"]],
        column_label=[_column_label(column) for column in cells["column"]],
        text=texts,
    )


def title(code: str) -> str:
    """The name of a table."""
    if code == TOTALS:
        return i18n.t("release.totals")
    measure, breakdown, *wave = code.split(".")
    if measure == TRUST:
        institution = reference.programme().institution
        return i18n.t(f"release.trust.{breakdown}", institution=institution, wave=int(wave[0]))
    return i18n.t(
        "release.table_title",
        measure=i18n.t(f"release.measure.{measure}"),
        breakdown=i18n.t(f"release.by.{breakdown}"),
    )


def shown(mark: str, value: object) -> str:
    """A cell in words."""
    if mark == Mark.PUBLISHED:
        return i18n.number(int(str(value)))
    return i18n.t("release.hidden" if mark == Mark.HIDDEN else "release.not_applicable")


def _row_label(code: str, row: str) -> str:
    if row == TOTAL:
        return i18n.t("release.total")
    if code == TOTALS:
        return i18n.t(f"release.measure.{row}")
    if row in GROUPS:
        return i18n.t(f"release.group.{GROUPS[row]}")
    measure, breakdown = code.split(".")[:2]
    if breakdown in (TWO_WAY, HALF_BY_AGENCY):
        breakdown = "kind"
    if breakdown == "agency" or measure == TRUST:
        return _agency_label(row)
    return labels.label(LISTS.get(breakdown) or LISTS[f"{measure}.{breakdown}"], row)


def _column_label(column: str) -> str:
    if column == NO_COLUMN:
        return ""
    return i18n.t("release.total") if column == TOTAL else _agency_label(column)


def _agency_label(code: str) -> str:
    found = next((each for each in reference.agencies().values() if each.code == code), None)
    return labels.agency_name(found, short=True) if found else code


def is_grand(rows: pd.DataFrame) -> pd.Series:
    """Which of its rows hold a total of all."""
    return (rows["row"] == TOTAL) & rows["column"].isin([TOTAL, NO_COLUMN])


def _total(rows: pd.DataFrame) -> pd.Series:
    return rows[is_grand(rows)].iloc[-1]


def _total_headline(rows: pd.DataFrame) -> str:
    total = _total(rows)
    if total["mark"] != Mark.PUBLISHED:
        return i18n.t("release.headline_hidden")
    return i18n.tn("release.headline_total", int(total["value"]), value=int(total["value"]))


def _share_headline(rows: pd.DataFrame) -> str:
    total = _total(rows)
    if total["mark"] != Mark.PUBLISHED:
        return i18n.t("release.headline_share_hidden")
    return i18n.tn(
        "release.headline_share",
        int(total["n"]),
        share=i18n.percent(total["value"] / 100),
        lower=i18n.percent(total["lower"] / 100),
        upper=i18n.percent(total["upper"] / 100),
    )
