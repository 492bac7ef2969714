"""A person who is met for the first time: a few broad facts, none of which names them."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.fields import text
from components.fields.contact import name_and_number
from components.language import i18n
from components.reads import labels
from components.saving.draft import Draft
from components.saving.first_values import offered
from components.saving.problems import Problems
from db.inputs.cases import is_too_young
from db.inputs.consents import asks_turned_18, is_minor
from db.inputs.parse import whole_number

#: Nationalities most met come first in the list; these are one tap, the rest behind "other".
ONE_TAP = 8
#: Facts that help and are not needed, with their lists.
OPTIONAL = {
    "entry_channel": "ENTRY_CHANNEL",
    "education": "EDUCATION_ISCED",
    "status_group": "STATUS_GROUP",
}
NAMES = (
    "sex",
    "birth_year",
    "turned_18",
    "guardian",
    "nationality",
    "nationality_other",
    "may_call",
    "contact_name",
    "contact_phone",
    *OPTIONAL,
)


def keys(form: str) -> tuple[str, ...]:
    """The keys of the widgets."""
    return tuple(f"{form}_{name}" for name in NAMES)


def year_key(form: str) -> str:
    """The key of the year of birth."""
    return f"{form}_birth_year"


def draw(draft: Draft, problems: Problems) -> dict[str, Any]:
    """Sex, year of birth and nationality; how they came; nothing that names anyone."""
    form = draft.form
    with st.container(border=True, key=f"{form}_new"):
        sex = st.segmented_control(
            i18n.t("entry.sex"),
            list(labels.choices("SEX")),
            format_func=lambda code: i18n.t(f"entry.sex.{code}"),
            default=draft.get(f"{form}_sex"),
            required=True,
            key=f"{form}_sex",
        )
        problems.beside("sex", i18n.t("entry.sex"))
        year = text.typed(
            i18n.t("entry.birth_year"),
            value=draft.get(year_key(form), ""),
            key=year_key(form),
            type="phone",
            live="500ms",
            placeholder="1995",
            icon=":material/event:",
        )
        problems.beside("birth_year", i18n.t("entry.birth_year"))
        adult = _turned_18(draft, year)
        agrees = _guardian(draft, year, problems, adult=adult)
        nationality = _nationality(draft)
        problems.beside("nationality", i18n.t("entry.nationality"))
        called = _may_call(draft, problems)
        more = _more(draft)
    return {
        "sex": sex,
        "birth_year": year,
        "has_turned_18": adult,
        "guardian_agrees": agrees,
        "nationality": nationality or "NS",
        **called,
        **more,
    }


def _year(typed: str) -> int | None:
    try:
        return whole_number(typed)
    except ValueError:
        return None


def _turned_18(draft: Draft, typed: str) -> bool:
    """Asked only where the year of birth leaves it open."""
    year = _year(typed)
    if year is None or not asks_turned_18(year, draft.day):
        return False
    key = f"{draft.form}_turned_18"
    return st.checkbox(i18n.t("entry.turned_18"), value=draft.get(key, False), key=key)


def _guardian(draft: Draft, typed: str, problems: Problems, *, adult: bool) -> bool:
    """Of a minor: whether the guardian agrees, who is told what it means."""
    year = _year(typed)
    if year is None or is_too_young(year, draft.day):
        return False
    if not is_minor(year, draft.day, has_turned_18=adult):
        return False
    key, label = f"{draft.form}_guardian", i18n.t("consents.guardian_agrees")
    st.caption(i18n.t("consents.means.GUARDIAN"))
    agrees = st.checkbox(label, value=draft.get(key, False), key=key)
    problems.beside("guardian_agrees", label)
    return agrees


def _nationality(draft: Draft) -> str | None:
    codes = list(labels.choices("NATIONALITY"))
    near, far = [*codes[:ONE_TAP], "more"], codes[ONE_TAP:]
    key = f"{draft.form}_nationality"
    chosen = st.pills(
        i18n.t("entry.optional", label=i18n.t("entry.nationality")),
        near,
        format_func=lambda code: (
            i18n.t("entry.more") if code == "more" else labels.label("NATIONALITY", code)
        ),
        default=offered(draft, key, near),
        key=key,
    )
    if chosen != "more":
        return chosen
    other = f"{draft.form}_nationality_other"
    return st.pills(
        i18n.t("entry.optional", label=i18n.t("entry.nationality_other")),
        far,
        format_func=lambda code: labels.label("NATIONALITY", code),
        default=offered(draft, other, far),
        key=other,
    )


def _may_call(draft: Draft, problems: Problems) -> dict[str, Any]:
    """Whether the person agrees to be called; who does may give a name and a number now."""
    form, key = draft.form, f"{draft.form}_may_call"
    agrees = st.checkbox(i18n.t("contact.agrees"), value=draft.get(key, False), key=key)
    if not agrees:
        return {}
    st.caption(f"{i18n.t('consents.means.FOLLOW_UP')} {i18n.t('contact.optional')}")
    typed = name_and_number(
        f"{form}_contact",
        problems,
        name=draft.get(f"{form}_contact_name", ""),
        phone=draft.get(f"{form}_contact_phone", ""),
    )
    return {"follow_up_agrees": True, "contact": typed if any(typed.values()) else None}


def _more(draft: Draft) -> dict[str, str]:
    found: dict[str, str] = {}
    with st.expander(i18n.t("entry.more_about"), key=f"{draft.form}_more_about"):
        st.caption(i18n.t("entry.more_about_note"))
        for name, list_name in OPTIONAL.items():
            key = f"{draft.form}_{name}"
            names = labels.choices(list_name)
            chosen = st.pills(
                i18n.t(f"entry.{name}"),
                list(names),
                format_func=names.__getitem__,
                default=offered(draft, key, names),
                key=key,
            )
            if chosen:
                found[name] = chosen
    return found
