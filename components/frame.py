"""What surrounds every page: direction of writing, the menu, the bar of a phone."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import streamlit as st

from components.accounts import sessions as own_sessions
from components.language import i18n
from components.language.plain import plain
from components.reads import reference
from components.saving import foot as form_foot
from components.visit import navigation
from components.visit.navigation import Screen
from components.visit.session import Person
from db.access.viewer import Viewer

HERE = Path(__file__).parent
FAVICON = HERE / "favicon.svg"
#: Pixels: a sixth of a small desktop.
SIDEBAR = 224
COLOURS = (
    ("paper", "backgroundColor"),
    ("line", "borderColor"),
    ("accent", "primaryColor"),
    ("soft", "grayTextColor"),
)

#: The parts of the menu that have a heading.
NAMED = (navigation.Section.RESULTS, navigation.Section.PROGRAMME)


def prepare() -> None:
    """Page settings and the style sheet."""
    st.set_page_config(page_icon=FAVICON, layout="wide", initial_sidebar_state=SIDEBAR)
    st.html(f"<style>{_style()}</style>")


def name_tab(page: str) -> None:
    """The name of the browser's tab: the page first."""
    st.set_page_config(page_title=f"{page} · {reference.programme().name}")


def direct() -> None:
    """Set the page's language, one of the programme's, and its writing direction."""
    i18n.offer(reference.languages())
    with st.container(key="frame_direction"):
        direction = "rtl" if i18n.is_rtl() else "ltr"
        st.html(
            f"<script>document.documentElement.lang='{i18n.language()}';"
            f"document.documentElement.dir='{direction}';"
            f"document.documentElement.dataset.language='{i18n.language()}';"
            f"{_skip_link()}</script>",
            unsafe_allow_javascript=True,
        )


@lru_cache(maxsize=1)
def _style() -> str:
    """The theme's colours as variables, light and dark, then the style sheet."""
    light, dark = (
        "".join(f"--{name}:{st.get_option(f'theme.{base}.{option}')};" for name, option in COLOURS)
        for base in ("light", "dark")
    )
    themes = f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    return themes + (HERE / "look.css").read_text(encoding="utf-8")


def _skip_link() -> str:
    """Translates Streamlit's link to skip to the content, which is always English."""
    return (
        "for (const link of document.querySelectorAll('[data-testid=stSkipToContent]'))"
        f" link.textContent = {i18n.t('frame.skip')!r};"
    )


def menu(person: Person, here: Screen) -> None:
    """The sidebar: the programme, the screens of the viewer's role, and the way out."""
    form_foot.begin_run()
    with st.sidebar:
        st.markdown(f"### {plain(reference.programme().name)}")
        for section, screens in navigation.sections(person.viewer.role):
            if section in NAMED:
                st.caption(i18n.t(f"menu.{section}"))
            for screen in screens:
                _link(screen)
        own_sessions.sign_out("signout")
    if here.is_form:
        with st.container(key="frame_form"):
            st.html("<span></span>")


def foot(viewer: Viewer) -> None:
    """The bar at the foot of a phone's screen, where no form has its own there."""
    if form_foot.was_drawn():
        return
    with st.container(key="bar", horizontal=True):
        for name in navigation.BAR[viewer.role]:
            _link(navigation.BY_NAME[name], short=True)


def _link(screen: Screen, *, short: bool = False) -> None:
    label = i18n.t(f"{screen.text}.short" if short else screen.text)
    st.page_link(navigation.page(screen.name), label=label, icon=f":material/{screen.icon}:")
