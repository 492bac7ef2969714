"""Which indicators are key, and how far one may be off its path before a sentence is asked for."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components.language import i18n
from components.reads import indicator_words
from components.saving import dismissible
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import indicators
from db.inputs.indicators import IndicatorChoices
from db.queries.indicators import Sheet

FORM, _SAVED, _SEEN = "indicator_keys", "indicator_keys_saved", "indicator_keys_seen"
ROW_PX = 35
#: Of each indicator whether it is key, and how far off it may be.
Seen = dict[str, tuple[bool, int]]


def draw(viewer: Viewer, sheets: Sequence[Sheet]) -> None:
    """One line an indicator; a save stores all that differs."""
    if dismissible.current(_SAVED):
        st.success(i18n.t("targets.chosen"), icon=":material/check_circle:")
    st.caption(i18n.t("targets.key_how"))
    seen: Seen = st.session_state.setdefault(_SEEN, _now(sheets))
    problems = Problems(FORM)
    edited = _grid(sheets, seen)
    for each in sheets:
        problems.beside(f"explain_{each.code}", indicator_words.said(each, "title"))
    problems.summary()
    if st.button(i18n.t("targets.save"), key="indicator_keys_save", type="primary"):
        _save(viewer, sheets, edited, seen, problems)
    else:
        dismissible.show(_SAVED, None)


def _grid(sheets: Sequence[Sheet], seen: Seen) -> pd.DataFrame:
    """What was seen, to be changed."""
    # The title last: on a phone it takes all the room that is left.
    frame = pd.DataFrame(
        {
            "is_key": [seen[each.code][0] for each in sheets],
            "explain_over": [str(seen[each.code][1]) for each in sheets],
            "title": [indicator_words.said(each, "title") for each in sheets],
        }
    )
    return st.data_editor(
        frame,
        key="indicator_keys_grid",
        hide_index=True,
        num_rows="fixed",
        disabled=["title"],
        row_height=ROW_PX,
        height=ROW_PX * (len(sheets) + 1) + 3,
        column_config={
            "is_key": st.column_config.CheckboxColumn(i18n.t("indicators.key"), width=90),
            "explain_over": st.column_config.TextColumn(
                i18n.t("targets.heading.explain"),
                help=i18n.t("indicators.explain_over"),
                width=100,
            ),
            "title": st.column_config.TextColumn(i18n.t("targets.indicator"), width="large"),
        },
    )


def _save(
    viewer: Viewer, sheets: Sequence[Sheet], edited: pd.DataFrame, seen: Seen, problems: Problems
) -> None:
    codes = [each.code for each in sheets]
    raw = {
        "is_key": dict(zip(codes, map(bool, edited["is_key"]), strict=True)),
        "explain_over": dict(zip(codes, edited["explain_over"].fillna(""), strict=True)),
        "seen": seen,
    }
    saved = submit(indicators.choose, IndicatorChoices, raw, viewer, problems)
    # Whoever was overtaken is told, and what is typed is then meant.
    st.session_state[_SEEN] = _now(sheets)
    if saved is not None:
        dismissible.show(_SAVED, True)
        st.session_state.pop(_SEEN, None)
        st.session_state.pop("indicator_keys_grid", None)
        st.rerun()


def _now(sheets: Sequence[Sheet]) -> Seen:
    return {each.code: (each.is_key, each.explain_over) for each in sheets}
