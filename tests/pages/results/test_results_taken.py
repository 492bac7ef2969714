"""A whole page taken away: its workbook says what the screen says, sheet by sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from components.cards import card as cards
from components.cards.card import Card
from components.cards.cells import headings, rows
from components.cards.charts import native
from components.language.catalogue import Language, translate
from components.reads import approvals
from tests.cast import CAST
from tests.languages import LANGUAGES
from tests.pages.phone import SignedIn
from tests.pages.results_page import fill, open_page
from tests.read_back import charts, numbers_in, workbook

Taken = Callable[[], dict[str, bytes]]
PAGES = ("overview", "placements", "training", "trust", "referrals")
LONG = pytest.mark.long
pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")

#: Nobody of the cast was sent on: where nothing is shown, no file is offered.
FULL = [page for page in PAGES[1:] if page != "referrals"]


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["overview", *(pytest.param(p, marks=LONG) for p in FULL)])
def test_the_workbook_of_a_page_says_what_the_screen_says(
    signed_in: SignedIn, name: str, language: Language, drawn: list[Card], taken: Taken
) -> None:
    fill()
    signed_in(CAST.manager)
    app = open_page(name, language, take_page=True, filter_agency=[])
    assert not app.exception
    ((file, data),) = taken().items()
    assert file.endswith(".xlsx")
    about, meaning, *sheets = workbook(data).items()
    assert about[0] == translate(language, "file.about")
    assert meaning[0] == translate(language, "take.meanings")
    if name == "overview":
        _, figures = sheets.pop(0)
        _same_figures(figures.rows, [each.value for each in app.metric])
    assert len(sheets) == len(drawn)
    told = iter(charts(data))
    for (_, page), card in zip(sheets, drawn, strict=True):
        table = card.table if card.numbers is None else card.numbers
        wide = len(table.columns)
        assert page.rows[0][:wide] == headings(table)
        for cells, row in zip(page.rows[1:], rows(table), strict=False):
            known = [cell for cell in row if cell not in (None, "")]
            assert cells[: len(known)] == known or "date" in str(row)
        same = native.of(card.spec)
        for panel in same["panels"] if same else []:
            found = next(told)
            if same and same["kind"] != "spans":
                assert found.values == [each["values"] for each in panel["series"]]
        assert card.headline in {cell for row in meaning[1].rows for cell in row}
    assert next(told, None) is None
    assert translate(language, "approval.file") in _text(about[1].rows)
    assert translate(language, "approval.provisional") in _text(about[1].rows)
    raw = [page.raw for page in workbook(data).values()]
    assert all(('rightToLeft="1"' in each) is (language == "ar") for each in raw)
    assert not any("<f>" in each for each in raw)


def _text(rows: list[list[object]]) -> str:
    return "\n".join(str(cell) for row in rows for cell in row)


def _same_figures(found: list[list[object]], metrics: list[str]) -> None:
    """Each figure of the screen stands in the sheet; the screen has four of them first."""
    values = [str(int(row[1]) if isinstance(row[1], float) else row[1]) for row in found[1:]]
    in_file, on_screen = (
        sorted("".join(map(str, numbers_in(each))) or "—" for each in told)
        for told in (values, metrics)
    )
    assert in_file == on_screen


@pytest.mark.long
def test_a_picture_says_whether_its_figures_are_approved(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill()
    signed_in(CAST.manager)
    notes: list[Sequence[str]] = []
    monkeypatch.setattr(approvals, "line", lambda *_: "Chiffres approuvés le 3 octobre.")
    make = cards._makers

    def makers(card: Card, told: list[str]) -> object:
        made = make(card, told)
        notes.append(made["png"].args[1])  # type: ignore[attr-defined]
        return made

    monkeypatch.setattr(cards, "_makers", makers)
    app = open_page("overview", view_interventions="table")
    assert not app.exception
    assert notes and all(each[-1] == "Chiffres approuvés le 3 octobre." for each in notes)
