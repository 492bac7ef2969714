"""The pages of a run, made once a process, language and role; those of its menu are in view."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Literal

import streamlit as st

from components.language import i18n
from components.language.catalogue import Language
from components.visit import navigation
from components.visit.navigation import SCREENS, Screen, Section
from components.visit.streamlit_private import StreamlitPage, fresh, wanted
from components.visit.streamlit_sent import Menu
from db.codes import Role

#: The parts of the menu that have a heading.
NAMED = (Section.RESULTS, Section.PROGRAMME)
Position = Literal["sidebar", "hidden"]
Pages = Mapping[str, StreamlitPage]
_made: dict[tuple[Language, Role | None], Pages] = {}
_menus: dict[tuple[Language, Role | None], Menu] = {}


def asked_for() -> Screen | None:
    """The page that a run is asked for, before there is a menu."""
    return navigation.BY_NAME.get(wanted(_pages(None)) or "")


def navigate(role: Role | None) -> StreamlitPage:
    """Tell the browser of all pages and of a role's menu, in one message; the page to be drawn.

    Without a role there is no menu.
    """
    navigation.register(_pages(role))
    menu = _menus.setdefault((i18n.language(), role), Menu())
    return menu.tell(partial(_tell, role))


def _tell(role: Role | None) -> StreamlitPage:
    pages = {name: fresh(page) for name, page in _pages(role).items()}
    # Hidden pages have no part, or a part would have a heading alone.
    sections = {"": [st.Page(navigation.home, title="Amudu", default=True, visibility="hidden")]}
    for name, page in pages.items():
        section = navigation.BY_NAME[name].section
        is_named = section in NAMED and page.visibility == "visible"
        sections.setdefault(i18n.t(f"menu.{section}") if is_named else "", []).append(page)
    position: Position = "sidebar" if role else "hidden"
    return st.navigation(sections, position=position, expanded=True)


def _pages(role: Role | None) -> Pages:
    """Making thirty of them asks the disk for each: longer than all the rest of the frame."""
    key = i18n.language(), role
    if key not in _made:
        shown = navigation.in_menu(role) if role else ()
        _made[key] = {
            screen.name: st.Page(
                screen.path,
                title=i18n.t(screen.text),
                icon=f":material/{screen.icon}:",
                url_path=screen.name,
                visibility="visible" if screen in shown else "hidden",
            )
            for screen in SCREENS
        }
    return _made[key]
