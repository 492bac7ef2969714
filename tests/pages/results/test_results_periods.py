"""A period that is not over is compared and never judged; a register not received is no nought."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from components.language.catalogue import Language, translate, translate_plural
from tests.cast import CAST, ago
from tests.languages import LANGUAGES
from tests.pages.phone import SignedIn
from tests.pages.results_page import crowd, fill, open_page, open_tables, said

pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")


def typed(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def of(start: date, end: date) -> dict[str, str]:
    return {"filter_period": "own", "filter_from": typed(start), "filter_to": typed(end)}


@pytest.mark.long
@pytest.mark.fault("T2")
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_spans_are_named_and_a_period_that_is_not_over_is_no_rise(
    signed_in: SignedIn, language: Language
) -> None:
    signed_in(CAST.manager)
    crowd(20)
    app = open_page("overview", language, **of(ago(10), ago(-20)))
    words = said(app)
    assert translate(language, "headline.chance") not in words
    not_over = translate(language, "figure.unfinished")
    assert sum(not_over in each.help for each in app.metric) == 8
    told = translate(language, "headline.unfinished", subject="Interventions", now="20", before="0")
    assert told.partition(":")[2] in words
    assert any("n = 20" in each for each in notes(app))
    ends = (ago(10), ago(0), ago(21), ago(11))
    assert any(all(str(day.day) in each for day in ends) for each in notes(app))


def notes(app: AppTest) -> list[str]:
    return [each.value for each in (*app.caption, *app.markdown)]


@pytest.mark.fault("T2")
def test_a_rise_names_both_spans(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    crowd(20)
    words = said(open_page("overview", **of(ago(40), ago(0))))
    assert "en hausse, 20 contre 0." in words
    assert "comparé\xa0: du " in words and " avec du " in words


@pytest.mark.long
@pytest.mark.fault("T2")
def test_the_month_that_runs_is_said_to_be_unfinished(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    fill()
    assert translate("fr", "note.unfinished", months="").rstrip(")") in said(open_page("overview"))


@pytest.mark.long
@pytest.mark.fault("T3")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sum_of_registers_says_how_many_months_it_holds(
    signed_in: SignedIn, language: Language
) -> None:
    signed_in(CAST.manager)
    fill()
    app = open_tables("overview", language)
    assert translate(language, "note.registers_held", held="2", expected="35") in said(app)
    month = translate(language, "column.month")
    (table,) = [
        each.value
        for each in app.dataframe
        if month in each.value and "—" in each.value.astype(str).to_numpy()
    ]
    assert str(table.iloc[-1, 1]) == "7" and set(table.iloc[:-1, 1]) == {"—"}
    headline = translate_plural(language, "headline.register.all", 14, count="14")
    assert headline in said(app)


@pytest.mark.long
@pytest.mark.fault("T3")
def test_registers_that_were_not_received_need_attention(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    fill()
    told = translate_plural(
        "fr", "attention.registers", 33, count="33", agencies="Rabat, Casablanca"
    )
    links = open_page("overview").get("page_link")
    (link,) = [each for each in links if told in each.proto.label]
    assert "register" in link.proto.page
