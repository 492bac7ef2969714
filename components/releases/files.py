"""The files of a release: its numbers as numbers, what they are, and how to cite them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import pandas as pd

from components.cards import file_names
from components.cards.downloads import Line
from components.cards.workbooks import About, Sheet
from components.language import i18n
from components.reads import reference
from components.releases import citing
from components.releases import words as release_view
from components.releases.words import ReleasedTable
from db.codes import Mark
from db.models import Release
from db.releases.names import breakdown_of, measure_of


def numbers(table: ReleasedTable) -> pd.DataFrame:
    """The rows as files hold them: a number where one is published, else its mark in words."""
    rows = table.rows
    figures = [
        int(value) if mark == Mark.PUBLISHED else text
        for value, mark, text in zip(rows["value"], rows["mark"], rows["text"], strict=True)
    ]
    columns: dict[str, pd.Series | list[object]] = {i18n.t("release.column.row"): rows["label"]}
    if table.has_columns:
        columns[i18n.t("release.column.column")] = rows["column_label"]
    if not table.is_trust:
        columns[i18n.t("release.column.value")] = pd.Series(figures, dtype=object)
        return pd.DataFrame(columns)
    columns[i18n.t("release.column.share")] = pd.Series(figures, dtype=object)
    for name in ("lower", "upper", "n"):
        known = [None if pd.isna(each) else int(each) for each in rows[name]]
        columns[i18n.t(f"release.column.{name}")] = pd.Series(known, dtype=object)
    return pd.DataFrame(columns)


def sheets(tables: list[ReleasedTable]) -> list[Sheet]:
    """A sheet a table: a short name, and what it counts, its total and unit."""
    return [
        Sheet(
            name=sheet_name(table.code),
            title=f"{headline(table)} · {table.unit}",
            table=numbers(table),
        )
        for table in tables
    ]


def sheet_name(code: str) -> str:
    """A table's name within the 31 characters of a sheet's: "Formation, type et agence"."""
    measure, breakdown = measure_of(code), breakdown_of(code)
    if not breakdown:
        return i18n.t(f"release.sheet.{code}")
    item, _, wave = breakdown.partition(".")
    return i18n.t(
        "release.sheet",
        measure=i18n.t(f"release.sheet.{item if wave else measure}"),
        breakdown=i18n.t("release.sheet.wave", wave=int(wave))
        if wave
        else i18n.t(f"release.sheet.{breakdown}"),
    )


def headline(table: ReleasedTable) -> str:
    """What a table counts, and its total in a few words where it has one."""
    if not table.headline:
        return table.title
    return i18n.t("release.card_title", title=table.title, headline=table.headline)


def about(release: Release, says: Sequence[str]) -> About:
    """The first sheet of a whole release; ``says``: its sentences."""
    programme = reference.programme().name
    lines: list[Line] = [
        (i18n.t("file.what"), i18n.t("release.what", programme=programme)),
        (i18n.t("release.choose"), i18n.t("release.name", number=release.number)),
        (i18n.t("file.period"), release_view.days(release)),
        (i18n.t("file.edition"), i18n.number(release.edition)),
        (i18n.t("file.rules"), release_view.rules_line(release)),
        *zip_longest([i18n.t("release.says.title")][: len(says)], says, fillvalue=""),
        *(("", line) for line in _method_lines(release)),
        *citing.lines(release),
    ]
    return About(name=i18n.t("file.about"), lines=lines, contents=i18n.t("file.contents"))


def notes(release: Release) -> list[Line]:
    """What the files of one table say besides its period and rules."""
    first, *others = _method_lines(release)
    return [
        (i18n.t("release.method_title"), first),
        *(("", line) for line in others),
        *citing.lines(release),
    ]


def parts(release: Release) -> list[str]:
    """Period, number and edition, as parts of a file's name."""
    months = file_names.period(release.period_start, release.period_end, release.period_end)
    return [*months, f"release {release.number} edition {release.edition}"]


def name(release: Release, ending: str) -> str:
    """The name of a file of a whole release."""
    stem = file_names.stem(["all tables", *parts(release)])
    return f"{stem}.{ending}"


def _method_lines(release: Release) -> list[str]:
    """The method note, a sentence a line: a cell of a spreadsheet is narrow."""
    return release_view.method(release).replace(". ", ".\n").splitlines()
