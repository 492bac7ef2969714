"""The access review says in words who sees what, and what should be looked at."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col

from components.language.catalogue import LANGUAGES as ALL
from components.language.catalogue import Language, messages, translate
from db.access.permissions import ROLES, Permission
from db.codes import Role
from db.models import Account, Posting
from db.models.base import now
from db.store import engine as engines
from tests.cast import CAST, ago
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn

PAGE = "manage/access_review.py"


@pytest.mark.parametrize("language", ALL)
def test_every_permission_has_words(language: Language) -> None:
    said = {key for key in messages(language) if key.startswith("permission.")}
    assert said == {f"permission.{each}" for each in Permission}
    scopes = {key for key in messages(language) if key.startswith("review.scope.")}
    assert scopes == {f"review.scope.{each}" for each in Role}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_each_role_sees_is_said_and_who_has_it(
    signed_in: SignedIn, language: Language
) -> None:
    signed_in(CAST.administrator)
    phone = Phone(PAGE, language)
    headers = [each.value for each in phone.app.header]
    for role in Role:
        where = next(
            at for at, each in enumerate(headers) if translate(language, f"role.{role}") in each
        )
        assert where
        assert translate(language, f"review.scope.{role}") in phone.said
        for permission in ROLES[role] - {Permission.OWN_ACCOUNT}:
            assert translate(language, f"permission.{permission}") in phone.said
    assert "Agent.Rabat" in phone.said and "Closed" not in phone.said
    assert translate(language, "review.one_administrator") in phone.said


def test_places_are_named_with_their_days(signed_in: SignedIn) -> None:
    with engines.writing() as session:
        mine = sa.update(Posting).where(col(Posting.account_id) == CAST.agent_rabat)
        session.execute(mine.values(ends_on=ago(2)))
    signed_in(CAST.administrator)
    phone = Phone(PAGE)
    (line,) = [each for each in phone.said.splitlines() if each.startswith("1. **Agent.Rabat")]
    assert "Agence Rabat" in line
    assert translate("fr", "review.concern.unposted") in line


def test_what_should_be_looked_at_comes_first(signed_in: SignedIn) -> None:
    with engines.writing() as session:
        session.get_one(Account, CAST.manager).created_at = now() - timedelta(days=200)
        session.get_one(Account, CAST.manager).display_name = "[Nom](piège)"
    signed_in(CAST.administrator)
    phone = Phone(PAGE)
    reason = translate("fr", "review.concern.dormant")
    assert rf"- **{reason}** · \[Nom\](piège)" in phone.said


def test_nothing_to_look_at_is_said(signed_in: SignedIn) -> None:
    with engines.writing() as session:
        session.get_one(Account, CAST.manager).role = Role.ADMINISTRATOR
    signed_in(CAST.administrator)
    assert translate("fr", "review.nothing") in Phone(PAGE).said


def test_a_programme_that_nobody_stays_to_administer_is_told(signed_in: SignedIn) -> None:
    with engines.writing() as session:
        session.get_one(Account, CAST.administrator).expires_on = ago(-400)
    signed_in(CAST.administrator)
    said = Phone(PAGE).said
    assert translate("fr", "review.no_administrator") in said
    assert translate("fr", "review.one_administrator") not in said
