"""Frozen releases, for managers only; an opened one shows what was published beside the truth."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.reads import releases as data_release
from components.reads.read import read
from components.releases import truth_table
from components.releases import words as release_view
from db.access.viewer import Viewer
from db.models import Release
from db.queries import releases


def draw(viewer: Viewer, frozen: list[Release]) -> None:
    """One line a release."""
    if not frozen:
        st.info(i18n.t("release.none"), icon=":material/inventory_2:")
    for release in frozen:
        with st.container(border=True, key=f"releases_line_{release.number}"):
            st.markdown(f"**{release_view.name(release)}**")
            st.caption(release_view.rules_line(release))
            _opened(viewer, release)


def _opened(viewer: Viewer, release: Release) -> None:
    key = f"releases_frozen_{release.number}"
    opened = st.expander(i18n.t("releases.beside_truth"), key=key, on_change="rerun")
    if opened.open:
        with opened:
            cells = data_release.cells(viewer, release.number)
            truths = read(releases.truths, release.number, viewer=viewer)
            tables = release_view.tables(cells, release.base)
            truth_table.show(tables, truths, release.threshold, key)
