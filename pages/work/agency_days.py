"""What waits in each agency, for managers: how much with whom, then the lines; read only."""

import streamlit as st

from components.language import i18n
from components.records.day import agencies
from components.visit import session
from db.access.permissions import Permission

viewer = session.require(Permission.DAYS_READ)
st.title(i18n.t("page.agency_days"))
st.caption(i18n.t("days.hint"))
agencies.draw(viewer)
