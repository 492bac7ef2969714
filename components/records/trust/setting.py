"""The first screen of an interview: where, when in the person's path, how, and in what language."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.reads import labels
from components.records.trust.interview import Interview
from components.saving.problems import Problems
from db.codes import TrustMode

ICONS = {
    TrustMode.SELF_TAB: ":material/tablet_android:",
    TrustMode.INT_SAME: ":material/record_voice_over:",
    TrustMode.INT_OTHER: ":material/record_voice_over:",
    TrustMode.PHONE: ":material/call:",
}


def draw(
    interview: Interview,
    *,
    agencies: list[int],
    own: frozenset[int],
    waves: dict[int, int],
    problems: Problems,
) -> None:
    """Draw the setting and keep what is chosen in ``interview["setting"]``.

    ``agencies``: ids that may be rated, ``own`` among them; ``waves``: numbers of open waves by id.
    """
    setting = interview["setting"]
    setting["agency_id"] = _agency(setting, agencies, own)
    setting["wave_id"] = _wave(setting, waves)
    problems.beside("wave_id", i18n.t("trust_form.wave"))
    setting["mode"] = _mode(setting, setting["agency_id"] in own)
    problems.beside("mode", i18n.t("trust_form.mode"))
    for field, label, list_name, is_needed in (
        ("moment", i18n.t("trust_form.moment"), "TRUST_MOMENT", True),
        ("language", i18n.t("trust_form.language"), "LANGUAGE", True),
        ("sex", i18n.t("trust_form.sex"), "SEX", False),
    ):
        setting[field] = _choice(setting, field, label, list_name, is_needed=is_needed)
        problems.beside(field, label)


def _agency(setting: dict[str, Any], agencies: list[int], own: frozenset[int]) -> int:
    """The own agency unless another one of the region is chosen."""
    first = next((each for each in agencies if each in own), agencies[0])
    kept = setting.get("agency_id")
    if len(agencies) == 1:
        st.markdown(f"**{plain(labels.agency(first))}**")
        return first
    chosen = st.pills(
        i18n.t("trust_form.agency"),
        agencies,
        format_func=labels.agency,
        default=kept if kept in agencies else first,
        required=True,
        key="trust_agency",
    )
    return first if chosen is None else chosen


def _wave(setting: dict[str, Any], waves: dict[int, int]) -> int:
    """The newest wave that runs; the choice is shown only when there is one."""
    ids = list(waves)
    if len(ids) == 1:
        return ids[0]
    kept = setting.get("wave_id")
    chosen = st.segmented_control(
        i18n.t("trust_form.wave"),
        ids,
        format_func=lambda each: i18n.t("trust_form.wave_name", number=waves[each]),
        default=kept if kept in ids else ids[0],
        required=True,
        key="trust_wave",
    )
    return ids[0] if chosen is None else chosen


def _mode(setting: dict[str, Any], is_own: bool) -> str | None:
    """Only what can be true here: whoever asks in their own agency is flagged, and reads so."""
    asks = TrustMode.INT_SAME if is_own else TrustMode.INT_OTHER
    options = [TrustMode.SELF_TAB.value, asks.value, TrustMode.PHONE.value]
    kept = setting.get("mode")
    return st.pills(
        i18n.t("trust_form.mode"),
        options,
        format_func=lambda each: f"{ICONS[TrustMode(each)]} {labels.label('TRUST_MODE', each)}",
        default=kept if kept in options else TrustMode.SELF_TAB.value,
        required=True,
        key="trust_mode",
    )


def _choice(
    setting: dict[str, Any], field: str, label: str, list_name: str, *, is_needed: bool
) -> str | None:
    kept, options = setting.get(field), list(labels.choices(list_name))
    return st.pills(
        label,
        options,
        format_func=lambda each: labels.label(list_name, each),
        default=kept if kept in options else None,
        required=is_needed,
        key=f"trust_{field}",
    )
