"""What is typed reaches the server before it is saved, and comes back on any device.

A page calls ``start`` before its widgets, gives them ``draft.get(key)`` as their first value, and
calls ``flush`` after them: in the page's body, never in a callback or a fragment. The submission id
travels with the draft, so a reload, a second tab and a resend are one submission.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from components.language import i18n
from components.reads import reference
from components.reads.read import read
from components.saving.form import Form
from components.saving.hidden_field import HiddenField, draw_hidden
from components.visit import session as visit
from db.access.viewer import Viewer
from db.actions import drafts
from db.errors import AppError
from db.inputs.drafts import DAY, SUBMISSION, DraftInput
from db.queries import drafts as queries
from db.queries.drafts import Kept
from db.store.engine import once

Values = dict[str, Any]


Kind = TypeVar("Kind")


class Elsewhere(NamedTuple):
    """When a draft was begun and typed in last, and whether that was on another device."""

    begun_at: datetime
    kept_at: datetime
    is_other_device: bool


@dataclass(kw_only=True)
class Draft:
    """One form's draft in this browser session."""

    of: Form
    first: dict[str, Any] = field(default_factory=dict)
    submission_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    kept_at: datetime | None = None
    was_restored: bool = False
    #: The form's "today", in the programme's zone: the one day that all its fields go by.
    day: date = field(default_factory=reference.today)
    #: The day on which it was begun, when that has passed since.
    begun_on: date | None = None
    #: Whether the day has changed under an open page: nothing is saved in this run.
    has_turned: bool = False
    #: The last value of each field, also of those hidden since.
    last: dict[str, Any] = field(default_factory=dict)
    #: What the server has; ``None`` until the form was drawn once.
    on_server: dict[str, Any] | None = None
    #: A submission that may have been stored without this session's having heard of it.
    unsettled: str | None = None
    #: Fields on screen that still show a discarded value.
    to_empty: set[str] = field(default_factory=set)
    #: This page, by which the draft knows what was typed where; the draft's mark as it was seen.
    writer: str = field(default_factory=lambda: uuid.uuid4().hex)
    mark: str = ""
    #: Where a restored draft was typed, if not on this device.
    from_elsewhere: Elsewhere | None = None
    #: Another page's newer text, while nobody has chosen between it and this one.
    newer: Elsewhere | None = None
    #: When the text was kept that lies beside this one.
    aside_at: datetime | None = None
    #: Whether the browser has brought its fields to a session that does not know them.
    came_back: bool = False

    def __post_init__(self) -> None:
        self.last = {**self.first}

    @property
    def form(self) -> str:
        """The name of the form, with which the keys of its widgets begin."""
        return self.of.name

    def begin_with(self, values: dict[str, Any]) -> None:
        """Further first values."""
        self.first |= values
        self.last |= values

    def get(self, key: str, otherwise: Any = None) -> Any:
        """A widget's first value: from the draft, or before it was hidden, else ``otherwise``."""
        if key in self.last and key not in st.session_state:
            self.first[key] = self.last[key]
        value = self.first.get(key, otherwise)
        if key in self.to_empty:
            # Only a value set by the server reaches a field that is on screen.
            self.to_empty.discard(key)
            st.session_state[key] = value
        return value

    def turn(self, today: date, dated: Callable[[str, Values, date], Values]) -> None:
        """Go on on another day: what was chosen as "today" stays the day that it was.

        ``dated`` gives these choices as dates. A form that nobody has touched has none to keep.
        """
        self.has_turned = False
        if self.day == today:
            return
        begun, self.day = self.day, today
        kept = dated(self.form, self.last, begun) if self.kept_at or self.was_restored else {}
        if not kept:
            return
        self.begun_on = begun
        self.has_turned = any(key in st.session_state for key in kept)
        self.begin_with(kept)
        for key in kept:
            if key in st.session_state:
                st.session_state[key] = kept[key]

    def flush(self, viewer: Viewer) -> None:
        """Store the fields if they changed since the last time; nothing before the first change."""
        keys = (each for each in self.of.keys if each not in self.to_empty)
        self.last |= {key: st.session_state[key] for key in keys if key in st.session_state}
        if self.on_server is None:
            self.on_server = {**self.last}
            if self.came_back:
                # What was typed while the line was cut.
                self.keep(viewer)
        elif self.last != self.on_server:
            self.keep(viewer)
        self.came_back = False

    def keep(self, viewer: Viewer) -> None:
        """Store it on the server now; a failure is shown, and the next change tries again.

        Where another page has typed since, this text lies beside that until somebody chooses.
        """
        if self.kept_at is None and self.of.is_joined:
            self._join(viewer)
        kept = self.store(drafts.keep, viewer)
        if kept is None:
            return
        self.kept_at, self.mark = kept.at, kept.mark
        self.newer = None
        if kept.is_aside:
            self.look(viewer)

    def store(self, act: Callable[..., Kind], viewer: Viewer) -> Kind | None:
        """One act on the draft with what this page holds; ``None`` where it failed."""
        wanted = DraftInput(
            self.form,
            {**self.last, SUBMISSION: self.submission_id, DAY: self.day.isoformat()},
            writer=self.writer,
            mark=self.mark,
            sign_in_id=visit.sign_in_id(),
        )
        try:
            done = once(act, wanted, by=viewer.account_id)
        except AppError as refused:
            st.warning(i18n.explain(refused), icon=":material/edit_off:")
        except SQLAlchemyError:
            st.warning(i18n.t("draft.not_kept"), icon=":material/edit_off:")
        else:
            self.on_server = {**self.last}
            return done
        return None

    def look(self, viewer: Viewer) -> None:
        """Whether another page has typed in this draft since."""
        found = read(queries.of_form, self.form, viewer=viewer)
        is_seen = found is None or self.writer == found.writer or self.mark == found.mark
        is_same = found is not None and found.values.get(SUBMISSION) == self.submission_id
        self.newer = None
        if found is not None and is_same and not is_seen:
            self.newer = _elsewhere(found)

    def renew(self, viewer: Viewer) -> None:
        """Use the same values for a new submission."""
        self.submission_id = str(uuid.uuid4())
        self.keep(viewer)

    def status(self) -> None:
        """ "Draft kept at 10:42"."""
        if self.kept_at is not None:
            at = reference.local(self.kept_at)
            st.caption(i18n.t("draft.kept", hour=i18n.clock(at)))

    def _join(self, viewer: Viewer) -> None:
        other = read(queries.of_form, self.form, viewer=viewer)
        if other is not None:
            self.submission_id = other.values.get(SUBMISSION) or self.submission_id


def start(form: Form, viewer: Viewer) -> Draft:
    """The form's draft: read when the form comes on screen, then held in the browser session."""
    known: Draft | None = st.session_state.get(_key(form.name))
    draft = known
    if draft is None or _has_left(draft):
        draft = _hold(_read(form, viewer))
    own = HiddenField(draft.submission_id, draft.writer, draft.mark)
    sent = draw_hidden(draft.form, own, is_new=known is None)
    if sent.submission_id != draft.submission_id:
        draft.unsettled = sent.submission_id
    if sent != own and form.has_hidden_field:
        draft.submission_id, draft.writer, draft.mark = sent
        draft.came_back = bool(sent.mark)
    return draft


def _key(form: str) -> str:
    return f"draft_{form}"


def _hold(draft: Draft) -> Draft:
    st.session_state[_key(draft.form)] = draft
    return draft


def _has_left(draft: Draft) -> bool:
    """Whether the form has left the screen: its draft may have changed in another tab since."""
    is_shown = any(key in st.session_state for key in draft.of.keys)
    return draft.on_server is not None and not is_shown


def _read(form: Form, viewer: Viewer) -> Draft:
    found = read(queries.of_form, form.name, viewer=viewer)
    if found is None:
        return Draft(of=form)
    values = dict(found.values)
    submission = values.pop(SUBMISSION, None) or str(uuid.uuid4())
    elsewhere = _elsewhere(found)
    begun = values.pop(DAY, None) or reference.local(found.kept_at).date().isoformat()
    return Draft(
        of=form,
        first=values,
        submission_id=submission,
        day=date.fromisoformat(begun),
        kept_at=found.kept_at,
        was_restored=bool(values),
        mark=found.mark,
        from_elsewhere=elsewhere if elsewhere.is_other_device else None,
        aside_at=found.aside_at,
    )


def _elsewhere(found: Kept) -> Elsewhere:
    is_other = found.sign_in_id not in (None, visit.sign_in_id())
    return Elsewhere(found.begun_at, found.kept_at, is_other)


def begin_anew(form: str, first: dict[str, Any] | None = None) -> Draft:
    """After a save: an empty form, or one that starts from ``first``, with a new submission id."""
    before: Draft = st.session_state[_key(form)]
    return _hold(Draft(of=before.of, first=first or {}))


def begin_again(form: str, values: dict[str, Any], viewer: Viewer) -> None:
    """After an undo: the same values as another submission, on the server too."""
    draft = begin_anew(form, values)
    draft.keep(viewer)
    # As if it was not drawn yet: otherwise ``start`` would read the draft from the server again.
    draft.on_server = None


def let_go(form: str) -> None:
    """Hold it here no longer; the server does."""
    st.session_state.pop(_key(form), None)


def throw_away(draft: Draft, viewer: Viewer) -> None:
    """Discard what was typed, in the browser session and on the server."""
    try:
        seen = {"writer": draft.writer, "mark": draft.mark}
        once(drafts.discard, draft.form, **seen, by=viewer.account_id)
    except AppError:
        draft.look(viewer)
        return
    show_anew(begin_anew(draft.form))


def read_again(draft: Draft, viewer: Viewer) -> None:
    """Go on with what the server holds of this form, here too."""
    show_anew(_hold(_read(draft.of, viewer)))


def show_anew(draft: Draft) -> None:
    """The fields on screen show this draft from the next run on."""
    draft.to_empty = {key for key in draft.of.keys if key in st.session_state}
    if not draft.of.has_hidden_field:
        for key in draft.to_empty:
            del st.session_state[key]
        draft.to_empty = set()
