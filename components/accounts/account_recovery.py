"""Helping an owner back in, or out of every browser: a code, the end of a wait, signing out."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from components.accounts import issued_code
from components.accounts.issued_code import IssuedCode
from components.language import i18n
from components.saving.problems import Problems
from components.saving.save import save
from db.access.viewer import Viewer
from db.actions import accounts
from db.queries.accounts import Detail

_SAID = "accounts_said"


def leave_notice(sentence: str) -> NoReturn:
    """Tell on the next run what was done."""
    st.session_state[_SAID] = sentence
    st.rerun()


def show_notice() -> None:
    """What was done just now."""
    if said := st.session_state.pop(_SAID, None):
        st.success(said, icon=":material/check_circle:")


def draw(viewer: Viewer, detail: Detail) -> None:
    """What is known of the owner's ways in, and one button for each help."""
    account, by = detail.account, viewer.account_id
    st.subheader(i18n.t("accounts.help"))
    with st.container(horizontal=True):
        wants_code = st.button(
            i18n.t("accounts.reset_code"),
            key=f"accounts_reset_{account.id}",
            icon=":material/key:",
        )
        # Neither is offered where it would do nothing.
        unlocks = detail.failures > 0 and st.button(
            i18n.tn("accounts.unlock", detail.failures),
            key=f"accounts_unlock_{account.id}",
            icon=":material/lock_open:",
        )
        signs_out = detail.browsers > 0 and st.button(
            i18n.tn("accounts.sign_out", detail.browsers),
            key=f"accounts_sign_out_{account.id}",
            icon=":material/logout:",
        )
    helps = ["accounts.reset_help", *(["accounts.unlock_help"] if detail.failures else [])]
    st.caption(" ".join(i18n.t(key) for key in helps))
    problems = Problems(f"accounts_help_{account.id}")
    problems.summary()
    if wants_code:
        code = save(accounts.make_reset_code, account.id, by=by, problems=problems)
        if code is not None:
            made = IssuedCode(account.username, account.display_name, account.role, code.value)
            issued_code.remember(made)
            st.rerun()
    if unlocks and (done := save(accounts.unlock, account.id, by=by, problems=problems)):
        leave_notice(_counted("accounts.unlocked", done.value, none="accounts.none_failed"))
    if signs_out and (
        done := save(accounts.sign_out_everywhere, account.id, by=by, problems=problems)
    ):
        leave_notice(_counted("accounts.signed_out", done.value, none="accounts.none_open"))


def _counted(key: str, count: int, *, none: str) -> str:
    return i18n.tn(key, count) if count else i18n.t(none)
