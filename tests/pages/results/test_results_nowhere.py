"""Whoever sees no agency reads why, and no nought that would be taken for the programme's."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlmodel import select

from components.language import i18n
from components.language.catalogue import translate
from db.audit import raise_reference
from db.models import Account, Posting, Programme
from db.store import engine as engines
from tests.cast import CAST, ago
from tests.empty import empty
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


@pytest.mark.parametrize("page", ["results/trust", "results/indicators", "work/people",
                                  "manage/trust_waves", "manage/postings"])  # fmt: skip
def test_a_manager_without_agencies_reads_where_they_come_from(
    signed_in: SignedIn, page: str
) -> None:
    with engines.writing() as session:
        programme = session.exec(select(Programme)).one().model_dump()
        account = session.get_one(Account, CAST.manager).model_dump()
        empty(session)
        session.add(Programme(**programme))
        session.add(Account(**account))
        raise_reference(session)
    signed_in(CAST.manager)
    said = Phone(f"{page}.py").said
    assert translate("fr", "postings.no_agency") in said
    for key in ("day.no_posting", "card.empty", "postings.none_found", "waves.plan_lead"):
        assert translate("fr", key) not in said


def test_before_its_first_day_a_programme_says_when_it_begins(signed_in: SignedIn) -> None:
    with engines.writing() as session:
        session.execute(sa.delete(Posting))
        session.exec(select(Programme)).one().starts_on = begins = ago(-30)
        raise_reference(session)
    signed_in(CAST.manager)
    said = Phone("results/placements.py").said
    assert i18n.t("note.not_begun", day=begins) in said
    assert "Affectez quelqu'un" not in said


@pytest.mark.parametrize("page", ["results/overview", "work/my_day", "work/people"])
def test_an_agent_whose_posting_begins_later_is_told_when(signed_in: SignedIn, page: str) -> None:
    with engines.writing() as session:
        session.execute(sa.delete(Posting))
        for days, agency in ((9, CAST.tanger), (3, CAST.rabat)):
            session.add(
                Posting(account_id=CAST.agent_rabat, agency_id=agency, starts_on=ago(-days))
            )
    signed_in(CAST.agent_rabat)
    said = Phone(f"{page}.py").said
    assert i18n.t("day.posting_ahead", agency="Agence Rabat", day=ago(-3)) in said
    assert translate("fr", "day.no_posting") not in said
