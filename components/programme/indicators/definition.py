"""Another version of a definition: what it says in each language, and why it is another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from components.fields import text
from components.language import i18n
from components.language.plain import plain
from components.saving import dismissible
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import indicators
from db.codes import LANGUAGES
from db.inputs.indicators import LONGEST, Breakdown, DefinitionInput, Frequency, Level, cuts
from db.queries.indicators import Sheet

FORM, _SAVED = "indicator_definition", "indicator_definition_saved"
#: Of a count: it is no share, and has neither.
OF_SHARES = ("numerator", "denominator")


def draw(viewer: Viewer, sheet: Sheet) -> None:
    """The fields of the newest version, one language below the other."""
    told: int | None = dismissible.current(_SAVED)
    if told is not None:
        st.success(i18n.t("targets.defined", version=told), icon=":material/check_circle:")
    st.caption(i18n.t("targets.define_how"))
    problems = Problems(FORM)
    # Fields are filled once a version: a newer one begins them anew.
    stem = f"{FORM}_{sheet.code}_{sheet.number}"
    raw: dict[str, Any] = {"code": sheet.code, "seen": sheet.number}
    raw["texts"] = {language: _texts(sheet, language, stem, problems) for language in _order()}
    raw |= _choices(sheet, stem, problems)
    raw["reason"] = text.typed(
        i18n.t("targets.reason"), key=f"{stem}_reason",
        placeholder=i18n.t("targets.reason_example"),
    )  # fmt: skip
    problems.beside("reason", i18n.t("targets.reason"))
    problems.summary()
    if st.button(i18n.t("targets.define"), key="indicator_define", type="primary"):
        saved = submit(indicators.define, DefinitionInput, raw, viewer, problems)
        if saved is not None:
            dismissible.show(_SAVED, saved.value)
            st.rerun()
    else:
        dismissible.show(_SAVED, None)


def _order() -> Sequence[str]:
    """The reader's language first."""
    return sorted(LANGUAGES, key=lambda each: each != i18n.language())


def _texts(sheet: Sheet, language: str, stem: str, problems: Problems) -> dict[str, str]:
    said: dict[str, str] = {}
    name = i18n.t(f"language.{language}")
    with st.expander(name, expanded=language == i18n.language(), key=f"{stem}_{language}"):
        for field, longest in LONGEST.items():
            if field in OF_SHARES and not sheet.adds_up.is_share:
                continue
            label = i18n.t(f"indicators.{field}")
            key = f"{stem}_{field}_{language}"
            st.session_state.setdefault(key, sheet.texts[language][field])
            if longest > 300:
                said[field] = text.long(label, key=key)
            else:
                said[field] = text.typed(label, key=key)
            problems.beside(f"{field}_{language}", f"{plain(label)}, {name}")
    return said


def _choices(sheet: Sheet, stem: str, problems: Problems) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field, member in (("level", Level), ("frequency", Frequency)):
        found[field] = _one(sheet, field, [each.value for each in member], stem)
        problems.beside(field, i18n.t(f"indicators.{field}"))
    key, options = f"{stem}_breakdowns", [each.value for each in cuts(sheet.code)]
    st.session_state.setdefault(key, [each.value for each in sheet.breakdowns])
    chosen = st.pills(
        i18n.t("indicators.breakdowns"),
        options,
        selection_mode="multi",
        key=key,
        format_func=lambda each: i18n.t(f"indicators.by.{Breakdown(each)}"),
    )
    found["breakdowns"] = tuple(chosen or ())
    problems.beside("breakdowns", i18n.t("indicators.breakdowns"))
    key = f"{stem}_is_falling"
    st.session_state.setdefault(key, sheet.is_falling)
    found["is_falling"] = st.checkbox(i18n.t("indicators.is_falling"), key=key)
    return found


def _one(sheet: Sheet, field: str, options: list[str], stem: str) -> str:
    key = f"{stem}_{field}"
    st.session_state.setdefault(key, getattr(sheet, field))
    return st.selectbox(
        i18n.t(f"indicators.{field}"),
        options,
        key=key,
        format_func=lambda each: i18n.t(f"indicators.{field}.{each}"),
    )
