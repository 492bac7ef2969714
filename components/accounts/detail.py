"""One account on its own: what is known of it, and what can be done to it."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from components.accounts import account_recovery, editing, words
from components.language import i18n
from components.language.plain import plain
from components.reads.order import in_order
from components.reads.read import read
from components.visit.navigation import link_id
from db.access.viewer import Viewer
from db.codes import Role
from db.errors import NotFound
from db.queries import accounts
from db.queries.accounts import Detail

PARAMETER = "account"


def choose(account_id: int) -> NoReturn:
    """Show this account, which then stands in the address."""
    st.query_params[PARAMETER] = str(account_id)
    st.rerun()


def chosen() -> int | None:
    """The account that the address names."""
    return link_id(st.query_params.get(PARAMETER, ""))


def draw(viewer: Viewer, account_id: int) -> None:
    """All of one account."""
    back = ":material/arrow_forward:" if i18n.is_rtl() else ":material/arrow_back:"
    if st.button(i18n.t("accounts.all"), key="accounts_back", icon=back):
        st.query_params.pop(PARAMETER, None)
        st.rerun()
    try:
        detail = read(accounts.detail, account_id, viewer=viewer)
    except NotFound as unknown:
        st.info(i18n.explain(unknown), icon=":material/search_off:")
        return
    organisations = in_order(read(accounts.organisations, viewer=viewer))
    with st.container(key="accounts_one"):
        account_recovery.show_notice()
        _facts(detail)
        if detail.account.closed_at:
            editing.reopen(viewer, detail.account)
            return
        editing.change(viewer, detail.account, organisations)
        account_recovery.draw(viewer, detail)
        st.subheader(i18n.t("accounts.role"))
        editing.role(viewer, detail.account, organisations)
        st.subheader(i18n.t("accounts.close"))
        editing.close(viewer, detail.account)


def _facts(detail: Detail) -> None:
    account = detail.account
    st.header(plain(i18n.bidi_isolated(account.display_name)))
    lines = [
        i18n.line(account.username, i18n.t(f"role.{account.role}"), account.organisation),
        *words.states(account),
        *([i18n.t("review.concern.dormant")] if account.is_dormant else []),
        words.last_use(account),
        words.until(account),
    ]
    is_agent = account.role is Role.AGENT and not account.closed_at
    if is_agent:
        places = [words.place(each) for each in detail.places]
        lines += places or [i18n.t("review.concern.unposted")]
    st.markdown("\n".join(f"- {plain(each)}" for each in lines))
    if is_agent and not detail.places:
        st.caption(i18n.t("accounts.posting_next"))
