"""A whole page taken away, as tests see it: its page once it is asked for, and its workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from components.cards.card import Card
from components.cards.charts import native
from components.language.catalogue import Language, translate
from tests.pages.phone import Phone
from tests.read_back import Page, charts, workbook

Taken = Callable[[], dict[str, bytes]]


def opened(page: str, language: Language = "fr", **address: str) -> Phone:
    """The page once its files are asked for."""
    phone = Phone(f"results/{page}.py", language, **address)
    phone.app.session_state["take_page"] = True
    phone.run()
    assert not phone.app.exception
    return phone


def sheets_of(taken: Taken, stem: str, language: Language) -> tuple[dict[str, Page], bytes]:
    """The workbook's sheets, none of which runs a formula or lies in the wrong direction."""
    (data,) = [made for name, made in taken().items()
               if name.startswith(f"amudu_{stem}_") and name.endswith(".xlsx")]  # fmt: skip
    found = workbook(data)
    for page in found.values():
        assert ('rightToLeft="1"' in page.raw) is (language == "ar")
        assert "<f>" not in page.raw
    assert translate(language, "approval.file") in text(found[translate(language, "file.about")])
    return found, data


def text(page: Page) -> str:
    return "\n".join(str(cell) for row in page.rows for cell in row)


def as_written(cell: object) -> str:
    return str(cell).removesuffix(".0")


def same_charts(data: bytes, found: Sequence[Card]) -> None:
    told = charts(data)
    same = [native.of(card.spec) for card in found]
    panels = [panel for each in same if each for panel in each["panels"]]
    assert len(told) == len(panels) > 0
    for chart, panel in zip(told, panels, strict=True):
        assert chart.values == [each["values"] for each in panel["series"]]
