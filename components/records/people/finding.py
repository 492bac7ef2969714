"""The list of people: those seen lately, a search, and a new person once one has searched."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.fields import long_list, text
from components.fields.known_folded import NEW
from components.language import i18n
from components.language.plain import plain
from components.reads import reference
from components.reads.read import read
from components.records.kinds import INTERVENTION
from components.records.links import BORN, PERSON
from components.records.people import pairs, words
from components.records.people.lines import described
from components.records.people.links import CASE
from components.saving import searched
from components.visit import navigation
from db.access.permissions import Permission, may
from db.access.viewer import Viewer
from db.codes import Role
from db.inputs.people import MOST_FOUND, PeopleSearch
from db.queries import people
from db.queries.people import PersonLine

#: The search that was asked last, and its name as a list.
_ASKED, _LIST = "people_asked", "people"


def draw(viewer: Viewer) -> None:
    """The search, then who was found, or who was seen lately; first what waits for a decision."""
    pairs.draw(viewer)
    typed = text.searched(
        i18n.t("people.search"),
        key="people_search",
        live="500ms",
        placeholder=i18n.t("people.search_example"),
        max_chars=60,
    )
    in_contacts = may(viewer.role, Permission.CONTACTS)
    st.caption(i18n.t("people.search_hint" if in_contacts else "people.search_hint_nameless"))
    wanted = words.read(typed, in_contacts=in_contacts)
    if wanted.unknown:
        said = i18n.t("headline.comma").join(wanted.unknown)
        st.info(plain(i18n.t("people.not_understood", words=said)), icon=":material/help:")
    elif wanted.search.words:
        _results(viewer, wanted.search)
    else:
        _lately(viewer)


def _results(viewer: Viewer, search: PeopleSearch) -> None:
    found = searched.found(_ASKED, search, viewer)
    if found is None:
        return
    if found.total > MOST_FOUND:
        st.info(i18n.t("people.too_many", count=MOST_FOUND), icon=":material/filter_alt:")
    elif found.total == 0:
        st.info(i18n.t("people.none"), icon=":material/search_off:")
    else:
        st.subheader(i18n.tn("people.found", found.total))
        _lines(viewer, found.lines[: long_list.limit(_LIST)])
        long_list.button(_LIST, found.total)
    _new(viewer, search)


def _lately(viewer: Viewer) -> None:
    if viewer.role is not Role.AGENT:
        return
    lines = read(people.lately_seen, viewer=viewer)
    st.subheader(i18n.t("people.lately"))
    if not lines:
        st.caption(i18n.t("people.lately_none"))
    _lines(viewer, lines)


def _lines(viewer: Viewer, lines: Sequence[PersonLine]) -> None:
    today, many = reference.today(), len(viewer.agencies) > 1
    with st.container(gap="xsmall", key="people_lines"):
        for line in lines:
            label = described(line, today, names_agency=many)
            if st.button(label, key=f"people_{line.id}", width="stretch"):
                st.query_params[CASE] = line.code
                st.rerun()


def _new(viewer: Viewer, search: PeopleSearch) -> None:
    """Only after a search: whoever is known already is found before they are entered twice."""
    if not may(viewer.role, Permission.CASE_WRITE):
        return
    st.caption(i18n.t("people.new_hint"))
    if st.button(
        i18n.t("people.new"), key="people_new", width="stretch", icon=":material/person_add:"
    ):
        years = [word.birth_year for word in search.words if word.birth_year]
        born = {BORN: str(years[0])} if years else {}
        navigation.go(INTERVENTION.page, **{PERSON: NEW}, **born)
