"""A button that makes a long file: how far it is, a way to stop it, and then the file."""

from __future__ import annotations

from collections.abc import Hashable

import streamlit as st

from components.cards import exports, jobs
from components.cards.jobs import Job, Work
from components.language import i18n
from db.errors import AppError

#: How many seconds a page waits for a file before it says how far that is.
PATIENCE = 1.0


def offer(label: str, file: str, work: Work, *, key: str, of: Hashable, icon: str = "") -> None:
    """``of``: all that the file depends on; once that is another, the file is offered anew."""
    held: tuple[Hashable, Job] | None = st.session_state.get(f"{key}_job")
    if held is not None and held[0] != of:
        held[1].stop()
        st.session_state.pop(f"{key}_job")
        held = None
    if held is None:
        _begin(label, work, key, of, icon)
        return
    job = held[1]
    if not job.is_done(within=PATIENCE):
        _progress(job, key)
        return
    try:
        job.content()
    except AppError as refused:
        _begin(label, work, key, of, icon)
        st.caption(i18n.explain(refused))
        return
    st.download_button(
        i18n.t("take.save", kind=label),
        exports.reader().checked(file, job.content),
        file_name=file,
        key=f"{key}_save",
        on_click="ignore",
        type="primary",
        icon=":material/download:",
    )


def _begin(label: str, work: Work, key: str, of: Hashable, icon: str) -> None:
    st.button(label, key=f"{key}_make", on_click=_start, args=(work, key, of), icon=icon or None)


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
