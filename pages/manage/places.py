"""Agencies and organisations: found, added, changed, closed."""

import streamlit as st

from components.language import i18n
from components.programme.editing import FORM_PX, show_notice
from components.programme.places import detail, kinds, listing, proposals
from components.visit import session
from db.access.permissions import Permission

viewer = session.require(Permission.PLACES_READ)
st.title(i18n.t("page.places"))
show_notice()
opened = kinds.opened()
if opened is None:
    proposals.draw(viewer)
    listing.draw(viewer)
else:
    with st.container(width=FORM_PX):
        detail.draw(viewer, opened)
