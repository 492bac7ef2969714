"""The slip says where, for what, when and a code; nothing of the programme or of the person."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa

from components.cards import pdf_pages
from components.language.catalogue import LANGUAGES, Language
from components.reads.read import read
from components.records.referral import slip
from db.access.viewer import viewer_of
from db.actions import referrals as actions
from db.errors import NotFound
from db.inputs.referrals import ReferralInput
from db.models import Organisation
from db.queries import referrals
from db.store.engine import reading, writing
from tests.at_length import first_of
from tests.cast import CAST, ago


@pytest.fixture
def referral(sqlite_engine: sa.Engine) -> int:
    raw = {
        "case_id": CAST.case_rabat, "type": "TRAINING", "organisation_id": 2, "may_share": True,
        "sent_on": ago(3), "submission_id": "given",
    }  # fmt: skip
    with writing() as session:
        session.get_one(Organisation, 2).name_ar = "مركز يعقوب"
        return actions.record(session, ReferralInput(**raw), by=CAST.agent_rabat).row.id


@pytest.mark.parametrize("language", first_of(*LANGUAGES))
def test_a_slip_is_one_page_of_four_things(
    referral: int, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def noted(draw: Any) -> Any:
        def run(page: Any, *said: Any, **more: Any) -> Any:
            drawn.append(str(said[1] if draw.__name__ == "lines" else said[0]))
            return draw(page, *said, **more)

        return run

    with monkeypatch.context() as watched:
        draws = {name: getattr(pdf_pages, name) for name in ("lines", "centred", "qr")}
        for name, draw in draws.items():
            watched.setattr(pdf_pages, name, noted(draw))
        with reading() as session:
            viewer = viewer_of(session, CAST.agent_rabat)
        pdf = slip._made(viewer, referral, language)
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1
    assert b"/URI" not in pdf and b"amudu" not in pdf.lower()
    assert drawn[-2:] == ["234-5678", "2345678"]
    assert len(drawn) == 8
    place = "مركز يعقوب" if language == "ar" else "Yacoub"
    assert place in drawn[1]
    said = " ".join(drawn)
    for word in ("Femme", "1995", "Syrie", "ANAPEC"):
        assert word not in said


def test_a_referral_of_elsewhere_has_no_slip_for_them(referral: int) -> None:
    with reading() as session:
        other = viewer_of(session, CAST.agent_casablanca)
    with pytest.raises(NotFound):
        read(referrals.sent, referral, viewer=other)
    assert read(referrals.own_id, "given", viewer=other) is None
