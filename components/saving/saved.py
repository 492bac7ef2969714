"""What replaces a form once it was saved: one line, the ways to go on, and 30 seconds to undo.

The form is not drawn meanwhile, so that its fields come back empty. It is the same after every kind
of record.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import streamlit as st

from components.language import i18n
from components.saving.draft import begin_again, begin_anew
from components.saving.hidden_field import HiddenField, draw_hidden
from components.saving.save import save
from components.visit import navigation, session
from db.access.permissions import Permission
from db.access.viewer import Viewer
from db.actions import events

#: The icon of the line; only with the first one was something stored just now.
STORED, STORED_BEFORE, NOTE = (
    ":material/check_circle:",
    ":material/done_all:",
    ":material/info:",
)


class Link(NamedTuple):
    """Another page, and what its address says."""

    page: str
    query: dict[str, str]


class Way(NamedTuple):
    """A further way on with the person of the entry: a button with its text and sign."""

    name: str
    text_key: str
    icon: str
    link: Link


@dataclass(frozen=True, kw_only=True)
class Result:
    """What was saved, in words; ``undo`` is the action that undoes it, and its arguments.

    ``again`` are first values for the same entry about another person. ``person`` is a link to a
    new intervention with the same one, ``ways`` are others that share one line below it;
    ``people`` is a link to name who was at a group session.
    ``values`` are those of this entry: after an undo the form opens with them; without them only a
    line is shown. ``submission_id`` stays in the browser.
    """

    form: str
    sentence: str
    next_key: str
    undo: tuple[Any, ...] = ()
    icon: str = STORED
    again: dict[str, Any] | None = None
    person: Link | None = None
    ways: tuple[Way, ...] = ()
    people: Link | None = None
    values: dict[str, Any] | None = None
    submission_id: str | None = None
    at: float = field(default_factory=time.time)


def remember(result: Result) -> None:
    """Hold the result for the next run, which shows it instead of the form."""
    st.session_state[_key(result.form)] = result


def latest(form: str, viewer: Viewer) -> Result | None:
    """The result to be shown instead of the form, if any; a requested undo is done first.

    Called in the page's body, where the right is checked, and before the form's draft is started.
    """
    found = _remembered(form)
    wanted = st.session_state.pop(_undo_key(form), False)
    if found and wanted and save(*found.undo, by=viewer.account_id):
        _after_undo(found, viewer)
    return _remembered(form)


def _key(form: str) -> str:
    return f"{form}_result"


def _undo_key(form: str) -> str:
    return f"{form}_undo_wanted"


def _remembered(form: str) -> Result | None:
    found: Result | None = st.session_state.get(_key(form))
    return found


def _discard(form: str) -> None:
    st.session_state.pop(_key(form), None)


def _after_undo(result: Result, viewer: Viewer) -> None:
    form = result.form
    if result.values is None:
        sentence = i18n.t("short_form.undone")
        remember(Result(form=form, sentence=sentence, next_key=result.next_key, icon=NOTE))
        return
    _discard(form)
    begin_again(form, result.values, viewer)
    st.toast(i18n.t("entry.undone"), icon=":material/undo:")


def show(result: Result, take_along: Callable[[], None] | None = None) -> None:
    """The line, the ways on, what the person takes along, and "undo"."""
    form = result.form
    if result.submission_id:
        draw_hidden(form, HiddenField(result.submission_id))
    tell = st.success if result.icon == STORED else st.info
    tell(result.sentence, icon=result.icon)
    if st.button(i18n.t(result.next_key), key=f"{form}_next", type="primary", width="stretch"):
        _discard(form)
        st.rerun()
    if result.again and st.button(i18n.t("entry.again"), key=f"{form}_again", width="stretch"):
        _discard(form)
        begin_anew(form, result.again)
        st.rerun()
    if result.person and st.button(
        i18n.t("entry.same_person"), key=f"{form}_same_person", width="stretch"
    ):
        _leave(form, result.person)
    if result.ways:
        with st.container(horizontal=True, gap="xsmall", key=f"{form}_ways"):
            for way in result.ways:
                _way(form, way)
    if result.people and st.button(
        i18n.t("group_people.add"),
        key=f"{form}_people",
        icon=":material/group_add:",
        width="stretch",
    ):
        _leave(form, result.people)
    if st.button(i18n.t("entry.to_day"), key=f"{form}_to_day", width="stretch"):
        _leave(form, Link("my-day", {}))
    if take_along:
        take_along()
    if result.undo:
        _undo(result)


def _way(form: str, way: Way) -> None:
    label = i18n.t(way.text_key)
    if st.button(
        label, key=f"{form}_way_{way.name}", icon=f":material/{way.icon}:", width="stretch"
    ):
        _leave(form, way.link)


def _leave(form: str, link: Link) -> None:
    _discard(form)
    navigation.go(link.page, **link.query)


@st.fragment(run_every="5s")
def _undo(result: Result) -> None:
    """The button disappears after 30 seconds; ``db`` checks the time again."""
    session.require(Permission.ENTRIES_CORRECT)
    if time.time() - result.at >= events.UNDO_SECONDS:
        return
    # Among several ways on it is the least of them.
    pressed = st.button(
        i18n.t("entry.undo"),
        key=f"{result.form}_undo",
        type="tertiary",
        icon=":material/undo:",
    )
    if pressed:
        st.session_state[_undo_key(result.form)] = True
        st.rerun()
