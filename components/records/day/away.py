"""Before a holiday or the end of a posting: all that is mine goes to a colleague."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.reads import labels
from components.records.day import handover, notices
from db.access.viewer import Viewer
from db.queries.colleagues import Colleague


def draw(viewer: Viewer, colleagues: Sequence[Colleague]) -> None:
    """Closed at first; of several agencies, one at a time. Only where somebody can take over."""
    agencies = sorted(viewer.agencies & {each.agency_id for each in colleagues})
    if not agencies:
        return
    with st.expander(i18n.t("day.away"), icon=":material/luggage:", key="day_away"):
        st.caption(i18n.t("day.away_hint"))
        agency_id = agencies[0]
        if len(agencies) > 1:
            agency_id = st.segmented_control(
                i18n.t("postings.agency"),
                agencies,
                format_func=lambda each: labels.agency(each, short=True),
                default=agency_id,
                required=True,
                key="day_away_agency",
            )
        extent = {"agency_id": agency_id}
        found = handover.takers(colleagues, agency_id)
        handover.draw(viewer, f"day_away_{agency_id}", found, extent, done=_handed)


def _handed(count: int, name: str) -> None:
    notices.leave(plain(i18n.tn("day.handed_over", count, name=name)))
    st.rerun()
