"""What is typed reaches the server before it is saved, and comes back on any device.

A page calls ``start`` before its widgets, gives them ``draft.get(key)`` as their first value, and
calls ``flush`` after them: in the page's body, never in a callback or a fragment. The submission id
travels with the draft, so a reload, a second tab and a resend are one submission.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import streamlit as st

from components import data, data_entry, i18n
from db.actions import drafts
from db.engine import writing
from db.errors import AppError
from db.inputs.drafts import DraftInput
from db.permissions import Viewer

_ID = "submission_id"


@dataclass
class Draft:
    """One form's draft in this browser session."""

    form: str
    keys: tuple[str, ...]
    first: dict[str, Any]
    submission_id: str
    kept_at: datetime | None = None
    was_restored: bool = False
    seen: dict[str, Any] = field(default_factory=dict)

    def get(self, key: str, otherwise: Any = None) -> Any:
        """The first value of a widget: as restored, else ``otherwise``."""
        return self.first.get(key, otherwise)

    def flush(self, viewer: Viewer) -> None:
        """Keep what has changed since it was last seen; a refusal waits for the save to tell."""
        values = {key: st.session_state[key] for key in self.keys if key in st.session_state}
        if not self.seen:
            self.seen = values
            return
        if values == self.seen:
            return
        self.seen = values
        try:
            with writing() as session:
                wanted = DraftInput(self.form, {**values, _ID: self.submission_id})
                self.kept_at = drafts.keep(session, wanted, by=viewer.account_id)
        except AppError as refused:
            st.warning(i18n.explain(refused), icon=":material/edit_off:")

    def status(self) -> None:
        """ "Draft kept at 10:42"."""
        if self.kept_at is not None:
            at = i18n.in_zone(self.kept_at, data.programme().time_zone)
            st.caption(i18n.t("draft.kept", hour=i18n.clock(at)))


def start(form: str, keys: Collection[str], viewer: Viewer) -> Draft:
    """The form's draft: read once a browser session, then carried along."""
    name = f"draft_{form}"
    if name not in st.session_state:
        kept = data_entry.draft_of(viewer, form)
        values = dict(kept.values) if kept else {}
        submission = values.pop(_ID, None) or str(uuid.uuid4())
        st.session_state[name] = Draft(
            form,
            tuple(keys),
            values,
            submission,
            kept.kept_at if kept else None,
            was_restored=bool(values),
        )
    draft: Draft = st.session_state[name]
    return draft


def begin_anew(form: str, first: dict[str, Any] | None = None) -> None:
    """After a save: an empty form, or one that starts from ``first``, with a new submission id."""
    keys = st.session_state[f"draft_{form}"].keys
    st.session_state[f"draft_{form}"] = Draft(form, keys, first or {}, str(uuid.uuid4()))


def throw_away(form: str, viewer: Viewer) -> None:
    """Forget what was typed, here and on the server."""
    with writing() as session:
        drafts.discard(session, form, by=viewer.account_id)
    begin_anew(form)
