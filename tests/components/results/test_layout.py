"""Which cards of a page are drawn."""

from __future__ import annotations

from typing import Any

import pandas as pd

from components.cards.card import Card
from components.results import layout

FEW = "Trop peu de réponses."


def card(key: str, **more: Any) -> Card:
    return Card(key=key, headline=key, note="", table=pd.DataFrame(), **more)


def test_why_nothing_is_shown_is_said_once() -> None:
    """Five cards of a wave with too few answers said the same five times."""
    named = [card("trust", empty=FEW), card("changes")]
    more = [card("drivers", empty=FEW), card("other", empty="Autre."), card("chart", spec={})]
    kept = [[each.key for each in part] for part in layout._told_once(named, more)]
    assert kept == [["trust"], ["other", "chart"]]


def test_what_to_choose_is_advised_on_the_screen_and_not_in_a_file() -> None:
    advised, written = "Trop peu. Élargissez la période.", lambda: "Trop peu."
    made = layout.Page(answer=advised, written=written, named=())
    assert layout.told(made) == "Trop peu."
    assert layout.told(layout.Page(answer="Assez.", named=())) == "Assez."
