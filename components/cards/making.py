"""A button that makes a long file: how far it is, a way to stop it, and then the file."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial

import streamlit as st

from components.cards import exports, jobs
from components.cards.jobs import Job, Work
from components.language import i18n
from db.errors import AppError

#: How many seconds a page waits for a file before it says how far that is.
PATIENCE = 1.0
#: So long a download waits for what was typed just before its button was touched: that reaches the
#: page in a run of its own, which stops the file that does not have it.
TYPED_WITHIN = 1.0


def offer(
    label: str,
    file: str,
    work: Work,
    *,
    key: str,
    of: Hashable,
    icon: str = "",
    first: Callable[[], bool] | None = None,
) -> None:
    """``of``: all that the file depends on; once that is another, the file is offered anew.
    ``first``: what has to be done before, as to save what the file is made of; where it says no,
    no file is made."""
    if st.session_state.pop(f"{key}_ready", False):
        _start(work, key, of)
    held: tuple[Hashable, Job] | None = st.session_state.get(f"{key}_job")
    if held is not None and held[0] != of:
        held[1].stop()
        st.session_state.pop(f"{key}_job")
        held = None
    if held is None:
        _begin(label, work, key, of, icon, first)
        return
    job = held[1]
    if not job.is_done(within=PATIENCE):
        _progress(job, key)
        return
    try:
        job.content()
    except AppError as refused:
        _begin(label, work, key, of, icon, first)
        st.caption(i18n.explain(refused))
        return
    _save(label, file, job, key, is_checked=first is not None)


def _save(label: str, file: str, job: Job, key: str, *, is_checked: bool) -> None:
    """The file; ``is_checked``: refused where what it is made of has changed meanwhile."""
    refused = partial(refuse_overtaken, job) if is_checked else None
    st.download_button(
        i18n.t("take.save", kind=label),
        exports.reader().checked(file, job.content, refused=refused),
        file_name=file,
        key=f"{key}_save",
        on_click="ignore",
        type="primary",
        icon=":material/download:",
    )


def refuse_overtaken(job: Job) -> None:
    """Raises ``AppError`` where what the file is made of has changed meanwhile."""
    if job.is_stopped(within=TYPED_WITHIN):
        raise AppError("take.overtaken")


def _begin(
    label: str,
    work: Work,
    key: str,
    of: Hashable,
    icon: str,
    first: Callable[[], bool] | None,
) -> None:
    made, shown = f"{key}_make", icon or None
    if first is None:
        st.button(label, key=made, on_click=_start, args=(work, key, of), icon=shown)
    elif st.button(label, key=made, icon=shown) and first():
        # The file is of what the page reads then.
        st.session_state[f"{key}_ready"] = True
        st.rerun()


def _start(work: Work, key: str, of: Hashable) -> None:
    st.session_state[f"{key}_job"] = (of, jobs.started(work))


@st.fragment(run_every="1s")
def _progress(job: Job, key: str) -> None:
    """The page is drawn anew when the file is made, or was stopped."""
    if job.is_done():
        st.rerun()
    done, of = job.progress or (0, 1)
    st.progress(done / of, text=i18n.t("take.making", share=i18n.percent(done / of)))
    st.button(i18n.t("take.stop"), key=f"{key}_stop", on_click=job.stop, icon=":material/close:")
