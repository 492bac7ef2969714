"""The order of names in the session's language."""

from __future__ import annotations

import unicodedata

from components.language import i18n
from db.inputs.typed import search_key

Key = tuple[tuple[int, ...], str, str]


def by_name(name: str) -> Key:
    """What names are sorted by: letters alone first, then accents; the reader's script comes first.

    Why this and no library: docs/decisions/0045.
    """
    folded = search_key(name)
    return (
        tuple(_script(letter) for letter in folded[:1]),
        folded,
        unicodedata.normalize("NFC", name),
    )


def _script(letter: str) -> int:
    """0 for what is no letter, 1 for the reader's own script, 2 for the other one."""
    if not letter.isalpha():
        return 0
    return 1 if ("\u0600" <= letter <= "\u06ff") is i18n.is_rtl() else 2
