"""What surrounds every page: direction of writing, the menu, the bar of a phone."""

from __future__ import annotations

import streamlit as st

from components import i18n, navigation
from components.navigation import Screen
from db.permissions import Viewer


def prepare(viewer: Viewer | None) -> None:
    """Page settings, and the document's language and direction."""
    st.set_page_config(page_title="Amudu", layout="wide")
    _direct()


def _direct() -> None:
    direction = "rtl" if i18n.is_rtl() else "ltr"
    st.html(
        f"<script>document.documentElement.lang='{i18n.language()}';"
        f"document.documentElement.dir='{direction}'</script>",
        unsafe_allow_javascript=True,
    )


def menu(viewer: Viewer, here: Screen) -> None:
    """The sidebar: the screens of the viewer's role."""
    with st.sidebar:
        for screen in navigation.open_to(viewer.role):
            st.page_link(
                navigation.page(screen.name),
                label=i18n.t(screen.text),
                icon=f":material/{screen.icon}:",
            )


def foot(viewer: Viewer, here: Screen) -> None:
    """The bar at the foot of a phone's screen, on pages without a form."""
    if here.is_form:
        return
    with st.container(key="bar", horizontal=True):
        for name in navigation.BAR[viewer.role]:
            screen = navigation.BY_NAME[name]
            st.page_link(
                navigation.page(name),
                label=i18n.t(screen.text),
                icon=f":material/{screen.icon}:",
            )
