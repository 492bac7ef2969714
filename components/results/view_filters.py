"""The filters of a results page as a kept view holds them, and back into widgets or an address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from components.language import i18n
from components.reads import labels
from components.results.agency import place
from components.results.compare import choice
from components.results.filters import DEFAULT
from db.access.viewer import Viewer
from db.codes import AGE_BANDS
from db.inputs.results import Against, Other
from db.inputs.saved_views import Filters


def held(page: str, agency_id: int) -> dict[str, Any]:
    """What the filters of this page say now; ``agency_id``: the one that it is about, if any."""
    said = st.session_state.get
    return {
        "period": said("filter_period") or DEFAULT,
        "first": (said("filter_from") or "")[:20],
        "last": (said("filter_to") or "")[:20],
        "agencies": list(said("filter_agency") or []),
        "sexes": list(said("filter_sex") or []),
        "ages": list(said("filter_age") or []),
        "against": str(said(choice.KEY) or Against.NOTHING),
        "place": agency_id if page == "agencies" else 0,
    }


def show_here(filters: Filters, viewer: Viewer) -> None:
    """Set the widgets of this page, before they are drawn again."""
    state = _state(filters, viewer)
    for key in ("filter_period", "filter_from", "filter_to", "filter_agency", "filter_sex",
                "filter_age", choice.KEY):  # fmt: skip
        if key in st.session_state or key in state:
            st.session_state[key] = state.get(key, [] if key in _SEVERAL else "")
    if filters.place in viewer.agencies:
        place.go_to(filters.place)


def address(filters: Filters, viewer: Viewer) -> dict[str, Any]:
    """The same as another page's address says it, in the language of who reads."""
    state = _state(filters, viewer)
    found: dict[str, Any] = {
        key: state[key] for key in ("filter_from", "filter_to") if key in state
    }
    found["filter_period"] = i18n.t(f"filter.period.{filters.period}")
    for key, written in _SEVERAL.items():
        if state.get(key):
            found[key] = [written(each) for each in state[key]]
    if state[choice.KEY] != Against.NOTHING:
        found[choice.KEY] = choice.label(state[choice.KEY])
    if filters.place in viewer.agencies:
        found[place.AGENCY] = str(filters.place)
    return found


_SEVERAL: dict[str, Callable[[Any], str]] = {
    "filter_agency": lambda each: labels.agency(each, short=True),
    "filter_sex": lambda each: labels.label("SEX", each),
    "filter_age": lambda each: labels.label("AGE_BAND", each),
}


def _state(filters: Filters, viewer: Viewer) -> dict[str, Any]:
    """What the widgets hold; of agencies those alone that the viewer sees."""
    found: dict[str, Any] = {
        "filter_period": filters.period,
        "filter_agency": [each for each in filters.agencies if each in viewer.agencies],
        "filter_sex": [each for each in filters.sexes if each in labels.choices("SEX")],
        "filter_age": [each for each in filters.ages if each in AGE_BANDS],
        choice.KEY: _other(filters.against, viewer),
    }
    if filters.period == "own":
        found |= {"filter_from": filters.first, "filter_to": filters.last}
    return found


def _other(said: str, viewer: Viewer) -> Other:
    if not said.isdecimal():
        return Against(said)
    return int(said) if int(said) in viewer.agencies else Against.NOTHING
