"""From raw fields to a stored row: validate, save, and tell what is wrong beside its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from components.language import i18n
from components.saving import choices
from components.saving.draft import Draft
from components.saving.problems import Problems
from components.saving.save import Saved, save
from db.access.viewer import Viewer
from db.actions import form_problems
from db.errors import AppError, EditConflict, InvalidInput, Problem
from db.inputs.parse import Model, validated
from db.store.engine import reading

Value = TypeVar("Value")


def submit(
    act: Callable[..., Value],
    model: type[Model],
    raw: dict[str, Any],
    viewer: Viewer,
    problems: Problems,
) -> Saved[Value] | None:
    """``act`` with ``raw`` as its input class; ``None`` when refused, with the reason on screen.

    Where somebody else has changed the same row, the form asks which values are to stay, and the
    next save goes by that (``components/saving/choices.py``).
    """
    given, raw = raw, problems.chosen(raw)
    try:
        wanted = validated(model, raw)
    except InvalidInput as refused:
        problems.clear()
        with reading() as session:
            problems.show(_all_wrong(session, refused, model, raw, viewer))
        return None

    def run(session: Any, data: Model, *, by: int) -> Value:
        try:
            return act(session, data, by=by)
        except EditConflict as refused:
            choices.with_own(refused, data, raw)
            raise
        except InvalidInput as refused:
            raise _all_wrong(session, refused, model, raw, viewer) from None
        except AppError as refused:
            # Nothing of this form's own is left to be stored: that was chosen, and is no fault.
            problems.theirs_stay = refused.key == "error.nothing_changed" and raw != given
            raise

    saved = save(run, wanted, by=viewer.account_id, problems=problems)
    if problems.theirs_stay:
        problems.tell(i18n.t("meanwhile.theirs_stay"))
    if saved:
        problems.settle()
    return saved


def _all_wrong(
    session: Any, refused: InvalidInput, model: Any, raw: dict[str, Any], viewer: Viewer
) -> InvalidInput:
    """The refusal with all else that is wrong, so that the form is put right in one go."""
    if model not in form_problems.ASKED:
        return refused
    try:
        also = form_problems.found(session, model, raw, by=viewer.account_id)
    except AppError as other:
        also = {"form": Problem(other.key, **other.values)}
    except SQLAlchemyError:
        also = {}
    return InvalidInput(also | refused.problems)


def submit_draft(
    act: Callable[..., Value],
    model: type[Model],
    raw: dict[str, Any],
    draft: Draft,
    problems: Problems,
    viewer: Viewer,
) -> Saved[Value] | None:
    """The same of a form that keeps a draft, which goes with what was typed in it; where another
    page has typed since, the page runs again and asks which text is to stay."""
    raw = raw | {
        "submission_id": draft.submission_id,
        "writer": draft.writer,
        "mark": draft.mark,
    }
    draft.unsettled = draft.submission_id
    saved = submit(act, model, raw, viewer, problems)
    if saved is None:
        draft.unsettled = None
        draft.look(viewer)
        if draft.newer:
            st.rerun()
    return saved
