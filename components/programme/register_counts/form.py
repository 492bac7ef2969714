"""What is about to be saved, what is doubtful about it, whose register says so, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zlib import crc32

import streamlit as st
from pydantic_core import PydanticCustomError

from components.fields import text
from components.fields.dates import answered
from components.language import i18n
from components.language.plain import plain
from components.programme.register_counts import grid
from components.programme.register_counts.typed import Typed, named, written
from components.reads import labels, reference
from components.saving import dismissible
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import register_counts
from db.errors import Problem
from db.inputs.register_counts import Cell, Doubt, RegisterInput, count, doubts, key_of

FORM, _SAVED = "register", "register_saved"
#: So many remarks of one kind are written out; the rest are counted.
MOST_REMARKS = 40


def tell_saved() -> None:
    """What the last save did."""
    told: tuple[str, int] | None = dismissible.current(_SAVED)
    if told is not None:
        agency, cells = told
        said = i18n.tn("register.saved", cells, agency=agency)
        st.success(plain(said), icon=":material/check_circle:")


def draw(viewer: Viewer, agency_id: int, typed: Typed, stored: Mapping[Cell, int]) -> None:
    """The end of the page: nothing of it before something was typed."""
    if not typed.cells:
        return
    dismissible.show(_SAVED, None)
    problems = Problems(FORM)
    st.subheader(i18n.tn("register.to_save", len(typed.cells)))
    doubtful = _remarks(typed, stored, problems)
    source = _held(
        "source",
        i18n.t("register.source"),
        placeholder=i18n.t("register.source_example"),
    )
    problems.beside("source", i18n.t("register.source"))
    today = reference.today()
    day_typed = _held(
        "noted_on",
        i18n.t("register.noted_on"),
        live="500ms",
        placeholder=i18n.t("filter.day_form"),
    )
    noted_on = answered(day_typed, today) if day_typed else None
    problems.beside("noted_on", i18n.t("register.noted_on"))
    confirmed = _confirm(doubtful, problems)
    problems.summary()
    with st.container(horizontal=True):
        if st.button(i18n.t("register.save"), key="register_save", type="primary"):
            raw = {
                "agency_id": agency_id,
                "source": source,
                "noted_on": noted_on,
                "cells": {key_of(cell): said for cell, said in typed.cells.items()},
                "seen": {key_of(cell): typed.seen.get(cell) for cell in typed.cells},
                "confirmed": confirmed,
            }
            _save(viewer, agency_id, typed, raw, problems)
        if st.button(i18n.t("register.discard"), key="register_discard"):
            _end(agency_id, typed, problems)
            st.rerun()


def _held(name: str, label: str, **options: Any) -> str:
    """A text that stays for the next agency, whose numbers come from the same note."""
    key, held = f"{FORM}_{name}", f"{FORM}_{name}_held"
    st.session_state.setdefault(key, st.session_state.get(held, ""))
    found = text.typed(label, key=key, **options)
    st.session_state[held] = found
    return found


def _remarks(typed: Typed, stored: Mapping[Cell, int], problems: Problems) -> list[Doubt]:
    """Beside each cell: what cannot be, what is doubtful, and what the last attempt found."""
    wanted: dict[Cell, int | None] = {}
    wrong: dict[Cell, Problem] = {}
    for cell, said in typed.cells.items():
        try:
            wanted[cell] = count(said)
        except PydanticCustomError as refused:
            wrong[cell] = Problem(refused.type, **(refused.context or {}))
    found = doubts(wanted, stored)
    for cell in sorted(typed.cells):
        key = key_of(cell)
        if cell in wrong:
            _line(cell, f"«\u00a0{typed.cells[cell]}\u00a0» {i18n.explain(wrong[cell])}", "error")
        elif problems.names(key):
            _line(cell, f"{written(stored.get(cell)) or '—'} → {typed.cells[cell] or '—'}", "edit")
            problems.beside(key, named(cell))
    for doubt in found[:MOST_REMARKS]:
        _line(doubt.cell, i18n.explain(doubt.problem), "warning")
    if len(found) > MOST_REMARKS:
        st.caption(i18n.t("register.more_remarks", count=len(found) - MOST_REMARKS))
    replaced = sum(cell in stored for cell in wanted)
    if replaced:
        st.caption(i18n.t("register.replaced", count=replaced))
    return found


def _line(cell: Cell, said: str, icon: str) -> None:
    sign = f":material/{icon}:"
    st.markdown(f"{sign} **{plain(named(cell))}** · {plain(said)}")


def _confirm(doubtful: list[Doubt], problems: Problems) -> frozenset[str]:
    """One touch for all doubts that are on screen; another doubt asks again."""
    if not doubtful:
        return frozenset()
    names = frozenset(each.name for each in doubtful)
    digest = crc32(" ".join(sorted(names)).encode())
    meant = st.checkbox(i18n.t("register.confirm"), key=f"register_confirm_{digest}")
    problems.beside("confirmed", i18n.t("register.confirm"))
    return names if meant else frozenset()


def _save(
    viewer: Viewer, agency_id: int, typed: Typed, raw: dict[str, object], problems: Problems
) -> None:
    saved = submit(register_counts.save, RegisterInput, raw, viewer, problems)
    if saved is None:
        if any(problems.names(key_of(cell)) for cell in typed.cells):
            typed.is_told = True
            st.rerun()
        return
    dismissible.show(_SAVED, (labels.agency(agency_id), saved.value))
    _end(agency_id, typed, problems)
    st.rerun()


def _end(agency_id: int, typed: Typed, problems: Problems) -> None:
    """Nothing is typed any more; what is stored is read on the next run."""
    problems.clear()
    grid.forget_paste(agency_id)
    typed.cells.clear()
    typed.begin()
