"""A name for a new person, typed to find out whether they are known; no draft has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from components.fields import text
from components.language import i18n
from components.reads import labels, reference
from components.reads.labels import card_code
from components.saving.draft import Draft
from components.saving.problems import Problems
from components.visit.streamlit_private import DeltaGenerator
from db.queries.duplicates import Candidates
from db.queries.people import PersonLine

#: Given the id of somebody who was found: the entry is about them.
OnSame = Callable[[int], None]
NAMES = ("first_name", "family_name")
#: What a name is looked for with.
WITH = ("sex", "birth_year")


@dataclass(frozen=True, kw_only=True)
class Found:
    """Who was found for what was typed, and whether it was said that it is none of them."""

    of: tuple[Any, ...]
    people: Candidates
    is_settled: bool = False

    @property
    def is_anybody(self) -> bool:
        """Whether there is something to be read."""
        return bool(self.people.lines or self.people.is_elsewhere)


@dataclass(frozen=True, kw_only=True)
class NameFields:
    """What was typed; ``place`` is where those who are found are shown."""

    typed: dict[str, str] = field(default_factory=dict)
    place: DeltaGenerator | None = None
    agency_id: int | None = None
    on_same: OnSame | None = None


def draw(draft: Draft, problems: Problems, agency_id: int, on_same: OnSame) -> NameFields:
    """The two fields, and what is told to the person; nothing where the programme wants none."""
    if not reference.programme().match_names:
        return NameFields()
    form = draft.form
    with st.container(border=True, key=f"{form}_names", gap="small"):
        st.markdown(i18n.t("duplicates.check"))
        typed = {}
        with st.container(horizontal=True, key=f"{form}_name_fields"):
            for name in NAMES:
                with st.container():
                    label = i18n.t(f"duplicates.{name}")
                    typed[name] = typed_name(form, name, label)
                    problems.beside(name, label)
        st.caption(i18n.t("duplicates.tell"))
        problems.beside("names", i18n.t("duplicates.maybe"))
        place = st.container(key=f"{form}_known")
    return NameFields(typed=typed, place=place, agency_id=agency_id, on_same=on_same)


def typed_name(form: str, name: str, label: str, **look: Any) -> str:
    """One of the two fields."""
    return text.typed(
        label,
        key=name_key(form, name),
        live="500ms",
        autocomplete="off",
        **look,
    )


def name_key(form: str, name: str) -> str:
    """The key of its widget."""
    return f"{form}_{name}"


def held(form: str, of: tuple[Any, ...]) -> Found | None:
    """Who was found for this name, year and sex; not for another one."""
    found: Found | None = st.session_state.get(_key(form))
    return found if found is not None and found.of == of else None


def hold(form: str, found: Found) -> None:
    """Show ``found`` from now on."""
    st.session_state[_key(form)] = found


def answered(form: str, fields: NameFields, of: tuple[Any, ...], people: Candidates) -> Found:
    """Hold what a look has found, and show it where there is something to be read."""
    found = Found(of=of, people=people, is_settled=not people.lines)
    hold(form, found)
    if found.is_anybody:
        show(form, fields, found)
    return found


def _key(form: str) -> str:
    return f"{form}_people_found"


def show(form: str, fields: NameFields, found: Found) -> None:
    """Those who may be the same person, so that somebody decides it; elsewhere only that."""
    if fields.place is None or fields.on_same is None:
        return
    with fields.place:
        if found.is_settled:
            if found.people.lines:
                st.success(i18n.t("duplicates.noted_none"), icon=":material/check:")
        elif found.people.lines:
            st.markdown(i18n.t("duplicates.found"))
            for line in found.people.lines:
                _person(form, fields, line)
            st.button(
                i18n.t("duplicates.none_of_them"),
                key=f"{form}_none_of_them",
                icon=":material/group_off:",
                width="stretch",
                on_click=_settle,
                args=(form, found),
            )
        if found.people.is_elsewhere:
            st.info(i18n.t("duplicates.elsewhere"), icon=":material/location_on:")
            st.checkbox(i18n.t("duplicates.ask_manager"), key=_asks_key(form))


def _person(form: str, fields: NameFields, line: PersonLine) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(described(line))
        if line.agency_id != fields.agency_id:
            there = labels.agency(line.agency_id, short=True)
            said = i18n.t("entry.who.elsewhere", code=card_code(line.code), agency=there)
            st.caption(said)
            return
        st.button(
            i18n.t("duplicates.this_one"),
            key=f"{form}_same_{line.id}",
            icon=":material/person_check:",
            width="stretch",
            on_click=fields.on_same,
            args=(line.id,),
        )


def described(line: PersonLine) -> str:
    """ "**234-5678** · femme 1995 · Guinée · vu·e le 3 février"."""
    parts = [
        f"**{card_code(line.code)}**",
        f"{i18n.t(f'entry.sex.{line.sex.value}')} {line.birth_year}",
        labels.label("NATIONALITY", line.nationality),
    ]
    if line.last_on:
        parts.append(i18n.t("duplicates.seen", day=i18n.day(line.last_on)))
    return i18n.line(*parts)


def _settle(form: str, found: Found) -> None:
    hold(form, replace(found, is_settled=True))


def _asks_key(form: str) -> str:
    return f"{form}_asks_manager"


def said(form: str, found: Found) -> dict[str, Any]:
    """What was said of those who were found, as an input takes it."""
    return {
        "different": tuple(line.id for line in found.people.lines),
        "asks_manager": bool(st.session_state.get(_asks_key(form))),
    }
