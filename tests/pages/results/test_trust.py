"""What the trust page shows of its survey, and what it says where it shows nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
import streamlit as st
from sqlmodel import col
from streamlit.testing.v1 import AppTest

from components.language.catalogue import Language, translate, translate_plural
from db.audit import raise_version
from db.codes import DONT_KNOW, NOT_APPLICABLE
from db.models import TrustResponse, TrustWave, TrustWaveAgency
from db.models.base import now
from db.store import engine as engines
from tests.cast import CAST, ago, today
from tests.languages import LANGUAGES
from tests.pages.phone import SignedIn
from tests.pages.results_page import (
    a_wave_begins,
    drawn,
    fill,
    open_page,
    open_tables,
    said,
    the_wave_is_over,
    words_of,
)

pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")


def answered(agency: int | None = None, **values: Any) -> None:
    """Every answer (of one agency) now says this."""
    change = sa.update(TrustResponse).values(values)
    with engines.writing() as session:
        session.execute(change if agency is None else change.where(_of(agency)))
        raise_version(session)


def _of(agency: int) -> sa.ColumnElement[bool]:
    return col(TrustResponse.agency_id) == agency


def word(key: str) -> str:
    return translate("fr", key)


def table(app: AppTest, *columns: str) -> pd.DataFrame:
    """The first table that has these columns."""
    wanted = {word(each) for each in columns}
    return next(each.value for each in app.dataframe if wanted <= set(each.value.columns))


@pytest.mark.long
def test_the_table_says_who_is_neutral_who_does_not_trust_and_who_gave_no_answer(
    signed_in: SignedIn,
) -> None:
    signed_in(CAST.agent_rabat)
    fill(answers=12)
    answered(t2=5, s_sat=NOT_APPLICABLE)
    app = open_tables("trust")
    tables = [each.value for each in app.dataframe]
    classes = [word(f"trust.column.{name}") for name in ("trusting", "neutral", "not_trusting")]
    shares = [each[classes].iloc[0].to_list() for each in tables if classes[1] in each]
    assert shares == [[67, 0, 33], [0, 100, 0]]
    absent = [word(f"trust.column.{name}") for name in ("dk", "refused", "not_applicable")]
    assert sum(set(absent) <= set(each) for each in tables) == 3


@pytest.mark.long
@pytest.mark.parametrize("account", [CAST.agent_rabat, CAST.manager])
def test_a_driver_with_too_few_answers_hides_itself_alone(
    signed_in: SignedIn, account: int | None
) -> None:
    signed_in(account)
    fill(answers=12)
    answered(d_dat=DONT_KNOW)
    app = open_page("trust")
    (chart,) = [each for each in drawn(app) if word("driver.D_REL") in words_of(each)]
    assert translate("fr", "trust.hidden", least=10) in words_of(chart)
    assert word("headline.drivers_some") in said(app)


@pytest.mark.long
def test_drivers_stand_by_agency_and_wave_with_the_average_of_all_six(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    fill(answers=12)
    a_wave_begins(answers=12)
    the_wave_is_over(2)
    answered(CAST.casablanca, d_dat=DONT_KNOW)
    rows = table(open_tables("trust"), "column.question")
    averages = rows[rows[word("column.question")] == word("driver.average")]
    places = [word("trust.column.wave"), word("column.agency")]
    told = [tuple(each) for each in averages[places].to_numpy()]
    assert told == [(1, "Rabat"), (1, word("trust.all")), (2, "Rabat"), (2, word("trust.all"))]
    assert rows.loc[rows[places[1]] == "Casablanca", word("column.lower")].to_list().count("—") == 7


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_change_that_the_numbers_can_show_stands_beside_the_chart(
    signed_in: SignedIn, language: Language
) -> None:
    signed_in(CAST.manager)
    fill(answers=40)
    a_wave_begins(answers=40)
    the_wave_is_over()
    the_wave_is_over(2)
    app = open_page("trust", language)
    told = translate_plural(language, "trust.detectable", 31, count="31")
    assert any(told in each.value for each in app.caption)


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_where_every_cell_is_hidden_the_cards_say_that_answers_are_few(
    signed_in: SignedIn, language: Language
) -> None:
    signed_in(CAST.manager)
    fill(answers=9)
    app = open_page("trust", language)
    few, what = (translate(language, f"trust.too_few{more}") for more in ("", "_advice"))
    few = f"{few} {what}"
    assert [each.value for each in app.info].count(few) == 1


@pytest.mark.long
def test_answers_left_out_of_hidden_cells_are_counted(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    fill(answers=12)
    answered(CAST.casablanca, conflict_of_interest=True)
    assert "12 réponses écartées dans toute la vague" in said(open_page("trust"))
    answered(conflict_of_interest=True)
    assert "24 réponses écartées dans toute la vague" in said(open_page("trust"))


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wave_that_runs_says_when_its_next_figures_come(
    signed_in: SignedIn, language: Language
) -> None:
    signed_in(CAST.agent_rabat)
    fill(answers=24)
    number = col(TrustResponse.submission_id)
    early = sa.or_(*(number.like(f"%{each}") for each in range(0, 10, 2)))
    with engines.writing() as session:
        session.get_one(TrustWave, CAST.wave).ends_on = ago(-9)
        earlier = sa.update(TrustResponse).where(early).values(entered_at=now() - timedelta(days=9))
        session.execute(earlier)
        raise_version(session)
    app = open_page("trust", language)
    told = said(app)
    assert translate(language, "trust.batches", least=10) in told
    # What is expected is written outside the app's own run, in this session.
    st.session_state["language"] = language
    notice = translate_plural(language, "attention.wave", 20, count=20, wave=1)
    # It leads nowhere from its own page, and has its sign there as well.
    assert f":material/pending_actions: {notice}" in told
    # Of the twelve that came last nothing is drawn, and there is no live count beside the others.
    assert "n = 12" in words_of(drawn(app)[0])
    assert "n = 24" not in told


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wave_that_was_reopened_says_so_with_its_reason(
    signed_in: SignedIn, language: Language
) -> None:
    signed_in(CAST.agent_rabat)
    fill()
    with engines.writing() as session:
        wave = session.get_one(TrustWave, CAST.wave)
        wave.reopened_on, wave.reopen_reason = today(), "Il manquait *Tanger*"
        raise_version(session)
    told = said(open_page("trust", language))
    assert r"Il manquait \*Tanger\*" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_wave_the_page_says_which_step_makes_one(
    signed_in: SignedIn, language: Language
) -> None:
    signed_in(CAST.manager)
    with engines.writing() as session:
        session.execute(sa.delete(TrustWaveAgency))
        session.execute(sa.delete(TrustWave))
        raise_version(session)
    screen = translate(language, "page.trust_waves")
    expected = translate(language, "attention.no_wave", screen=screen)
    links = [each.proto.label for each in open_page("trust", language).get("page_link")]
    assert expected in links


def test_the_page_says_why_sexes_are_not_told(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    fill(answers=12)
    app = open_page("trust", filter_sex=["F"])
    assert word("trust.by_sex") in said(app)
    assert word("headline.trust_hidden") not in said(app)


@pytest.mark.parametrize(
    ("t1", "key"), [(9, "trust.higher"), (None, "trust.same"), (0, "trust.lower")]
)
def test_the_first_sentence_says_whether_trust_changed_since_the_wave_before(
    signed_in: SignedIn, t1: int | None, key: str
) -> None:
    """In the second wave everybody trusts, as many as before, or nobody."""
    signed_in(CAST.agent_rabat)
    fill(answers=40)
    a_wave_begins(answers=40)
    if t1 is not None:
        with engines.writing() as session:
            second = col(TrustResponse.wave_id) == 2
            session.execute(sa.update(TrustResponse).where(second).values(t1=t1))
            raise_version(session)
    the_wave_is_over()
    the_wave_is_over(2)
    (told,) = [each.value for each in open_page("trust").markdown if "(entre" in each.value]
    start = translate("fr", key, first=1, last=2, change="|", lower="", upper="").split("|")[0]
    assert told.startswith(start)


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_no_agency_is_shown_in_both_waves_they_are_not_compared(
    signed_in: SignedIn, language: Language
) -> None:
    """The second wave asked another agency than the first."""
    signed_in(CAST.manager)
    fill(answers=12)
    a_wave_begins(answers=12)
    with engines.writing() as session:
        first = sa.delete(TrustResponse).where(col(TrustResponse.wave_id) == CAST.wave)
        session.execute(first.where(_of(CAST.rabat)))
        second = sa.delete(TrustResponse).where(col(TrustResponse.wave_id) == 2)
        session.execute(second.where(~_of(CAST.rabat)))
        raise_version(session)
    the_wave_is_over()
    the_wave_is_over(2)
    told = said(open_page("trust", language))
    assert translate(language, "trust.none_in_both") in told
    assert translate(language, "headline.one_wave_yet") not in told
