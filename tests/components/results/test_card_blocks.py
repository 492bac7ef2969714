"""What a document says of a card, with and without its chart."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from components.cards.blocks import Heading, Picture, Table, Text, undrawn
from components.cards.card import Card
from components.results.card_blocks import blocks

CARD = Card(
    key="one",
    headline="Sixty came.",
    note="people",
    reading="Light: a month that runs.",
    warning="Chance may explain it.",
    table=pd.DataFrame({"n": [60]}),
    spec={"mark": "bar"},
)


def told(*, warns: bool = True, is_drawn: bool = True, card: Card = CARD) -> list[str]:
    made = blocks(card, is_drawn=is_drawn, warns=warns)
    return [each.text for each in made if isinstance(each, Text)]


def test_how_to_read_it_and_what_it_warns_of_stand_with_and_without_a_chart() -> None:
    said = [CARD.headline, CARD.note, CARD.reading, CARD.warning]
    assert told() == told(is_drawn=False) == told(card=replace(CARD, spec=None)) == said
    assert told(warns=False) == said[:3]


def test_a_whole_card_has_a_heading_and_a_table_where_it_has_no_chart() -> None:
    head, _, drawn, *_ = blocks(CARD, is_whole=True)
    assert isinstance(head, Heading) and isinstance(drawn, Picture)
    undrawn = list(blocks(replace(CARD, spec=None, empty="Hidden."), is_whole=True))
    assert [each.rows for each in undrawn if isinstance(each, Table)] == [[["60"]]]
    assert Text("Hidden.") in undrawn


def test_what_a_charts_marks_are_stands_beside_the_chart_alone() -> None:
    card = replace(CARD, legend="After each bar: days.")
    assert told(card=card) == [CARD.headline, CARD.note, card.legend, CARD.reading, CARD.warning]
    assert card.legend not in told(card=card, is_drawn=False)
    assert card.legend not in [getattr(each, "text", "") for each in undrawn(blocks(card))]
    assert card.legend in card.counts
