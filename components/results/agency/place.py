"""Which agency the page is about, as its address says: by its number or its name."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.reads import labels, reference
from components.visit.navigation import link_id
from db.access.viewer import Viewer
from db.inputs.normalisation import search_key
from db.models import Agency

AGENCY = "agency"
#: Of the choice: the list of all agencies.
EVERY = 0
_CHOSEN, _SAID = "agency_chosen", "agency_said"


def choose(viewer: Viewer) -> int | None:
    """The agency, or none for the list; whoever sees one alone is there at once. An address that
    has changed goes before what was chosen."""
    own = [each for each in reference.agencies() if each in viewer.agencies]
    if len(own) == 1:
        return own[0]
    options = [EVERY, *own]
    said = st.query_params.get(AGENCY, "")
    if _CHOSEN not in st.session_state or said != st.session_state.get(_SAID):
        named = _named(said[:120])
        if said and named not in own:
            st.warning(i18n.t("filter.unknown_in_link"), icon=":material/link_off:")
        st.session_state[_CHOSEN] = named if named in own else EVERY
    if st.session_state[_CHOSEN] not in options:
        st.session_state[_CHOSEN] = EVERY
    chosen = st.selectbox(
        i18n.t("column.agency"),
        options,
        key=_CHOSEN,
        format_func=lambda each: labels.agency(each) if each else i18n.t("agency.every"),
        width=320,
    )
    _remember(int(chosen or EVERY))
    return int(chosen or EVERY) or None


def go_to(agency_id: int) -> None:
    """Look at one from the next run on."""
    st.session_state[_CHOSEN] = agency_id


def _remember(chosen: int) -> None:
    if chosen:
        st.query_params[AGENCY] = str(chosen)
    else:
        st.query_params.pop(AGENCY, None)
    st.session_state[_SAID] = st.query_params.get(AGENCY, "")


def _named(said: str) -> int:
    number, wanted = link_id(said), search_key(said)
    for each in reference.agencies().values():
        if each.id == number or (wanted and wanted in map(search_key, _names(each))):
            return each.id
    return EVERY


def _names(agency: Agency) -> tuple[str, ...]:
    return agency.short_name, agency.name, agency.name_en, agency.name_ar, agency.code
