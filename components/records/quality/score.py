"""The score, and how it is made: four shares and their mean."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.cards import static_tables
from components.language import i18n, percents
from components.language.plain import plain
from components.reads import quality
from db.queries.quality_score import Score, score_of
from db.statistics.rounding import half_up, whole

of = score_of


def answer(shown: Score) -> str:
    """The score of the twelve months, and what it suffers from most."""
    sentence = i18n.t("quality.answer", score=whole(shown.value or 0), span=quality.span())
    found = quality.weakest(shown)
    if found is None:
        return sentence
    share = percents.written(found.good, found.all)
    return f"{sentence} {i18n.t('quality.weakest', part=found.part, share=share)}"


def parts(shown: Score) -> pd.DataFrame:
    """Each part with what it rests on."""
    rows = [
        (
            quality.named(part),
            i18n.t("quality.of", good=good, all=every),
            half_up(100 * good / every, 1),
        )
        for part, (good, every) in shown.parts.items()
    ]
    names = ("quality.part", "quality.rests_on", "quality.share")
    return pd.DataFrame(rows, columns=[i18n.t(name) for name in names])


def formula(shown: Score) -> str:
    """The sum worked out, and what it leaves out."""
    points = " + ".join(i18n.number(100 * good / every, 1) for good, every in shown.parts.values())
    worked = f"({points}) ÷ {len(shown.parts)} = {i18n.number(shown.value or 0, 1)}"
    return i18n.t("quality.formula", worked=f"\u2066{worked}\u2069" if i18n.is_rtl() else worked)


def draw(shown: Score) -> None:
    """Each part with what it rests on, and the sum."""
    st.subheader(i18n.t("quality.how"))
    static_tables.draw(parts(shown), "quality_parts")
    st.caption(plain(formula(shown)))
