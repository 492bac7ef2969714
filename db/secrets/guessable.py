"""Whether a password is among what people try first: one common word, or a run of keys."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

#: Compared without digits, signs and accents. A phrase of several words is no common word.
WORDS = Path(__file__).with_name("common_words.txt")
#: Neighbours on a keyboard (English, French, German, Arabic; rows and columns) and in an alphabet.
RUNS = (
    "qwertyuiopasdfghjklzxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertzuiopasdfghjklyxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "aqwzsxedcrfvtgbyhnujikolpm",
    "zaqxswcdevfrbgtnhymjukilop",
    "zaqwsxcderfvbgtyhnmjuik",
    "asdfghjklqwertyuiop",
    "abcdefghijklmnopqrstuvwxyz" * 2,
    "ضصثقفغعهخحجدشسيبلاتنمكط",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "12345678901234567890",
    "123456789101112131415161718192021222324",
    "11223344556677889900",
    "147258369",
    "!@#$%^&*()_+",
)
LOOK_ALIKES = str.maketrans("@4013$57!", "aaoiessti")
FEW = 4


def is_guessable(password: str) -> bool:
    """Whether it is one common word or one run of keys, with nothing but digits and signs added.

    A word with digits for letters (``p@ssw0rd``) and a repeated word count as common too.
    """
    letters, digits = _letters(password), _digits(password)
    if len(letters) < FEW:
        return _is_run(digits if 2 * len(digits) >= len(password) else password)
    middle = password.strip("0123456789.,;:!?*#+-_/ ")
    return _is_common(letters) or _is_common(_letters(middle.translate(LOOK_ALIKES)))


@cache
def _common_words() -> frozenset[str]:
    return frozenset(map(_letters, WORDS.read_text(encoding="utf-8").split()))


def _is_common(letters: str) -> bool:
    return _once(letters) in _common_words() or _is_run(letters)


def _is_run(text: str) -> bool:
    unit = _once(text)
    if unit != text and len(unit) <= FEW:
        return True
    return any(unit in run or unit[::-1] in run for run in RUNS)


def _once(text: str) -> str:
    """The part that a text repeats (the last time perhaps cut off), else the text itself."""
    lengths = range(1, len(text) // 2 + 1)
    return next((text[:n] for n in lengths if (text[:n] * len(text))[: len(text)] == text), text)


def _letters(text: str) -> str:
    """Letters of any script, and emoji, in lower case and without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    kinds = ((each, unicodedata.category(each)) for each in apart)
    return "".join(each for each, kind in kinds if kind[0] == "L" or kind == "So")


def _digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(each)) for each in text if each.isdecimal())
