"""One question on one screen, in the language of the person asked, with answers for a thumb."""

from __future__ import annotations

import html
import time

import streamlit as st

from components.language import i18n
from components.language.catalogue import Language, translate
from components.reads import labels
from components.records.trust.interview import Interview, is_read_alone, items, written_language
from db.codes import DONT_KNOW, NOT_APPLICABLE, REFUSED, TRUST_SCALE

#: The second touch of a double tap must not answer the next question.
GUARD_SECONDS = 0.35
LADDER_COLUMNS = 4
#: The question on screen, and since when.
_SHOWN = "trust_shown"


def draw(interview: Interview, item: str) -> int | None:
    """The question and its answers; the answer that was touched, or ``None``."""
    language, is_own = written_language(interview)
    _progress(interview)
    if not is_own:
        st.caption(i18n.t("trust_form.no_text_in_language"))
    chosen = interview["answers"].get(item)
    with st.container(key=f"trust_question_{_direction(language)}"):
        _sentence(item, language)
        touched = _answers(item, language, chosen)
    apart = _no_answer(interview, item, chosen)
    if touched is None:
        touched = apart
    return touched if _is_meant(item, touched) else None


def leave() -> None:
    """Another screen follows: the next question begins its time anew."""
    st.session_state.pop(_SHOWN, None)


def _progress(interview: Interview) -> None:
    step, total = interview["step"], len(items(interview))
    st.progress(step / total, text=i18n.t("trust_form.progress", number=step, total=total))


def _direction(language: Language) -> str:
    return "rtl" if language == "ar" else "ltr"


def _sentence(item: str, language: Language) -> None:
    text = html.escape(labels.labels_in("TRUST_ITEM", language)[item])
    st.html(f'<p class="trust-question" lang="{language}" dir="{_direction(language)}">{text}</p>')


def options(item: str, language: Language) -> dict[int, str]:
    """The answers of an item in the order they are shown: a ladder upwards, or best first."""
    top = TRUST_SCALE[item]
    if top == 1:
        return {1: translate(language, "trust_form.yes"), 0: translate(language, "trust_form.no")}
    if top > 3:
        return {step: str(step) for step in range(top + 1)}
    return labels.four_points(item, language)


def _answers(item: str, language: Language, chosen: int | None) -> int | None:
    choices = options(item, language)
    touched = None
    is_ladder = len(choices) > LADDER_COLUMNS
    place = (
        st.grid(LADDER_COLUMNS, min_column_width=60, gap="small") if is_ladder else st.container()
    )
    with place:
        for code, label in choices.items():
            if _button(item, code, label, is_chosen=code == chosen):
                touched = code
    if is_ladder:
        _ends(language)
    return touched


def _ends(language: Language) -> None:
    st.caption(translate(language, "trust_form.ladder_ends"))


def _no_answer(interview: Interview, item: str, chosen: int | None) -> int | None:
    """Small and apart, so that "don't know" and the like are not the first thing offered."""
    if is_read_alone(interview):
        language, _ = written_language(interview)
        note = translate(language, "trust_form.cannot_say")
    else:
        language, note = i18n.language(), i18n.t("trust_form.not_read_out")
    found = labels.labels_in("ANSWER_0_3", language)
    touched = None
    with st.container(key="trust_no_answer"):
        st.caption(note)
        with st.container(horizontal=True, gap="small"):
            for code in (DONT_KNOW, REFUSED, NOT_APPLICABLE):
                label = found[str(code)]
                if _button(item, code, label, is_chosen=code == chosen, is_small=True):
                    touched = code
    return touched


def _button(item: str, code: int, label: str, *, is_chosen: bool, is_small: bool = False) -> bool:
    return st.button(
        label,
        key=f"trust_answer_{item.lower()}_{code}",
        type="primary" if is_chosen else "tertiary" if is_small else "secondary",
        width="content" if is_small else "stretch",
    )


def _is_meant(item: str, touched: int | None) -> bool:
    """Whether the question had been on screen long enough for this touch to be about it."""
    shown, since = st.session_state.get(_SHOWN, (None, 0.0))
    if shown != item:
        st.session_state[_SHOWN] = (item, time.monotonic())
        return False
    return touched is not None and time.monotonic() - since >= GUARD_SECONDS
