"""The timeline of all postings, agency by agency, in words."""

from __future__ import annotations

import streamlit as st

from components.fields import long_list, text
from components.language import i18n
from components.language.plain import plain
from components.programme.postings import view, words
from components.reads import labels, reference
from components.reads.read import read
from db.access.viewer import Viewer
from db.inputs.normalisation import search_key
from db.queries import postings
from db.queries.postings import AgencyPostings, Posted

_LIST = "postings"


def draw(viewer: Viewer) -> None:
    """Who waits for a posting, the search, then each agency."""
    found = read(postings.by_agency, viewer=viewer)
    waiting = read(postings.unposted, viewer=viewer)
    if waiting:
        names = i18n.joined(*sorted(waiting))
        waits = i18n.tn("postings.unposted", len(waiting), names=names)
        st.warning(plain(waits), icon=":material/person_off:")
    if not found:
        return
    search = text.searched(
        i18n.t("postings.search"),
        key="postings_search",
        live=True,
        placeholder=i18n.t("postings.search_hint"),
    )
    shown = [each for each in found if _is_wanted(each, search_key(search))]
    if not shown:
        st.info(i18n.t("postings.none_found"), icon=":material/search_off:")
    for each in shown[: long_list.limit(_LIST)]:
        _agency(each)
    long_list.button(_LIST, len(shown))


def _is_wanted(found: AgencyPostings, wanted: str) -> bool:
    names = [labels.agency(found.agency_id), labels.agency(found.agency_id, short=True)]
    return any(wanted in search_key(name) for name in [*names, *_agents(found)])


def _agents(found: AgencyPostings) -> list[str]:
    return [each.agent for each in found.postings]


def _agency(found: AgencyPostings) -> None:
    with st.container(border=True, gap="xsmall", key=f"postings_agency_{found.agency_id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(labels.agency(found.agency_id))}**")
            _state(found)
        for each in found.postings:
            _line(each)
        for stretch in found.stretches:
            st.caption(plain(words.stretch(stretch)))


def _state(found: AgencyPostings) -> None:
    day = reference.today()
    agency = reference.agencies()[found.agency_id]
    now = len({each.account_id for each in found.postings if each.covers(day)})
    if not agency.is_open(day):
        st.badge(i18n.t("places.closed_on", day=agency.closed_on), color="gray")
    elif now:
        st.badge(i18n.tn("postings.now", now), color="green")
    elif found.postings:
        st.badge(i18n.t("postings.nobody"), icon=":material/person_off:", color="orange")
    else:
        st.badge(i18n.t("postings.never"), icon=":material/person_off:", color="gray")


def _line(posted: Posted) -> None:
    st.button(
        plain(i18n.line(posted.agent, words.span(posted))),
        key=f"postings_open_{posted.id}",
        type="tertiary",
        icon=":material/edit:",
        on_click=view.open_one,
        args=(posted.id,),
    )
