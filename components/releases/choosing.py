"""Which release a reader has before them: the one their link names, the newest, or a chosen one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.releases import citing, words
from db.models import Release

_CHOSEN = citing.NUMBER


def choose(releases: list[Release]) -> Release | None:
    """The release to read, the newest first; its number and edition stand in the address.

    A link to a release that is not there is said, and nothing is chosen in its place.
    """
    by_number = {release.number: release for release in releases}
    link = citing.link()
    if st.session_state.get(_CHOSEN) is None:
        found = releases[0] if link.is_bare else link.find(releases)
        st.session_state[_CHOSEN] = found.number if found else None
    chosen = st.selectbox(
        i18n.t("release.choose"),
        list(by_number),
        # Without a choice yet it shows none; with one it cannot be emptied.
        index=None if st.session_state[_CHOSEN] is None else 0,
        format_func=lambda number: words.short_name(by_number[number]),
        placeholder=i18n.t("release.none_chosen"),
        key=_CHOSEN,
        on_change=_keep_in_address,
        args=(by_number,),
    )
    if chosen is None and not link.is_bare:
        asked = i18n.t("release.unknown", asked=link.written())
        st.warning(plain(asked), icon=":material/link_off:")
    return by_number.get(chosen) if chosen is not None else None


def _keep_in_address(releases: dict[int, Release]) -> None:
    # Bound to the address, the widget would write its label there: a link in one language only.
    chosen = st.session_state[_CHOSEN]
    named = citing.names(releases[chosen]) if chosen is not None else {}
    for name in (citing.NUMBER, citing.EDITION):
        if name in named:
            st.query_params[name] = named[name]
        else:
            st.query_params.pop(name, None)


def tell_newer(release: Release, releases: Sequence[Release]) -> None:
    """Say that a later edition of the same period exists, and lead there."""
    newest = max(
        (each for each in releases if _period(each) == _period(release)),
        key=lambda each: each.edition,
    )
    if newest.edition == release.edition:
        return
    said = i18n.t("release.is_older", name=words.short_name(newest))
    st.info(said, icon=":material/update:")
    st.button(
        i18n.t("release.open_newer"),
        key="release_newer",
        on_click=_open,
        args=(newest,),
        icon=":material/arrow_forward:",
    )


def _period(release: Release) -> tuple[object, object]:
    return release.period_start, release.period_end


def _open(release: Release) -> None:
    st.session_state[_CHOSEN] = release.number
    _keep_in_address({release.number: release})
