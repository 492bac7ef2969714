"""Every results page: title, freshness, its answer, filters, then the figures; and the pulse."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, NamedTuple, TypeVar

import streamlit as st

from components.cards import opening
from components.language import i18n
from components.language.plain import plain
from components.reads import approvals, dependency_cache, figures, reference
from components.reads.dependency_cache import Watch
from components.reads.shared_cache import LatestVersion, LruCache
from components.results import (
    filters,
    layout,
    live,
    no_agency,
    page_content,
    page_download,
    view_filters,
)
from components.results.common import Asked
from components.results.compare import choice
from components.results.compare import words as compared
from components.results.layout import Page
from components.visit import session
from components.visit.streamlit_private import DeltaGenerator
from components.visit.streamlit_sent import Sent
from db.access.permissions import Permission
from db.access.viewer import Viewer
from db.inputs.results import EARLIEST, Against, Other, ResultFilter
from db.inputs.saved_views import Filters
from db.measures.before_after import first_day

Builder = Callable[[Asked], Page]
Chosen = filters.Chosen
Found = TypeVar("Found")
MADE: LruCache[LatestVersion[tuple[Asked, Page]]] = LruCache(200)
#: What pages sent, whatever the version.
SENT: LruCache[Sent] = LruCache(200)


class Places(NamedTuple):
    """Above the filters, which say what the answer is of: the line of the title, in which the page
    is taken away too, and below it that of the answer."""

    line: DeltaGenerator
    answer: DeltaGenerator


Views = Callable[
    [
        Viewer,
        str,
        Callable[[], dict[str, Any]],
        Callable[[Filters, Viewer], None],
        Callable[[Filters, Viewer], dict[str, Any]],
    ],
    None,
]


@dataclass(eq=False)
class Head:
    """What head and filters sent, and read for it."""

    _sent: Sent = field(default_factory=Sent)
    _watches: LruCache[Watch] = field(default_factory=lambda: LruCache(100))

    def draw(
        self, version: int, name: str, draw: Callable[[], Found], state: Hashable = None
    ) -> Found:
        """See ``Sent.draw``; it says the same as long as what it reads is the same."""
        watch = self._watches.get((name, state), Watch)
        if not watch.stands(version):
            watch = self._watches.put((name, state), Watch())

        def watched() -> Found:
            with watch.noting(version):
                return draw()

        return self._sent.draw(name, watched, state, says=watch)


HEADS: LruCache[Head] = LruCache(200)


def draw(
    name: str,
    build: Builder,
    *,
    has_ages: bool = True,
    is_whole: bool = False,
    is_compared: bool = False,
    views: Views,
) -> None:
    """A whole results page, for whoever may read results. ``has_ages``: whether age cuts it;
    ``is_whole``: always of all months there are, and of everybody; ``is_compared``: whether its
    figures can be put beside others; ``views``: the list of pages that were kept."""

    def chosen(viewer: Viewer, today: date, version: int) -> Chosen:
        if not is_whole:
            other = partial(choice.choose, viewer, version, name) if is_compared else None
            drawn = partial(filters.draw, viewer, today, has_ages=has_ages, other=other)
            held = filters.held()
            return _head(name, viewer).draw(version, "filters", drawn, held) if held else drawn()
        began = figures.measured(first_day, viewer, ResultFilter(EARLIEST, today), version)
        return filters.whole(viewer, min(began, today), today), Against.NOTHING

    show(name, build, *opened(name, chosen, views))


def opened(
    name: str, chosen: Callable[[Viewer, date, int], Chosen], views: Views
) -> tuple[Asked, Places]:
    """The head of a results page: what it asks for, as ``chosen`` draws the choice."""
    viewer = session.require(Permission.RESULTS_READ)
    version, page = session.version(), name.replace("_", "-")
    st.session_state[opening.BACK] = page
    head = st.container(horizontal=True, vertical_alignment="center", key="results_head")
    answer = st.container(key="results_answer")
    wanted, against = chosen(viewer, reference.today(), version)
    asked, drawn = Asked(viewer, wanted, version, against), _head(name, viewer).draw
    one = asked.agencies[0] if len(wanted.agencies) == 1 else 0
    with head:
        drawn(version, "title", partial(_title, name, wanted, against), (wanted, against))
        live.pulse(Permission.RESULTS_READ, viewer, version)
        held = partial(view_filters.held, page, one)
        own = partial(views, viewer, page, held, view_filters.show_here, view_filters.address)
        drawn(version, "views", partial(_beside, own, "results_views"))
    return asked, Places(head, answer)


def _head(name: str, viewer: Viewer) -> Head:
    return HEADS.get(_seen(name, viewer), Head)


def _seen(name: str, viewer: Viewer) -> tuple[Hashable, ...]:
    """A page as one viewer sees it today, whatever is filtered."""
    return dependency_cache.database(), name, viewer, reference.today(), i18n.language()


def _title(name: str, wanted: ResultFilter, against: Other) -> None:
    st.title(i18n.t(f"page.{name}"))
    with st.container(key="results_words"):
        st.markdown(plain(compared.in_words(filters.in_words(wanted), against)))


def _beside(draw: Callable[[], None], key: str) -> None:
    with st.container(width="content", key=key):
        draw()


def approval(asked: Asked) -> None:
    """Whether the figures are approved; the same whatever is compared."""
    drawn = _head("approval", asked.viewer).draw
    drawn(asked.version, "approval", partial(_approval, asked), asked.wanted)


def _approval(asked: Asked) -> None:
    with st.container(key="results_approval"):
        st.caption(plain(approvals.line(asked.viewer, asked.wanted, asked.version)))


def show(name: str, build: Builder, asked: Asked, head: Places) -> None:
    """What the page shows, and its files."""
    with head.answer:
        if no_agency.is_shown(asked.viewer):
            return
    asked, made = _made(name, build, asked)
    if layout.shown(made):
        with head.line:
            away = partial(page_download.draw, partial(page_content.of_page, name, asked, made))
            beside = partial(_beside, away, "results_away")
            made.sent.draw("away", beside, says=asked.version)
    layout.draw(asked, made, head.answer, partial(approval, asked))


def _made(name: str, build: Builder, asked: Asked) -> tuple[Asked, Page]:
    """The page's content as of the version that was asked for or a later one, with that; made once
    for a viewer, filter and language: what it draws later reads as that viewer."""
    dependency_cache.look(asked.version)
    key = *_seen(name, asked.viewer), asked.wanted, asked.against
    sent = SENT.get(key, Sent)

    def make() -> tuple[int, tuple[Asked, Page]]:
        now = asked.as_of(figures.version())
        return now.version, (now, layout.completed(now, build(now), sent))

    return MADE.get(key, LatestVersion[tuple[Asked, Page]]).get(asked.version, make)
