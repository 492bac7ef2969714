"""The code lists: what the forms offer, in which words and in which order."""

import streamlit as st

from components.language import i18n
from components.programme.lists import page
from components.visit import session
from db.access.permissions import Permission

viewer = session.require(Permission.LISTS_MANAGE)
st.title(i18n.t("page.lists"))
page.draw(viewer)
