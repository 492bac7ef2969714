"""The administrator's accounts: who may sign in, as what, and until when."""

import streamlit as st

from components.accounts import administer as account_forms
from components.fields import text
from components.language import i18n
from components.reads.order import by_name, in_order
from components.reads.read import read
from components.visit import session
from db.access.permissions import Permission
from db.queries import accounts

viewer = session.require(Permission.ACCOUNT_MANAGE)
st.title(i18n.t("page.accounts"))

if not account_forms.tell_code():
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = text.searched(
            i18n.t("accounts.search"),
            key="accounts_search",
            live=True,
            placeholder=i18n.t("accounts.search_hint"),
        )
        with_closed = st.toggle(
            i18n.t("accounts.with_closed"), key="accounts_with_closed", bind="query-params"
        )

    organisations = in_order(read(accounts.organisations, viewer=viewer))
    label = i18n.t("accounts.create")
    with st.expander(label, key="accounts_create", icon=":material/person_add:"):
        account_forms.create(viewer, organisations)

    found = read(accounts.listed, search, with_closed=with_closed, viewer=viewer)
    if not found:
        st.info(i18n.t("accounts.none"), icon=":material/search_off:")
    for account in sorted(found, key=lambda each: by_name(each.display_name)):
        account_forms.line(viewer, account, organisations)
