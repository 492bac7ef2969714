"""The list of entries: one line an entry, and what can be done to it."""

from __future__ import annotations

import streamlit as st

from components.fields import void_reason
from components.language import i18n
from components.language.plain import plain
from components.reads import labels, reference
from components.reads.labels import card_code
from components.reads.read import read
from components.records import correct
from components.records.kinds import KINDS, Kind
from components.records.links import GROUP
from components.saving.save import save
from components.visit import navigation
from db.access.viewer import Viewer
from db.actions import events
from db.codes import Role
from db.inputs.group_people import NAMED_TYPES
from db.queries import group_people
from db.queries.entries import Entry
from db.records import HOURLESS


def line(viewer: Viewer, entry: Entry) -> None:
    """One entry; a voided one stays in the list, with its reason."""
    with st.container(border=True, key=f"entries_line_{entry.kind}_{entry.id}"):
        text = i18n.line(*_parts(entry))
        st.markdown(f"~~{text}~~" if entry.voided_at else text)
        st.caption(plain(i18n.line(*_notes(viewer, entry))))
        if entry.voided_at:
            correct.struck_out(viewer, entry)
        if _may_name(viewer, entry) and st.button(
            i18n.t("group_people.add"),
            key=f"entries_people_{entry.id}",
            type="tertiary",
            icon=":material/group_add:",
        ):
            navigation.go(KINDS[entry.kind].page, **{GROUP: str(entry.id)})
        if entry.may_change:
            _change(viewer, entry, KINDS[entry.kind])


def _may_name(viewer: Viewer, entry: Entry) -> bool:
    """Whether people can be named of an entry: one's own group session that stands."""
    is_own = entry.entered_by == viewer.account_id and entry.voided_at is None
    return is_own and entry.heads is not None and entry.type in NAMED_TYPES


def _parts(entry: Entry) -> list[str]:
    parts = [labels.label(KINDS[entry.kind].types, entry.type)]
    if entry.month is not None:
        parts.insert(0, i18n.tn("retention_form.month", entry.month))
    if entry.case_code:
        parts.insert(0, f"**{card_code(entry.case_code)}**")
    if entry.heads is not None:
        parts.insert(0, f"**{i18n.tn('entries.heads', entry.heads)}**")
    return [*parts, i18n.day(entry.day, "medium"), labels.agency(entry.agency_id, short=True)]


def _notes(viewer: Viewer, entry: Entry) -> list[str]:
    at = reference.local(entry.entered_at)
    day = i18n.day_short(at.date())
    is_hourless = entry.kind in HOURLESS
    notes = [
        i18n.t("entries.entered_on", day=day)
        if is_hourless
        else i18n.t("entries.entered", at=i18n.clock(at), day=day)
    ]
    # Nobody entered what a person answered on their own phone.
    if viewer.role is Role.MANAGER and entry.author:
        notes.append(entry.author)
    if entry.group_id is not None:
        notes.append(i18n.t("group_people.was_there"))
    if entry.corrected_at:
        corrected = reference.local(entry.corrected_at).date()
        notes.append(i18n.t("entries.corrected", day=i18n.day_short(corrected)))
    if entry.void_reason:
        reason = labels.label("VOID_REASON", entry.void_reason)
        notes.append(i18n.t("entries.voided", reason=reason))
    return notes


def _change(viewer: Viewer, entry: Entry, kind: Kind) -> None:
    chosen = st.segmented_control(
        i18n.t("entries.change"),
        ["correct", "void"] if kind.correction and entry.group_id is None else ["void"],
        format_func=lambda code: i18n.t(f"entries.{code}"),
        key=correct.choice_key(entry),
        label_visibility="collapsed",
    )
    if chosen == "correct" and kind.correction:
        correct.draw(viewer, entry, kind.correction)
        return
    correct.close(entry)
    if chosen == "void":
        _void(viewer, entry, kind)


def _void(viewer: Viewer, entry: Entry, kind: Kind) -> None:
    key = f"{entry.kind}_{entry.id}"
    named = read(group_people.named_count, entry.id, viewer=viewer) if entry.heads else 0
    if named:
        st.warning(i18n.tn("group_people.void_note", named), icon=":material/group_remove:")
    reason = void_reason.choose(f"entries_reason_{key}")
    pressed = st.button(i18n.t(kind.void_key), key=f"entries_void_{key}", disabled=reason is None)
    if pressed and reason:
        act = (kind.void,) if kind.void else (events.void, kind.name)
        if save(*act, entry.id, reason, by=viewer.account_id) is not None:
            st.rerun()
