"""What the page of data quality asks for: twelve months, of one agency or of all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import streamlit as st

from components.language import i18n
from components.reads import figures, labels, reference
from components.reads.approvals import last_months
from components.results import attention
from components.results.common import Asked
from components.visit import browser
from components.visit.navigation import link_id
from db.access.viewer import Viewer
from db.queries import approvals, quality_entry, quality_score
from db.queries.approvals import AgencyMonth
from db.queries.quality_entry import Week
from db.queries.quality_score import Quality

#: Weeks of the grid, and those that a phone has room for.
WEEKS, FEW_WEEKS = 12, 8
_ALL = 0


def draw(viewer: Viewer) -> Asked:
    """The agency, of whoever has several; the rest is fixed, so that two people who speak of it
    see the same."""
    wanted = last_months(frozenset())
    own = [each for each in reference.agencies() if each in viewer.agencies]
    if len(own) > 1:
        said = link_id(st.query_params.get(attention.AGENCY, "")[:20])
        if "quality_agency" not in st.session_state and said in own:
            st.session_state["quality_agency"] = said
        chosen = st.selectbox(
            i18n.t("postings.agency"),
            [_ALL, *own],
            format_func=lambda each: labels.agency(each) if each else i18n.t("quality.everywhere"),
            key="quality_agency",
        )
        wanted = replace(wanted, agencies=frozenset({chosen}) if chosen else frozenset())
    return Asked(viewer, wanted, figures.version())


def quality(asked: Asked) -> Quality:
    """What was found in the twelve months."""
    return asked.measure(quality_score.quality)


def months(asked: Asked) -> list[AgencyMonth]:
    """What was said of each of the months."""
    return asked.measure(approvals.months)


def weeks(asked: Asked) -> list[Week]:
    """The last weeks, that of today among them."""
    number = WEEKS if browser.is_wide() else FEW_WEEKS
    start = asked.wanted.end - timedelta(weeks=number - 1)
    return asked.measured(quality_entry.weeks, replace(asked.wanted, start=start))
