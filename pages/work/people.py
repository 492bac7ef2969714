"""People: find one by a few words, open their page, see what comes next."""

import streamlit as st

from components.language import i18n
from components.records.people import detail, finding, links
from components.results import no_agency
from components.visit import session
from db.access.permissions import Permission

viewer = session.require(Permission.PEOPLE_READ)
st.title(i18n.t("page.people"))
if not no_agency.is_shown(viewer):
    if code := links.wanted():
        detail.draw(viewer, code)
    else:
        finding.draw(viewer)
