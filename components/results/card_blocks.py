"""A card as blocks of a document: its sentence, what it counts, its chart, how to read it."""

from __future__ import annotations

from collections.abc import Iterator

from components.cards.blocks import Block, Heading, Picture, Table, Text
from components.cards.card import Card


def blocks(
    card: Card, *, is_whole: bool = False, is_drawn: bool = True, warns: bool = True
) -> Iterator[Block]:
    """``is_whole``: under a heading, and with its table where it has no chart; without ``warns``
    where the pages are counted."""
    yield Heading(card.headline, 2) if is_whole else Text(card.headline)
    if card.note:
        yield Text(card.note, is_quiet=True)
    if is_drawn and card.spec is not None:
        yield Picture(card.spec, f"{card.headline} {card.counts}")
        if card.legend:
            yield Text(card.legend, is_quiet=True, is_of_chart=True)
    elif is_whole:
        if card.empty:
            yield Text(card.empty)
        table = card.table.astype(str)
        yield Table(list(map(str, table.columns)), table.to_numpy().tolist())
    for each in filter(None, (card.reading, card.warning if warns else "")):
        yield Text(each, is_quiet=True)
