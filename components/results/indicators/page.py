"""The page of indicators: place, then the list, or the sheet that the address names."""

from __future__ import annotations

import streamlit as st

from components.cards import opening
from components.language import i18n
from components.reads import figures
from components.reads.indicators import Follower
from components.results import live, no_agency
from components.results.indicators import agencies, listing, sheet, view
from components.visit import session
from db.access.permissions import Permission


def draw() -> None:
    """For whoever may read results: an agent sees their own agencies."""
    viewer = session.require(Permission.RESULTS_READ)
    version = figures.version()
    st.session_state[opening.BACK] = "indicators"
    with st.container(horizontal=True, vertical_alignment="center", key="results_head"):
        st.title(i18n.t("page.indicators"))
        live.pulse(Permission.RESULTS_READ, viewer, version)
        away = st.container(width="content", key="results_away")
    if no_agency.is_shown(viewer):
        return
    top, follower = st.container(key="results_answer"), Follower(viewer, version)
    sheets = follower.sheets()
    found = next((each for each in sheets if each.code == view.opened()), None)
    if found is not None:
        view.back()
    agency_id = view.place(viewer)
    if agency_id is not None:
        agencies.to_page(agency_id)
    if found is None:
        listing.draw(follower, sheets, agency_id, (away, top))
    else:
        sheet.draw(follower, found, agency_id, away)
