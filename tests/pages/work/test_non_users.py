"""One tap a person, a second touch within a moment is nobody, and the last one can be undone."""

from __future__ import annotations

import pytest

from components.language import i18n
from db.models import NonUserCount, Posting
from db.store.engine import writing
from tests.cast import CAST, ago
from tests.languages import LANGUAGES
from tests.pages.entered import stored
from tests.pages.phone import Phone, SignedIn

PAGE = "work/non_users.py"
GUARD = "components.records.non_users.GUARD_SECONDS"


@pytest.fixture
def agent(signed_in: SignedIn) -> None:
    signed_in(CAST.agent_rabat)


def numbers() -> dict[tuple[int, str], int]:
    return {(each.agency_id, each.answer): each.people for each in stored(NonUserCount)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_tap_counts_one_person(
    agent: None, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(GUARD, 0)
    phone = Phone(PAGE, language)
    assert i18n.tn("non_users.today", 0) in phone.said
    for code in ("unknown", "unknown", "no_need"):
        phone.press(f"non_users_answer_{code}")
    assert phone.taps == 3
    assert numbers() == {(CAST.rabat, "UNKNOWN"): 2, (CAST.rabat, "NO_NEED"): 1}
    assert i18n.tn("non_users.today", 3) in phone.said
    for _ in range(2):
        phone.press("non_users_undo")
    assert numbers() == {(CAST.rabat, "UNKNOWN"): 1, (CAST.rabat, "NO_NEED"): 0}


def test_the_second_touch_of_a_double_tap_is_nobody_else(
    agent: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(GUARD, 3600)
    phone = Phone(PAGE)
    for _ in range(2):
        phone.press("non_users_answer_fear")
    assert numbers() == {(CAST.rabat, "FEAR"): 1}


def test_who_is_posted_twice_says_where(agent: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GUARD, 0)
    with writing() as session:
        session.add(Posting(account_id=CAST.agent_rabat, agency_id=CAST.tanger, starts_on=ago(9)))
    phone = Phone(PAGE)
    phone.choose("non_users_agency", CAST.tanger)
    phone.press("non_users_answer_tried")
    assert numbers() == {(CAST.tanger, "TRIED"): 1}


def test_who_is_posted_nowhere_is_told_so(agent: None) -> None:
    with writing() as session:
        for posting in stored(Posting):
            session.get_one(Posting, posting.id).ends_on = ago(20)
    phone = Phone(PAGE)
    assert i18n.t("entry.no_posting") in phone.said
    assert not phone.shows("non_users_answer_tried")
