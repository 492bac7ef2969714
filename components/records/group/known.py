"""Before the list is saved: whether the person of a line is known already, where a name was typed.

As for the one new person of an entry (``components/records/intervention/known.py``), line by line.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import streamlit as st

from components.fields import known_people
from components.fields.known_people import NAMES, WITH, NameFields, OnSame
from components.language import i18n
from components.reads import reference
from components.saving.draft import Draft
from components.saving.problems import Problems
from components.saving.save import save
from db.access.viewer import Viewer
from db.actions import duplicates
from db.errors import InvalidInput, Problem
from db.inputs.duplicates import Look
from db.inputs.group_people import field_of, of_line
from db.inputs.parse import validated
from db.queries.duplicates import may_be_one
from db.records import GROUP_PEOPLE

#: Pairs of lines of which it was said that they may be one person; hashes, for there are names in
#: them.
_TOLD = f"{GROUP_PEOPLE}_lines_told"


def tell() -> None:
    """What names are for, said once above the lines."""
    if reference.programme().match_names:
        st.caption(f"{i18n.t('duplicates.check')}  \n{i18n.t('duplicates.tell')}")


def draw(
    position: int, number: int, problems: Problems, agency_id: int, on_same: OnSame
) -> NameFields:
    """The two fields of a line; nothing where the programme wants no names."""
    if not reference.programme().match_names:
        return NameFields()
    typed, form = {}, form_of(position)
    with st.container(horizontal=True, gap="small", key=f"{form}_name_fields"):
        for name in NAMES:
            with st.container():
                what = i18n.t(f"duplicates.{name}")
                label = i18n.t("group_people.line", number=number, what=what)
                typed[name] = known_people.typed_name(
                    form, name, label, placeholder=what, label_visibility="collapsed"
                )
                problems.beside(field_of(position, name), label)
    maybe = i18n.t("duplicates.maybe")
    problems.beside(
        field_of(position, "names"), i18n.t("group_people.line", number=number, what=maybe)
    )
    place = st.container(key=f"{form}_known")
    return NameFields(typed=typed, place=place, agency_id=agency_id, on_same=on_same)


def form_of(position: int) -> str:
    """What the keys of a line begin with."""
    return f"{GROUP_PEOPLE}_{position}"


def forget(position: int) -> None:
    """The name and the answers of a line that is taken away."""
    for name in NAMES:
        st.session_state.pop(known_people.name_key(form_of(position), name), None)


def redraw(lines: Sequence[dict[str, Any]], draft: Draft) -> None:
    """Those who were found for what stands in the lines."""
    for line in lines:
        form, fields = form_of(line["position"]), line["name_fields"]
        if found := known_people.held(form, _of(line, draft)):
            known_people.show(form, fields, found)


def settled(
    lines: Sequence[dict[str, Any]], draft: Draft, problems: Problems, viewer: Viewer
) -> list[dict[str, Any]] | None:
    """The raw lines with their names and what was said of those found; ``None`` while it has to be
    said of a line whether the person is one of them. It is asked once for one name."""
    if not _look(lines, draft, problems, viewer):
        return None
    ready, waiting = [], {}
    for line in lines:
        raw = {name: value for name, value in line.items() if name != "name_fields"}
        found = known_people.held(form_of(line["position"]), _of(line, draft))
        if found is not None and not found.is_settled:
            key = "duplicates.look_first"
            waiting[field_of(line["position"], "names")] = Problem(key)
        elif found is not None:
            said = known_people.said(form_of(line["position"]), found)
            raw["names"] = {**line["name_fields"].typed, **said}
        ready.append(raw)
    if waiting:
        problems.clear()
        problems.show(InvalidInput(waiting))
        return None
    return ready


def _look(
    lines: Sequence[dict[str, Any]], draft: Draft, problems: Problems, viewer: Viewer
) -> bool:
    """Look for every name that was not looked for yet; whether the list can go on to be saved."""
    named, wanted, wrong, unread = [], [], dict[str, Problem](), dict[str, Problem]()
    for number, line in enumerate(lines, start=1):
        typed = line["name_fields"].typed
        if not any(typed.values()):
            continue
        try:
            asked = validated(Look, {**typed, **{name: line[name] for name in WITH}})
            named.append((number, line, asked))
            if not known_people.held(form_of(line["position"]), _of(line, draft)):
                wanted.append((line, asked))
        except InvalidInput as refused:
            wrong |= of_line(line["position"], refused)
    if wrong:
        problems.clear()
        problems.show(InvalidInput(wrong))
        return False
    if twice := _twice(named, draft):
        problems.clear()
        problems.show(InvalidInput(twice))
        return False
    for line, asked in wanted:
        answer = save(duplicates.look, asked, by=viewer.account_id, problems=problems)
        if answer is None:
            return False
        of, form = _of(line, draft), form_of(line["position"])
        if known_people.answered(form, line["name_fields"], of, answer.value).is_anybody:
            unread[field_of(line["position"], "names")] = Problem("duplicates.read_first")
    if unread:
        unread |= {
            field_of(line["position"], "names"): Problem("duplicates.look_first")
            for line, _ in wanted
            if (found := known_people.held(form_of(line["position"]), _of(line, draft)))
            and not found.is_settled
        }
        problems.show(InvalidInput(unread))
    return not unread


def _twice(named: Sequence[tuple[int, dict[str, Any], Look]], draft: Draft) -> dict[str, Problem]:
    """Lines that may be about the person of a line above them: told once, and saved if it stays."""
    found = dict[str, Problem]()
    told: set[int] = st.session_state.setdefault(_TOLD, set())
    for (number, one, first), (_, other, second) in combinations(named, 2):
        both = hash((_of(one, draft), _of(other, draft)))
        if both not in told and may_be_one(first, second):
            told.add(both)
            key = field_of(other["position"], "names")
            found.setdefault(key, Problem("group_people.same_as", line=number))
    return found


def _of(line: dict[str, Any], draft: Draft) -> tuple[Any, ...]:
    """What was asked: another name, year or sex is another question, and so is the next list."""
    typed = line["name_fields"].typed
    return (draft.submission_id, *typed.values(), *(line[name] for name in WITH))
