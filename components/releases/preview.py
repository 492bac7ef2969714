"""The manager's preview of a release: what a partner will see, beside the truth."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable

import streamlit as st

from components.language import i18n
from components.reads import releases
from components.releases import drafting, groups, truth_table
from components.releases import truth as release_truth
from components.releases import words as release_view
from components.saving import dismissible
from db.access.viewer import Viewer
from db.actions.releases import Frozen
from db.errors import AppError
from db.inputs.releases import LAG_DAYS, FreezeInput, Period, Year
from db.releases.drafts import Draft

#: How many seconds a page waits for a draft before it says how far that is.
PATIENCE = 2.0
_OUTCOME = "releases_outcome"
_SUBMISSION = "releases_submission"
_SHOWN = "releases_shown"
_CHECKED = "releases_checked"
_CLICKED = "releases_clicked"


def choose_period(periods: list[Period]) -> Period | None:
    """The period to look at, the newest first; ``None`` when none is ripe."""
    if not periods:
        st.info(i18n.tn("releases.no_period", LAG_DAYS), icon=":material/hourglass_empty:")
        return None
    return st.selectbox(
        i18n.t("releases.period"),
        periods,
        format_func=release_view.period,
        key="releases_period",
    )


def explain_finer(years: Iterable[int]) -> None:
    """Years released by half-years in finer tables have no yearly ones, and why."""
    if named := " · ".join(str(year) for year in sorted(years)):
        st.info(i18n.t("releases.finer", years=named), icon=":material/calendar_month:")


def drafted(viewer: Viewer, period: Period, version: int) -> Draft | None:
    """Show the draft; ``None``, with the reason on screen, where it cannot be frozen (yet)."""
    job = drafting.started(viewer, period, version)
    if not job.is_done(within=PATIENCE):
        say_progress(job)
        return None
    try:
        draft = job.draft()
    except AppError as refused:
        st.info(i18n.explain(refused), icon=":material/inventory_2:")
        return None
    show(draft, lambda: groups.propose(viewer, draft.period, version))
    return draft


@st.fragment(run_every="1s")
def say_progress(job: drafting.Job) -> None:
    """How many tables are checked; the page is drawn anew when all are."""
    if job.is_done():
        st.rerun()
    if job.progress is None:
        st.info(i18n.t("releases.waiting"), icon=":material/hourglass_empty:")
        return
    done, tables = job.progress
    st.progress(
        done / tables,
        text=i18n.t("releases.checking", done=min(int(done) + 1, tables), tables=tables),
    )
    st.caption(i18n.t("releases.checking_why"))


def show(draft: Draft, propose: Callable[[], None]) -> None:
    """What a partner will see beside the truth, how much is hidden, and what could be done."""
    if draft.edition > 1:
        st.info(i18n.t("releases.is_edition", edition=draft.edition), icon=":material/update:")
    st.subheader(i18n.t("releases.preview"))
    cells, truths = releases.frames(draft)
    tables = release_view.tables(cells, draft.rules.base)
    if isinstance(draft.period, Year):
        if release_truth.say_how_much_is_hidden(tables, truths) and draft.edition == 1:
            propose()
    else:
        st.write(i18n.t("releases.totals_only"))
    truth_table.show(tables, truths, draft.rules.threshold, "releases")


def ask_to_freeze(draft: Draft) -> FreezeInput | None:
    """The freeze button, active once the preview is confirmed; two clicks are one submission.

    A click belongs to the preview that was on screen, not to that of the run that handles it. When
    the preview changes, it has to be confirmed again.
    """
    st.session_state.setdefault(_SUBMISSION, str(uuid.uuid4()))
    digest = draft.digest()
    if st.session_state.get(_SHOWN) != digest:
        st.session_state[_CHECKED] = False
    st.session_state[_SHOWN] = digest
    st.button(
        i18n.t("releases.freeze"),
        key="releases_freeze",
        type="primary",
        disabled=not st.checkbox(i18n.t("releases.confirm"), key=_CHECKED),
        icon=":material/lock:",
        on_click=_click,
        args=(digest,),
    )
    clicked_under = st.session_state.pop(_CLICKED, None)
    if clicked_under is None:
        return None
    return FreezeInput(draft.period, st.session_state[_SUBMISSION], clicked_under)


def _click(digest: str) -> None:
    st.session_state[_CLICKED] = digest


def remember(outcome: Frozen) -> None:
    """Show the outcome from the next run on, and make a new submission id."""
    st.session_state.pop(_SUBMISSION, None)
    dismissible.show(_OUTCOME, outcome)


def tell_last_outcome() -> bool:
    """Say what freezing did, until it is noted; whether there is something to say."""
    outcome: Frozen | None = dismissible.current(_OUTCOME)
    if outcome is None:
        return False
    # The second click of a double one is about a preview that is no longer there.
    st.session_state.pop(_CLICKED, None)
    key = "releases.already" if outcome.already else "releases.frozen"
    st.success(i18n.t(key, number=outcome.number), icon=":material/check_circle:")
    dismissible.dismiss(_OUTCOME)
    return True
