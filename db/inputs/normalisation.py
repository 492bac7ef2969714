"""Anything typed or pasted, read in one spelling before any rule looks at it.

Passwords alone are exempt: each of their characters counts (``db.secrets.passwords.plain``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, model_validator

from db.errors import Problem

#: What a word processor, a messenger or another keyboard writes for one of ours.
_WRITTEN_FOR = {
    "'": "‘’‚‛′‵ʹʻʼʽˈ`´՚",
    '"': "“”„‟″‶«»〝〞",
    "-": "\u2212\u2043\u02d7\u2796",
    "/": "\u2044\u2215\u060d\u29f8",
    # Blank, and yet no space by their class.
    " ": "\u115f\u1160\u2800\u3164\uffa0",
    # Unseen, and yet no format mark by their class.
    "": "\u034f" + "".join(map(chr, range(0xFE00, 0xFE10))),
}
_AS = str.maketrans({each: ours for ours, many in _WRITTEN_FOR.items() for each in many})
#: Forms of a letter that differ in width or in their place in a word; "½" and "²" are none.
_FORMS = ("<wide>", "<narrow>", "<isolated>", "<initial>", "<medial>", "<final>")
#: Direction marks, zero widths and soft hyphens; control characters; halves of a character.
_UNSEEN = ("Cf", "Cc", "Cs")
#: Letters that Arabic keyboards write one for the other.
_ARABIC = str.maketrans("أإآٱىیئؤةکگ", "اااايييوهكك")
_MARKS_IN_NAMES = str.maketrans("", "", " -'\"._\u0640")


def normalised(text: str) -> str:
    """The text in one spelling: digits as 0-9, one kind of dash, quote, apostrophe and space, each
    letter in one form, and nothing that cannot be seen."""
    composed = unicodedata.normalize("NFC", "".join(map(_form, text))).translate(_AS)
    return " ".join("".join(map(_ours, composed)).split())


def _form(character: str) -> str:
    if character < "\u0250" or not unicodedata.decomposition(character).startswith(_FORMS):
        return character
    return unicodedata.normalize("NFKC", character)


def _ours(character: str) -> str:
    if character.isascii():
        return character if character.isprintable() or character.isspace() else ""
    if character.isspace():
        return " "
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    kind = unicodedata.category(character)
    if kind == "Pd":
        return "-"
    return "" if kind in _UNSEEN else character


def unquoted(text: str) -> str:
    """``normalised`` without the quotes around it: a code, a number or a date has none."""
    return normalised(text).strip("\"' ")


def username(text: str) -> str:
    """A user name as it is stored and looked up."""
    return unquoted(text).lower()[:60]


def search_key(text: str) -> str:
    """What a search compares: case, accents, spaces, apostrophes, dashes and the forms of Arabic
    letters do not matter; the same on every database, since none of them folds."""
    folded = normalised(_bare(_bare(text).casefold()))
    return folded.translate(_ARABIC).translate(_MARKS_IN_NAMES)


def _bare(text: str) -> str:
    """The letters without what is written above and below them."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(each for each in apart if not unicodedata.combining(each))


def normalised_values(raw: Any) -> Any:
    """The same of every text in raw values, however deep."""
    if isinstance(raw, str):
        return normalised(raw)
    if isinstance(raw, Mapping):
        return {normalised_values(name): normalised_values(value) for name, value in raw.items()}
    if isinstance(raw, list | tuple):
        return type(raw)(normalised_values(each) for each in raw)
    return raw


#: What several fields cannot say together, by field. Where others could not be read it is given
#: what is known (``db/inputs/partial_validation.py``), which refuses to speak of these.
Rule = Callable[[Any], dict[str, Problem]]


class InputModel(BaseModel):
    """The base of every input class: its texts are read before any rule of theirs."""

    model_config = ConfigDict(frozen=True)
    #: What the page made, and nobody typed, is compared as it was sent.
    made_by_the_page: ClassVar[frozenset[str]] = frozenset({"submission_id", "seen"})

    #: What several fields cannot say together; told also while others are missing or wrong.
    RULES: ClassVar[tuple[Rule, ...]] = ()

    #: Of a field that holds a list: what can be read of it while some of its lines cannot.
    PARTS: ClassVar[Mapping[str, Callable[[Any], Any]]] = {}

    @model_validator(mode="before")
    @classmethod
    def _read(cls, raw: Any) -> Any:
        return cls.spelled(raw) if isinstance(raw, Mapping) else raw

    @classmethod
    def spelled(cls, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Raw values with every typed text in the one spelling."""
        made = {name: raw[name] for name in cls.made_by_the_page if name in raw}
        read: dict[str, Any] = normalised_values(raw)
        return read | made
