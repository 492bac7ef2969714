"""The administrator's accounts: who may sign in, as what, and until when."""

import streamlit as st

from components.accounts import detail, invite, issued_code, listing
from components.language import i18n
from components.reads.order import in_order
from components.reads.read import read
from components.visit import navigation, session
from db.access.permissions import Permission
from db.queries import accounts

viewer = session.require(Permission.ACCOUNT_MANAGE)
st.title(i18n.t("page.accounts"))

account_id = detail.chosen()
if issued_code.draw(viewer):
    pass
elif account_id is not None:
    detail.draw(viewer, account_id)
else:
    with st.expander(
        i18n.t("accounts.create"), key="accounts_create", icon=":material/person_add:"
    ):
        invite.form(viewer, in_order(read(accounts.organisations, viewer=viewer)))
    listing.draw(viewer)
    review = navigation.BY_NAME["access-review"]
    icon = f":material/{review.icon}:"
    st.page_link(navigation.page(review.name), label=i18n.t(review.text), icon=icon)
