"""The one choice of what a page is compared with, in its row of filters and in its address."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.reads import labels, reference
from components.results import links
from components.results.compare.targets import has_any
from db.access.viewer import Viewer
from db.inputs.results import Against, Other, ResultFilter

KEY = "filter_compare"


def choose(viewer: Viewer, version: int, page: str, wanted: ResultFilter) -> Other:
    """Another time; the mean, for whoever sees every agency; the target, where there is one; any
    other agency that the viewer sees. What an address asks for beyond that is not offered."""
    options = offered(viewer, wanted, version, page)
    if links.is_unknown(KEY, map(label, options), links.LABELS["compare"]):
        st.warning(i18n.t("filter.unknown_in_link"), icon=":material/link_off:")
    links.follow(KEY, links.LABELS["compare"])
    if st.session_state.get(KEY, Against.NOTHING) not in options:
        st.session_state[KEY] = Against.NOTHING
    chosen = st.selectbox(
        i18n.t("compare.with"),
        options,
        format_func={each: label(each) for each in options}.__getitem__,
        key=KEY,
        bind="query-params",
        label_visibility="collapsed",
        width=200,
    )
    return chosen or Against.NOTHING


def offered(viewer: Viewer, wanted: ResultFilter, version: int, page: str) -> list[Other]:
    """What makes sense for this page and viewer."""
    known = reference.agencies()
    found: list[Other] = [Against.NOTHING, Against.BEFORE, Against.LAST_YEAR]
    if viewer.agencies >= known.keys() and len(known) > 1:
        found.append(Against.MEAN)
    if has_any(viewer, wanted, version, page):
        found.append(Against.TARGET)
    looked_at = wanted.among(viewer.agencies)
    own = looked_at if len(looked_at) == 1 else frozenset()
    return found + [each for each in known if each in viewer.agencies - own]


def label(other: Other) -> str:
    """As the choice and the address say it."""
    if isinstance(other, Against):
        return i18n.t(f"compare.{other}")
    return labels.agency(other, short=True)
