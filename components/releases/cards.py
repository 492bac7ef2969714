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
from components.releases import files as release_files
from components.releases import words as release_view
from components.releases.words import ReleasedTable
from db.codes import Mark
from db.models import Release
from db.privacy import TOTAL
from db.releases.names import HALF_BY_AGENCY, NO_COLUMN

NUMBER = "release_number"


class Sum(NamedTuple):
    """A measure's published totals added up, of how many periods, and how many are hidden."""

    measure: str
    value: int
    periods: int
    hidden: int


def choose(releases: list[Release]) -> Release:
    """The release to read, the newest first; its number stands in the address."""
    numbers = {release.number: release for release in releases}
    asked = {str(number): number for number in numbers}.get(st.query_params.get(NUMBER, ""))
    if asked is not None:
        st.session_state.setdefault(NUMBER, asked)
    chosen = st.selectbox(
        i18n.t("release.choose"),
        list(numbers),
        format_func=lambda number: release_view.short_name(numbers[number]),
        key=NUMBER,
        on_change=_keep_in_address,
    )
    return numbers.get(chosen, releases[0])


def _keep_in_address() -> None:
    # Bound to the address, the widget would write its label there: a link in one language only.
    st.query_params[NUMBER] = str(st.session_state[NUMBER])


def method(release: Release) -> None:
    """How to read the figures."""
    with st.expander(i18n.t("release.method_title"), icon=":material/info:", key="release_method"):
        st.write(release_view.method(release))


def since_the_start(sums: pd.DataFrame) -> None:
    """Published totals added up over the periods, and how many of those are hidden."""
    if not sums["periods"].any():
        return
    st.subheader(i18n.t("release.since_start"))
    with st.grid(3, min_column_width=150, key="since_start"):
        for row in rows_of(sums, Sum):
            with st.container(border=True, height="stretch"):
                value = i18n.number(row.value) if row.periods else "—"
                st.metric(i18n.t(f"release.measure.{row.measure}"), value)
                st.caption(periods(row.periods, row.hidden))
    st.caption(i18n.t("release.since_start_note"))


def periods(published: int, hidden: int) -> str:
    """ "4 periods, of which 1 hidden"."""
    whole = i18n.tn("release.periods", published + hidden)
    if not hidden:
        return whole
    return i18n.t("release.gaps", whole=whole, hidden=i18n.tn("release.periods_hidden", hidden))


def download_all(release: Release, tables: list[ReleasedTable]) -> None:
    """Every table in one workbook."""
    sheets, about = release_files.sheets(tables), release_files.about(release)
    make = partial(workbooks.xlsx_bytes, sheets, about, rtl=i18n.is_rtl())
    name = release_files.name(release)
    st.download_button(
        i18n.t("release.download_all"),
        exports.reader().checked(name, make),
        file_name=name,
        key="release_download_all",
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


def without_numbers(tables: list[ReleasedTable]) -> None:
    """The tables that are hidden as a whole, named in one place."""
    if not tables:
        return
    with st.container(border=True, key="release_hidden_tables"):
        st.markdown(f"**{i18n.tn('release.hidden_tables', len(tables))}**")
        st.caption(i18n.t("release.hidden_tables_why", method=i18n.t("release.method_title")))
        st.markdown("\n".join(f"- {table.title}" for table in tables))


def shown_table(table: ReleasedTable) -> pd.DataFrame:
    """The rows as a screen shows them: labels, then values or marks, all in words."""
    rows = table.rows
    columns: dict[str, pd.Series | list[str]] = {i18n.t("release.column.row"): rows["label"]}
    if (rows["column"] != NO_COLUMN).any():
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
    elif (rows["column"] != NO_COLUMN).any():
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
