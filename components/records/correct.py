"""Correct an entry in the form it was recorded with, filled with what was entered."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import Any, NamedTuple

import streamlit as st

from components.fields import dates, persons, void_reason
from components.language import i18n
from components.language.plain import plain
from components.reads import labels, reference
from components.reads.read import read
from components.records.kinds import KINDS, Correction, Kind
from components.saving import dismissible
from components.saving.draft import Draft
from components.saving.edit_conflicts import in_words
from components.saving.first_values import Entered
from components.saving.problems import Problems
from components.saving.submit import submit
from components.visit import navigation
from db.access.viewer import Viewer
from db.codes import Role
from db.models.events import RecordedEvent
from db.queries import corrections
from db.queries.entries import Entry
from db.records import BY_NAME

#: The columns of a record that are no codes, in words.
WORDS: dict[str, Callable[[Any], str]] = {
    "centre_id": labels.organisation,
    "organisation_id": labels.organisation,
    "to_agency_id": labels.agency,
}


class _Opened(NamedTuple):
    """The row when its form was opened, since each run reads it again."""

    seen: str
    known: dict[str, Any]


def choice_key(entry: Entry) -> str:
    """The key of the widget that says what is to be done to the entry."""
    return f"entries_change_{entry.kind}_{entry.id}"


def _opened_key(entry: Entry) -> str:
    return f"entries_opened_{entry.kind}_{entry.id}"


def close(entry: Entry) -> None:
    """The form is not on screen: the next time it begins with the row as it is then."""
    st.session_state.pop(_opened_key(entry), None)


def draw(viewer: Viewer, entry: Entry, correction: Correction) -> None:
    """The form; person and agency cannot be changed, and that is said: an event keeps them
    (``docs/domain.md#agency-of-an-event``)."""
    row = read(corrections.entry, entry.kind, entry.id, viewer=viewer)
    if row is None:
        return
    form = f"correct_{entry.kind}_{entry.id}"
    problems = Problems(form)
    untold = {name for name in BY_NAME[entry.kind].consents if getattr(row, name) is None}
    now = _Opened(row.seen, _columns(row, correction, untold))
    opened: _Opened = st.session_state.setdefault(_opened_key(entry), now)
    begun = dates.begun(form, reference.today())
    today = begun.day
    fixed = "entries.fixed.group" if entry.case_code is None else "entries.fixed.person"
    st.caption(plain(i18n.t(fixed, agency=labels.agency(entry.agency_id))))
    raw = correction.draw(Entered(form, correction.values(row, today)), today, problems)
    raw |= {"id": entry.id, "seen": opened.seen, "known": opened.known}
    if viewer.role is Role.MANAGER:
        raw["reason"] = void_reason.choose(f"{form}_why") or ""
        problems.beside("reason", i18n.t("entries.why"))
    problems.summary()
    pressed = st.button(i18n.t("entries.correct_it"), key=f"{form}_save", type="primary")
    if not pressed or begun.has_turned:
        return
    act = in_words(correction.write.act, WORDS | _of_lists(correction.lists))
    if submit(act, correction.write.model, raw, viewer, problems):
        st.session_state.pop(choice_key(entry), None)
        st.rerun()
    if problems.told:
        st.session_state[_opened_key(entry)] = now


def _columns(row: RecordedEvent, correction: Correction, untold: Collection[str]) -> dict[str, Any]:
    """What the form was filled with, and the status, which others move; not what the row was given
    without."""
    others = {"id", "seen", "known", "reason", *untold}
    names = {*correction.write.model.model_fields, "status"} - others
    return {name: getattr(row, name) for name in sorted(names) if hasattr(row, name)}


def _of_lists(lists: dict[str, str]) -> dict[str, Callable[[Any], str]]:
    return {field: partial(labels.label, name) for field, name in lists.items()}


def struck_out(viewer: Viewer, entry: Entry) -> None:
    """Somebody has voided the entry while its form was open here: what was typed becomes a draft of
    a new one, and that is said until it is noted."""
    name, kind = f"entries_struck_{entry.kind}_{entry.id}", KINDS[entry.kind]
    if st.session_state.pop(_opened_key(entry), None) is not None:
        row = read(corrections.entry, entry.kind, entry.id, viewer=viewer)
        typed = {} if row is None else _typed(row, kind, f"correct_{entry.kind}_{entry.id}")
        Draft(of=kind, first=typed).keep(viewer)
        dismissible.show(name, kind.page)
    if page := dismissible.current(name):
        said = i18n.t("meanwhile.struck_out", page=i18n.t(navigation.BY_NAME[page].text))
        st.warning(said, icon=":material/edit_note:")
        dismissible.dismiss(name)


def _typed(row: RecordedEvent, kind: Kind, form: str) -> dict[str, Any]:
    """What stands in the fields of a correction, as those of a new entry hold it."""
    own = {key: key.replace(kind.name, form, 1) for key in kind.keys}
    typed = {key: st.session_state[own[key]] for key in own if own[key] in st.session_state}
    case_id = getattr(row, "case_id", None)
    who = {} if case_id is None else {persons.case_key(kind.name): [str(case_id)]}
    return typed | who | {persons.agency_key(kind.name): row.agency_id}
