"""The programme's settings: changed with a reason, and what they were before."""

import streamlit as st

from components.language import i18n
from components.programme.settings import form, history
from components.visit import session
from db.access.permissions import Permission

viewer = session.require(Permission.PROGRAMME_MANAGE)
st.title(i18n.t("page.programme"))
form.draw(viewer)
history.draw(viewer)
