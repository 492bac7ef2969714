"""Who is posted where and when: the timeline of all agencies, and the forms that change it."""

import streamlit as st

from components.language import i18n
from components.programme.editing import FORM_PX, back, show_notice
from components.programme.postings import changes, listing, new, view
from components.reads import figures
from components.results import live
from components.results.placements import in_post
from components.visit import session
from db.access.permissions import Permission

viewer = session.require(Permission.POSTINGS_MANAGE)
version = figures.version()
st.title(i18n.t("page.postings"))
show_notice()
opened = view.opened()
if opened is None:
    new.button(viewer)
    if view.wants_charts():
        live.pulse(Permission.POSTINGS_MANAGE, viewer, version)
        in_post.draw(viewer, version)
    else:
        listing.draw(viewer)
else:
    back(i18n.t("postings.back"), "postings_back", view.back_to_list)
    with st.container(width=FORM_PX):
        if opened == view.NEW:
            new.draw(viewer)
        else:
            changes.draw(viewer, opened)
