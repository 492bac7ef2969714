"""The slip that a person takes along: where, for what, since when, and the code of their card."""

from __future__ import annotations

from functools import partial

import streamlit as st

from components.cards import exports, pdf_pages
from components.language import i18n
from components.language.catalogue import Language, translate
from components.reads import labels, reference
from components.reads.read import read
from db.access.viewer import Viewer
from db.inputs import case_codes
from db.models import Agency, Organisation
from db.queries import referrals

FILE = "referral.pdf"
#: A6, upright, in millimetres.
WIDTH, HEIGHT, MARGIN, QR = 105.0, 148.0, 10.0, 38.0
SMALL, LARGE, CODE = 10.0, 15.0, 26.0


def draw(viewer: Viewer, referral_id: int) -> None:
    """The button; the referral is read again when it is touched."""
    st.download_button(
        i18n.t("referral_form.slip"),
        exports.reader().checked(FILE, partial(_made, viewer, referral_id, i18n.language())),
        file_name=FILE,
        mime="application/pdf",
        key="referral_slip",
        icon=":material/print:",
        on_click="ignore",
        width="stretch",
    )
    st.caption(i18n.t("referral_form.slip_hint"))


def after_saving(viewer: Viewer, submission_id: object) -> None:
    """The same for a referral that was just saved."""
    if (saved := read(referrals.own_id, str(submission_id), viewer=viewer)) is not None:
        draw(viewer, saved)


def said(sent: referrals.Sent, language: Language) -> list[tuple[str, str]]:
    """What stands on the slip, each under its heading: nothing about the programme, nor about the
    person but the code."""
    reason = labels.labels_in("REFERRAL_REASON", language)[sent.type]
    return [
        (translate(language, "referral_slip.place"), _place(sent, language)),
        (translate(language, "referral_slip.reason"), reason),
        (translate(language, "referral_slip.day"), i18n.day_in(language, sent.sent_on)),
    ]


def _place(sent: referrals.Sent, language: Language) -> str:
    """A download has no session, and so no language but the one that its button had."""
    found: Agency | Organisation = (
        reference.agencies()[sent.to_agency_id or 0]
        if sent.organisation_id is None
        else reference.organisations()[sent.organisation_id]
    )
    name = {"en": found.name_en, "ar": found.name_ar}.get(language, "") or found.name
    return name if not found.city or found.city in found.name else f"{name}, {found.city}"


def _made(viewer: Viewer, referral_id: int, language: Language) -> bytes:
    sent = read(referrals.sent, referral_id, viewer=viewer)
    page = pdf_pages.blank((WIDTH, HEIGHT))
    page.add_page()
    width, y = WIDTH - 2 * MARGIN, MARGIN
    for heading, text in said(sent, language):
        y = pdf_pages.lines(page, language, heading, SMALL, MARGIN, y, width) + 1
        y = pdf_pages.lines(page, language, text, LARGE, MARGIN, y, width, bold=True) + 4
    code = sent.case_code
    pdf_pages.centred(page, case_codes.written(code), CODE, 0, HEIGHT - QR - 26, WIDTH)
    pdf_pages.qr(page, code, (WIDTH - QR) / 2, HEIGHT - QR - MARGIN, QR)
    return bytes(page.output())
