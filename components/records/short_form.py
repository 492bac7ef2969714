"""What the forms of a new course and a new job share: their views, and saving one person once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st
from pydantic import BaseModel

from components.fields.persons import Chosen
from components.language import i18n
from components.reads import labels
from components.records import recording
from components.saving import draft, saved
from components.saving.draft import Draft
from components.saving.problems import Problems
from components.saving.saved import NOTE, Outcome
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import events
from db.actions.rows import Stored


@dataclass(frozen=True)
class ShortForm:
    """What differs from form to form; the form's name is its kind of entry too."""

    name: str
    record: Callable[..., Stored[Any]]
    model: type[BaseModel]
    types: str
    saved_key: str
    next_key: str


def choose_view(form: str, label: str, names: dict[str, str], first: str) -> str:
    """Which of a form's views is open, by its name; ``first`` is the one that was asked for."""
    chosen = st.segmented_control(
        label,
        list(names),
        format_func=names.__getitem__,
        default=first,
        required=True,
        label_visibility="collapsed",
        width="stretch",
        key=f"{form}_view",
        persist_state="page",
    )
    return chosen or next(iter(names))


def save_new(
    form: ShortForm,
    who: Chosen,
    raw: dict[str, Any],
    kept: Draft,
    problems: Problems,
    viewer: Viewer,
) -> None:
    """Save a new entry; what is wrong is shown beside its field."""
    raw = raw | {"case_id": who.ids[0], "submission_id": kept.submission_id}
    stored = submit(form.record, form.model, raw, viewer, problems)
    if stored is None:
        return
    done = stored.value
    # From the stored row, which may be about another person than the screen.
    code = labels.card_code(done.codes[0])
    sentence = i18n.t(form.saved_key, code=code, kind=labels.label(form.types, done.row.type))
    if not done.as_asked:
        kept.renew(viewer)
        st.warning(i18n.t("entry.already_differs", what=sentence), icon=":material/difference:")
        return
    if done.already:
        sentence = i18n.t("short_form.saved_already", code=code)
        saved.remember(Outcome(form.name, sentence, form.next_key, icon=NOTE))
    else:
        undo = (events.undo, form.name, kept.submission_id)
        whole = dict(kept.last)
        saved.remember(Outcome(form.name, sentence, form.next_key, undo, whole=whole))
    draft.begin_anew(form.name)
    recording.unlink()
    st.rerun()
