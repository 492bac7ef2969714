"""The waves of the trust survey: planned, followed, extended, closed."""

import streamlit as st

from components.language import i18n
from components.programme.waves import listing, plan
from components.reads.read import read
from components.visit import session
from db.access.permissions import Permission
from db.queries import trust_waves

viewer = session.require(Permission.WAVES_MANAGE)
st.title(i18n.t("page.trust_waves"))
st.write(i18n.t("waves.lead"))
waves = read(trust_waves.listed, viewer=viewer)
if not listing.done():
    plan.new(viewer, is_first=not waves)
for wave in waves:
    listing.line(wave, viewer)
