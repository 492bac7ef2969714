"""The key indicators of an agency beside their targets."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.reads import indicator_words, reference
from components.reads.indicators import Follower
from components.results.indicators import view, words
from components.results.indicators.agencies import Row
from components.visit import navigation
from db.access.viewer import Viewer
from db.measures.paths import State

Rows = list[Row]


def followed(follower: Follower, agency_id: int) -> Rows:
    """Those of which something is known or a target is set, the ones behind first."""
    rows = [
        (each, follower.followed(each.code, agency_id, reference.today()))
        for each in follower.sheets()
        if each.is_key
    ]
    order = list(words.LOOKS)
    return sorted(rows, key=lambda row: order.index(row[1].standing.state))


def answer(rows: Rows, why: Mapping[str, str]) -> str:
    """Which stand where; ``why`` some are behind, by their codes."""
    if not rows:
        return i18n.t("indicators.none_key")
    if all(each.standing.state is State.NO_TARGET for _, each in rows):
        return i18n.t("indicators.no_target_yet")
    return words.standings(rows, why)


def behind(rows: Rows) -> list[str]:
    """The codes of those that are behind."""
    return [sheet.code for sheet, each in rows if each.standing.state is State.BEHIND]


def with_target(rows: Rows) -> Rows:
    """Those that have a target; the answer counts the others."""
    return [row for row in rows if row[1].standing.state is not State.NO_TARGET]


def draw(viewer: Viewer, agency_id: int, rows: Rows) -> None:
    """A line each, which leads to its sheet at this agency; without any the way to set some."""
    if not rows:
        view.to_targets(viewer, agency_id)
        return
    if any(each.path is not None for _, each in rows):
        st.caption(i18n.t("agency.targets_span"))
    with st.container(key="agency_targets"):
        for sheet, found in rows:
            look = words.LOOKS[found.standing.state]
            with st.container(
                horizontal=True,
                vertical_alignment="center",
                key=f"indicators_line_{sheet.code}",
            ):
                title = indicator_words.said(sheet, "title")
                says = f"{words.sentence(sheet, found)} {words.counted_since(sheet, found)}"
                st.markdown(f"**{plain(title)}** · {plain(says.strip())}", width="stretch")
                st.badge(words.named(found.standing.state), icon=look.icon, color=look.colour)
                st.page_link(
                    navigation.page("indicators"),
                    label=i18n.t("indicators.open"),
                    icon=":material/article:",
                    query_params={view.INDICATOR: sheet.code, view.PLACE: str(agency_id)},
                )
