"""The form of an intervention: big choices, and only what the chosen type needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import streamlit as st

from components import i18n, labels
from components.data_entry import EntryPlaces, Intervention
from components.draft import Draft
from components.fields import Problems
from components.forms import dates, pickers
from db.codes import GROUP_ONLY_TYPES, GROUP_TYPES
from db.inputs.interventions import InterventionInput
from db.inputs.parse import validated
from db.permissions import Viewer

FORM = "intervention"
ICONS = {
    "RECEPTION": "waving_hand",
    "REGISTRATION": "app_registration",
    "POSITIONING": "forum",
    "CV": "description",
    "TRAIN_REF": "school",
    "ADMIN": "assignment",
    "MEDIATION": "translate",
    "FOLLOW_UP": "event_repeat",
    "OUTREACH": "campaign",
    "INFO_SESSION": "groups",
}
MORE = "MORE"
WEEK, FORTNIGHT, MONTH, OTHER = "7", "14", "30", "other"
KEYS = (
    *(
        f"{FORM}_{name}"
        for name in (
            "type",
            "more",
            "scope",
            "women",
            "men",
            "other",
            "day",
            "day_text",
            "minutes",
            "minutes_text",
            "mode",
            "language",
            "follow_up",
            "follow_up_day",
            "follow_up_hour",
            "settles",
        )
    ),
    *pickers.new_person_keys(FORM),
)


@dataclass(frozen=True)
class Usual:
    """What the last entry suggests for the next."""

    mode: str = "AGENCY"
    language: str | None = None
    minutes: int | None = None

    @classmethod
    def of(cls, last: Intervention | None) -> Usual:
        return cls(last.mode, last.language, last.minutes) if last else cls()


def draw(
    draft: Draft, places: EntryPlaces, usual: Usual, viewer: Viewer, problems: Problems
) -> dict[str, Any]:
    """All fields; returns raw values for ``made``."""
    agency_id = pickers.agency(draft, FORM, places.agencies)
    type_code = _type(draft, problems)
    if type_code is None:
        return {"type": None}
    raw: dict[str, Any] = {
        "submission_id": draft.submission_id,
        "agency_id": agency_id,
        "type": type_code,
        "settles": draft.get(f"{FORM}_settles"),
    }
    raw |= _whom(draft, type_code, agency_id, viewer, problems)
    raw["happened_on"] = dates.past_day(draft, FORM, "happened_on", places.today, problems)
    raw["minutes"] = dates.minutes(draft, FORM, usual.minutes, problems)
    raw |= _how(draft, usual, problems)
    return raw | _follow_up(draft, places.today, problems)


def _type(draft: Draft, problems: Problems) -> str | None:
    names = labels.choices("INTERVENTION_TYPE")
    chosen = st.pills(
        i18n.t("entry.type"),
        [*(code for code in ICONS if code in names), MORE],
        format_func=lambda code: _named(code, names),
        default=draft.get(f"{FORM}_type"),
        key=f"{FORM}_type",
    )
    if chosen == MORE:
        chosen = st.pills(
            i18n.t("entry.type.more"),
            [code for code in names if code not in ICONS],
            format_func=lambda code: names[code],
            default=draft.get(f"{FORM}_more"),
            key=f"{FORM}_more",
        )
    problems.beside("type")
    return chosen


def _named(code: str, names: dict[str, str]) -> str:
    if code == MORE:
        return f":material/more_horiz: {i18n.t('entry.more')}"
    return f":material/{ICONS[code]}: {names[code]}"


def _whom(
    draft: Draft, type_code: str, agency_id: int, viewer: Viewer, problems: Problems
) -> dict[str, Any]:
    if type_code in GROUP_ONLY_TYPES or (type_code in GROUP_TYPES and _is_group(draft)):
        return {"is_group": True, **_heads(draft, problems)}
    chosen = pickers.persons(draft, FORM, agency_id, viewer, problems, several=True)
    return {"case_ids": chosen.ids, "new_case": chosen.new}


def _is_group(draft: Draft) -> bool:
    chosen = st.segmented_control(
        i18n.t("entry.scope"),
        ["group", "person"],
        format_func=lambda code: i18n.t(f"entry.scope.{code}"),
        default=draft.get(f"{FORM}_scope", "group"),
        required=True,
        key=f"{FORM}_scope",
    )
    return chosen != "person"


def _heads(draft: Draft, problems: Problems) -> dict[str, str]:
    st.markdown(i18n.t("entry.heads"))
    found: dict[str, str] = {}
    with st.grid(3, min_column_width=90, key=f"{FORM}_heads"):
        for name in ("women", "men", "other"):
            with st.container():
                key = f"{FORM}_{name}"
                found[name] = (
                    st.text_input(
                        i18n.t(f"entry.heads.{name}"),
                        value=draft.get(key, ""),
                        key=key,
                        type="phone",
                        icon=":material/tag:",
                        live="500ms",
                    )
                    or ""
                )
                problems.beside(name)
    problems.beside("form")
    return found


def _how(draft: Draft, usual: Usual, problems: Problems) -> dict[str, Any]:
    mode, language = f"{FORM}_mode", f"{FORM}_language"
    with st.expander(i18n.t("entry.how"), key=f"{FORM}_how", icon=":material/tune:"):
        chosen_mode = st.pills(
            i18n.t("entry.mode"),
            list(labels.choices("MODE")),
            format_func=lambda code: labels.label("MODE", code),
            default=draft.get(mode, usual.mode),
            required=True,
            key=mode,
        )
        problems.beside("mode")
        chosen_language = st.pills(
            i18n.t("entry.language"),
            list(labels.choices("LANGUAGE")),
            format_func=lambda code: labels.label("LANGUAGE", code),
            default=draft.get(language, usual.language),
            key=language,
        )
        problems.beside("language")
    return {"mode": chosen_mode or usual.mode, "language": chosen_language}


def _follow_up(draft: Draft, today: date, problems: Problems) -> dict[str, Any]:
    key = f"{FORM}_follow_up"
    chosen = st.pills(
        i18n.t("entry.follow_up"),
        [WEEK, FORTNIGHT, MONTH, OTHER],
        format_func=lambda code: i18n.t(f"entry.follow_up.{code}"),
        default=draft.get(key),
        key=key,
    )
    if chosen is None:
        return {}
    day: date | str = today
    if chosen == OTHER:
        label = i18n.t("entry.follow_up.which")
        day = dates.day_text(draft, f"{FORM}_follow_up_day", label, today, ahead=True)
    else:
        day = today + timedelta(days=int(chosen))
        st.caption(i18n.day(day))
    problems.beside("follow_up_on")
    at = st.text_input(
        i18n.t("entry.follow_up.hour"),
        value=draft.get(f"{FORM}_follow_up_hour", ""),
        key=f"{FORM}_follow_up_hour",
        live="500ms",
        placeholder="14h30",
    )
    problems.beside("follow_up_at")
    return {"follow_up_on": day, "follow_up_at": at}


def made(raw: dict[str, Any]) -> InterventionInput:
    """The validated input; raises ``InvalidInput`` with a problem a field."""
    return validated(InterventionInput, raw)
