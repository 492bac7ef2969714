"""One's own account: language, password, and the browsers that are signed in."""

import streamlit as st

from components.accounts import password as own_password
from components.accounts import sessions as own_sessions
from components.language import i18n
from components.language.plain import plain
from components.reads import reference
from components.reads.read import read
from components.saving.save import save
from components.visit import session
from db.access.permissions import Permission
from db.actions import own_account
from db.queries import sign_ins

viewer = session.require(Permission.OWN_ACCOUNT)
person = session.person()
if person is None:
    st.stop()
st.title(i18n.t("page.account"))
st.write(plain(i18n.line(person.display_name, i18n.t(f"role.{viewer.role}"))))
st.caption(i18n.t(f"role.{viewer.role}.what"))

st.header(i18n.t("account.language"))
chosen = st.segmented_control(
    i18n.t("account.language"),
    reference.languages(),
    format_func=lambda code: i18n.t(f"language.{code}"),
    default=i18n.language(),
    required=True,
    key="account_language",
    label_visibility="collapsed",
)
if chosen and chosen != i18n.language():
    save(own_account.set_language, chosen, by=viewer.account_id)
    i18n.choose(chosen)
    st.rerun()

st.header(i18n.t("account.password"))
if not own_password.tell_changed():
    own_password.form(person)

st.header(i18n.t("account.sessions"))
own_sessions.show(viewer, read(sign_ins.own, session.browser_token(), viewer=viewer))
