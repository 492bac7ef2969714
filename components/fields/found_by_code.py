"""A person found by the code of their card, or by its beginning."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components.fields import text
from components.fields.known_people import described
from components.language import i18n
from components.reads import labels
from components.reads.labels import card_code
from components.reads.read import read
from components.saving import searched
from components.saving.problems import Problems
from db.access.viewer import Viewer
from db.errors import AppError
from db.inputs import case_codes
from db.inputs.people import PeopleSearch, PersonWord
from db.queries import cases
from db.queries.people import PersonLine

#: A shorter beginning would be many people's; of more than so many one more sign tells.
LEAST, SHOWN = 3, 5


def draw(
    form: str, agency_id: int, viewer: Viewer, problems: Problems, take: Callable[[int], None]
) -> int | None:
    """The person of a whole code typed just now; given only once, so that they can be unchosen.
    Those of a beginning stand below it, and one that is touched is given to ``take``.

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
        code = case_codes.normal(typed)
        if len(code) < case_codes.LENGTH:
            st.session_state.pop(taken, None)
            if len(code) >= LEAST:
                _beginning(form, code, agency_id, viewer, take)
            return None
        try:
            found = read(cases.by_code, typed, viewer=viewer)
        except AppError as refused:
            st.error(i18n.explain(refused), icon=":material/error:")
            return None
        if found.agency_id != agency_id:
            st.session_state.pop(taken, None)
            _elsewhere(found.code, found.agency_id)
            return None
    known = st.session_state.get(taken)
    st.session_state[taken] = typed
    return None if typed == known else found.id


def _beginning(
    form: str, code: str, agency_id: int, viewer: Viewer, take: Callable[[int], None]
) -> None:
    found = searched.found(f"{form}_code_asked", PeopleSearch((PersonWord(code=code),)), viewer)
    if found is None:
        return
    if found.total == 0:
        st.info(i18n.t("entry.who.no_code"), icon=":material/search_off:")
    for line in found.lines[:SHOWN]:
        _person(form, line, agency_id, take)
    if found.total > SHOWN:
        st.caption(i18n.t("entry.who.more_of_code"))


def _person(form: str, line: PersonLine, agency_id: int, take: Callable[[int], None]) -> None:
    if line.agency_id != agency_id:
        _elsewhere(line.code, line.agency_id)
        return
    st.button(
        described(line),
        key=f"{form}_found_{line.id}",
        icon=":material/person_check:",
        width="stretch",
        on_click=take,
        args=(line.id,),
    )


def _elsewhere(code: str, agency_id: int) -> None:
    there = labels.agency(agency_id, short=True)
    said = i18n.t("entry.who.elsewhere", code=card_code(code), agency=there)
    st.info(said, icon=":material/location_on:")
