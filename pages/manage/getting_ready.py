"""What a new programme still needs, and where it is done."""

import streamlit as st

from components.language import i18n
from components.programme import readiness
from components.reads.read import read
from components.visit import session
from db.access.permissions import Permission
from db.queries import getting_ready

viewer = session.require(Permission.READINESS_READ)
st.title(i18n.t("page.getting_ready"))
st.write(i18n.t("ready.lead"))
steps = read(getting_ready.steps, viewer=viewer)
for aim in getting_ready.Aim:
    readiness.aim(aim, getting_ready.missing(steps, aim), viewer)
readiness.there([step for step in steps if step.is_done])
