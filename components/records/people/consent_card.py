"""One card on a person's page: what they have agreed to, and how to reach them."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.records.people import consents, contact
from db.access.viewer import Viewer
from db.codes import ConsentPurpose
from db.queries.consents import Consents
from db.queries.contacts import Kept
from db.queries.person import Person


def draw(viewer: Viewer, person: Person, found: Consents, kept: Kept | None) -> None:
    """The purposes, one line each; below, the contact of whoever agreed to be called."""
    st.subheader(i18n.t("consents.title"))
    st.caption(i18n.t("consents.hint"))
    with st.container(gap="xsmall", key="person_consents"):
        consents.draw(viewer, person, found)
        if found.said[ConsentPurpose.FOLLOW_UP].stands:
            contact.draw(viewer, person, kept)
