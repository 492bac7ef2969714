"""Whatever can use a place has a name on screen, in every language."""

from __future__ import annotations

import pytest

from components.language.catalogue import LANGUAGES, Language, messages
from components.programme.places.detail import COLUMNS
from components.programme.places.kinds import BY_NAME
from db.queries.place_uses import RELEASES, keys_to


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_that_names_a_place_has_its_words(language: Language) -> None:
    tables = {RELEASES} | {
        key.parent.table.name for place in ("agencies", "organisations") for key in keys_to(place)
    }
    known = messages(language)
    assert {name for name in tables if f"places.used_by.{name}" not in known} == set()


@pytest.mark.parametrize("name", BY_NAME)
def test_a_form_sends_back_every_column_that_it_may_change(name: str) -> None:
    kind = BY_NAME[name]
    assert set(COLUMNS[name]) == set(kind.new.model_fields)
    assert set(kind.changed.model_fields) - set(kind.new.model_fields) == {"id", "seen"}
