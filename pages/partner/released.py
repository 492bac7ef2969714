"""A partner reads one release: what it counts, its tables, its charts, its files."""

import streamlit as st

from components.language import i18n
from components.reads import releases as data_release
from components.reads.read import read
from components.releases import cards as release_cards
from components.releases import choosing, listed, sentences
from components.releases import words as release_view
from components.visit import session
from db.access.permissions import Permission
from db.queries import released

viewer = session.require(Permission.RELEASE_READ)
st.title(i18n.t("page.released"))
releases = read(released.releases, viewer=viewer)
if not releases:
    st.info(i18n.t("release.none"), icon=":material/inventory_2:")
    st.stop()

release = choosing.choose(releases)
if release is None:
    st.stop()
tables = release_view.tables(data_release.cells(viewer, release.number), release.base)
found = listed.listed(tables)
says = sentences.sentences(release, tables)
st.markdown(f"**{release_view.name(release)}**")
st.caption(release_view.rules_line(release))
choosing.tell_newer(release, releases)
release_cards.in_brief(says)
release_cards.downloads(release, found.tables, says)
release_cards.cite(release)
release_cards.method(release)
release_cards.grid(release, found.tables)
release_cards.left_out(found)
release_cards.since_the_start(read(released.since_the_start, viewer=viewer))
