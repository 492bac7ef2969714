"""The form of an intervention: big choices, and only what the chosen type needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import streamlit as st

from components.fields import dates, persons
from components.language import i18n
from components.reads import labels
from components.saving.draft import Draft
from components.saving.first_values import FirstValues, offered
from components.saving.problems import Problems
from db.access.viewer import Viewer
from db.codes import GROUP_ONLY_TYPES, GROUP_TYPES
from db.inputs.interventions import InterventionInput
from db.inputs.parse import validated
from db.models import Intervention
from db.queries.cases import EntryPlaces

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
    *persons.new_person_keys(FORM),
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
    agency_id = persons.agency(draft, FORM, places.agencies)
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
    raw["happened_on"] = dates.past_day(draft, "happened_on", places.today, problems)
    raw["minutes"] = dates.minutes(draft, usual.minutes, problems)
    raw |= _how(draft, usual, problems)
    return raw | _follow_up(draft, places.today, problems)


def _type(
    first: FirstValues, problems: Problems, unfit: frozenset[str] = frozenset()
) -> str | None:
    names = {
        code: name
        for code, name in labels.choices("INTERVENTION_TYPE").items()
        if code not in unfit
    }
    big, more = f"{first.form}_type", f"{first.form}_more"
    options = [*(code for code in ICONS if code in names), MORE]
    chosen = st.pills(
        i18n.t("entry.type"),
        options,
        format_func=lambda code: _named(code, names),
        default=offered(first, big, options),
        key=big,
    )
    if chosen == MORE:
        options = [code for code in names if code not in ICONS]
        chosen = st.pills(
            i18n.t("entry.type.more"),
            options,
            format_func=names.__getitem__,
            default=offered(first, more, options),
            key=more,
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
    chosen = persons.persons(draft, FORM, agency_id, viewer, problems, several=True)
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


def _heads(first: FirstValues, problems: Problems) -> dict[str, str]:
    st.markdown(i18n.t("entry.heads"))
    found: dict[str, str] = {}
    with st.grid(3, min_column_width=90, key=f"{first.form}_heads"):
        for name in ("women", "men", "other"):
            with st.container():
                key = f"{first.form}_{name}"
                found[name] = (
                    st.text_input(
                        i18n.t(f"entry.heads.{name}"),
                        value=first.get(key, ""),
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


def _how(first: FirstValues, usual: Usual, problems: Problems) -> dict[str, Any]:
    mode, language = f"{first.form}_mode", f"{first.form}_language"
    with st.expander(i18n.t("entry.how"), key=f"{first.form}_how", icon=":material/tune:"):
        modes, languages = labels.choices("MODE"), labels.choices("LANGUAGE")
        chosen_mode = st.pills(
            i18n.t("entry.mode"),
            list(modes),
            format_func=modes.__getitem__,
            default=offered(first, mode, modes, usual.mode),
            required=True,
            key=mode,
        )
        problems.beside("mode")
        chosen_language = st.pills(
            i18n.t("entry.language"),
            list(languages),
            format_func=languages.__getitem__,
            default=offered(first, language, languages, usual.language),
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


def entered(row: Intervention, today: date) -> dict[str, Any]:
    """A stored row as first values of ``draw_again``."""
    is_big = row.type in ICONS
    return {
        "type": row.type if is_big else MORE,
        "more": None if is_big else row.type,
        "scope": "group" if row.case_id is None else "person",
        **{name: str(getattr(row, name)) for name in ("women", "men", "other")},
        **dates.as_past_day(row.happened_on, today),
        **dates.as_minutes(row.minutes),
        "mode": row.mode,
        "language": row.language,
    }


def draw_again(first: FirstValues, today: date, problems: Problems) -> dict[str, Any]:
    """The fields that can be put right; whom it was about is not one of them."""
    of_group = first.get(f"{first.form}_scope") == "group"
    every = frozenset(labels.choices("INTERVENTION_TYPE"))
    raw: dict[str, Any] = {
        "type": _type(first, problems, every - GROUP_TYPES if of_group else GROUP_ONLY_TYPES)
    }
    if of_group:
        raw |= _heads(first, problems)
    raw["happened_on"] = dates.past_day(first, "happened_on", today, problems)
    raw["minutes"] = dates.minutes(first, None, problems)
    return raw | _how(first, Usual(), problems)


def made(raw: dict[str, Any]) -> InterventionInput:
    """The validated input; raises ``InvalidInput`` with a problem a field."""
    return validated(InterventionInput, raw)
