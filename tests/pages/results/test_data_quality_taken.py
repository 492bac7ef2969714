"""The page of data quality taken away: its files say what the screen says, and name nobody."""

from __future__ import annotations

import pytest
from sqlmodel import select

from components.cards.blocks import Document
from components.cards.card import Card
from components.language.catalogue import Language, translate
from components.language.plain import plain
from db.models import Agency, Case
from db.store.engine import reading, writing
from tests.cast import CAST
from tests.languages import LANGUAGES
from tests.pages.phone import SignedIn
from tests.pages.results.test_data_quality import entries
from tests.pages.taken_away import (
    Taken,
    as_written,
    opened,
    same_charts,
    sheets_of,
    text,
)

each_language = pytest.mark.parametrize("language", LANGUAGES)
pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")


@each_language
def test_data_quality(
    language: Language, signed_in: SignedIn, taken: Taken, drawn: list[Card], papers: list[Document]
) -> None:
    entries()
    with writing() as session:
        rabat = session.get_one(Agency, CAST.rabat)
        rabat.short_name = rabat.name_ar = "=1+1"
    signed_in(CAST.manager)
    phone = opened("data_quality", language)
    seen = list({card.key: card for card in drawn}.values())
    found, data = sheets_of(taken, "data-quality", language)
    same_charts(data, seen)
    parts = found[translate(language, "quality.how")].rows
    tables = {each.value.columns[0]: each.value for each in phone.app.table}
    on_screen = tables[translate(language, "quality.part")]
    agents = found[translate(language, "quality.last_entry")].rows
    shown_agents = tables[translate(language, "quality.agent")]
    # On an Arabic screen a Latin name is set apart.
    assert [row[0] for row in agents[1:]] == [
        each.strip("\u2068\u2069") for each in shown_agents.iloc[:, 0]
    ]
    assert [plain(str(row[0])) for row in parts[1:]] == list(on_screen.iloc[:, 0])
    agencies = found[translate(language, "quality.agencies")].rows
    shown = phone.app.dataframe[0].value.astype(str)
    assert [[as_written(cell) for cell in row[1:]] for row in agencies[1:]] == [
        row[1:] for row in shown.to_numpy().tolist()
    ]
    about = text(found[translate(language, "file.about")])
    assert plain(about.splitlines()[2]) in phone.said
    told = "".join(map(text, found.values()))
    assert translate(language, "quality.why.long_act") in told
    assert "'=1+1" in told and "\n=1+1" not in told
    # Rows that are to be mended name persons: they are on the screen alone.
    with reading() as session:
        codes = session.exec(select(Case.code)).all()
    assert codes and not any(code in told for code in codes)
    assert papers[0].title == translate(language, "page.data_quality")
