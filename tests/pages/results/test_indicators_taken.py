"""The page of indicators taken away: its files say what its list and its sheets say."""

from __future__ import annotations

import pytest

from components.cards.blocks import Document, Table
from components.cards.card import Card
from components.cards.cells import headings, rows
from components.language.catalogue import Language, translate
from db.models import Agency
from db.store.engine import writing
from tests.acts_indicators import explain
from tests.cast import CAST
from tests.languages import LANGUAGES
from tests.pages.phone import SignedIn
from tests.pages.results.test_indicators import CODE, promised
from tests.pages.taken_away import Taken, opened, same_charts, sheets_of, text
from tests.read_back import charts

each_language = pytest.mark.parametrize("language", LANGUAGES)
pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")


@pytest.mark.long
@each_language
def test_the_list_of_indicators(
    language: Language, signed_in: SignedIn, taken: Taken, papers: list[Document]
) -> None:
    promised(target="40")
    with writing() as session:
        rabat = session.get_one(Agency, CAST.rabat)
        rabat.short_name = rabat.name_ar = "=1+1"
    signed_in(CAST.manager)
    phone = opened("indicators", language)
    assert "3" in [each.value for each in phone.app.metric]
    found, data = sheets_of(taken, "indicators", language)
    figures = found[translate(language, "page.indicators")].rows
    behind = next(row for row in figures if row[1] == 3.0)
    assert translate(language, "indicators.state.behind") in behind and 40.0 in behind
    assert charts(data), "each key indicator stands beside its path"
    assert {row[0] for row in figures[1:]} == {each.label for each in phone.app.metric}
    said = text(found[translate(language, "take.meanings")])
    assert translate(language, "indicators.limits") in said
    (paper,) = papers
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    assert len(tables[0].rows) == len(figures) - 1
    assert paper.is_rtl is (language == "ar")


@pytest.mark.long
@each_language
def test_the_sheet_of_an_indicator(
    language: Language, signed_in: SignedIn, taken: Taken, drawn: list[Card]
) -> None:
    promised(target="40")
    with writing() as session:
        explain(session)
    signed_in(CAST.manager)
    phone = opened("indicators", language, indicator=CODE)
    seen = list({card.key: card for card in drawn}.values())
    found, data = sheets_of(taken, "ir2-1", language)
    same_charts(data, seen)
    _, figures, *others = [page for name, page in found.items() if name != translate(
        language, "take.meanings")]  # fmt: skip
    assert figures.rows[1][1] == 3.0
    for page, card in zip(others, seen, strict=False):
        assert page.rows[0][: len(card.table.columns)] == headings(card.table)
        for cells, row in zip(page.rows[1:], rows(card.table), strict=False):
            assert cells[: len(row)] == row
    about = text(found[translate(language, "file.about")])
    assert "Un agent est parti en mars." in about
    assert all(each in text(others[-1]) for each in phone.app.table[0].value.iloc[0])


@pytest.mark.long
def test_an_agent_takes_their_own_agency_alone(signed_in: SignedIn, taken: Taken) -> None:
    promised(target="1", agency=CAST.rabat)
    signed_in(CAST.agent_rabat)
    opened("indicators", place=str(CAST.casablanca))
    found, _ = sheets_of(taken, "indicators", "fr")
    assert "Casablanca" not in "".join(map(text, found.values()))
