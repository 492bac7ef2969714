"""What was entered: find it, correct it, or void it with a reason."""

import streamlit as st

from components.language import i18n
from components.reads.read import read
from components.records import entries as entry_list
from components.records import entry_filters, entry_table
from components.visit import browser, session
from db.access.permissions import Permission
from db.queries import entries

viewer = session.require(Permission.ENTRIES_READ)
st.title(i18n.t("page.entries"))
is_table = browser.is_wide()
listing = entry_filters.draw(viewer, is_table=is_table)
found = read(entries.listed, listing.wanted, viewer=viewer)
if not found:
    none = "entries.none" if listing.wanted.narrows else "entries.none_yet"
    st.info(i18n.t(none), icon=":material/search_off:")
elif is_table:
    entry_table.draw(viewer, found, listing.columns, listing.wanted.order)
else:
    for entry in found:
        entry_list.line(viewer, entry)
entry_filters.pages(found, listing.wanted)
