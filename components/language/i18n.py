"""The language of this browser session, and everything written in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from typing import Literal

import streamlit as st
from babel import Locale, dates, lists, numbers

from components.language.catalogue import LANGUAGES, Language, translate, translate_plural
from components.language.plain import isolated
from db.errors import AppError, Problem
from db.statistics.rounding import half_up

# Latin digits in Arabic too: Moroccan usage, and what people copy from a screen must be typeable.
_LOCALE = {"fr": Locale("fr"), "en": Locale("en", "GB"), "ar": Locale("ar", "MA")}
#: Words that run the other way than Arabic, or than any other language; without signs of Markdown,
#: which marks beside them would undo, and without marks of their own.
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f][^*\[`\u0600-\u06ff\u2066-\u2069]*")
_ARABIC = re.compile(r"[\u0600-\u06ff][^*\[`\u2066-\u2069]*")
_KEY, _OFFERED = "language", "languages_offered"
#: Of one run, which asks some four hundred times; and of a thread that no browser session drives.
_spoken: ContextVar[Language | None] = ContextVar("spoken", default=None)


def language() -> Language:
    """The chosen language, else the browser's, else the programme's first: of those offered."""
    if (spoken := _spoken.get()) is not None:
        return spoken
    offered: list[Language] = st.session_state.get(_OFFERED) or list(LANGUAGES)
    chosen: Language | None = st.session_state.get(_KEY)
    if chosen in offered:
        return chosen
    preferred = st.context.locale
    wanted = (preferred[:2].lower() if preferred else "", offered[0])
    return next(each for code in wanted for each in offered if each == code)


@contextmanager
def speaking(spoken: Language) -> Iterator[None]:
    """Speak this language in what follows, whatever the session does."""
    before = _spoken.set(spoken)
    try:
        yield
    finally:
        _spoken.reset(before)


def choose(chosen: str) -> None:
    """Set the language of this session."""
    if chosen in LANGUAGES:
        st.session_state[_KEY] = chosen


def prefer(known: str) -> None:
    """The account's language, unless another one was chosen in this session."""
    if st.session_state.get(_KEY) not in LANGUAGES:
        choose(known)


def offer(languages: list[Language]) -> None:
    """Limit the choice to these languages, the first of which is spoken to whoever chose none."""
    st.session_state[_OFFERED] = languages


def is_rtl() -> bool:
    """Whether the language runs from right to left."""
    return language() == "ar"


def t(key: str, /, **values: object) -> str:
    """The sentence for ``key`` in the session's language."""
    return translate(language(), key, **_written(values))


def tn(key: str, count: int, /, **values: object) -> str:
    """The plural form of ``key`` for ``count``; ``{count}`` is filled with the written number."""
    return translate_plural(language(), key, count, count=number(count), **_written(values))


def joined(*parts: str) -> str:
    """One after the other, with the comma of the language: the Arabic one is another."""
    return t("headline.comma").join(map(bidi_isolated, parts))


def line(*parts: str | None) -> str:
    """What is said one beside the other, and nothing empty."""
    return " · ".join(bidi_isolated(each) for each in parts if each)


def bidi_isolated(text: str) -> str:
    """A name or a part of a line, set apart where it runs the other way than the language: in
    Arabic "Najat B." keeps its dot, and carries no number away."""
    return isolated(text) if (_LATIN if is_rtl() else _ARABIC).fullmatch(text) else text


def explain(problem: AppError | Problem) -> str:
    """The sentence for an error of the ``db`` layer."""
    count = problem.values.get("count")
    if isinstance(count, int):
        rest = {name: value for name, value in problem.values.items() if name != "count"}
        return tn(problem.key, count, **rest)
    return t(problem.key, **problem.values)


def _written(values: dict[str, object]) -> dict[str, object]:
    found = ((name, written(value)) for name, value in values.items())
    return {name: bidi_isolated(each) if isinstance(each, str) else each for name, each in found}


def written(value: object) -> object:
    """A number or date as people write it here; anything else unchanged."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    return value


def number(value: float, digits: int | None = None) -> str:
    """A number with the language's separators."""
    shown = half_up(value, digits) if digits is not None else value
    return str(numbers.format_decimal(shown, locale=_LOCALE[language()]))


def sign(value: float) -> str:
    """What stands before a change."""
    return "+" if value > 0 else "-" if value < 0 else "±"


def signed(value: float) -> str:
    """A change, with its sign on its left in Arabic too: "+17", "-4", "±0"."""
    text = f"{sign(value)}{number(abs(value))}"
    return f"\u2066{text}\u2069" if is_rtl() else text


def percent(share: float) -> str:
    """A share (0 to 1) in whole percents."""
    return str(numbers.format_percent(half_up(share, 2), locale=_LOCALE[language()]))


def listed(parts: Sequence[str]) -> str:
    """Several parts of one sentence: "a, b and c"."""
    return lists.format_list(parts, locale=_LOCALE[language()])


def day(value: date, style: Literal["medium", "long", "full"] = "long") -> str:
    """A date in words: "3 février 2026"."""
    return _first(value, dates.format_date(value, style, locale=_LOCALE[language()]))


def day_cell(value: date) -> str:
    """A date for a cell of a table: cells run from left to right, where the marks of an Arabic date
    would tear it apart."""
    return day(value, "medium").replace("\u200f", "")


def day_short(value: date) -> str:
    """A date in few characters: "3 févr."."""
    return _first(value, dates.format_skeleton("MMMd", value, locale=_LOCALE[language()]))


def _first(value: date, written: str, spoken: Language | None = None) -> str:
    """Babel writes "1 juillet" where French says "1er juillet"."""
    is_french = (spoken or language()) == "fr" and value.day == 1
    return written.replace("1 ", "1er ", 1) if is_french else written


def month(value: date) -> str:
    """A month for an axis: "févr. 2026"."""
    return dates.format_skeleton("yMMM", value, locale=_LOCALE[language()])


def quarter(value: date) -> str:
    """A quarter for an axis: "T2 2026"."""
    return dates.format_skeleton("yQQQ", value, locale=_LOCALE[language()])


def clock(value: datetime | time) -> str:
    """An hour: "10:42"."""
    return dates.format_time(value, "HH:mm", locale=_LOCALE[language()])


def moment(value: datetime) -> str:
    """A date and hour, already in the programme's time zone."""
    return joined(day(value.date()), clock(value))


def moment_in(spoken: Language, value: datetime) -> str:
    """The same for a reader of another language than the screen's."""
    clock = dates.format_time(value, "HH:mm", locale=_LOCALE[spoken])
    return translate(spoken, "headline.comma").join((day_in(spoken, value.date()), clock))


def day_in(spoken: Language, value: date) -> str:
    """A date in words, for a reader of another language than the screen's."""
    return _first(value, dates.format_date(value, "long", locale=_LOCALE[spoken]), spoken)
