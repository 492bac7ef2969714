"""The card that a person takes home: their code, for eyes and for a scanner, and nothing else."""

from __future__ import annotations

from functools import partial

import streamlit as st

from components.cards import exports, pdf_pages
from components.language import i18n
from components.reads.read import read
from db.access.viewer import Viewer
from db.inputs import case_codes
from db.queries import person as queries
from db.queries.person import Person

FILE = "amudu_card.pdf"


def draw(viewer: Viewer, person: Person) -> None:
    """The button; the case is read again when it is touched, for it may have gone elsewhere."""
    st.download_button(
        i18n.t("people.card"),
        exports.reader().checked(FILE, partial(_made, viewer, person.id)),
        file_name=FILE,
        mime="application/pdf",
        key="person_card",
        icon=":material/print:",
        on_click="ignore",
        width="stretch",
    )
    st.caption(i18n.t("people.card_hint"))


def _made(viewer: Viewer, case_id: int) -> bytes:
    code = read(queries.one, case_id, viewer=viewer).code
    return pdf_pages.card(case_codes.written(code), code)
