"""Signs that are no fault of an entry: round numbers, and what goes with who asked."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from components.cards.blocks import Text
from components.language import i18n
from components.language.plain import plain
from components.results.common import Asked
from db.queries import quality_digits, quality_interviewers
from db.queries.quality_digits import EXPECTED, FEWEST, Digits, Number
from db.queries.quality_interviewers import FLOOR, STEP, Effect


def draw(asked: Asked) -> None:
    """A sentence each, with what it rests on."""
    st.subheader(i18n.t("quality.signs"))
    for each in told(asked):
        (st.caption if each.is_quiet else st.markdown)(plain(each.text))


def told(asked: Asked) -> Iterator[Text]:
    """The sentences; small, how the effect of whoever asks is counted."""
    for each in asked.measure(quality_digits.digits):
        yield Text(_digits(each))
    for effect in asked.measure(quality_interviewers.effects)[:1]:
        yield Text(_effect(effect))
        yield Text(i18n.t("quality.interviewers.how", floor=FLOOR), is_quiet=True)


def _digits(each: Digits) -> str:
    told = ""
    if each.number is Number.MINUTES and each.buttons:
        told = i18n.tn("quality.digits.buttons", each.buttons) + " "
    if each.share is None:
        return told + i18n.t(f"quality.digits.few.{each.number.value}", n=each.n, fewest=FEWEST)
    verdict = "heaped" if each.is_heaped else "chance"
    return told + i18n.t(
        f"quality.digits.{verdict}.{each.number.value}",
        share=i18n.percent(each.share),
        expected=i18n.percent(EXPECTED),
        n=each.n,
    )


def _effect(effect: Effect) -> str:
    said = {"wave": effect.wave, "n": effect.answers, "interviewers": effect.interviewers}
    if effect.share is None:
        return i18n.t("quality.interviewers.few", wave=effect.wave, floor=FLOOR)
    verdict = "chance" if effect.is_chance else "effect"
    # It is told in steps: none is what lies below the first one.
    key = "quality.interviewers.under"
    share = i18n.percent(effect.share) if effect.share else i18n.t(key, share=i18n.percent(STEP))
    return i18n.t(f"quality.interviewers.{verdict}", share=share, **said)
