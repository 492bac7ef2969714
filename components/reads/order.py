"""The order of names for whoever reads: by their script, their letters, then their accents.

Why this and no library: ``docs/decisions/0047-names-sort-by-a-key-of-our-own.md``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import TypeVar

from components.language import i18n
from db.inputs.normalisation import search_key

Key = tuple[int, str, str, str]
Of = TypeVar("Of")
_TWO_LETTERS = str.maketrans({"œ": "oe", "æ": "ae"})


def by_name(name: str) -> Key:
    """What names are sorted by."""
    composed = unicodedata.normalize("NFC", name)
    letters = search_key(composed).translate(_TWO_LETTERS)
    return _script(letters), letters, composed.casefold(), composed


def in_order(names: Mapping[Of, str]) -> dict[Of, str]:
    """Names by what they stand for, in the reader's order."""
    return dict(sorted(names.items(), key=lambda each: by_name(each[1])))


def _script(letters: str) -> int:
    """The script that a name begins with: 0 for none, 1 for the reader's own, 2 for another."""
    if not letters[:1].isalpha():
        return 0
    return 1 if ("\u0600" <= letters[0] <= "\u06ff") is i18n.is_rtl() else 2
