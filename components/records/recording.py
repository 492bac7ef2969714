"""How the page of every kind of record begins: where one may record, and the draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from components.fields import dates, persons
from components.language import i18n
from components.reads import reference
from components.reads.read import read
from components.records import links
from components.saving import draft as drafts
from components.saving import versions
from components.saving.draft import Draft, Values
from components.saving.form import Form
from components.visit import navigation
from components.visit.navigation import PERSON_DIGITS
from db.access.viewer import Viewer
from db.queries import cases
from db.queries import drafts as queries
from db.queries.cases import EntryPlaces


def places(viewer: Viewer) -> EntryPlaces:
    """The agencies of the entry; stops with a message for an agent without posting."""
    found = read(cases.entry_places, viewer=viewer)
    if not found.agencies:
        lines = [i18n.t("entry.no_posting")]
        if read(queries.own, viewer=viewer):
            lines.append(i18n.tn("draft.stays", reference.programme().draft_days))
        st.info("  \n".join(lines), icon=":material/location_off:")
        if st.button(i18n.t("entry.to_day"), key="record_to_day", width="stretch"):
            navigation.go("my-day")
        st.stop()
    return found


def start(
    form: Form,
    viewer: Viewer,
    dated: Callable[[str, Values, date], Values] = dates.dated,
) -> Draft:
    """The form's draft; a link from the agent's day may name the person and the follow-up.

    ``dated`` as ``Draft.turn`` takes it.
    """
    draft = drafts.start(form, viewer)
    if draft.on_server is None and not draft.was_restored:
        draft.begin_with(_with_agency(form, links.linked(form.name), viewer))
    draft.turn(reference.today(), dated)
    return draft


def _with_agency(form: Form, linked: dict[str, Any], viewer: Viewer) -> dict[str, Any]:
    """What a link says, with the agency of its person: of two, the first would be shown, and the
    person would not be among its own."""
    key, chosen = persons.agency_key(form.name), linked.get(persons.case_key(form.name), [])
    ids = [found for each in chosen if (found := navigation.link_id(each, PERSON_DIGITS))]
    if key in linked or not ids or len(viewer.agencies) < 2:
        return linked
    lines = read(cases.by_ids, tuple(ids), viewer=viewer)
    return linked | {key: lines[0].agency_id} if lines else linked


def show_restored(draft: Draft, viewer: Viewer) -> None:
    """Say that a draft is back, and offer to start afresh, or with the linked person."""
    if draft.begun_on:
        said = i18n.t("draft.day_kept", day=draft.begun_on)
        st.warning(said, icon=":material/event_repeat:")
    versions.tell(draft, viewer)
    if not draft.was_restored:
        return
    label = i18n.t("draft.throw_away_for_link" if _is_other(draft) else "draft.throw_away")
    with st.container(horizontal=True, vertical_alignment="center", key=f"{draft.form}_restored"):
        st.caption(i18n.t("draft.restored"))
        if st.button(label, key=f"{draft.form}_throw_away", type="tertiary"):
            drafts.throw_away(draft, viewer)
            st.rerun()


def _is_other(draft: Draft) -> bool:
    """Whether the address is about somebody, or something, that the draft is not about."""

    def listed(value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    linked = links.linked(draft.form)
    return any(listed(draft.first.get(key)) != listed(value) for key, value in linked.items())
