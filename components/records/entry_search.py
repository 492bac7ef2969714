"""What is typed over the list of entries, as what it may mean: a code, or words of labels."""

from __future__ import annotations

from typing import Any

from components.reads import labels, reference
from components.records.kinds import Kind
from db.inputs import case_codes
from db.inputs.normalisation import search_key
from db.queries.entries import Word

#: A shorter part of a code would be found in too many.
LEAST_OF_A_CODE = 3


def words(typed: str, kind: Kind) -> tuple[Word, ...]:
    """Each word must be found: in the case's code, or in the label of one of these columns."""
    return tuple(_word(each, kind) for each in typed.split())


def _word(typed: str, kind: Kind) -> Word:
    code, wanted = case_codes.normal(typed), search_key(typed)
    lists = {"type": kind.types, "sex": "SEX", "nationality": "NATIONALITY"}
    among: dict[str, frozenset[Any]] = {
        column: frozenset(
            found
            for found in reference.codes(name)
            if wanted in search_key(labels.label(name, found))
        )
        for column, name in lists.items()
    }
    among["agency_id"] = frozenset(
        found for found in reference.agencies() if wanted in search_key(labels.agency(found))
    )
    return Word(code=code if len(code) >= LEAST_OF_A_CODE else "", among=among)
