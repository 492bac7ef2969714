"""The form at ``/r/<code>``: read and posted as any browser does, with no script."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from starlette.applications import Starlette

from components.language.catalogue import Language, translate
from components.routes.plain import guesses
from components.routes.plain.posted import MOST_BYTES
from components.routes.plain.tries import MOST, Tries
from components.routes.referral.routes import ROUTES
from db.actions import referral_links, referrals
from db.codes import ReferralStatus
from db.inputs.referrals import ReferralInput
from db.models import Referral
from db.store.engine import writing
from tests.asgi import Browser
from tests.cast import CAST, ago
from tests.languages import LANGUAGES
from tests.pages.entered import stored


@pytest.fixture
def code(sqlite_engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(guesses, "TRIES", Tries())
    data = ReferralInput(
        case_id=CAST.case_rabat, type="TRAINING", organisation_id=2, may_share=True,
        sent_on=ago(20), submission_id="given",
    )  # fmt: skip
    with writing() as session:
        row = referrals.record(session, data, by=CAST.agent_rabat).row
        return referral_links.make(session, row.id, by=CAST.agent_rabat).replace("-", "")


@pytest.fixture
def browser() -> Browser:
    return Browser(Starlette(routes=ROUTES))


def status() -> ReferralStatus:
    return stored(Referral)[0].status


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_touch_answers(code: str, browser: Browser, language: Language) -> None:
    page = browser.get(f"/r/{code}?l={language}")
    assert page.status == 200
    assert "234-5678" in page.text and f'lang="{language}"' in page.text
    assert "<script" not in page.text and len(page.text) < 8_000
    assert 'value="SERVED"' in page.text and 'value="NO_REPLY"' not in page.text
    assert 'value="REFUSED.FULL"' in page.text
    done = browser.post(f"/r/{code}?l={language}", {"s": "SERVED"})
    assert translate(language, "answer_form.stored") in done.text
    assert status() is ReferralStatus.SERVED


def test_nothing_about_the_person_is_in_the_page(code: str, browser: Browser) -> None:
    text = browser.get(f"/r/{code}").text
    assert not re.search(r"\b19\d\d\b", text)
    for word in ("Femme", "Homme", "Cameroun", "Syrie", "Mali"):
        assert word not in text


def test_a_second_answer_is_told_that_one_is_stored(code: str, browser: Browser) -> None:
    browser.post(f"/r/{code}", {"s": "REFUSED.FULL"})
    again = browser.post(f"/r/{code}", {"s": "SERVED"})
    assert translate("fr", "answer_form.stored") in again.text
    assert status() is ReferralStatus.REFUSED


@pytest.mark.parametrize("touched", ["", "REFUSED", "REFUSED.ILL", "NO_REPLY", "SENT", "x" * 900])
def test_what_is_no_answer_changes_nothing(code: str, browser: Browser, touched: str) -> None:
    page = browser.post(f"/r/{code}", {"s": touched})
    assert 'value="SERVED"' in page.text
    assert status() is ReferralStatus.SENT


def test_other_sites_and_large_posts_are_refused(code: str, browser: Browser) -> None:
    far = browser.post(f"/r/{code}", {"s": "SERVED"}, sec_fetch_site="cross-site")
    large = browser.post(f"/r/{code}", {"s": "x" * MOST_BYTES * 2})
    assert (far.status, large.status) == (403, 413)
    assert status() is ReferralStatus.SENT


def test_guessing_ends_after_a_few_codes_for_right_ones_too(code: str, browser: Browser) -> None:
    told = [browser.get(f"/r/2222{number:04}GGGG").status for number in range(MOST + 5)]
    assert told == [404] * MOST + [429] * 5
    assert browser.get(f"/r/{code}").status == 429
    assert browser.post(f"/r/{code}", {"s": "SERVED"}).status == 429


def test_wrong_codes_by_post_are_counted_as_well(code: str, browser: Browser) -> None:
    told = [
        browser.post(f"/r/2222{number:04}GGGG", {"s": "SERVED"}).status
        for number in range(MOST + 5)
    ]
    assert told == [404] * MOST + [429] * 5
