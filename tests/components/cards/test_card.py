"""A card says what it shows to every reader, and an empty one says what to do."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from components.language.catalogue import LANGUAGES, Language, translate
from db.inputs.results import Comparison, ResultFilter
from db.statistics import LEVEL, trend


def card_with(rows: int, view: str = "chart") -> AppTest:
    """A page with one card of so many bars."""

    def page() -> None:
        import pandas as pd
        import streamlit as st

        from components.cards import card as cards
        from components.cards.charts import shapes

        rows = st.session_state["rows"]
        table = pd.DataFrame({"label": [f"Agence {n}" for n in range(rows)], "value": 3})
        spec = shapes.bars(table.assign(text="3"), unit="Personnes", place="Type") if rows else None
        card = cards.Card(
            key="people",
            headline="Trois personnes.",
            note="Personnes · n = 3",
            table=table,
            spec=spec,
            warning="Gris.",
        )
        cards.show(card, lambda _: ["Du 1er janvier au 30 juin"])

    app = AppTest.from_function(page, default_timeout=120)
    app.session_state["language"] = "fr"
    app.session_state["rows"] = rows
    app.session_state["view_people"] = view
    return app.run()


def test_a_card_has_its_sentence_its_chart_and_what_it_rests_on() -> None:
    app = card_with(3)
    assert not app.exception
    assert app.markdown[0].value == "**Trois personnes.**\n\n:gray[:small[Personnes · n = 3]]"
    assert [each.value for each in app.caption] == ["Gris."]
    (chart,) = app.get("vega_lite_chart")
    assert chart.proto.alt == "Trois personnes. Personnes · n = 3"
    assert not app.dataframe and not app.get("download_button")


@pytest.mark.fault("S8")
@pytest.mark.parametrize("rows", [1, 2, 40])
def test_the_numbers_and_their_files_stand_in_the_place_of_the_chart(rows: int) -> None:
    app = card_with(rows, "table")
    assert not app.exception and not app.get("vega_lite_chart")
    assert len(app.dataframe[0].value) == rows
    files = [button.proto.label for button in app.get("download_button")]
    assert files == ["PNG", "SVG", "CSV", "Notes", "XLSX"]
    assert "Personnes · n = 3" in app.markdown[0].value
    assert [each.value for each in app.caption] == ["Gris."]


def test_an_empty_card_says_what_to_do_and_draws_nothing() -> None:
    app = card_with(0)
    assert app.info[0].value == translate("fr", "card.empty")
    assert not app.get("vega_lite_chart") and not app.get("download_button")


@pytest.mark.fault("T2")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_speaks_of_a_rise_only_where_the_test_does(
    language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    from components.language import i18n
    from components.results.common import compared_in_words, moved, span

    monkeypatch.setattr(i18n, "language", lambda: language)
    may = ResultFilter(date(2026, 5, 1), date(2026, 5, 31))
    for is_over in (True, False):
        spans = Comparison(may, may.previous(), is_over)
        for now in range(0, 60, 7):
            for before in range(0, 60, 7):
                verdict = trend(now, before, time=spans.time) if is_over else "unfinished"
                wanted = translate(
                    language,
                    f"headline.{verdict if now or before else 'alone'}",
                    subject=i18n.bidi_isolated("x"),
                    now=i18n.number(now),
                    before=i18n.number(before),
                )
                assert moved("x", now, before, spans) == wanted
                named = compared_in_words(spans)
                assert span(may) in named and span(may.previous()) in named
    assert moved("x", 50) == translate(
        language, "headline.alone", subject=i18n.bidi_isolated("x"), now="50"
    )


@pytest.mark.parametrize(
    ("now", "before", "called"),
    [(5, 0, "steady"), (6, 0, "rise"), (0, 6, "fall"), (12, 8, "steady"), (100, 70, "rise")],
)
def test_what_is_called_a_rise_is_written_down(now: int, before: int, called: str) -> None:
    assert LEVEL == 0.05
    assert trend(now, before) == called


def test_nine_figures_side_by_side_need_more_than_one_does() -> None:
    assert trend(6, 0) == "rise"
    assert trend(6, 0, tests=9) == "steady"


def test_a_longer_period_may_have_more_and_is_no_rise() -> None:
    """Twice as many in twice the days; as many in half of them are twice the pace."""
    assert trend(200, 100, time=2 / 3) == "steady"
    assert trend(200, 100) == "rise"
    assert trend(100, 100, time=1 / 3) == "rise" and trend(100, 100, time=2 / 3) == "fall"
