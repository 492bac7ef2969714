"""What an administrator does to an account: make, close, change, help its owner back in."""

from __future__ import annotations

import uuid

import streamlit as st

from components.fields import text
from components.language import i18n
from components.language.plain import plain
from components.reads import reference
from components.saving import shown
from components.saving.draft import carry
from components.saving.problems import Problems
from components.saving.save import Saved, save
from db.access.viewer import Viewer
from db.actions import accounts
from db.codes import Role
from db.errors import InvalidInput
from db.inputs import parse
from db.inputs.accounts import NewAccount
from db.queries.accounts import Listed

_CODE = "accounts_code"
_SUBMISSION = "accounts_submission"


def tell_code() -> bool:
    """A one-time code just made, until it is noted; whether there is one, and nothing else."""
    made: tuple[str, str] | None = shown.kept(_CODE)
    if made is None:
        return False
    username, code = made
    st.success(i18n.t("accounts.code", username=username), icon=":material/key:")
    st.code(code, language=None)
    shown.dismiss(_CODE)
    return True


def create(viewer: Viewer, organisations: dict[int, str]) -> None:
    """A new account; its owner sets the password with the code shown afterwards."""
    problems = Problems("create")
    submission_id = _submission()
    with st.form("create_form", border=False, clear_on_submit=False):
        username = text.typed(i18n.t("sign_in.username"), key="create_username", autocomplete="off")
        problems.beside("username", i18n.t("sign_in.username"))
        name = text.typed(i18n.t("accounts.name"), key="create_name", autocomplete="off")
        problems.beside("display_name", i18n.t("accounts.name"))
        role = _role("create_role", Role.AGENT)
        organisation = _organisation("create_organisation", organisations)
        problems.beside("organisation", i18n.t("accounts.organisation"))
        expires = text.typed(
            i18n.t("accounts.expires"), key="create_expires", placeholder="31/12/2027"
        )
        problems.beside("expires_on", i18n.t("accounts.expires"))
        problems.summary()
        sent = st.form_submit_button(
            i18n.t("accounts.create_submit"), key="create_submit", type="primary"
        )
    if sent:
        _create(viewer, problems, submission_id, username, name, role, organisation, expires)


def _submission() -> str:
    """The id of the account to be made, in this session and in the browser, as with every form."""
    known = st.session_state.get(_SUBMISSION)
    sent = carry("create", known or str(uuid.uuid4()), is_new=known is None)
    st.session_state[_SUBMISSION] = sent
    return sent


def _create(
    viewer: Viewer,
    problems: Problems,
    submission_id: str,
    username: str,
    name: str,
    role: Role,
    organisation: int | None,
    expires: str,
) -> None:
    try:
        until = parse.a_date(expires, "expires_on", reference.today()) if expires else None
        wanted = NewAccount(
            username=username,
            display_name=name,
            role=role,
            organisation_id=organisation,
            expires_on=until,
        )
    except InvalidInput as refused:
        problems.clear()
        problems.show(refused)
        return
    code = save(accounts.create, wanted, submission_id, by=viewer.account_id, problems=problems)
    if code is not None:
        shown.keep(_CODE, (wanted.username, code.value))
        st.session_state[_SUBMISSION] = str(uuid.uuid4())
        st.rerun()


def _role(key: str, default: Role) -> Role:
    # Pills, since four names break into lines on a phone, and segments then lose their borders.
    chosen = st.pills(
        i18n.t("accounts.role"),
        list(Role),
        format_func=lambda role: i18n.t(f"role.{role}"),
        default=default,
        required=True,
        key=key,
    )
    return chosen or default


def _organisation(key: str, organisations: dict[int, str]) -> int | None:
    return st.selectbox(
        i18n.t("accounts.organisation"),
        [None, *organisations],
        format_func=lambda found: organisations.get(found, "—"),
        key=key,
    )


def line(viewer: Viewer, account: Listed, organisations: dict[int, str]) -> None:
    """One account: who, as what, until when; and what can be done to it."""
    with st.container(border=True, key=f"accounts_line_{account.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(account.display_name)}** · {plain(account.username)}")
            st.badge(i18n.t(f"role.{account.role}"))
            if account.closed_at:
                zone = reference.programme().time_zone
                closed = i18n.in_zone(account.closed_at, zone).date()
                st.badge(i18n.t("accounts.closed_on", day=closed), color="gray")
        details = [account.organisation] if account.organisation else []
        if account.expires_on:
            details.append(i18n.t("accounts.until", day=account.expires_on))
        if details:
            st.caption(plain(" · ".join(details)))
        if not account.closed_at:
            _deeds(viewer, account, organisations)


def _deeds(viewer: Viewer, account: Listed, organisations: dict[int, str]) -> None:
    by = viewer.account_id
    with st.expander(i18n.t("accounts.change"), key=f"accounts_change_{account.id}"):
        role = _role(f"accounts_role_{account.id}", account.role)
        if role is not account.role:
            _set_role(viewer, account, role, organisations)
        with st.container(horizontal=True):
            if st.button(i18n.t("accounts.reset_code"), key=f"accounts_reset_{account.id}"):
                code = save(accounts.make_reset_code, account.id, by=by)
                if code is not None:
                    shown.keep(_CODE, (account.username, code.value))
                    st.rerun()
            if st.button(i18n.t("accounts.sign_out"), key=f"accounts_sign_out_{account.id}"):
                _done(save(accounts.sign_out_everywhere, account.id, by=by))
            with st.popover(i18n.t("accounts.close")):
                st.write(plain(i18n.t("accounts.close_sure", name=account.display_name)))
                if st.button(i18n.t("accounts.close_now"), key=f"accounts_close_{account.id}"):
                    _done(save(accounts.close, account.id, by=by))


def _set_role(viewer: Viewer, account: Listed, role: Role, organisations: dict[int, str]) -> None:
    organisation = None
    if role is Role.PARTNER:
        organisation = _organisation(f"accounts_organisation_{account.id}", organisations)
    if st.button(i18n.t("accounts.set_role"), key=f"accounts_set_role_{account.id}"):
        _done(save(accounts.set_role, account.id, role, organisation, by=viewer.account_id))


def _done(outcome: Saved[object] | None) -> None:
    if outcome is not None:
        st.rerun()
