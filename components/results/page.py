"""What every results page does around its cards: filters, freshness, and the pulse."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from components.cards import card as cards
from components.language import i18n
from components.reads import figures, reference
from components.results import file_parts, filters, live
from components.results.common import Asked, Builder
from components.results.common import cards as made
from components.visit import session
from db.access.permissions import Permission
from db.inputs.results import ResultFilter


def draw(
    name: str,
    build: Builder,
    above: Callable[[Asked], None] | None = None,
    *,
    has_ages: bool = True,
) -> None:
    """A whole results page, for whoever may read results. ``has_ages``: whether age cuts it."""
    viewer = session.require(Permission.RESULTS_READ)
    version = figures.version()
    with st.container(horizontal=True, vertical_alignment="center", key="results_head"):
        st.title(i18n.t(f"page.{name}"))
        live.pulse(Permission.RESULTS_READ, viewer, version)
    wanted = filters.draw(viewer, reference.today(), has_ages=has_ages)
    st.caption(filters.in_words(wanted))
    asked = Asked(viewer, wanted, version)
    if above is not None:
        above(asked)
    cards.grid(made(name, partial(_signed, build), asked), partial(_context, wanted))


def _signed(build: Builder, asked: Asked) -> list[cards.Card]:
    return [file_parts.signed(asked, card) for card in build(asked)]


def _context(wanted: ResultFilter, card: cards.Card) -> list[str]:
    """What a card's files say beside it: the filters that cut it, and of when it is."""
    cut = wanted.of_everybody() if card.uncut else wanted
    return [filters.in_words(cut), i18n.t("card.as_of", day=reference.now())]
