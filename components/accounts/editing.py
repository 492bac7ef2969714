"""Forms of one account: its name and end, its role, closing and reopening it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.accounts import account_recovery, fields, issued_code, words
from components.accounts.issued_code import IssuedCode
from components.fields.dates import as_typed
from components.language import i18n
from components.language.plain import plain
from components.reads import labels
from components.reads.read import read
from components.saving.edit_conflicts import in_words
from components.saving.problems import Problems
from components.saving.save import save
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import accounts
from db.codes import Role
from db.inputs.accounts import AccountChange, Reopening, RoleChange
from db.queries import accounts as queries
from db.queries.accounts import Listed


def change(viewer: Viewer, account: Listed, organisations: dict[int, str]) -> None:
    """The name shown, the last day and a partner's organisation."""
    form = f"accounts_edit_{account.id}"
    if f"{form}_name" not in st.session_state:
        st.session_state[f"{form}_seen"] = _columns(account)
        st.session_state[f"{form}_name"] = account.display_name
        st.session_state[f"{form}_expires"] = as_typed(account.expires_on)
        st.session_state[f"{form}_organisation"] = account.organisation_id
    problems = Problems(form)
    with st.form(f"{form}_form", border=False):
        raw: dict[str, Any] = {"account_id": account.id, "seen": st.session_state[f"{form}_seen"]}
        raw["display_name"] = fields.shown_name(f"{form}_name", problems)
        if account.role is Role.PARTNER:
            if account.organisation_id is not None:  # closed or not, it stands
                organisations = {account.organisation_id: account.organisation} | organisations
            raw["organisation_id"] = fields.organisation(
                f"{form}_organisation", organisations, problems, "organisation_id"
            )
        raw["expires_on"] = fields.last_day(f"{form}_expires", problems)
        if account.has_ended and account.role is Role.AGENT:
            st.caption(i18n.t("accounts.renewed_late"))
        problems.summary()
        sent = st.form_submit_button(i18n.t("accounts.save"), key=f"{form}_save", type="primary")
    if not sent:
        return
    act = in_words(accounts.change, {"organisation_id": labels.organisation})
    saved = submit(act, AccountChange, raw, viewer, problems)
    if saved or problems.told:
        # What stands now has been said: who saves again does so knowingly.
        now = read(queries.detail, account.id, viewer=viewer).account
        st.session_state[f"{form}_seen"] = _columns(now)
    if saved:
        account_recovery.leave_notice(i18n.t("accounts.saved"))


def _columns(account: Listed) -> dict[str, object]:
    return {name: getattr(account, name) for name in AccountChange.COLUMNS}


def role(viewer: Viewer, account: Listed, organisations: dict[int, str]) -> None:
    """Another role, after reading what that changes; nobody's own."""
    if account.id == viewer.account_id:
        st.caption(i18n.t("error.own_role"))
        return
    form = f"accounts_role_{account.id}"
    if form not in st.session_state:
        st.session_state[f"{form}_seen"] = account.role
    chosen = fields.role(form, account.role, under_heading=True)
    if chosen is account.role:
        st.caption(words.scope(account.role))
        return
    problems = Problems(form)
    raw = {"account_id": account.id, "role": chosen, "seen": st.session_state[f"{form}_seen"]}
    names = {"old": i18n.t(f"role.{account.role}"), "new": i18n.t(f"role.{chosen}")}
    st.warning(
        plain(i18n.t("accounts.role_sure", name=account.display_name, **names))
        + "  \n"
        + words.scope(chosen),
        icon=":material/warning:",
    )
    if chosen is Role.PARTNER:
        key = f"accounts_organisation_{account.id}"
        raw["organisation_id"] = fields.organisation(key, organisations, problems)
    problems.summary()
    if not st.button(i18n.t("accounts.set_role"), key=f"accounts_set_role_{account.id}"):
        return
    saved = submit(accounts.set_role, RoleChange, raw, viewer, problems)
    st.session_state[f"{form}_seen"] = chosen if saved else account.role
    if saved:
        account_recovery.leave_notice(
            plain(i18n.t("accounts.role_set", name=account.display_name, **names))
        )


def close(viewer: Viewer, account: Listed) -> None:
    """Closing, after one more touch."""
    problems = Problems(f"accounts_closing_{account.id}")
    with st.popover(i18n.t("accounts.close"), key=f"accounts_closing_{account.id}"):
        st.write(plain(i18n.t("accounts.close_sure", name=account.display_name)))
        problems.summary()  # in here: what stands below is covered
        pressed = st.button(i18n.t("accounts.close_now"), key=f"accounts_close_{account.id}")
    if pressed and save(accounts.close, account.id, by=viewer.account_id, problems=problems):
        account_recovery.leave_notice(plain(i18n.t("accounts.closed", name=account.display_name)))


def reopen(viewer: Viewer, account: Listed) -> None:
    """Opening a closed account again, with its last day to be looked at."""
    form = f"accounts_reopen_{account.id}"
    st.session_state.setdefault(f"{form}_expires", as_typed(account.expires_on))
    st.subheader(i18n.t("accounts.reopen"))
    st.write(i18n.t("accounts.reopen_lead"))
    problems = Problems(form)
    with st.form(f"{form}_form", border=False):
        expires = fields.last_day(f"{form}_expires", problems)
        problems.summary()
        sent = st.form_submit_button(i18n.t("accounts.reopen"), key=f"{form}_save", type="primary")
    raw = {"account_id": account.id, "expires_on": expires}
    if not sent or not (code := submit(accounts.reopen, Reopening, raw, viewer, problems)):
        return
    if code.value is None:
        account_recovery.leave_notice(i18n.t("accounts.saved"))
    issued_code.remember(
        IssuedCode(account.username, account.display_name, account.role, code.value)
    )
    st.rerun()
