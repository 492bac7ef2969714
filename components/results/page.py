"""Every results page: title, freshness, filters, then what it shows; and the pulse."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.reads import figures, reference
from components.results import filters, layout, live
from components.results.common import Asked
from components.results.layout import Page
from components.visit import session
from db.access.permissions import Permission
from db.store.settings import settings

Builder = Callable[[Asked], Page]


def draw(name: str, build: Builder, *, has_ages: bool = True) -> None:
    """A whole results page, for whoever may read results. ``has_ages``: whether age cuts it."""
    viewer = session.require(Permission.RESULTS_READ)
    version = figures.version()
    with st.container(horizontal=True, vertical_alignment="center", key="results_head"):
        st.title(i18n.t(f"page.{name}"))
        words = st.container(key="results_words")
        live.pulse(Permission.RESULTS_READ, viewer, version)
    wanted = filters.draw(viewer, reference.today(), has_ages=has_ages)
    words.markdown(plain(filters.in_words(wanted)))
    asked = Asked(viewer, wanted, version)
    layout.draw(asked, _made(name, build, asked))


def _made(name: str, build: Builder, asked: Asked) -> Page:
    """The page's content, made once for a scope, filter, version and language."""
    key = (
        settings().database_url,
        asked.viewer.agencies,
        asked.wanted,
        reference.today(),
        asked.version,
    )
    return _built(name, key, i18n.language(), build, asked)


@st.cache_resource(max_entries=200, show_spinner=False)
def _built(
    name: str, key: tuple[object, ...], language: str, _build: Builder, _asked: Asked
) -> Page:
    return layout.completed(_asked, _build(_asked))
