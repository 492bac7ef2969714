"""The access review: in words, who sees what today."""

import streamlit as st

from components.accounts import printing, review
from components.language import i18n
from components.reads.read import read
from components.visit import session
from db.access.permissions import Permission
from db.codes import Role
from db.queries import access_review

viewer = session.require(Permission.ACCOUNT_MANAGE)
st.title(i18n.t("page.access_review"))
found = read(access_review.review, viewer=viewer)
with st.container(key="review"):
    st.write(i18n.t("review.lead", day=found.day))
    printing.offer("review_print")
    review.counts(found)
    review.attention(found)
    for role in Role:
        review.role(found, role)
    st.write(i18n.t("review.signed"))
