"""All cells of a release in one table: published, true, and why hidden; searched and filtered."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.fields import text
from components.language import i18n
from components.releases.truth import beside
from components.releases.words import ReleasedTable
from db.codes import Mark
from db.inputs.normalisation import search_key
from db.privacy.shares import SMALLEST_SURVEY
from db.releases.names import measure_of

#: Not on screen: what the filters go by.
MEASURE, MARK = "measure", "mark"
#: More rows than these scroll within a height.
MOST_AS_THEY_ARE, HEIGHT_PX = 10, 420
WIDTHS = {"table": 240, "reason": 200}


def show(tables: list[ReleasedTable], truths: pd.DataFrame, threshold: int, key: str) -> None:
    """The filters and the table; a heading sorts, since all rows are there."""
    cells = in_words(tables, truths, threshold)
    found = _filtered(cells, key)
    shown = found.drop(columns=[MEASURE, MARK])
    # What no cell of a release has (an agency, a reason) leaves its room to the titles.
    shown = shown[[name for name in shown if not cells[name].isin(["", pd.NA]).all()]]
    counted = i18n.tn("releases.cells", len(found), total=len(cells))
    st.caption(counted)
    if len(found):
        st.dataframe(
            shown,
            key=f"{key}_cells",
            hide_index=True,
            height=HEIGHT_PX if len(found) > MOST_AS_THEY_ARE else "auto",
            placeholder="",
            # As many columns as fit; the titles of tables are long, and alike at their ends.
            column_config={
                i18n.t(f"release.column.{name}"): {"width": width} for name, width in WIDTHS.items()
            },
            alt=f"{i18n.t('releases.beside_truth')}. {counted}",
        )


def _filtered(cells: pd.DataFrame, key: str) -> pd.DataFrame:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        searched = text.searched(
            i18n.t("entries.search"),
            key=f"{key}_search",
            live="500ms",
            placeholder=i18n.t("releases.search_hint"),
        )
        measure = st.selectbox(
            i18n.t("releases.measure"),
            [None, *cells[MEASURE].unique()],
            format_func=lambda each: i18n.t(f"release.measure.{each}" if each else "entries.all"),
            key=f"{key}_measure",
        )
    marks = st.pills(
        i18n.t("releases.mark"),
        [mark.value for mark in Mark],
        format_func=lambda mark: i18n.t(f"releases.mark.{mark}"),
        selection_mode="multi",
        key=f"{key}_marks",
    )
    is_wanted = pd.Series(data=True, index=cells.index)
    if measure:
        is_wanted &= cells[MEASURE] == measure
    if marks:
        is_wanted &= cells[MARK].isin(marks)
    words = [search_key(word) for word in searched.split()]
    if words:
        written = [search_key(" ".join(map(str, row))) for row in cells.itertuples(index=False)]
        holds = [all(word in each for word in words) for each in written]
        is_wanted &= pd.Series(holds, index=cells.index)
    return cells[is_wanted]


def in_words(tables: list[ReleasedTable], truths: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """One row a cell, of every table in its order."""
    return pd.concat([_of_table(table, truths, threshold) for table in tables], ignore_index=True)


def _of_table(table: ReleasedTable, truths: pd.DataFrame, threshold: int) -> pd.DataFrame:
    rows = beside(table, truths)
    columns: dict[str, object] = {
        MEASURE: measure_of(table.code),
        MARK: [str(mark) for mark in rows["mark"]],
        "table": table.title,
        "row": rows["label"],
        "column": rows["column_label"],
        "published": [_published(row, is_trust=table.is_trust) for _, row in rows.iterrows()],
        "said": [i18n.t(f"releases.mark.{mark}") for mark in rows["mark"]],
        "reason": [_reason(why, threshold) for why in rows["reason"]],
        # Numbers, so that a heading sorts them as such.
        "true": rows["true"].astype("Int64"),
        "true_n": rows["true_n"].astype("Int64"),
    }
    named = {
        "published": "releases.published",
        "said": "releases.mark",
        **{each: f"release.column.{each}" for each in ("table", "row", "column", "true", "true_n")},
        "reason": "release.column.reason",
    }
    made = pd.DataFrame(columns)
    return made.rename(columns={column: i18n.t(text_key) for column, text_key in named.items()})


def _published(row: pd.Series, *, is_trust: bool) -> str:
    if row["mark"] != Mark.PUBLISHED:
        return ""
    if not is_trust:
        return str(row["text"])
    share, lower, upper = (i18n.percent(row[each] / 100) for each in ("value", "lower", "upper"))
    return i18n.t("releases.share_cell", share=share, lower=lower, upper=upper, n=int(row["n"]))


def _reason(why: object, threshold: int) -> str:
    if not isinstance(why, str) or not why:
        return ""
    return i18n.t(f"release.reason.{why}", threshold=threshold, few=SMALLEST_SURVEY)
