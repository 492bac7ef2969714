"""Cached releases: frozen cells, and what a draft of one to come would show.

Frozen cells never change, so they are cached by number for as long as the process lives; the right
to read them is checked afresh on each run.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.reads.read import read
from db.access.viewer import Viewer
from db.actions import releases as release_actions
from db.inputs.releases import Year
from db.queries import released
from db.releases.compare import Level
from db.releases.drafts import Draft
from db.store.settings import settings


def cells(viewer: Viewer, number: int) -> pd.DataFrame:
    """The published cells of a release: see ``db.queries.released.cells``."""
    return _cells(settings().database_url, number, viewer)


@st.cache_data(max_entries=50, show_spinner=False)
def _cells(database: str, number: int, _viewer: Viewer) -> pd.DataFrame:
    return read(released.cells, number, viewer=_viewer)


def levels(viewer: Viewer, year: Year, version: int) -> list[Level]:
    """What each way of merging would show of a year, as of this version of the figures."""
    return _levels(settings().database_url, year, version, viewer.account_id)


@st.cache_data(max_entries=8, show_spinner=False)
def _levels(database: str, year: Year, version: int, by: int) -> list[Level]:
    return read(release_actions.compare, year, by=by)


def frames(draft: Draft) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A draft's cells and its true values, in the columns of ``cells`` and ``truths``."""
    shown = [
        (c.table_code, c.row_code, c.column_code, c.mark.value, c.value, c.lower, c.upper, c.n)
        for c in draft.cells()
    ]
    true = [(t.table_code, t.row_code, t.column_code, t.value, t.reason) for t in draft.truths()]
    cells = pd.DataFrame(shown, columns=released.CELL_COLUMNS)
    return (
        cells.astype(dict.fromkeys(("value", "lower", "upper", "n"), "Int64")),
        pd.DataFrame(true, columns=["table", "row", "column", "value", "reason"]),
    )
