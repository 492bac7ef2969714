"""Released cells beside the truth, and how much of it they hide; for managers only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components.language import i18n
from components.releases.words import ReleasedTable
from db.codes import Mark
from db.privacy import TOTAL
from db.releases.names import NO_COLUMN, N
from db.releases.survey import FEW

THIRD = 1 / 3
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
    """The rows of a table with ``true``, ``true_n`` (trust only) and ``reason``. Of an agency with
    too few answers nobody reads a true value."""
    own = truths[truths["table"] == table.code]
    is_n = (own["column"] == N) & table.is_trust
    n = own[is_n].rename(columns={"value": "true_n"})[["row", "true_n"]]
    true = own[~is_n].rename(columns={"value": "true"})[["row", "column", "true", "reason"]]
    if table.is_trust:
        true = true.assign(column=NO_COLUMN)
    rows = table.rows.merge(true, how="left", on=["row", "column"]).merge(n, how="left", on="row")
    return rows.fillna({"reason": FEW}) if table.is_trust else rows


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
    """The few tables that lose most, of those that lose more than a third of somebody."""
    losing = [part for part in parts if part.persons and part.worse_share > THIRD]
    return sorted(losing, key=lambda part: (part.worse_share, part.hidden_persons), reverse=True)[
        :MOST_NAMED
    ]


def say_how_much_is_hidden(tables: list[ReleasedTable], truths: pd.DataFrame) -> bool:
    """The shares of cells and persons; above a third, where most is lost and what can be done.
    Returns whether there was anybody to count.

    Where nobody was there, nothing is lost by what is hidden. A partner is not told: zero is hidden
    as any small number is.
    """
    parts = [hidden_in(table, truths) for table in tables]
    whole = summed(parts)
    if not whole.persons:
        st.info(i18n.t("releases.nothing_to_count"), icon=":material/inbox:")
        return False
    st.write(i18n.t("releases.hidden_share", **_shares(whole)))
    if whole.worse_share > THIRD:
        named = [
            i18n.t("releases.hidden_in", title=part.title, **_shares(part)) for part in worst(parts)
        ]
        said = [i18n.t("releases.too_much_hidden"), *(f"- {each}" for each in named)]
        st.warning(
            "\n".join([*said, "", i18n.t("releases.what_now", groups=i18n.t("releases.groups"))]),
            icon=":material/visibility_off:",
        )
    return True


def _shares(part: Hidden) -> dict[str, str]:
    return {
        "cells": i18n.percent(part.share_of_cells),
        "persons": i18n.percent(part.share_of_persons),
    }
