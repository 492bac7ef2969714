"""The form that posts an agent, or what must be there before one can be posted."""

from __future__ import annotations

import streamlit as st

from components.fields.dates import as_typed
from components.language import i18n
from components.programme import editing
from components.programme.places.fields import languages
from components.programme.places.kinds import WORDS
from components.programme.postings import fields, view
from components.reads import labels, reference
from components.reads.order import in_order
from components.reads.read import read
from components.saving.first_values import Entered
from components.saving.problems import Problems
from components.saving.submit import submit
from components.visit import navigation
from db.access.viewer import Viewer
from db.actions import postings as actions
from db.inputs.days import Side
from db.inputs.postings import PostingInput
from db.queries import postings

FORM = "postings_new"


def button(viewer: Viewer) -> None:
    """The way to the form; in its place what is missing, and whose part that is."""
    today = reference.today()
    if not any(each.is_open(today) for each in reference.agencies().values()):
        st.info(i18n.t("postings.no_agency"), icon=":material/apartment:")
        st.page_link(navigation.page("places"), label=i18n.t("page.places"))
    elif not read(postings.agents, viewer=viewer):
        st.info(i18n.t("postings.no_agent"), icon=":material/group:")
    else:
        st.button(
            i18n.t("postings.add"),
            key="postings_add",
            type="primary",
            icon=":material/person_pin_circle:",
            on_click=view.open_one,
            args=(view.NEW,),
        )


def draw(viewer: Viewer) -> None:
    """Who, where, from when to when, for which part of the week."""
    st.header(i18n.t("postings.add"))
    today, problems = reference.today(), Problems(FORM)
    first = Entered(FORM, {"starts_on": as_typed(today)})
    account = _agent(viewer, problems)
    agency = fields.agency(first, problems)
    start = fields.day(first, "starts_on", problems, today, Side.EITHER)
    after = today if start is None or isinstance(start, str) else start
    end = fields.day(first, "ends_on", problems, after, Side.AFTER)
    st.caption(i18n.t("postings.ends_hint"))
    share = fields.share(first, problems)
    with st.expander(i18n.t("postings.more"), key=f"{FORM}_more"):
        spoken = languages(first, problems, i18n.t("postings.languages"))
    problems.summary()
    sent = st.button(
        i18n.t("postings.add_submit"), key=f"{FORM}_submit", type="primary", width="stretch"
    )
    raw = {
        "account_id": account,
        "agency_id": agency,
        "starts_on": start,
        "ends_on": end,
        "share": share,
        "languages": spoken,
    }
    act = editing.in_words(actions.post, WORDS)
    if sent and submit(act, PostingInput, raw, viewer, problems):
        view.back_to_list()
        editing.leave_notice(i18n.t("postings.added", agency=labels.agency(agency or 0)))
        st.rerun()


def _agent(viewer: Viewer, problems: Problems) -> int | None:
    names = in_order(read(postings.agents, viewer=viewer))
    label = i18n.t("postings.agent")
    chosen = st.selectbox(
        label,
        list(names),
        index=0 if len(names) == 1 else None,
        format_func=names.__getitem__,
        placeholder=i18n.t("places.choose"),
        key=f"{FORM}_account",
    )
    problems.beside("account_id", label)
    return chosen
