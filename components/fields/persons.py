"""Choosing whom an entry is about: recent persons, a code, a new person, several at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from components.language import i18n
from components.reads import labels, reference
from components.reads.labels import card_code
from components.reads.read import read
from components.saving.draft import Draft
from components.saving.first_values import offered
from components.saving.problems import Problems
from components.visit.navigation import PERSON_DIGITS, link_id
from db.access.viewer import Viewer
from db.errors import AppError
from db.inputs.cases import may_be_minor
from db.inputs.parse import whole_number
from db.queries import cases
from db.queries.cases import CaseLine

NEW = "new"
#: A shorter text is a code still being typed.
CODE_LENGTH = 7
#: Nationalities most met come first in the list; these are one tap, the rest behind "other".
ONE_TAP = 8


@dataclass(frozen=True)
class Chosen:
    """Persons of one entry: internal ids, and raw fields of a new person (or none)."""

    ids: tuple[int, ...] = ()
    new: dict[str, Any] | None = None
    lines: dict[int, CaseLine] = field(default_factory=dict)


def agency(draft: Draft, form: str, agencies: tuple[int, ...]) -> int:
    """The agency of the entry; asked only of who is posted in more than one."""
    if len(agencies) == 1:
        return agencies[0]
    first = draft.get(f"{form}_agency", agencies[0])
    chosen = st.segmented_control(
        i18n.t("entry.agency"),
        agencies,
        format_func=lambda agency_id: labels.agency(agency_id, short=True),
        default=first if first in agencies else agencies[0],
        required=True,
        key=f"{form}_agency",
    )
    return chosen or agencies[0]


def persons(
    draft: Draft,
    form: str,
    agency_id: int,
    viewer: Viewer,
    problems: Problems,
    *,
    several: bool = False,
    may_be_new: bool = True,
) -> Chosen:
    """One person, or several. Widgets: ``<form>_case``, ``<form>_code``, ``<form>_sex`` ..."""
    key = f"{form}_case"
    place = st.container()
    found = _found_by_code(form, agency_id, viewer, problems)
    lines = _lines(draft, form, agency_id, viewer, found)
    options = [*([NEW] if may_be_new else []), *(str(case_id) for case_id in lines)]
    first = [each for each in _as_list(draft.get(key, [])) if each in options]
    _choose(key, first, options, found if found in lines else None, several)
    chosen = _as_list(
        place.pills(
            i18n.t("entry.who"),
            options,
            format_func=lambda option: _described(option, lines),
            selection_mode="multi" if several else "single",
            default=first if several else next(iter(first), None),
            key=key,
            help=i18n.t("entry.who.several") if several else None,
        )
    )
    with place:
        problems.beside("form")
    new = new_person(draft, form, problems) if NEW in chosen else None
    ids = tuple(int(option) for option in chosen if option != NEW)
    return Chosen(ids, new, lines)


def _as_list(chosen: Any) -> list[str]:
    return [chosen] if isinstance(chosen, str) else list(chosen or [])


def _choose(
    key: str, first: list[str], options: list[str], found: int | None, several: bool
) -> None:
    """Add the person just found by code; drop who is no longer offered (another agency)."""
    now = _as_list(st.session_state[key]) if key in st.session_state else first
    wanted = [each for each in now if each in options]
    if found is not None:
        wanted = [*wanted, str(found)] if several else [str(found)]
    if wanted != now:
        st.session_state[key] = wanted if several else next(iter(wanted), None)


def _lines(
    draft: Draft, form: str, agency_id: int, viewer: Viewer, found: int | None
) -> dict[int, CaseLine]:
    """The persons offered, in an order that does not move while the form is filled in."""
    of, key = (draft.submission_id, agency_id), f"{form}_offered"
    held, ids = st.session_state.get(key, (None, []))
    if held != of:
        recent = [line.id for line in read(cases.recent, agency_id, viewer=viewer)]
        kept = _as_list(draft.first.get(f"{form}_case"))
        wanted = [link_id(each, PERSON_DIGITS) for each in kept]
        ids = [each for each in wanted if each is not None and each not in recent] + recent
    if found is not None and found not in ids:
        ids = [*ids, found]
    st.session_state[key] = (of, ids)
    lines = read(cases.by_ids, tuple(ids), viewer=viewer)
    return {line.id: line for line in lines if line.agency_id == agency_id}


def _described(option: str, lines: dict[int, CaseLine]) -> str:
    if option == NEW:
        return f":material/person_add: {i18n.t('entry.who.new')}"
    line = lines.get(int(option))
    return described(line) if line else option


def described(line: CaseLine) -> str:
    """ "234-5678 · femme 1995 · Côte d'Ivoire · CV, 3 févr."."""
    person = f"{i18n.t(f'entry.sex.{line.sex}')} {line.birth_year}"
    parts = [f"**{card_code(line.code)}**", person, labels.label("NATIONALITY", line.nationality)]
    if line.last_on and line.last_type:
        last = labels.label("INTERVENTION_TYPE", line.last_type)
        parts.append(f"{last}, {i18n.day_short(line.last_on)}")
    return " · ".join(parts)


def _found_by_code(form: str, agency_id: int, viewer: Viewer, problems: Problems) -> int | None:
    """The person of a code typed just now; given only once, so that they can be unchosen again.

    A person of the agent's other agency is found only when that agency is chosen.
    """
    taken = f"{form}_code_taken"
    with st.expander(i18n.t("entry.who.by_code"), icon=":material/search:", key=f"{form}_search"):
        typed = st.text_input(
            i18n.t("entry.who.code"),
            key=f"{form}_code",
            live="500ms",
            autocomplete="off",
            help=i18n.t("entry.who.code_help"),
        )
        problems.beside("code")
        if not typed or len(typed.strip()) < CODE_LENGTH:
            st.session_state.pop(taken, None)
            return None
        try:
            found = read(cases.by_code, typed, viewer=viewer)
        except AppError as refused:
            st.error(i18n.explain(refused), icon=":material/error:")
            return None
        if found.agency_id != agency_id:
            st.session_state.pop(taken, None)
            there = labels.agency(found.agency_id, short=True)
            text = i18n.t("entry.who.elsewhere", code=card_code(found.code), agency=there)
            st.info(text, icon=":material/location_on:")
            return None
    known = st.session_state.get(taken)
    st.session_state[taken] = typed
    return None if typed == known else found.id


def new_person(draft: Draft, form: str, problems: Problems) -> dict[str, Any]:
    """Sex, year of birth and nationality; how they came; nothing that names anyone."""
    with st.container(border=True, key=f"{form}_new"):
        sex = st.segmented_control(
            i18n.t("entry.sex"),
            list(labels.choices("SEX")),
            format_func=lambda code: i18n.t(f"entry.sex.{code}"),
            default=draft.get(f"{form}_sex"),
            key=f"{form}_sex",
        )
        problems.beside("sex")
        year = st.text_input(
            i18n.t("entry.birth_year"),
            value=draft.get(f"{form}_birth_year", ""),
            key=f"{form}_birth_year",
            type="phone",
            live="500ms",
            max_chars=6,
            placeholder="1995",
            icon=":material/event:",
        )
        problems.beside("birth_year")
        adult = _turned_18(draft, form, year or "")
        nationality = _nationality(draft, form)
        problems.beside("nationality")
        more = _more(draft, form)
    return {
        "sex": sex,
        "birth_year": year,
        "has_turned_18": adult,
        "nationality": nationality or "NS",
        **more,
    }


def _turned_18(draft: Draft, form: str, typed: str) -> bool:
    """Asked only where the year of birth leaves it open."""
    today = reference.today()
    try:
        open_question = may_be_minor(whole_number(typed), today)
    except ValueError:
        return False
    if not open_question:
        return False
    key = f"{form}_turned_18"
    return st.checkbox(i18n.t("entry.turned_18"), value=draft.get(key, False), key=key)


def _nationality(draft: Draft, form: str) -> str | None:
    codes = list(labels.choices("NATIONALITY"))
    near, far = [*codes[:ONE_TAP], "more"], codes[ONE_TAP:]
    key = f"{form}_nationality"
    chosen = st.pills(
        i18n.t("entry.nationality"),
        near,
        format_func=lambda code: (
            i18n.t("entry.more") if code == "more" else labels.label("NATIONALITY", code)
        ),
        default=offered(draft, key, near),
        key=key,
    )
    if chosen != "more":
        return chosen
    other = f"{form}_nationality_other"
    return st.pills(
        i18n.t("entry.nationality_other"),
        far,
        format_func=lambda code: labels.label("NATIONALITY", code),
        default=offered(draft, other, far),
        key=other,
    )


#: Facts that help and are not needed: list, and the widget's name.
OPTIONAL = {
    "entry_channel": "ENTRY_CHANNEL",
    "education": "EDUCATION_ISCED",
    "status_group": "STATUS_GROUP",
}


def _more(draft: Draft, form: str) -> dict[str, str]:
    found: dict[str, str] = {}
    with st.expander(i18n.t("entry.more_about"), key=f"{form}_more_about"):
        st.caption(i18n.t("entry.more_about_note"))
        for name, list_name in OPTIONAL.items():
            key = f"{form}_{name}"
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


def new_person_keys(form: str) -> tuple[str, ...]:
    """The widgets of ``persons`` that belong in a draft."""
    names = (
        "agency",
        "case",
        "sex",
        "birth_year",
        "turned_18",
        "nationality",
        "nationality_other",
        *OPTIONAL,
    )
    return tuple(f"{form}_{name}" for name in names)
