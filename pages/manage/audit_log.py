"""Who did what, and when: for whoever must be able to answer for it."""

import streamlit as st

from components.language import i18n
from components.programme.audit_log import filters, listing
from components.programme.audit_log.words import words
from components.reads.read import read
from components.visit import browser, session
from db.access.permissions import Permission
from db.queries import audit_log

viewer = session.require(Permission.AUDIT_READ)
st.title(i18n.t("page.audit_log"))
st.write(i18n.t("audit.lead"))
known = words(viewer)
listing.chain(viewer, known)
wanted = filters.draw(known)
found = read(audit_log.listed, wanted, viewer=viewer)
if not found:
    st.info(i18n.t("audit.none"), icon=":material/search_off:")
elif browser.is_wide():
    listing.table(found, known)
else:
    listing.lines(found, known)
filters.pages(found, wanted)
if found:
    listing.files(viewer, wanted, known)
