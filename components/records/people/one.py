"""One person's page: where they stand, what comes next, what is known, all that was done."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.reads import labels, reference
from components.reads.labels import card_code
from components.reads.read import read
from components.records.people import card, closing, facts, links, next_steps, path, timeline
from components.records.people.lines import last_seen
from db.access.permissions import Permission, may
from db.access.viewer import Viewer
from db.errors import AppError
from db.queries import people, person, person_timeline
from db.queries.people import PersonLine


def draw(viewer: Viewer, code: str) -> None:
    """The page of the code in the address; a code of another agency is told like none at all."""
    icon = ":material/arrow_forward:" if i18n.is_rtl() else ":material/arrow_back:"
    st.button(
        i18n.t("people.back"),
        key="people_back",
        type="tertiary",
        icon=icon,
        on_click=links.back_to_list,
    )
    try:
        line = read(people.by_code, code, viewer=viewer)
    except AppError as refused:
        st.info(i18n.explain(refused), icon=":material/search_off:")
        return
    known = read(person.one, line.id, viewer=viewer)
    may_write = may(viewer.role, Permission.CASE_WRITE)
    _head(line)
    facts.notice()
    if known.closed_on is not None:
        closing.closed(viewer, known, may_write=may_write)
    path.draw(read(person.path, line.id, viewer=viewer))
    due = read(person.due, line.id, viewer=viewer)
    next_steps.draw(viewer, known, due, may_write=may_write)
    facts.draw(viewer, known, may_write=may_write)
    if may_write:
        card.draw(viewer, known)
        if known.closed_on is None:
            closing.draw(viewer, known)
    timeline.draw(read(person_timeline.timeline, line.id, viewer=viewer), known)


def _head(line: PersonLine) -> None:
    """Who it is: enough to see that it is the person at the counter."""
    st.header(card_code(line.code), anchor=False)
    parts = [
        f"{i18n.t(f'entry.sex.{line.sex.value}')} {line.birth_year}",
        labels.label("NATIONALITY", line.nationality),
        labels.agency(line.agency_id),
        last_seen(line.last_on, reference.today()),
    ]
    st.caption(" · ".join(parts))
