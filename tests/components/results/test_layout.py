"""Which cards of a page are drawn."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pandas as pd

from components.cards.blocks import Text
from components.cards.card import Card
from components.language.catalogue import messages
from components.results import layout
from components.results.card_blocks import blocks

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


#: Said on the screen alone, beside what a card or an answer says.
ADVISING = {
    "accounts.none", "answer.widen", "audit.none", "card.empty", "note.empty_cards",
    "trust.by_sex_advice", "trust.too_few_advice", "trust.widen",
}  # fmt: skip


def test_no_sentence_of_a_card_advises_what_to_choose() -> None:
    """On paper nothing can be widened, and no filter be taken away."""
    said = {
        key: " ".join(forms if isinstance(forms, tuple) else (forms,))
        for key, forms in messages("fr").items()
    }
    asks = re.compile(r"[ÉEé]largissez|[Rr]etirez (?:le|un) filtre")
    assert {key for key, text in said.items() if asks.search(text)} == ADVISING


def test_advice_stands_beside_what_a_card_says_and_not_in_its_files() -> None:
    found = replace(card("trust", empty=FEW), advice="Élargissez la période.")
    told = [each.text for each in blocks(found, is_whole=True) if isinstance(each, Text)]
    assert FEW in told and not any("largissez" in each for each in told)
