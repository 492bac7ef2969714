"""How the targets of an indicator came to be: who, when, and what stood there before."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components.language import i18n
from components.programme.indicators import grid
from components.reads import reference
from db.inputs.targets import PROGRAMME
from db.queries.indicators import Change


def draw(changes: Sequence[Change]) -> None:
    """The newest changes first, behind one word."""
    if not changes:
        return
    rows = []
    for change in changes:
        at = reference.local(change.changed_at)
        rows.append(
            {
                "register.column.at": i18n.joined(i18n.day_cell(at.date()), i18n.clock(at)),
                "register.column.who": change.author,
                "register.column.what": grid.named((change.agency_id or PROGRAMME, change.cell)),
                "register.column.before": change.former or "—",
                "register.column.now": change.value or "—",
            }
        )
    frame = pd.DataFrame(rows).rename(columns={name: i18n.t(name) for name in rows[0]})
    with st.expander(i18n.t("targets.history"), icon=":material/history:", key="targets_history"):
        st.dataframe(frame, hide_index=True, key="targets_changes", alt=i18n.t("targets.history"))
