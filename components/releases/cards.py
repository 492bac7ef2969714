"""What a partner sees of a release: its rules, cards and files, from released cells only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import pandas as pd
import streamlit as st

from components.cards import card as cards
from components.cards import exports, workbooks
from components.cards.card import Card
from components.cards.charts import shapes
from components.cards.charts.theme import Spec
from components.cards.rows import rows_of
from components.language import i18n
from components.language.plain import plain
from components.releases import citing, package
from components.releases import files as release_files
from components.releases import words as release_view
from components.releases.listed import Listed
from components.releases.words import ReleasedTable
from db.codes import Mark
from db.models import Release
from db.privacy import TOTAL
from db.releases.names import HALF_BY_AGENCY


class Sum(NamedTuple):
    """A measure's published totals added up, of how many periods, and how many are hidden."""

    measure: str
    value: int
    periods: int
    hidden: int


def method(release: Release) -> None:
    """How to read the figures."""
    with st.expander(i18n.t("release.method_title"), icon=":material/info:", key="release_method"):
        st.write(release_view.method(release))


def in_brief(says: Sequence[str]) -> None:
    """What the release says, in sentences."""
    if not says:
        return
    with st.container(border=True, key="release_says"):
        st.markdown(f"**{i18n.t('release.says.title')}**")
        for sentence in says:
            st.markdown(plain(sentence))


def cite(release: Release) -> None:
    """How to cite it, and the address to be copied."""
    with st.container(gap="small", key="release_cite"):
        st.caption(f"**{i18n.t('file.cite')}** {plain(citing.citation(release))}")
        st.code(citing.address(release), language=None, wrap_lines=True)


def since_the_start(sums: pd.DataFrame) -> None:
    """Published totals added up over the periods, and how many of those are hidden; a measure
    with none is left out."""
    sums = sums[sums["periods"] > 0]
    if sums.empty:
        return
    st.subheader(i18n.t("release.since_start"))
    with st.grid(3, min_column_width=150, key="since_start"):
        for row in rows_of(sums, Sum):
            with st.container(border=True, height="stretch"):
                st.metric(i18n.t(f"release.measure.{row.measure}"), i18n.number(row.value))
                st.caption(periods(row.periods, row.hidden))
    st.caption(i18n.t("release.since_start_note"))


def periods(published: int, hidden: int) -> str:
    """ "4 periods, of which 1 hidden"."""
    whole = i18n.tn("release.periods", published + hidden)
    if not hidden:
        return whole
    return i18n.t("release.gaps", whole=whole, hidden=i18n.tn("release.periods_hidden", hidden))


def downloads(release: Release, tables: list[ReleasedTable], says: Sequence[str]) -> None:
    """Every table in one workbook, and once more for programs."""
    with st.container(horizontal=True, key="release_downloads"):
        sheets, about = release_files.sheets(tables), release_files.about(release, says)
        make = partial(workbooks.xlsx_bytes, sheets, about, rtl=i18n.is_rtl())
        _download(release, "xlsx", i18n.t("release.download_all"), make)
        made = package.of(release, tables, says)
        _download(release, "json", i18n.t("release.download_json"), partial(package.written, made))


def _download(release: Release, ending: str, label: str, make: exports.Make) -> None:
    name = release_files.name(release, ending)
    st.download_button(
        label,
        exports.reader().checked(name, make),
        file_name=name,
        key=f"release_download_{ending}",
        on_click="ignore",
        icon=":material/download:",
    )


def grid(release: Release, tables: Sequence[ReleasedTable]) -> None:
    """A card for each table: sentence, chart, numbers, files."""
    context = [release_view.name(release), release_view.rules_line(release)]
    cards.grid([_card(release, table) for table in tables], lambda _: context, key="released_grid")


def _card(release: Release, table: ReleasedTable) -> Card:
    return Card(
        key=f"released_{table.code.replace('.', '_')}",
        headline=release_files.headline(table),
        note=table.unit,
        table=shown_table(table),
        numbers=release_files.numbers(table),
        parts=release_files.parts(release),
        spec=_chart(table),
        empty=i18n.t(
            "release.totals_hidden",
            method=i18n.t("release.method_title"),
            numbers=i18n.t("card.view.table"),
        ),
        about=release_files.notes(release),
    )


def left_out(found: Listed) -> None:
    """That tables without a number are not here, or that there is none with one."""
    method = i18n.t("release.method_title")
    with st.container(key="release_left_out"):
        if not found.tables:
            st.info(i18n.t("release.nothing", method=method), icon=":material/visibility_off:")
        elif found.has_left_out:
            st.caption(i18n.t("release.left_out", method=method))


def shown_table(table: ReleasedTable) -> pd.DataFrame:
    """The rows as a screen shows them: labels, then values or marks, all in words."""
    rows = table.rows
    columns: dict[str, pd.Series | list[str]] = {i18n.t("release.column.row"): rows["label"]}
    if table.has_columns:
        columns[i18n.t("release.column.column")] = rows["column_label"]
    if not table.is_trust:
        columns[i18n.t("release.column.value")] = rows["text"]
        return pd.DataFrame(columns)
    columns[i18n.t("release.column.share")] = rows["text"]
    for name in ("lower", "upper", "n"):
        columns[i18n.t(f"release.column.{name}")] = [
            "" if pd.isna(each) else i18n.number(int(each)) for each in rows[name]
        ]
    return pd.DataFrame(columns)


def _chart(table: ReleasedTable) -> Spec | None:
    """The chart; ``None`` where no total is published: the numbers then say so in words."""
    rows = table.rows
    if table.breakdown == HALF_BY_AGENCY:
        rows = rows[rows["row"] == TOTAL].assign(label=rows["column_label"])
    elif table.has_columns:
        rows = rows[(rows["column"] == TOTAL)]
    drawn = rows[["label", "value", "text", "lower", "upper", "n"]].astype(
        dict.fromkeys(("value", "lower", "upper", "n"), "float")
    )
    if drawn["value"].isna().all():
        return None
    drawn["text"] = drawn["text"].mask(rows["mark"] == Mark.HIDDEN, i18n.t("release.hidden_short"))
    if table.is_trust:
        drawn = drawn.assign(
            note=list(map(_note, drawn["text"], drawn["value"], drawn["n"])), quiet=False
        )
        return shapes.intervals(drawn, unit="%", place=i18n.t("release.column.row"))
    unit = i18n.t("release.column.value")
    return shapes.bars(
        drawn[["label", "value", "text"]],
        unit=unit,
        place=i18n.t("release.column.row"),
        step=table.base,
    )


def _note(text: str, value: float, n: float) -> str:
    return text if pd.isna(value) else f"{i18n.percent(value / 100)} · n ≈ {i18n.number(int(n))}"
