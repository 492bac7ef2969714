"""The sentences in three languages, read from gettext catalogues (one file a subject)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from gettext import c2py
from pathlib import Path
from typing import Literal

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

Language = Literal["fr", "en", "ar"]
LANGUAGES: tuple[Language, ...] = ("fr", "en", "ar")
DEFAULT: Language = "fr"
FOLDER = Path(__file__).parent / "locales"

#: Spaces at which no line may break: within guillemets, and before what French sets apart. The
#: colon of an icon (":material/home:") is none.
_WITHIN = re.compile("(?<=«) | (?=»)")
_FRENCH = re.compile(rf"{_WITHIN.pattern}| (?=[;?!%]|:(?!\w))")
NO_BREAK = "\u00a0"
#: The end of an Arabic sentence whose last word is not: a number at the beginning of the next one
#: would be drawn before that word.
_FOREIGN_END = re.compile(r"[\u0600-\u06ff].*[A-Za-z\u00c0-\u024f][^\u0600-\u06ff]*$", re.DOTALL)
TO_THE_RIGHT = "\u200f"

Messages = dict[str, str | tuple[str, ...]]


@lru_cache(maxsize=len(LANGUAGES))
def messages(language: Language) -> Messages:
    """All messages of a language: key -> sentence, or key -> plural forms."""
    found: Messages = {}
    for path in sorted((FOLDER / language).glob("*.po")):
        for message in _read(path, language):
            if message.id:
                key = message.id if isinstance(message.id, str) else message.id[0]
                said = message.string
                forms = (said,) if isinstance(said, str) else tuple(said or ())
                held = tuple(unbroken(language, form) for form in forms)
                found[key] = held[0] if isinstance(said, str) else held
    return found


def unbroken(language: Language, sentence: str) -> str:
    """The sentence, whose lines begin with no sign that belongs to the word before it."""
    return (_FRENCH if language == "fr" else _WITHIN).sub(NO_BREAK, sentence)


def _read(path: Path, language: Language) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


@lru_cache(maxsize=len(LANGUAGES))
def _plural_rule(language: Language) -> Callable[[int], int]:
    """The rule in the catalogues' headers: Babel's own swaps the last two forms of Arabic."""
    first = min((FOLDER / language).glob("*.po"))
    return c2py(_read(first, language).plural_expr)


def translate(language: Language, key: str, /, **values: object) -> str:
    """The sentence for ``key``; a missing one is a programming error and raises ``KeyError``."""
    text = messages(language)[key]
    if not isinstance(text, str):
        raise KeyError(f"{key} has plural forms: give a count")
    return _ended(language, text.format(**values))


def translate_plural(language: Language, key: str, count: int, /, **values: object) -> str:
    """The plural form of ``key`` that goes with ``count``."""
    forms = messages(language)[key]
    form = forms if isinstance(forms, str) else forms[_plural_rule(language)(count)]
    return _ended(language, form.format(**values))


def _ended(language: Language, sentence: str) -> str:
    """What follows the sentence is drawn after it."""
    is_foreign = language == "ar" and _FOREIGN_END.search(sentence)
    return f"{sentence}{TO_THE_RIGHT}" if is_foreign else sentence
