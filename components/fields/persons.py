"""Choosing whom an entry is about: recent persons, a code, a new person, several at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from components.fields import new_person, text
from components.language import i18n
from components.reads import labels, reference
from components.reads.labels import card_code
from components.reads.read import read
from components.saving.draft import Draft
from components.saving.problems import Problems
from components.visit.navigation import PERSON_DIGITS, link_id
from db.access.viewer import Viewer
from db.errors import AppError
from db.inputs import case_codes
from db.queries import cases
from db.queries.cases import CaseLine

NEW = "new"


@dataclass(frozen=True)
class Chosen:
    """Persons of one entry: internal ids, and raw fields of a new person (or none)."""

    ids: tuple[int, ...] = ()
    new: dict[str, Any] | None = None


def case_key(form: str) -> str:
    """The key of the widget that names the persons."""
    return f"{form}_case"


def agency_key(form: str) -> str:
    """The key of the widget that names the agency."""
    return f"{form}_agency"


def keys(form: str) -> tuple[str, ...]:
    """The keys of ``agency`` and ``persons``; those of a new person are ``new_person.keys``."""
    return (agency_key(form), case_key(form))


def agency(draft: Draft, agencies: tuple[int, ...], problems: Problems) -> int | None:
    """The agency of the entry, which its draft keeps; asked of who is posted in more than one.

    ``None`` while nobody has said which it is now that the draft's own is no longer open.
    """
    key = agency_key(draft.form)
    first = draft.get(key, agencies[0])
    is_gone = first not in agencies
    if len(agencies) == 1 and not is_gone:
        draft.last[key] = first
        return agencies[0]
    chosen = st.segmented_control(
        i18n.t("entry.agency"),
        agencies,
        format_func=lambda agency_id: labels.agency(agency_id, short=True),
        default=None if is_gone else first,
        required=True,
        key=key,
    )
    if is_gone and chosen is None:
        there = labels.agency(first) if first in reference.agencies() else ""
        st.warning(i18n.t("draft.agency_gone", agency=there), icon=":material/location_off:")
    problems.beside("agency_id", i18n.t("entry.agency"))
    return chosen if is_gone else chosen or first


def persons(
    draft: Draft,
    agency_id: int | None,
    viewer: Viewer,
    problems: Problems,
    *,
    several: bool = False,
    may_be_new: bool = True,
) -> Chosen:
    """One person, or several; nobody before the agency is known."""
    if agency_id is None:
        return Chosen()
    key = case_key(draft.form)
    place = st.container()
    found = _found_by_code(draft.form, agency_id, viewer, problems)
    lines = _lines(draft, agency_id, viewer, found)
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
        problems.beside("form", i18n.t("entry.who"))
    new = new_person.draw(draft, problems) if NEW in chosen else None
    ids = tuple(int(option) for option in chosen if option != NEW)
    return Chosen(ids, new)


def _as_list(chosen: Any) -> list[str]:
    return [chosen] if isinstance(chosen, str) else list(chosen or [])


def _choose(
    key: str, first: list[str], options: list[str], found: int | None, several: bool
) -> None:
    """Add the person just found by code; drop who is no longer offered (another agency)."""
    now = _as_list(st.session_state[key]) if key in st.session_state else first
    wanted = [each for each in now if each in options]
    if found is not None:
        wanted = list(dict.fromkeys([*wanted, str(found)])) if several else [str(found)]
    if wanted != now:
        st.session_state[key] = wanted if several else next(iter(wanted), None)


def _lines(draft: Draft, agency_id: int, viewer: Viewer, found: int | None) -> dict[int, CaseLine]:
    """The persons offered, in an order that does not move while the form is filled in."""
    of, key = (draft.submission_id, agency_id), f"{draft.form}_offered"
    held, ids = st.session_state.get(key, (None, []))
    if held != of:
        recent = [line.id for line in read(cases.recent, agency_id, viewer=viewer)]
        kept = _as_list(draft.first.get(case_key(draft.form)))
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
        parts.append(i18n.joined(last, i18n.day_short(line.last_on)))
    return " · ".join(parts)


def _found_by_code(form: str, agency_id: int, viewer: Viewer, problems: Problems) -> int | None:
    """The person of a code typed just now; given only once, so that they can be unchosen again.

    A person of the agent's other agency is found only when that agency is chosen.
    """
    taken = f"{form}_code_taken"
    with st.expander(i18n.t("entry.who.by_code"), icon=":material/search:", key=f"{form}_search"):
        typed = text.typed(
            i18n.t("entry.who.code"),
            key=f"{form}_code",
            live="500ms",
            autocomplete="off",
            help=i18n.t("entry.who.code_help"),
        )
        problems.beside("code", i18n.t("entry.who.code"))
        if len(case_codes.normal(typed)) < case_codes.LENGTH:
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
            said = i18n.t("entry.who.elsewhere", code=card_code(found.code), agency=there)
            st.info(said, icon=":material/location_on:")
            return None
    known = st.session_state.get(taken)
    st.session_state[taken] = typed
    return None if typed == known else found.id
