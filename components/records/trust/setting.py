"""The first screen of an interview: where, when in the person's path, how, and in what language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.reads import labels
from components.records.trust.interview import STATE, Interview
from components.saving.problems import Problems
from db.codes import TrustMode
from db.models import TrustWave

ICONS = {
    TrustMode.SELF_TAB: ":material/tablet_android:",
    TrustMode.INT_SAME: ":material/record_voice_over:",
    TrustMode.INT_OTHER: ":material/record_voice_over:",
    TrustMode.PHONE: ":material/call:",
}


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where a questionnaire may be begun today: the agencies of the region that are in a wave,
    those where the viewer is posted among them; and the waves, by id."""

    agencies: list[int]
    own: frozenset[int]
    waves: dict[int, TrustWave]
    agencies_of: dict[int, frozenset[int]]

    @property
    def elsewhere(self) -> list[int]:
        """The agencies where the viewer is not posted: those of a run."""
        return [each for each in self.agencies if each not in self.own]

    def waves_of(self, agency_id: int) -> list[int]:
        """The waves that run in an agency, newest first."""
        return [each for each in self.waves if agency_id in self.agencies_of[each]]


def draw(interview: Interview, places: Places, problems: Problems) -> None:
    """Draw the setting and keep what is chosen in ``interview["setting"]``.

    In a run only what differs from person to person is asked, once the rest is known.
    """
    setting = interview["setting"]
    if is_known(interview, places):
        _what_stays(interview, places)
    else:
        _run(interview, places)
        is_run = interview["run"] is not None
        setting["agency_id"] = _agency(setting, places, is_run=is_run)
        setting["wave_id"] = _wave(setting, places)
        problems.beside("wave_id", i18n.t("trust_form.wave"))
        setting["mode"] = _mode(setting, setting["agency_id"] in places.own)
        problems.beside("mode", i18n.t("trust_form.mode"))
        moments = places.waves[setting["wave_id"]].moments.split(",")
        offered = [each for each in labels.choices("TRUST_MOMENT") if each in moments]
        _choose(setting, "moment", "TRUST_MOMENT", offered, problems)
    interview["written"] = places.waves[setting["wave_id"]].languages.split(",")
    _choose(setting, "language", "LANGUAGE", list(labels.choices("LANGUAGE")), problems)
    _sex(setting, problems)


def is_known(interview: Interview, places: Places) -> bool:
    """Whether, in a run, what stays the same was chosen and can still be so."""
    setting = interview["setting"]
    agency, wave = setting.get("agency_id"), setting.get("wave_id")
    return bool(
        interview.get("is_set")
        and agency in places.elsewhere
        and wave in places.waves_of(agency)
        and setting.get("mode")
        and setting.get("moment") in places.waves[wave].moments.split(",")
    )


def _what_stays(interview: Interview, places: Places) -> None:
    setting = interview["setting"]
    parts = [
        labels.agency(setting["agency_id"]),
        i18n.t("trust_form.wave_name", number=places.waves[setting["wave_id"]].number),
        labels.label("TRUST_MODE", setting["mode"]),
        labels.label("TRUST_MOMENT", setting["moment"]),
    ]
    with st.container(border=True, key="trust_run"):
        st.markdown(plain(i18n.line(*parts)))
        if interview["run"]:
            st.caption(i18n.tn("trust_form.run_done", interview["run"]))
        if st.button(i18n.t("trust_form.run_change"), key="trust_run_change", type="tertiary"):
            interview["is_set"] = False
            st.session_state[STATE] = interview
            st.rerun()


def _run(interview: Interview, places: Places) -> None:
    """Whether many people are asked one after another, where the viewer is not posted."""
    if not places.elsewhere:
        interview["run"] = None
        return
    wanted = st.toggle(
        i18n.t("trust_form.run"),
        value=interview["run"] is not None,
        key="trust_run_wanted",
        help=i18n.t("trust_form.run_help"),
    )
    interview["run"] = (interview["run"] or 0) if wanted else None


def _agency(setting: dict[str, Any], places: Places, *, is_run: bool) -> int:
    """The own agency unless another one of the region is chosen; in a run, never the own."""
    agencies = places.elsewhere if is_run else places.agencies
    first = next((each for each in agencies if each in places.own), agencies[0])
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
        key="trust_run_agency" if is_run else "trust_agency",
    )
    return first if chosen is None else chosen


def _wave(setting: dict[str, Any], places: Places) -> int:
    """The newest wave that runs there; the choice is shown only when there is one."""
    ids = places.waves_of(setting["agency_id"])
    if len(ids) == 1:
        return ids[0]
    kept = setting.get("wave_id")
    chosen = st.segmented_control(
        i18n.t("trust_form.wave"),
        ids,
        format_func=lambda each: i18n.t("trust_form.wave_name", number=places.waves[each].number),
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


def _choose(
    setting: dict[str, Any],
    field: str,
    list_name: str,
    options: list[str],
    problems: Problems,
) -> None:
    label, kept = i18n.t(f"trust_form.{field}"), setting.get(field)
    setting[field] = st.pills(
        label,
        options,
        format_func=lambda each: labels.label(list_name, each),
        default=kept if kept in options else None,
        required=True,
        key=f"trust_{field}",
    )
    problems.beside(field, label)


def _sex(setting: dict[str, Any], problems: Problems) -> None:
    """Of one person: a list of people says "women"."""
    label, kept = i18n.t("trust_form.sex"), setting.get("sex")
    options = list(labels.choices("SEX"))
    setting["sex"] = st.pills(
        label,
        options,
        format_func=lambda code: i18n.t(f"entry.sex.{code}"),
        default=kept if kept in options else None,
        key="trust_sex",
    )
    problems.beside("sex", label)
