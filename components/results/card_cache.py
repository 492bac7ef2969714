"""Cards that stand as long as their figures do, with what they have drawn."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from components.cards.card import Card
from components.language import i18n
from components.reads import reference
from components.reads.dependency_cache import DependencyCache
from components.results import file_parts
from components.results.common import Asked

CARDS: DependencyCache[Card] = DependencyCache(400)


def card(make: Callable[..., Card], asked: Asked, *wanted: Hashable) -> Card:
    """``make(asked, *wanted)``, its files signed; the same object until a figure of it moves."""
    name = f"{make.__module__}.{make.__qualname__}"
    question = asked.viewer, asked.wanted, asked.against, reference.today(), i18n.language()
    return CARDS.get(
        (name, wanted, *question),
        asked.version,
        lambda: file_parts.signed(asked, make(asked, *wanted)),
    )
