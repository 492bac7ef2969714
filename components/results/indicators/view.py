"""What the page of indicators shows, as its address says: a place, and the list or one sheet."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.reads import labels, reference
from components.results.indicators.words import PROGRAMME
from components.visit import navigation
from components.visit.navigation import link_id
from db.access.permissions import Permission, may
from db.access.viewer import Viewer

INDICATOR, PLACE = "indicator", "place"
_CHOSEN = "indicators_place"


def opened() -> str:
    """The code of the indicator that the address names, or nothing."""
    return st.query_params.get(INDICATOR, "")[:20]


def open_one(code: str) -> None:
    """Show its sheet from the next run on."""
    st.query_params[INDICATOR] = code


def back_to_list() -> None:
    st.query_params.pop(INDICATOR, None)


def go_to(agency_id: int) -> None:
    """Look at one agency from the next run on."""
    st.session_state[_CHOSEN] = agency_id


def back() -> None:
    """The way back to the list."""
    icon = ":material/arrow_forward:" if i18n.is_rtl() else ":material/arrow_back:"
    st.button(
        i18n.t("indicators.back"),
        key="indicators_back",
        type="tertiary",
        icon=icon,
        on_click=back_to_list,
    )


def to_targets(viewer: Viewer, agency_id: int | None) -> None:
    """The way to where targets are set, for whoever may set them."""
    if may(viewer.role, Permission.INDICATORS_MANAGE):
        st.page_link(
            navigation.page("targets"),
            label=i18n.t("indicators.set_targets"),
            icon=":material/edit:",
            query_params={PLACE: str(agency_id)} if agency_id else None,
        )


def place(viewer: Viewer) -> int | None:
    """The agency looked at, or none for the programme as a whole; whoever sees one alone chooses
    nothing."""
    known = list(reference.agencies())
    own = [each for each in known if each in viewer.agencies]
    options = [PROGRAMME, *own] if own == known else own
    if not options:
        return None
    if _CHOSEN not in st.session_state:
        asked = link_id(st.query_params.get(PLACE, "")) or PROGRAMME
        st.session_state[_CHOSEN] = asked if asked in options else options[0]
    if st.session_state[_CHOSEN] not in options:
        st.session_state[_CHOSEN] = options[0]
    if len(options) > 1:
        st.selectbox(
            i18n.t("indicators.place"),
            options,
            key=_CHOSEN,
            format_func=lambda each: (
                labels.agency(each) if each else i18n.t("indicators.programme")
            ),
            width=320,
        )
    chosen = int(st.session_state[_CHOSEN])
    _remember(chosen)
    return chosen or None


def _remember(chosen: int) -> None:
    if chosen:
        st.query_params[PLACE] = str(chosen)
    else:
        st.query_params.pop(PLACE, None)
