"""Count people who never came to the agency, met during outreach."""

import streamlit as st

from components.language import i18n
from components.reads.read import read
from components.records import non_users
from components.visit import session
from db.access.permissions import Permission
from db.queries import non_users as queries

viewer = session.require(Permission.TRUST_WRITE)
st.title(i18n.t("page.non_users"))
st.caption(i18n.t("non_users.lead"))
if places := read(queries.places, viewer=viewer):
    non_users.draw(non_users.agency(places), viewer)
else:
    st.info(i18n.t("entry.no_posting"), icon=":material/location_off:")
