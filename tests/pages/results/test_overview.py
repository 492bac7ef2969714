"""The overview leads to what is behind, to months that wait, and to what changed."""

from __future__ import annotations

import pytest

from components.language import i18n
from components.language.catalogue import Language, translate, translate_plural
from db.store.engine import writing
from tests.acts_approvals import propose
from tests.acts_indicators import save_targets
from tests.cast import CAST, ago, today
from tests.languages import LANGUAGES
from tests.pages.entered import met
from tests.pages.phone import Phone, SignedIn

PAGE = "results/overview.py"
pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")


def told(page: str, language: Language = "fr") -> str:
    """What the page says, its links among it."""
    phone = Phone(page, language)
    links = [each.proto.label for each in phone.app.get("page_link")]
    return "\n".join([phone.said, *links])


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_indicator_behind_its_path_and_a_month_to_approve_are_said(
    signed_in: SignedIn, language: Language
) -> None:
    met(happened_on=ago(3))
    with writing() as session:
        save_targets(session, {f"0 {today()}": "5000"})
        propose(session)
    signed_in(CAST.manager)
    said = told(PAGE, language)
    assert translate(language, "indicators.programme") in said
    behind = translate_plural(language, "attention.behind", 1, count="1", place="|", titles="")
    assert behind.partition("(|")[0] in said
    agencies = "الرباط" if language == "ar" else "Rabat"
    assert (
        translate_plural(language, "attention.to_approve", 1, count="1", agencies=agencies) in said
    )
    assert translate(language, "figure.before_after") in said


def test_an_agent_is_told_of_months_that_wait_for_them_and_of_no_others(
    signed_in: SignedIn,
) -> None:
    met(happened_on=ago(3))
    signed_in(CAST.agent_rabat)
    said = told(PAGE)
    assert i18n.tn("attention.to_complete", 3, agencies="Rabat") in said
    assert "Casablanca" not in said
    assert i18n.t("indicators.programme") not in said
