"""The lines of new people: sex, year of birth and nationality, and a name that is kept nowhere."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from components.fields import persons, text
from components.language import i18n
from components.reads import labels
from components.records.group import known
from components.saving.draft import Draft
from components.saving.first_values import offered
from components.saving.problems import Problems
from db.inputs.cases import may_be_minor
from db.inputs.group_people import field_of
from db.inputs.interventions import MOST_PERSONS
from db.inputs.parse import whole_number
from db.queries.group_people import GroupSession
from db.records import GROUP_PEOPLE

#: The widgets of one line.
NAMES = ("sex", "birth_year", "turned_18", "nationality")
#: What the draft holds beside its widgets: the session, and the numbers of the lines.
GROUP, LINES = f"{GROUP_PEOPLE}_group", f"{GROUP_PEOPLE}_lines"
#: The code of somebody found who is named of the session already, for the next run to say.
ALREADY = f"{GROUP_PEOPLE}_already"


def key_of(position: int, name: str) -> str:
    """The key of a widget of one line."""
    return f"{GROUP_PEOPLE}_{field_of(position, name)}"


KEYS = (
    *persons.keys(GROUP_PEOPLE),
    *(key_of(position, name) for position in range(MOST_PERSONS) for name in NAMES),
)


def draw(draft: Draft, group: GroupSession, room: int, problems: Problems) -> list[dict[str, Any]]:
    """The lines, and a button for one more while there is ``room``; raw fields of ``Line``, with
    the fields of its name."""
    shown = draft.get(LINES, [0])
    draft.last[LINES] = shown
    known.tell()
    lines = [
        _line(draft, number, position, group, problems) for number, position in _numbered(shown)
    ]
    if len(shown) < min(room, MOST_PERSONS):
        st.button(
            i18n.t("group_people.one_more"),
            key=f"{GROUP_PEOPLE}_one_more",
            icon=":material/person_add:",
            on_click=_add,
            args=(draft,),
        )
    return lines


def says_something(line: dict[str, Any]) -> bool:
    """Whether anything was said of a person; an untouched line is nobody."""
    return any((line["sex"], line["birth_year"], *line["name_fields"].typed.values()))


def _numbered(shown: list[int]) -> list[tuple[int, int]]:
    """The lines as people count them, each with its own number."""
    return list(enumerate(shown, start=1))


def _line(
    draft: Draft, number: int, position: int, group: GroupSession, problems: Problems
) -> dict[str, Any]:
    with st.container(border=True, gap="xsmall", key=f"{GROUP_PEOPLE}_{position}_line"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.markdown(f"**{number}**", width="content")
            sex = _sex(draft, position, number)
            st.space("stretch")
            _remove(draft, position, number)
        _beside(problems, position, number, "sex", i18n.t("entry.sex"))
        with st.container(horizontal=True, gap="small", key=f"{GROUP_PEOPLE}_{position}_who"):
            year = _year(draft, position, number)
            nationality = _nationality(draft, position, number)
        _beside(problems, position, number, "birth_year", i18n.t("entry.birth_year"))
        _beside(problems, position, number, "nationality", i18n.t("entry.nationality"))
        adult = _turned_18(draft, position, year, group.happened_on)
        on_same = partial(_is_known, draft, group, position)
        names = known.draw(position, number, problems, group.agency_id, on_same)
    return {
        "position": position,
        "met_on": group.happened_on,
        "sex": sex,
        "birth_year": year,
        "has_turned_18": adult,
        "nationality": nationality or "NS",
        "name_fields": names,
    }


def _label(number: int, what: str) -> str:
    return i18n.t("group_people.line", number=number, what=what)


def _beside(problems: Problems, position: int, number: int, name: str, what: str) -> None:
    problems.beside(field_of(position, name), _label(number, what))


def _sex(draft: Draft, position: int, number: int) -> str | None:
    key = key_of(position, "sex")
    chosen: str | None = st.segmented_control(
        _label(number, i18n.t("entry.sex")),
        list(labels.choices("SEX")),
        format_func=lambda code: i18n.t(f"entry.sex.{code}"),
        default=draft.get(key),
        required=True,
        label_visibility="collapsed",
        key=key,
    )
    return chosen


def _year(draft: Draft, position: int, number: int) -> str:
    key = key_of(position, "birth_year")
    return text.typed(
        _label(number, i18n.t("entry.birth_year")),
        value=draft.get(key, ""),
        key=key,
        type="phone",
        live="500ms",
        icon=":material/event:",
        placeholder=i18n.t("group_people.born"),
        label_visibility="collapsed",
        width=110,
    )


def _nationality(draft: Draft, position: int, number: int) -> str | None:
    key, names = key_of(position, "nationality"), labels.choices("NATIONALITY")
    options = list(names)
    kept = offered(draft, key, options)
    return st.selectbox(
        _label(number, i18n.t("entry.optional", label=i18n.t("entry.nationality"))),
        options,
        index=options.index(kept) if kept in options else None,
        format_func=names.__getitem__,
        placeholder=i18n.t("entry.optional", label=i18n.t("entry.nationality")),
        label_visibility="collapsed",
        key=key,
    )


def _turned_18(draft: Draft, position: int, typed: str, day: date) -> bool:
    """Asked only where the year of birth leaves it open."""
    try:
        open_question = may_be_minor(whole_number(typed), day)
    except ValueError:
        return False
    if not open_question:
        return False
    key = key_of(position, "turned_18")
    return st.checkbox(i18n.t("entry.turned_18"), value=draft.get(key, False), key=key)


def _remove(draft: Draft, position: int, number: int) -> None:
    if len(draft.last[LINES]) > 1:
        st.button(
            i18n.t("group_people.remove", number=number),
            key=f"group_people_{position}_remove",
            type="tertiary",
            icon=":material/close:",
            on_click=_drop,
            args=(draft, position),
        )


def _add(draft: Draft) -> None:
    """One more line: people who came together often come from one country."""
    shown = draft.last[LINES]
    position = next(each for each in range(MOST_PERSONS) if each not in shown)
    before = key_of(shown[-1], "nationality")
    draft.last[LINES] = [*shown, position]
    nationality = st.session_state.get(before, draft.last.get(before))
    if nationality:
        draft.last[key_of(position, "nationality")] = nationality


def _drop(draft: Draft, position: int) -> None:
    draft.last[LINES] = [each for each in draft.last[LINES] if each != position]
    for name in NAMES:
        key = key_of(position, name)
        st.session_state.pop(key, None)
        draft.last.pop(key, None)
        draft.first.pop(key, None)
    known.forget(position)


def _is_known(draft: Draft, group: GroupSession, position: int, case_id: int) -> None:
    """The person of a line is somebody known: chosen below, if not named already, and no line."""
    named = next((each for each in group.named if each.case_id == case_id), None)
    if named is None:
        persons.take_too(draft, group.agency_id, case_id)
    else:
        st.session_state[ALREADY] = named.code
    _drop(draft, position)
    draft.last[LINES] = draft.last[LINES] or [position]
