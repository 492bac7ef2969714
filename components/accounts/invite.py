"""Inviting somebody: a new account, whose owner sets the password with a one-time code."""

from __future__ import annotations

import uuid
from typing import Any

import streamlit as st

from components.accounts import fields, issued_code, words
from components.accounts.issued_code import IssuedCode
from components.fields import text
from components.language import i18n
from components.reads import reference
from components.saving.hidden_field import HiddenField, draw_hidden
from components.saving.problems import Problems
from components.saving.save import save
from db.access.viewer import Viewer
from db.actions import accounts
from db.codes import Role
from db.errors import InvalidInput
from db.inputs import parse
from db.inputs.accounts import NewAccount

_SUBMISSION = "accounts_submission"


def form(viewer: Viewer, organisations: dict[int, str]) -> None:
    """Role first: what the others ask, and what follows, depends on it."""
    problems = Problems("create")
    submission_id = _submission()
    role = fields.role("create_role", Role.AGENT)
    st.caption(words.scope(role))
    if role is Role.AGENT:
        st.caption(i18n.t("accounts.posting_next"))
    with st.form("create_form", border=False, clear_on_submit=False):
        label = i18n.t("sign_in.username")
        username = text.typed(
            label, key="create_username", autocomplete="off", help=i18n.t("error.username_form")
        )
        problems.beside("username", label)
        raw: dict[str, Any] = {"username": username, "role": role}
        raw["display_name"] = fields.shown_name("create_name", problems)
        if role is Role.PARTNER:
            raw["organisation_id"] = fields.organisation(
                "create_organisation", organisations, problems
            )
        raw["language"] = fields.language("create_language")
        expires = fields.last_day("create_expires", problems)
        problems.summary()
        sent = st.form_submit_button(
            i18n.t("accounts.create_submit"), key="create_submit", type="primary"
        )
    if sent:
        _create(viewer, problems, submission_id, raw, expires)


def _submission() -> str:
    """The id of the account to be made, in this session and in the browser, as with every form."""
    known = st.session_state.get(_SUBMISSION)
    own = HiddenField(known or str(uuid.uuid4()))
    sent = draw_hidden("create", own, is_new=known is None).submission_id
    st.session_state[_SUBMISSION] = sent
    return sent


def _create(
    viewer: Viewer, problems: Problems, submission_id: str, raw: dict[str, Any], expires: str
) -> None:
    try:
        until = parse.a_date(expires, "expires_on", reference.today()) if expires else None
        wanted = NewAccount(**raw, expires_on=until)
    except InvalidInput as refused:
        problems.clear()
        problems.show(refused)
        return
    code = save(accounts.create, wanted, submission_id, by=viewer.account_id, problems=problems)
    if code is not None:
        issued_code.remember(
            IssuedCode(wanted.username, wanted.display_name, wanted.role, code.value)
        )
        st.session_state[_SUBMISSION] = str(uuid.uuid4())
        st.rerun()
