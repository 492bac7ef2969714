"""The fields of the settings, each filled with what stood when the form was opened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from components.fields import release_groups, text
from components.language import i18n
from components.language.catalogue import LANGUAGES
from components.language.countries import countries, in_all_languages
from components.language.plain import plain
from components.saving.edit_conflicts import Words
from components.saving.problems import Problems
from db.codes import LOWEST_BASE, LOWEST_THRESHOLD, LOWEST_TRUST

FORM = "programme"
#: What each setting is called; a country has a name in each language.
LABELS = {
    "name": "setup.name",
    "institution": "setup.institution",
    "country_fr": "setup.country",
    "country_en": "setup.country",
    "country_ar": "setup.country",
    "time_zone": "setup.time_zone",
    "starts_on": "setup.starts_on",
    "ends_on": "setup.ends_on",
    "languages": "programme.languages",
    "release_threshold": "programme.release_threshold",
    "release_base": "programme.release_base",
    "trust_hidden_below": "programme.trust_hidden_below",
    "trust_indicative_below": "programme.trust_indicative_below",
    "draft_days": "programme.draft_days",
    "backup_days": "programme.backup_days",
    "match_names": "programme.match_names",
    "big_types": "codes.big_types",
    "release_groups": "releases.groups",
}
Known = Mapping[str, Any]
WORDS: Words = {
    "languages": lambda codes: _spoken(codes),
    "match_names": lambda value: yes_no(value),
}


def label(field: str) -> str:
    """What a setting is called."""
    return i18n.t(LABELS[field])


def draw(known: Known, problems: Problems) -> dict[str, Any]:
    """All fields; the values as typed, but for the languages, which have an order."""
    st.subheader(i18n.t("setup.programme"))
    raw = _texts(("name", "institution"), known, problems)
    st.caption(i18n.t("programme.institution_hint"))
    raw |= _country(known, problems)
    raw |= _time_zone(known, problems)
    raw |= _texts(("starts_on", "ends_on"), known, problems)
    st.caption(i18n.t("programme.days_hint"))
    st.subheader(i18n.t("programme.screens"))
    raw |= languages(known["languages"].split(","), FORM, problems)
    st.subheader(i18n.t("page.releases"))
    raw |= _texts(("release_threshold", "release_base"), known, problems)
    least = {"least": LOWEST_THRESHOLD, "base": LOWEST_BASE}
    st.caption(i18n.t("programme.releases_hint", **least))
    st.warning(i18n.t("programme.releases_warning"), icon=":material/warning:")
    st.subheader(i18n.t("page.trust"))
    raw |= _texts(("trust_hidden_below", "trust_indicative_below"), known, problems)
    st.caption(i18n.t("programme.trust_hint", least=LOWEST_TRUST))
    st.subheader(i18n.t("programme.keeping"))
    raw |= _texts(("draft_days", "backup_days"), known, problems)
    st.caption(i18n.t("programme.keeping_hint"))
    st.subheader(i18n.t("programme.people"))
    raw["match_names"] = st.checkbox(
        label("match_names"), value=known["match_names"], key=f"{FORM}_match_names"
    )
    problems.beside("match_names", label("match_names"))
    st.caption(i18n.t("programme.match_names_hint"))
    return raw


def _texts(fields: tuple[str, ...], known: Known, problems: Problems) -> dict[str, Any]:
    raw = {}
    for field in fields:
        key, value = f"{FORM}_{field}", known[field]
        shown = f"{value.day}/{value.month}/{value.year}" if isinstance(value, date) else str(value)
        raw[field] = text.typed(label(field), key=key, value=shown)
        problems.beside(field, label(field))
    return raw


def _country(known: Known, problems: Problems) -> dict[str, Any]:
    """A country of the world, or whatever names the command line has given."""
    names = {language: f"country_{language}" for language in LANGUAGES}
    present = {name: known[name] for name in names.values()}
    of_world: list[str | None] = list(countries(i18n.language()))
    here = next((c for c in of_world if c and _named(c) == present), None)
    options = of_world if here else [None, *of_world]
    chosen = st.selectbox(
        label("country_fr"),
        options,
        index=options.index(here),
        # A browser sends the label back: one of a single language would be lost with the next.
        format_func=lambda code: in_all_languages(code) if code else present["country_fr"],
        key=f"{FORM}_country",
    )
    for name in present:
        problems.beside(name, label(name))
    return _named(chosen) if chosen else present


def _named(code: str) -> dict[str, Any]:
    return {f"country_{language}": countries(language)[code] for language in LANGUAGES}


def _time_zone(known: Known, problems: Problems) -> dict[str, Any]:
    zones = sorted({known["time_zone"], *(zone for zone in available_timezones() if "/" in zone)})
    place = zones.index(known["time_zone"])
    chosen = st.selectbox(label("time_zone"), zones, index=place, key=f"{FORM}_time_zone")
    problems.beside("time_zone", label("time_zone"))
    st.caption(i18n.t("programme.time_zone_hint"))
    return {"time_zone": chosen}


def languages(known: list[str], form: str, problems: Problems) -> dict[str, Any]:
    """Which languages are offered, and which of them is shown first."""
    chosen = st.pills(
        label("languages"),
        list(LANGUAGES),
        selection_mode="multi",
        default=known,
        format_func=lambda each: i18n.t(f"language.{each}"),
        key=f"{form}_languages",
    )
    problems.beside("languages", label("languages"))
    first = st.pills(
        i18n.t("programme.first_language"),
        list(LANGUAGES),
        default=known[0],
        required=True,
        format_func=lambda each: i18n.t(f"language.{each}"),
        key=f"{form}_first_language",
    )
    problems.beside("first_language", i18n.t("programme.first_language"))
    st.caption(i18n.t("programme.languages_hint"))
    return {"languages": chosen, "first_language": first}


def written(field: str, value: str) -> str:
    """A value of the history as people read it, safe for a line of Markdown."""
    if field in ("starts_on", "ends_on"):
        return i18n.day(date.fromisoformat(value))
    if field == "languages":
        return _spoken(value)
    if field == "match_names":
        return yes_no(value)
    if field == "release_groups":
        return release_groups.written(value)
    return plain(value)


def _spoken(codes: str) -> str:
    return " · ".join(i18n.t(f"language.{each}") for each in codes.split(","))


def yes_no(value: object) -> str:
    """A setting that is on or off, as it is stored or as the history keeps it."""
    return i18n.t("programme.yes" if str(value) == "True" else "programme.no")
