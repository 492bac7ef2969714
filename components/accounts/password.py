"""Changing one's own password: on the account page, and before anything else the first time."""

from __future__ import annotations

import streamlit as st

from components.accounts.sign_in import new_password, repeat_password
from components.language import i18n
from components.saving import dismissible
from components.saving.problems import Problems
from components.saving.save import save
from components.visit import session, signing_in
from components.visit.session import Person
from db.actions import own_account
from db.errors import AppError
from db.inputs.accounts import PasswordChange

_CHANGED = "password_changed"


def tell_changed() -> bool:
    """Say that it was changed, until that is noted; whether it was."""
    if not dismissible.current(_CHANGED):
        return False
    st.success(i18n.t("account.password_changed"), icon=":material/check_circle:")
    dismissible.dismiss(_CHANGED)
    return True


def ask_first_change(person: Person) -> None:
    """Shown instead of every page until the first password, set by somebody else, is replaced."""
    _, middle, _ = st.columns([1, 2, 1])
    with middle:
        st.title(i18n.t("account.first_change"))
        st.write(i18n.t("account.first_change_lead"))
        form(person)


def form(person: Person) -> None:
    """Current password, new one, and the same once more."""
    if person.is_demo:
        st.info(i18n.t("error.demo_password"), icon=":material/lock:")
        return
    problems = Problems("password")
    with st.form("password_form", border=False):
        current = st.text_input(
            i18n.t("account.current_password"),
            key="password_current",
            type="password",
            autocomplete="current-password",
        )
        problems.beside("current_password", i18n.t("account.current_password"))
        new = new_password("password", problems)
        again = repeat_password("password", problems)
        problems.summary()
        sent = st.form_submit_button(
            i18n.t("account.change_password"), key="password_submit", type="primary"
        )
    if sent:
        _change(person, PasswordChange(current or "", new, again), problems)


def _change(person: Person, wanted: PasswordChange, problems: Problems) -> None:
    try:
        attempt = signing_in.attempt(person.username)
    except AppError as refused:
        problems.say(i18n.explain(refused))
        return
    token = session.browser_token()
    by = person.viewer.account_id
    saved = save(own_account.change_password, wanted, token, by=by, problems=problems)
    if saved or problems.names("new_password") or problems.names("again"):
        signing_in.discount_attempt(attempt)
    if saved:
        dismissible.show(_CHANGED, True)
        st.rerun()
