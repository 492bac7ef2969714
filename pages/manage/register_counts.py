"""What the agencies' own registers count: the one series that is older than the agents."""

import streamlit as st

from components.language import i18n
from components.programme.register_counts import form, grid, history, typed
from components.reads import labels, reference
from components.reads.read import read
from components.visit import session
from db.access.permissions import Permission
from db.queries import register_counts

viewer = session.require(Permission.REGISTER_COUNTS_WRITE)
st.title(i18n.t("page.register_counts"))
st.write(i18n.t("register.lead"))
agencies = reference.agencies()
if not agencies:
    st.info(i18n.t("register.no_agency"), icon=":material/domain_disabled:")
    st.stop()
agency_id = st.selectbox(
    i18n.t("entry.agency"),
    list(agencies),
    format_func=labels.agency,
    key="register_agency",
    bind="query-params",
)
stored = read(register_counts.stored, agency_id, viewer=viewer)
form.tell_saved()
known = typed.of(agency_id, stored)
known.refresh(stored)
grid.paste(agency_id, known)
grid.draw(agency_id, known)
form.draw(viewer, agency_id, known, stored)
history.draw(read(register_counts.changes, agency_id, viewer=viewer))
