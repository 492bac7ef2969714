"""What was entered: find it, correct it, or void it with a reason."""

import streamlit as st

from components.language import i18n
from components.reads.read import read
from components.records import entries as entry_list
from components.records import entry_filters
from components.visit import session
from db.access.permissions import Permission
from db.queries import entries

viewer = session.require(Permission.ENTRIES_READ)
st.title(i18n.t("page.entries"))
wanted = entry_filters.draw(viewer)
found = read(entries.listed, wanted, viewer=viewer)
if not found:
    st.info(i18n.t("entries.none"), icon=":material/search_off:")
for entry in found:
    entry_list.line(viewer, entry)
entry_filters.pages(found, wanted)
