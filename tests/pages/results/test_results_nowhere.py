"""Whoever sees no agency reads why, and no nought that would be taken for the programme's."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import sqlalchemy as sa
import streamlit as st

from components.language import i18n
from components.language.catalogue import Language, translate
from components.results import nowhere
from db.codes import Role
from db.models import Posting
from db.store import engine as engines
from tests.cast import CAST
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn

PAGES = ("overview", "placements", "training", "referrals", "trust", "before_after", "agencies",
         "indicators")  # fmt: skip
pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")


@pytest.mark.parametrize("page", PAGES)
def test_an_agent_without_a_posting_is_told_so(signed_in: SignedIn, page: str) -> None:
    with engines.writing() as session:
        session.execute(sa.delete(Posting))
    signed_in(CAST.agent_rabat)
    said = Phone(f"results/{page}.py").said
    assert translate("fr", "day.no_posting") in said
    assert translate("fr", "card.empty") not in said
    assert "0 personne" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_manager_without_agencies_is_told_where_they_come_from(
    monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    said: list[str] = []
    monkeypatch.setattr(i18n, "language", lambda: language)
    monkeypatch.setattr(st, "info", lambda text, **_: said.append(text))
    viewer = SimpleNamespace(role=Role.MANAGER, agencies=frozenset())
    assert nowhere.is_told(viewer)  # type: ignore[arg-type]
    assert translate(language, "page.places") in said[0]
    assert not nowhere.is_told(SimpleNamespace(agencies=frozenset({1})))  # type: ignore[arg-type]
