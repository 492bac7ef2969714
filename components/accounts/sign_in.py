"""The sign-in form, shown in place of any page to whoever is not signed in."""

from __future__ import annotations

import re
from typing import Any

import streamlit as st

from components.fields import text
from components.language import i18n
from components.reads import reference
from components.saving.problems import Problems
from components.visit import browser, session, signing_in
from components.visit.streamlit_private import DeltaGenerator
from db.actions import own_account
from db.actions import sign_ins as actions
from db.errors import AppError, InvalidInput
from db.inputs.accounts import PasswordReset
from db.queries.sign_ins import Over
from db.store.engine import once
from db.store.settings import DEMO_PASSWORD, settings

DEMO = ("agent.rabat", "agent.casablanca", "manager", "partner", "admin")
#: The language that was chosen on the form, not the browser's own.
_SPOKEN = "signin_spoken"
_NAMES = {"fr": "Français", "en": "English", "ar": "العربية"}


def draw(wanted: str) -> None:
    """Ask for a name and a password; the page asked for opens afterwards."""
    signing_in.go_on()
    path = "/" + wanted if re.fullmatch(r"[a-z-]*", wanted) else "/"
    _, middle, _ = st.columns([1, 2, 1])
    with middle, st.container(key="signin"):
        choose_language("signin_language")
        st.title(reference.programme().name)
        st.write(i18n.t("sign_in.lead"))
        _say_why()
        refused = st.container(key="signin_refused")
        if typed := _form():
            _try(*typed, path, refused)
        _forgotten(path)
        if settings().demo:
            _demo(path, refused)


#: What is said to a browser that is signed in no longer.
_WHY = {
    Over.CLOSED: "error.account_closed",
    Over.EXPIRED: "error.account_expired",
    Over.ENDED: "session.sign_in_again",
}


def _say_why() -> None:
    lost = session.lost()
    if lost is None:
        return
    lines = [i18n.t(_WHY[lost.why])]
    if lost.has_draft:
        lines.append(i18n.tn("draft.stays", reference.programme().draft_days))
    st.warning("  \n".join(lines), icon=":material/lock:")


def choose_language(key: str) -> None:
    """The languages, above a form for whoever is not signed in."""
    chosen = st.segmented_control(
        i18n.t("sign_in.language"),
        reference.languages(),
        format_func=_NAMES.__getitem__,
        default=i18n.language(),
        required=True,
        key=key,
        label_visibility="collapsed",
    )
    if chosen and chosen != i18n.language():
        i18n.choose(chosen)
        st.session_state[_SPOKEN] = chosen
        st.rerun()


def _form() -> tuple[str, str] | None:
    with st.form("signin_form", border=False):
        username = text.typed(
            i18n.t("sign_in.username"), key="signin_username", autocomplete="username"
        )
        password = st.text_input(
            i18n.t("sign_in.password"),
            key="signin_password",
            type="password",
            autocomplete="current-password",
        )
        sent = st.form_submit_button(
            i18n.t("sign_in.submit"), key="signin_submit", type="primary", width="stretch"
        )
    return (username, password or "") if sent else None


def _try(username: str, password: str, path: str, refused: DeltaGenerator) -> None:
    try:
        ticket = signing_in.check_password(username, password, st.session_state.get(_SPOKEN))
    except AppError as problem:
        refused.error(i18n.explain(problem), icon=":material/error:")
        return
    signing_in.enter(ticket, path)


def _demo(path: str, refused: DeltaGenerator) -> None:
    st.divider()
    st.subheader(i18n.t("sign_in.demo"))
    for username in DEMO:
        what = i18n.t(f"sign_in.demo.{username.split('.')[0]}")
        if st.button(f"**{username}** · {what}", key=f"signin_demo_{username}", width="stretch"):
            _try(username, DEMO_PASSWORD, path, refused)


def _forgotten(path: str) -> None:
    with st.expander(i18n.t("sign_in.have_code"), key="signin_code"):
        st.write(i18n.t("sign_in.code_lead"))
        problems = Problems("reset")
        with st.form("reset_form", border=False):
            username = text.typed(
                i18n.t("sign_in.username"), key="reset_username", autocomplete="username"
            )
            code = text.typed(i18n.t("sign_in.code"), key="reset_code", autocomplete="off")
            new = new_password("reset", problems)
            again = repeat_password("reset", problems)
            problems.summary()
            sent = st.form_submit_button(i18n.t("sign_in.set_password"), key="reset_submit")
        if sent:
            wanted = PasswordReset(username=username, code=code, new=new, again=again)
            _reset(wanted, path, problems)


def new_password(form: str, problems: Problems) -> str:
    """The field of a new password."""
    new = st.text_input(
        i18n.t("sign_in.new_password"),
        key=f"{form}_new_password",
        type="password",
        autocomplete="new-password",
        help=i18n.t("sign_in.password_rules"),
    )
    problems.beside("new_password", i18n.t("sign_in.new_password"))
    return new or ""


def repeat_password(form: str, problems: Problems) -> str:
    """The same password once more."""
    again = st.text_input(
        i18n.t("sign_in.again"),
        key=f"{form}_again",
        type="password",
        autocomplete="new-password",
    )
    problems.beside("again", i18n.t("sign_in.again"))
    return again or ""


def _reset(wanted: PasswordReset, path: str, problems: Problems) -> None:
    def reset(opened: Any, attempt: int) -> str:
        account_id = own_account.reset_password(opened, wanted)
        if account_id is None:
            raise AppError("error.code_refused")
        if spoken := st.session_state.get(_SPOKEN):
            own_account.set_language(opened, spoken, by=account_id)
        return actions.succeed(opened, attempt, account_id, browser.own_xsrf_token())

    try:
        attempt = signing_in.attempt(wanted.username)
        ticket = once(reset, attempt)
    except InvalidInput as refused:  # of the new password: the code was right
        signing_in.discount_attempt(attempt)
        problems.show(refused)
        return
    except AppError as refused:
        problems.say(i18n.explain(refused))
        return
    signing_in.enter(ticket, path)
