"""Choosing whom an entry is about: recent persons, a code, a new person, several at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from components.fields import found_by_code, known_folded, known_people, new_person
from components.fields.known_folded import NEW
from components.fields.known_people import NameFields
from components.language import i18n
from components.reads import labels, reference
from components.reads.labels import card_code
from components.reads.read import read
from components.saving.draft import Draft
from components.saving.problems import Problems
from components.visit.navigation import PERSON_DIGITS, link_id
from db.access.viewer import Viewer
from db.queries import cases
from db.queries.cases import CaseLine


@dataclass(frozen=True)
class Chosen:
    """Persons of one entry: internal ids, and raw fields of a new person (or none)."""

    ids: tuple[int, ...] = ()
    new: dict[str, Any] | None = None
    #: A name of the new person, to find out whether they are known.
    names: NameFields | None = None


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
    without: frozenset[int] = frozenset(),
) -> Chosen:
    """One person, or several, but none ``without`` whom; nobody before the agency is known."""
    if agency_id is None:
        return Chosen()
    key = case_key(draft.form)
    place = st.container(key=f"{draft.form}_who")
    is_folded = may_be_new and known_folded.is_folded(draft, _now(key, draft))
    take = partial(_take_one, draft, agency_id, several)
    found = None if is_folded else found_by_code.draw(draft.form, agency_id, viewer, problems, take)
    offered = _lines(draft, agency_id, viewer, found)
    lines = {case_id: line for case_id, line in offered.items() if case_id not in without}
    options = [*([NEW] if may_be_new else []), *(str(case_id) for case_id in lines)]
    _follow_merged(key, draft, lines, viewer)
    if is_folded:
        options = [each for each in options if each in _now(key, draft)]
    first = [each for each in _as_list(draft.get(key, [])) if each in options]
    _choose(key, first, options, found if found in lines else None, several)
    with place:
        chosen = _pills(key, options, lines, first, several)
        problems.beside("form", i18n.t("entry.who"))
        if is_folded:
            known_folded.way_back(draft)
    ids = tuple(int(option) for option in chosen if option != NEW)
    if NEW not in chosen:
        return Chosen(ids)
    new = new_person.draw(draft, problems)
    same = partial(_take, draft, agency_id, [str(each) for each in ids] if several else None)
    return Chosen(ids, new, known_people.draw(draft, problems, agency_id, same))


def _pills(
    key: str, options: list[str], lines: dict[int, CaseLine], first: list[str], several: bool
) -> list[str]:
    """Whom somebody has chosen."""
    return _as_list(
        st.pills(
            i18n.t("entry.who"),
            options,
            format_func=lambda option: _described(option, lines),
            selection_mode="multi" if several else "single",
            default=first if several else next(iter(first), None),
            key=key,
            help=i18n.t("entry.who.several") if several else None,
        )
    )


def _take(draft: Draft, agency_id: int, others: list[str] | None, case_id: int) -> None:
    """The new person is somebody known: they are chosen in its place."""
    key = f"{draft.form}_offered"
    of, offered = st.session_state.get(key, ((draft.submission_id, agency_id), []))
    if case_id not in offered:
        st.session_state[key] = (of, [*offered, case_id])
    chosen = str(case_id)
    st.session_state[case_key(draft.form)] = (
        chosen if others is None else list(dict.fromkeys([*others, chosen]))
    )


def _now(key: str, draft: Draft) -> list[str]:
    """Who is chosen before the widget is drawn."""
    return _as_list(st.session_state[key] if key in st.session_state else draft.get(key, []))


def _take_one(draft: Draft, agency_id: int, several: bool, case_id: int) -> None:
    """Somebody found by the beginning of a code: beside the others where several can be chosen."""
    others = [each for each in _now(case_key(draft.form), draft) if each != NEW]
    _take(draft, agency_id, others if several else None, case_id)


def take_too(draft: Draft, agency_id: int, case_id: int) -> None:
    """One more person, who was found, beside those who are chosen."""
    _take(draft, agency_id, _now(case_key(draft.form), draft), case_id)


def _as_list(chosen: Any) -> list[str]:
    return [chosen] if isinstance(chosen, str) else list(chosen or [])


def _follow_merged(key: str, draft: Draft, lines: dict[int, CaseLine], viewer: Viewer) -> None:
    """Whoever was chosen before two cases were put together is the person who stands for both."""
    chosen = _as_list(st.session_state.get(key) or draft.last.get(key, []))
    for each in chosen:
        number = link_id(each, PERSON_DIGITS)
        if number is None or number in lines:
            continue
        found = [line.id for line in read(cases.by_ids, (number,), viewer=viewer)]
        if found and found[0] in lines:
            for values in (draft.first, draft.last, st.session_state):
                if key in values:
                    values[key] = _renamed(values[key], each, str(found[0]))


def _renamed(chosen: Any, old: str, new: str) -> Any:
    if not isinstance(chosen, list):
        return new if chosen == old else chosen
    return list(dict.fromkeys(new if each == old else each for each in chosen))


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
        # Whoever is chosen already stands first: on a phone, the sixth is below what is seen.
        ids = list(dict.fromkeys([*filter(None, wanted), *recent]))
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
    return i18n.line(*parts)
