"""Whoever was sent here by another agency stands in the agent's day, one touch from the answer."""

from __future__ import annotations

import pytest

from db.actions import referrals
from db.codes import ReferralStatus
from db.inputs.referrals import ReferralInput
from db.models import Referral
from db.store.engine import writing
from tests.cast import CAST, ago
from tests.languages import LANGUAGES
from tests.pages.entered import stored
from tests.pages.phone import Phone, SignedIn

PAGE, DAY = "work/record_referral.py", "work/my_day.py"


@pytest.fixture
def referral(signed_in: SignedIn) -> int:
    signed_in(CAST.agent_rabat)
    data = ReferralInput(
        case_id=CAST.case_casablanca, type="WORK", to_agency_id=CAST.rabat, may_share=True,
        sent_on=ago(3), submission_id="given",
    )  # fmt: skip
    with writing() as session:
        return referrals.record(session, data, by=CAST.agent_casablanca).row.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_sent_here_is_answered_from_ones_day_in_two_taps(referral: int, language: str) -> None:
    day = Phone(DAY, language)
    day.press(f"day_received_{referral}")
    assert day.app.query_params == {"received": str(referral)}
    phone = Phone(PAGE, language, received=str(referral))
    assert "234-5CFG" in phone.said
    assert not phone.shows(f"referral_{referral}_NO_REPLY")
    phone.press(f"referral_{referral}_SERVED")
    assert stored(Referral)[0].status is ReferralStatus.SERVED
    assert "234-5CFG" in phone.app.success[0].value
    assert not Phone(DAY, language).shows(f"day_received_{referral}")


def test_it_is_undone_at_once_and_reached_from_the_list(referral: int) -> None:
    phone = Phone(PAGE, view="received")
    phone.press(f"referral_received_answer_{referral}")
    phone = Phone(PAGE, received=str(referral))
    phone.press(f"referral_{referral}_refused_FULL")
    phone.press("referral_undo")
    assert stored(Referral)[0].status is ReferralStatus.SENT


def test_where_nobody_was_sent_there_is_no_such_list(signed_in: SignedIn) -> None:
    signed_in(CAST.agent_rabat)
    options = Phone(PAGE).app.button_group(key="referral_view").options
    assert len(options) == 2
