"""The list of what is missing: each line with its place, gone when done."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from components.language.catalogue import Language, translate
from db.codes import Role
from db.models import Account, Posting
from db.store import engine as engines
from tests.cast import CAST, ago
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn

PAGE = "manage/getting_ready.py"


def without_postings() -> None:
    with engines.writing() as session:
        session.execute(sa.delete(Posting))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", [CAST.administrator, CAST.manager])
def test_what_is_missing_is_told(signed_in: SignedIn, who: int, language: Language) -> None:
    signed_in(who)
    phone = Phone(PAGE, language)
    for key in ("ready.step.register_counts", "ready.step.releases"):
        assert translate(language, key) in phone.said


@pytest.mark.parametrize(("who", "is_named"), [(CAST.administrator, True), (CAST.manager, False)])
def test_a_setting_is_named_to_whoever_looks_after_the_server(
    signed_in: SignedIn, who: int, is_named: bool
) -> None:
    signed_in(who)
    said = Phone(PAGE).said
    assert translate("fr", "ready.why.address") in said
    assert ("AMUDU_" in said) is is_named


def test_a_line_goes_when_its_step_is_done(signed_in: SignedIn) -> None:
    signed_in(CAST.administrator)
    without_postings()
    phone = Phone(PAGE)
    assert translate("fr", "ready.why.postings") in phone.said
    assert translate("fr", "ready.by_role", role=translate("fr", "role.manager")) in phone.said
    for agent in (CAST.agent_rabat, CAST.agent_casablanca):
        with engines.writing() as session:
            session.add(Posting(account_id=agent, agency_id=CAST.rabat, starts_on=ago(1)))
        phone.run()
        assert translate("fr", "ready.why.postings") not in phone.said
    assert translate("fr", "ready.why.unposted") not in phone.said
    assert f"{translate('fr', 'ready.step.postings')} · 2" in phone.said


def test_a_step_leads_to_its_page_or_names_who_may_open_it(signed_in: SignedIn) -> None:
    with engines.writing() as session:
        session.get_one(Account, CAST.partner).closed_at = session.get_one(
            Account, CAST.closed
        ).closed_at
    asked = dict.fromkeys((CAST.administrator, CAST.manager), "")
    for who in asked:
        signed_in(who)
        asked[who] = Phone(PAGE).said
    ask = {
        role: translate("fr", "ready.by_role", role=translate("fr", f"role.{role}"))
        for role in (Role.ADMINISTRATOR, Role.MANAGER)
    }
    assert ask[Role.MANAGER] in asked[CAST.administrator]
    assert ask[Role.ADMINISTRATOR] not in asked[CAST.administrator]
    assert ask[Role.ADMINISTRATOR] in asked[CAST.manager]
    assert ask[Role.MANAGER] not in asked[CAST.manager]
