"""The form at ``/r/<code>``: read and posted as any browser does, with no script."""

from __future__ import annotations

import html
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlmodel import select
from starlette.applications import Starlette

from components.language.catalogue import Language, translate
from components.routes.plain import code_guesses
from components.routes.plain.form_posts import MOST_BYTES
from components.routes.plain.rate_limits import MOST, WrongCodes
from components.routes.referral.routes import ROUTES
from db.actions import referral_links, referrals
from db.codes import ReferralStatus
from db.inputs.referrals import AnswerInput, ReferralInput
from db.models import AuditEntry, Code, Referral, ReferralLink
from db.store.engine import reading, writing
from tests.asgi import Browser
from tests.at_once import ended_at_first
from tests.cast import CAST, ago
from tests.languages import LANGUAGES
from tests.pages.entered import stored


@pytest.fixture
def code(sqlite_engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(code_guesses, "WRONG_CODES", WrongCodes())
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
    # The title asks; nothing else asks the same again.
    assert len(re.findall(r"<h\d", page.text)) == 1
    assert html.escape(translate(language, "referral_form.what_came")) not in page.text
    done = browser.post(f"/r/{code}?l={language}", {"s": "SERVED"})
    assert translate(language, "answer_form.stored") in done.text
    assert status() is ReferralStatus.SERVED


@pytest.mark.parametrize(
    ("spoken", "language"),
    [("ar-MA,ar;q=0.9,fr;q=0.8", "ar"), ("de-DE, EN;q=0.5", "en"), ("de", "fr"), ("", "fr")],
)
def test_without_a_choice_the_page_speaks_the_browsers_language(
    code: str, browser: Browser, spoken: str, language: str
) -> None:
    page = browser.get(f"/r/{code}", **{"accept-language": spoken})
    assert f'<html lang="{language}"' in page.text
    chosen = browser.get(f"/r/{code}?l=en", **{"accept-language": spoken})
    assert '<html lang="en"' in chosen.text


def test_nothing_about_the_person_is_in_the_page(code: str, browser: Browser) -> None:
    text = browser.get(f"/r/{code}").text
    assert not re.search(r"\b19\d\d\b", text)
    for word in ("Femme", "Homme", "Cameroun", "Syrie", "Mali"):
        assert word not in text


def test_a_second_answer_is_told_that_one_is_stored(code: str, browser: Browser) -> None:
    browser.post(f"/r/{code}", {"s": "REFUSED.FULL"})
    again = browser.post(f"/r/{code}", {"s": "SERVED"})
    assert translate("fr", "answer_form.stored_before") in html.unescape(again.text)
    assert status() is ReferralStatus.REFUSED
    assert said(again.text) == set()


def said(text: str) -> set[str]:
    """Which statuses a page names."""
    with reading() as session:
        words = session.exec(select(Code.label_fr).where(Code.list == "REFERRAL_STATUS")).all()
    return {word for word in words if translate("fr", "answer_form.stored_as", status=word) in text}


def test_what_was_answered_stands_on_the_page_of_the_post_alone(
    code: str, browser: Browser
) -> None:
    """Whoever kept the link reads on it neither that answer nor a later one."""
    done = browser.post(f"/r/{code}", {"s": "ACCEPTED"})
    assert len(said(done.text)) == 1
    later = browser.get(f"/r/{code}")
    assert (later.status, said(later.text)) == (200, set())
    assert translate("fr", "answer_form.stored") in html.unescape(later.text)
    with writing() as session:
        row = session.exec(select(Referral)).one()
        served = AnswerInput(referral_id=row.id, status="SERVED", status_on=ago(0))
        referrals.answer(session, served, by=CAST.agent_rabat)
    assert browser.get(f"/r/{code}").text == later.text


def test_an_answer_that_is_no_longer_possible_says_so(code: str, browser: Browser) -> None:
    with writing() as session:
        row = session.exec(select(Referral)).one()
        said = AnswerInput(referral_id=row.id, status="ACCEPTED", status_on=ago(0))
        referrals.answer(session, said, by=CAST.agent_rabat)
    page = browser.post(f"/r/{code}", {"s": "REFUSED.FULL"})
    assert html.escape(translate("fr", "answer_form.changed"), quote=False) in html.unescape(
        page.text
    )
    assert 'value="SERVED"' in page.text
    assert status() is ReferralStatus.ACCEPTED


def test_an_answer_that_the_database_ended_is_stored_after_all(
    code: str, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The place read that it had failed, and that it should come back."""
    monkeypatch.setattr(referral_links, "answer", ended_at_first(referral_links.answer))
    done = browser.post(f"/r/{code}", {"s": "SERVED"})
    assert (done.status, status()) == (200, ReferralStatus.SERVED)


@pytest.mark.parametrize("at_once", ["SERVED", "REFUSED.FULL"])
def test_of_two_posts_at_once_one_wins(code: str, browser: Browser, at_once: str) -> None:
    with ThreadPoolExecutor(2) as two:
        pages = list(
            two.map(lambda said: browser.post(f"/r/{code}", {"s": said}), ["NO_SHOW", at_once])
        )
    told = [html.unescape(each.text) for each in pages]
    for one in ("answer_form.stored", "answer_form.stored_before"):
        assert sum(translate("fr", one) in text for text in told) == 1
    assert stored(ReferralLink)[0].used_at is not None
    assert [each.action for each in stored(AuditEntry)].count("referral_link.answer") == 1


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
