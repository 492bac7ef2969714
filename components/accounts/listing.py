"""The list of accounts: found by name, in one state, a line each."""

from __future__ import annotations

import streamlit as st

from components.accounts import detail, words
from components.fields import long_list, text
from components.language import i18n
from components.language.plain import plain
from components.reads.order import by_name
from components.reads.read import read
from db.access.viewer import Viewer
from db.queries import accounts
from db.queries.accounts import Listed, State

_LIST = "accounts"


def draw(viewer: Viewer) -> None:
    """What is looked for, how many there are, and their lines."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = text.searched(
            i18n.t("accounts.search"),
            key="accounts_search",
            live=True,
            placeholder=i18n.t("accounts.search_hint"),
        )
        state = st.pills(
            i18n.t("accounts.state"),
            list(State),
            format_func=lambda each: i18n.t(f"accounts.state.{each}"),
            default=State.OPEN,
            required=True,
            key="accounts_state",
            label_visibility="collapsed",
            persist_state="page",
        )
    found = read(accounts.listed, search, state or State.OPEN, viewer=viewer)
    if not found:
        st.info(i18n.t("accounts.none"), icon=":material/search_off:")
        return
    st.caption(i18n.tn("accounts.count", len(found)))
    with st.container(key="accounts_lines"):
        ordered = sorted(found, key=lambda each: by_name(each.display_name))
        for account in ordered[: long_list.limit(_LIST)]:
            _line(account)
    long_list.button(_LIST, len(found))


def _line(account: Listed) -> None:
    """Who, as what, and what is out of the ordinary."""
    with st.container(key=f"accounts_line_{account.id}"):
        if st.button(
            plain(i18n.bidi_isolated(account.display_name)),
            key=f"accounts_open_{account.id}",
            type="tertiary",
        ):
            detail.choose(account.id)
        role = i18n.t(f"role.{account.role}")
        st.markdown(plain(i18n.line(account.username, role, account.organisation)))
        use = plain(words.last_use(account))
        said = [*map(plain, words.states(account)), f"**{use}**" if account.is_dormant else use]
        if account.expires_on and not account.has_ended and not account.closed_at:
            said.append(plain(words.until(account)))
        st.caption(i18n.line(*said))
