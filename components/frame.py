"""What surrounds every page: direction of writing, the menu, the bar of a phone."""

from __future__ import annotations

import json
from functools import lru_cache, partial
from pathlib import Path

import streamlit as st

from components.accounts import sessions as own_sessions
from components.language import i18n
from components.language.catalogue import LANGUAGES
from components.language.plain import plain
from components.reads import reference
from components.reads.shared_cache import LruCache
from components.saving import form_footer
from components.visit import browser, navigation
from components.visit.navigation import Screen
from components.visit.session import Person
from components.visit.streamlit_sent import Sent
from db.access.viewer import Viewer
from db.codes import Role

HERE = Path(__file__).parent
FAVICON = HERE / "favicon.svg"
#: Pixels: a sixth of a small desktop.
SIDEBAR = 224
STYLE = Sent()
FRAMES: LruCache[Sent] = LruCache(len(LANGUAGES))
COLOURS = (
    ("paper", "backgroundColor"),
    ("line", "borderColor"),
    ("accent", "primaryColor"),
    ("soft", "grayTextColor"),
    ("menu", "sidebar.backgroundColor"),
)


def prepare() -> None:
    """Page settings and the style sheet."""
    st.set_page_config(page_icon=FAVICON, layout="wide", initial_sidebar_state=SIDEBAR)
    STYLE.draw("style", lambda: st.html(f"<style>{_style()}</style>"))


def name_tab(page: str) -> None:
    """The name of the browser's tab: the page first."""
    st.set_page_config(page_title=f"{page} · {reference.programme().name}")


def direct() -> None:
    """Set the page's language and its writing direction."""
    _sent().draw("direction", _direction)


def _direction() -> None:
    with st.container(key="frame_direction"):
        direction = "rtl" if i18n.is_rtl() else "ltr"
        st.html(
            f"<script>document.documentElement.lang='{i18n.language()}';"
            f"document.documentElement.dir='{direction}';"
            f"document.documentElement.dataset.language='{i18n.language()}';"
            f"{_named()}</script>",
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


def _named() -> str:
    """Translates what Streamlit always says in English, to whoever listens: its link to skip to the
    content, and the menu."""
    skip, pages = (json.dumps(i18n.t(f"frame.{name}")) for name in ("skip", "pages"))
    return (
        "for (const link of document.querySelectorAll('[data-testid=stSkipToContent]'))"
        f" link.textContent = {skip};"
        "for (const menu of document.querySelectorAll('[data-testid=stSidebarNav]'))"
        f" menu.ariaLabel = {pages};"
    )


def menu(person: Person, here: Screen) -> None:
    """What stands around the menu (``components.visit.pages.navigate``): the programme, and the
    way out."""
    form_footer.begin_run()
    with st.sidebar:
        name = reference.programme().name
        _sent().draw("menu", partial(_menu, name, person.viewer.role), (name, person.viewer.role))
    if here.is_form:
        with st.container(key="frame_form"):
            st.html("<span></span>")


def _menu(name: str, role: Role) -> None:
    st.markdown(f"### {plain(name)}")
    menu = navigation.in_menu(role)
    if len(menu) == 1:
        # Streamlit shows no menu of one page, nor its heading.
        with st.container(key="menu_one"):
            st.caption(i18n.t(f"menu.{menu[0].section}"))
            _link(menu[0])
    # In view however long the menu is.
    with st.container(key="menu_own"):
        _link(navigation.BY_NAME["account"])
        own_sessions.sign_out("signout")


def bottom_bar(viewer: Viewer) -> None:
    """The bar at the foot of a phone's screen, where no form has its own there; a wide screen is
    not sent what it would not show."""
    if not form_footer.was_drawn() and not browser.is_wide():
        _sent().draw("foot", partial(_bar, viewer.role), viewer.role)


def _bar(role: Role) -> None:
    with st.container(key="bar", horizontal=True):
        for name in navigation.BAR[role]:
            _link(navigation.BY_NAME[name], short=True)


def _sent() -> Sent:
    """What surrounds every page of a language."""
    return FRAMES.get(i18n.language(), Sent)


def _link(screen: Screen, *, short: bool = False) -> None:
    label = i18n.t(f"{screen.text}.short" if short else screen.text)
    st.page_link(navigation.page(screen.name), label=label, icon=f":material/{screen.icon}:")
