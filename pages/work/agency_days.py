"""What waits in each agency, for managers: people of closed ones, how much with whom, the lines."""

import streamlit as st

from components.language import i18n
from components.records.day import agencies, closed_agencies
from components.visit import session
from db.access.permissions import Permission

viewer = session.require(Permission.DAYS_READ)
st.title(i18n.t("page.agency_days"))
st.caption(i18n.t("days.hint"))
closed_agencies.draw(viewer)
agencies.draw(viewer)
