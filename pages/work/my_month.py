"""My month: the activity sheet that an agent owes the employer, in numbers that name nobody."""

import streamlit as st

from components.language import i18n
from components.records.day import month
from components.visit import session
from db.access.permissions import Permission

viewer = session.require(Permission.DAY_READ)
st.title(i18n.t("page.my_month"))
month.draw(viewer)
