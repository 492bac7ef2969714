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
from typing import Any, Protocol

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from components.language import i18n
from components.reads import reference
from components.reads.read import read
from db.access.viewer import Viewer
from db.actions import drafts
from db.errors import AppError
from db.inputs.drafts import DAY, SUBMISSION, DraftInput
from db.queries import drafts as queries
from db.store.engine import writing

Values = dict[str, Any]


class Form(Protocol):
    """A form that keeps drafts; ``keys`` are those of its widgets."""

    @property
    def name(self) -> str: ...

    @property
    def keys(self) -> tuple[str, ...]: ...

    @property
    def is_carried(self) -> bool:
        """Whether its values live in the browser's fields.

        When the server has forgotten a session, the browser sends them again, and what they hold is
        the submission whose id comes back with them.
        """

    @property
    def is_joined(self) -> bool:
        """Whether two tabs that were opened empty become one submission."""


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
        elif self.last != self.on_server:
            self.keep(viewer)

    def keep(self, viewer: Viewer) -> None:
        """Store it on the server now; a failure is shown, and the next change tries again."""
        if self.kept_at is None and self.of.is_joined:
            self._join(viewer)
        try:
            with writing() as session:
                wanted = DraftInput(
                    self.form,
                    {**self.last, SUBMISSION: self.submission_id, DAY: self.day.isoformat()},
                )
                self.kept_at = drafts.keep(session, wanted, by=viewer.account_id)
            self.on_server = {**self.last}
        except AppError as refused:
            st.warning(i18n.explain(refused), icon=":material/edit_off:")
        except SQLAlchemyError:
            st.warning(i18n.t("draft.not_kept"), icon=":material/edit_off:")

    def renew(self, viewer: Viewer) -> None:
        """Use the same values for a new submission."""
        self.submission_id = str(uuid.uuid4())
        self.keep(viewer)

    def status(self) -> None:
        """ "Draft kept at 10:42"."""
        if self.kept_at is not None:
            at = i18n.in_zone(self.kept_at, reference.programme().time_zone)
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
    sent = carry(draft.form, draft.submission_id, is_new=known is None)
    if sent != draft.submission_id:
        draft.unsettled = sent
        if form.is_carried:
            draft.submission_id = sent
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
    zone = reference.programme().time_zone
    begun = values.pop(DAY, None) or i18n.in_zone(found.kept_at, zone).date().isoformat()
    return Draft(
        of=form,
        first=values,
        submission_id=submission,
        day=date.fromisoformat(begun),
        kept_at=found.kept_at,
        was_restored=bool(values),
    )


def carry(form: str, submission_id: str, *, is_new: bool = False) -> str:
    """A hidden field that holds the submission id in the browser, in case the server forgets it:
    the save may have been committed just before its answer was lost. The id that came back."""
    key = f"{form}_submission"
    # ``look.css`` hides it by the end of this name.
    with st.container(key=f"{key}_unseen"):
        if not is_new and st.session_state.get(key) != submission_id:
            st.session_state[key] = submission_id
        value = submission_id if is_new else ""
        sent = st.text_input(i18n.t("draft.submission"), value=value, key=key)
    return sent or submission_id


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


def throw_away(form: str, viewer: Viewer) -> None:
    """Discard what was typed, in the browser session and on the server."""
    with writing() as session:
        drafts.discard(session, form, by=viewer.account_id)
    draft = begin_anew(form)
    draft.to_empty = {key for key in draft.of.keys if key in st.session_state}
