"""Courses with their places, and a course's group marked on one screen."""

import streamlit as st

from components.language import i18n
from components.records.courses import detail, form, listing, marking, view
from components.saving import saved
from components.visit import session
from db.access.permissions import Permission

viewer = session.require(Permission.COURSES_WRITE)
st.title(i18n.t("page.courses"))
opened = view.opened()
if result := saved.latest(marking.FORM, viewer):
    saved.show(result)
elif opened is None:
    view.show_notice()
    listing.draw(viewer)
elif opened == view.NEW:
    with st.container(width=view.PX):
        form.new(viewer)
else:
    view.back()
    view.show_notice()
    with st.container(width=view.PX):
        if isinstance(opened, int):
            detail.draw(viewer, opened)
