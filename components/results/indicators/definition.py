"""What an indicator means, by the newest version of its definition and by those before it."""

from __future__ import annotations

import streamlit as st

from components.cards.downloads import Line
from components.language import i18n
from components.language.plain import plain
from components.reads import indicator_words, reference
from components.reads.indicators import Follower
from components.results.indicators import words
from db.queries.indicators import Sheet


def draw(follower: Follower, sheet: Sheet, agency_id: int | None) -> None:
    """What it means, as its newest version says; earlier ones with why they were left."""
    with st.container(border=True, key="indicator_definition"):
        st.markdown(f"**{i18n.t('indicators.definition')}**")
        st.markdown(plain(indicator_words.said(sheet, "definition")))
        for name, text in facts(follower, sheet, agency_id):
            st.markdown(f"**{name}** · {plain(text)}")
        st.caption(plain(_version(sheet)))
        found = earlier(follower, sheet)
    if found:
        with st.expander(i18n.tn("indicators.earlier", len(found)), icon=":material/history:"):
            for named, definition, limits in found:
                st.markdown(f"**{plain(named)}**")
                st.markdown(plain(definition))
                st.caption(plain(limits))


def lines(follower: Follower, sheet: Sheet, agency_id: int | None) -> tuple[str, list[Line]]:
    """The newest version for files, under the title of the indicator."""
    return indicator_words.said(sheet, "title"), [
        ("", indicator_words.said(sheet, "definition")),
        *facts(follower, sheet, agency_id),
        ("", _version(sheet)),
    ]


def facts(follower: Follower, sheet: Sheet, agency_id: int | None) -> list[Line]:
    """Each that is known, by its name."""
    told = {
        "indicators.numerator": indicator_words.said(sheet, "numerator"),
        "indicators.denominator": indicator_words.said(sheet, "denominator"),
        "indicators.unit": words.unit(sheet),
        "indicators.adds_up": i18n.t(f"indicators.adds_up.{sheet.adds_up}"),
        "indicators.level": i18n.t(f"indicators.level.{sheet.level}"),
        "indicators.frequency": i18n.t(f"indicators.frequency.{sheet.frequency}"),
        "indicators.baseline": _baseline(follower, sheet, agency_id),
        "indicators.limits": indicator_words.said(sheet, "limits"),
        "indicators.source": indicator_words.said(sheet, "source"),
    }
    return [(i18n.t(key), text) for key, text in told.items() if text]


def earlier(follower: Follower, sheet: Sheet) -> list[tuple[str, str, str]]:
    """Each version before, with its definition and limits, the newest first."""
    return [
        (
            _version(each),
            indicator_words.said(each, "definition"),
            indicator_words.said(each, "limits"),
        )
        for each in follower.versions(sheet.code)[1:]
    ]


def _baseline(follower: Follower, sheet: Sheet, agency_id: int | None) -> str:
    found = follower.followed(sheet.code, agency_id, reference.today())
    if found.path is None:
        return i18n.t("indicators.baseline_none")
    value, day = (
        indicator_words.number(sheet, found.path.baseline.value),
        i18n.day(found.path.baseline.day),
    )
    if not found.source:
        return i18n.t("indicators.baseline_usual", value=value, day=day)
    return i18n.t("indicators.baseline_of", value=value, day=day, source=found.source)


def _version(sheet: Sheet) -> str:
    day = i18n.day(reference.local(sheet.made_at).date())
    if not sheet.author:
        return i18n.t("indicators.version_first", version=sheet.number, day=day)
    return i18n.t(
        "indicators.version",
        version=sheet.number,
        day=day,
        author=sheet.author,
        reason=sheet.reason,
    )
