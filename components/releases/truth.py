"""Released cells beside the truth, for managers only: of a draft and of every frozen release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components.language import i18n
from components.reads import releases as data_release
from components.reads.read import read
from components.releases import cards as release_cards
from components.releases import words as release_view
from components.releases.words import ReleasedTable
from db.access.viewer import Viewer
from db.codes import Mark
from db.models import Release
from db.privacy import TOTAL
from db.privacy.shares import SMALLEST_SURVEY
from db.queries import releases
from db.releases.names import NO_COLUMN, N

HALF = 0.5
MOST_NAMED = 3


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """Cells and the persons (or answers) in them, all and hidden; totals do not count."""

    title: str
    cells: int
    hidden_cells: int
    persons: int
    hidden_persons: int

    @property
    def share_of_cells(self) -> float:
        return self.hidden_cells / self.cells if self.cells else 0.0

    @property
    def share_of_persons(self) -> float:
        return self.hidden_persons / self.persons if self.persons else 0.0

    @property
    def worse_share(self) -> float:
        return max(self.share_of_cells, self.share_of_persons)


def beside(table: ReleasedTable, truths: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table with ``true``, ``true_n`` (trust only) and ``reason``."""
    own = truths[truths["table"] == table.code]
    is_n = (own["column"] == N) & table.is_trust
    n = own[is_n].rename(columns={"value": "true_n"})[["row", "true_n"]]
    true = own[~is_n].rename(columns={"value": "true"})[["row", "column", "true", "reason"]]
    if table.is_trust:
        true = true.assign(column=NO_COLUMN)
    return table.rows.merge(true, how="left", on=["row", "column"]).merge(n, how="left", on="row")


def hidden_in(table: ReleasedTable, truths: pd.DataFrame) -> Hidden:
    """How much of one table is hidden; what cannot exist is not hidden."""
    rows = beside(table, truths)
    inner = rows[(rows["row"] != TOTAL) & (rows["column"] != TOTAL)]
    possible = inner[inner["mark"] != Mark.NOT_APPLICABLE]
    persons = possible["true_n" if table.is_trust else "true"]
    hidden = possible["mark"] == Mark.HIDDEN
    return Hidden(
        title=table.title,
        cells=len(possible),
        hidden_cells=int(hidden.sum()),
        persons=int(persons.sum()),
        hidden_persons=int(persons[hidden].sum()),
    )


def summed(parts: Sequence[Hidden]) -> Hidden:
    """All tables together: a cell weighs as much as another, whatever its table."""
    return Hidden(
        title="",
        cells=sum(part.cells for part in parts),
        hidden_cells=sum(part.hidden_cells for part in parts),
        persons=sum(part.persons for part in parts),
        hidden_persons=sum(part.hidden_persons for part in parts),
    )


def worst(parts: Sequence[Hidden]) -> list[Hidden]:
    """The few tables that lose most, of those that lose more than half."""
    losing = [part for part in parts if part.worse_share > HALF]
    return sorted(losing, key=lambda part: (part.worse_share, part.hidden_persons), reverse=True)[
        :MOST_NAMED
    ]


def show(tables: list[ReleasedTable], truths: pd.DataFrame, threshold: int, key: str) -> None:
    """Every table: published, true, and why hidden."""
    for table in tables:
        with st.expander(table.title, key=f"{key}_table_{table.code}"):
            st.table(in_words(table, truths, threshold))


def say_how_much_is_hidden(tables: list[ReleasedTable], truths: pd.DataFrame) -> None:
    """The shares of cells and persons; above half, where most is lost and what can be done."""
    parts = [hidden_in(table, truths) for table in tables]
    whole = summed(parts)
    st.write(i18n.t("releases.hidden_share", **_shares(whole)))
    if whole.worse_share > HALF:
        named = [
            i18n.t("releases.hidden_in", title=part.title, **_shares(part)) for part in worst(parts)
        ]
        said = [i18n.t("releases.too_much_hidden"), *(f"- {each}" for each in named)]
        st.warning(
            "\n".join([*said, "", i18n.t("releases.what_now")]), icon=":material/visibility_off:"
        )


def _shares(part: Hidden) -> dict[str, str]:
    return {
        "cells": i18n.percent(part.share_of_cells),
        "persons": i18n.percent(part.share_of_persons),
    }


def in_words(table: ReleasedTable, truths: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """What a partner reads of a table, then the true counts and the reason."""
    rows = beside(table, truths)
    made = release_cards.shown_table(table)
    if table.is_trust:
        made[i18n.t("release.column.true_trusting")] = _written(rows["true"])
        made[i18n.t("release.column.true_n")] = _written(rows["true_n"])
    else:
        made[i18n.t("release.column.true")] = _written(rows["true"])
    made[i18n.t("release.column.reason")] = [_reason(why, threshold) for why in rows["reason"]]
    return made.set_index(i18n.t("release.column.row"))


def _written(counts: pd.Series) -> list[str]:
    return ["" if pd.isna(count) else i18n.number(int(count)) for count in counts]


def _reason(why: object, threshold: int) -> str:
    if not isinstance(why, str) or not why:
        return ""
    return i18n.t(f"release.reason.{why}", threshold=threshold, few=SMALLEST_SURVEY)


def listing(viewer: Viewer, frozen: list[Release]) -> None:
    """Frozen releases; an opened one shows what was published beside the true values."""
    if not frozen:
        st.info(i18n.t("release.none"), icon=":material/inventory_2:")
    for release in frozen:
        with st.container(border=True, key=f"releases_line_{release.number}"):
            st.markdown(f"**{release_view.name(release)}**")
            st.caption(release_view.rules_line(release))
            _opened(viewer, release)


def _opened(viewer: Viewer, release: Release) -> None:
    key = f"releases_frozen_{release.number}"
    opened = st.expander(i18n.t("releases.beside_truth"), key=key, on_change="rerun")
    if opened.open:
        with opened:
            cells = data_release.cells(viewer, release.number)
            truths = read(releases.truths, release.number, viewer=viewer)
            show(release_view.tables(cells, release.base), truths, release.threshold, key)
