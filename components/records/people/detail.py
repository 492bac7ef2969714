"""One person's page: where they stand, what comes next, all that was done, what is known."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.reads import labels, reference
from components.reads.labels import card_code
from components.reads.read import read
from components.records.people import (
    card,
    closing,
    consent_card,
    consents,
    facts,
    links,
    moving,
    next_steps,
    path,
    same_person,
    timeline,
)
from components.records.people.lines import last_seen
from db.access.permissions import Permission, may
from db.access.viewer import Viewer
from db.errors import AppError
from db.inputs import case_codes
from db.queries import person_page
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
        page = read(person_page.page, code, viewer=viewer)
    except AppError as refused:
        st.info(i18n.explain(refused), icon=":material/search_off:")
        return
    known, said = page.person, page.consents
    may_write = may(viewer.role, Permission.CASE_WRITE)
    _head(page.line)
    facts.notice()
    same_person.notice(case_codes.normal(code), known)
    moving.pending(viewer, page, may_write=may_write)
    if known.closed_on is not None:
        closing.closed(viewer, known, may_write=may_write)
    waits = said is not None and said.waits_for_guardian
    if said is not None and waits:
        consents.guardian_first(viewer, known, said)
    path.draw(page.way.steps)
    next_steps.draw(viewer, known, page.way.due, may_write=may_write and not waits)
    if said is not None and not waits:
        consent_card.draw(viewer, known, said, page.contact)
    timeline.draw(page.timeline, known, page.courses)
    facts.draw(viewer, known, may_write=may_write)
    if may_write:
        card.draw(viewer, known)
        if known.closed_on is None:
            moving.draw(viewer, page)
            closing.draw(viewer, known)
    same_person.draw(viewer, page)


def _head(line: PersonLine) -> None:
    """Who it is: enough to see that it is the person at the counter."""
    st.header(card_code(line.code), anchor=False)
    parts = [
        f"{i18n.t(f'entry.sex.{line.sex.value}')} {line.birth_year}",
        labels.label("NATIONALITY", line.nationality),
        labels.agency(line.agency_id),
        last_seen(line.last_on, reference.today()),
    ]
    st.caption(i18n.line(*parts))
