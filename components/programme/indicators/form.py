"""What is about to be saved of a table of targets, and what is wrong with which cell."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.programme.indicators import grid
from components.programme.indicators.typed import Typed
from components.reads import reference
from components.saving import dismissible
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import targets
from db.errors import InvalidInput, Problem
from db.inputs.targets import Bounds, Stated, TargetsInput, cell_of, changed_rows, key_of
from db.queries.indicators import Sheet

FORM, _SAVED = "targets", "targets_saved"
#: So many remarks are written out; the rest are counted.
MOST_REMARKS = 20


def tell_saved() -> None:
    """What the last save did."""
    count: int | None = dismissible.current(_SAVED)
    if count is not None:
        st.success(i18n.tn("targets.saved", count), icon=":material/check_circle:")


def draw(viewer: Viewer, sheet: Sheet, typed: Typed, stored: Mapping[int, Stated]) -> None:
    """The end of the table: nothing of it before something was typed."""
    if not typed.cells:
        return
    dismissible.show(_SAVED, None)
    problems = Problems(FORM)
    st.markdown(f"**{i18n.tn('targets.to_save', len(typed.cells))}**")
    wrong = _wrong(sheet, typed, stored)
    _remarks(typed, wrong)
    for cell in sorted(typed.cells):
        problems.beside(key_of(cell), grid.named(cell))
    problems.summary()
    with st.container(horizontal=True):
        if st.button(i18n.t("targets.save"), key="targets_save", type="primary"):
            if wrong:
                # Each is named above, as long as it is wrong.
                named = [grid.named(cell_of(key)) for key in list(wrong)[:MOST_REMARKS]]
                problems.say(i18n.t("entry.to_correct", fields=" · ".join(named)))
            else:
                _save(viewer, sheet, typed, problems)
        if st.button(i18n.t("targets.discard"), key="targets_discard"):
            _end(typed, problems)
            st.rerun()


def _wrong(sheet: Sheet, typed: Typed, stored: Mapping[int, Stated]) -> Mapping[str, Problem]:
    """What a save would refuse, said as soon as it is typed."""
    of = Bounds(
        today=reference.today(),
        starts_on=reference.programme().starts_on,
        is_share=sheet.adds_up.is_share,
    )
    try:
        changed_rows(typed.cells, stored, of)
    except InvalidInput as refused:
        return refused.problems
    return {}


def _remarks(typed: Typed, wrong: Mapping[str, Problem]) -> None:
    for key, problem in list(wrong.items())[:MOST_REMARKS]:
        cell = cell_of(key)
        said = typed.cells.get(cell, "")
        quoted = f"«\u00a0{said}\u00a0» " if said else ""
        line = f"{quoted}{i18n.explain(problem)}"
        st.markdown(f":material/error: **{plain(grid.named(cell))}** · {plain(line)}")
    if len(wrong) > MOST_REMARKS:
        st.caption(i18n.tn("targets.more_remarks", len(wrong) - MOST_REMARKS))


def _save(viewer: Viewer, sheet: Sheet, typed: Typed, problems: Problems) -> None:
    raw = {
        "code": sheet.code,
        "cells": {key_of(cell): said for cell, said in typed.cells.items()},
        "seen": {key_of(cell): typed.seen.get(cell, "") for cell in typed.cells},
    }
    saved = submit(targets.save, TargetsInput, raw, viewer, problems)
    if saved is None:
        typed.is_told = problems.told
        return
    dismissible.show(_SAVED, saved.value)
    _end(typed, problems)
    st.rerun()


def _end(typed: Typed, problems: Problems) -> None:
    """Nothing is typed any more; what is stored is read on the next run."""
    problems.clear()
    typed.cells.clear()
    typed.added.clear()
    typed.begin()
