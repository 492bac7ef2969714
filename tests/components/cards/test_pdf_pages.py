"""The card of a person: A7, the code for eyes and for a scanner, and nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest
import segno
from fpdf import FPDF

from components.cards import pdf_pages

CODE = "56782PV"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All that is written on paper or put into a square."""
    found: list[str] = []
    make, cell = segno.make_qr, FPDF.cell

    def square(content: str, **options: Any) -> Any:
        found.append(content)
        return make(content, **options)

    def written(self: FPDF, *given: Any, **options: Any) -> Any:
        found.append(given[2])
        return cell(self, *given, **options)

    monkeypatch.setattr(segno, "make_qr", square)
    monkeypatch.setattr(FPDF, "cell", written)
    return found


def test_a_card_says_its_code_and_nothing_else(drawn: list[str]) -> None:
    pdf = pdf_pages.card("567-82PV", CODE)
    assert drawn == [CODE, "567-82PV"]
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1
    assert b"/URI" not in pdf and b"amudu" not in pdf.lower()


def test_a_card_is_a7_lying_down() -> None:
    (box,) = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf_pages.card("567-82PV", CODE))
    millimetres = [round(float(side) * 25.4 / 72) for side in box]
    assert millimetres == [105, 74]


def test_the_font_is_cut_once_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes a second, which every slip and sheet waited for."""
    pdf_pages.blank()

    def again(*_: Any, **__: Any) -> None:
        raise AssertionError("cut again")

    cutting = "components.cards.pdf_pages.instancer.instantiateVariableFont"
    monkeypatch.setattr(cutting, again)
    page = pdf_pages.blank("A4")
    page.add_page()
    pdf_pages.lines(page, "ar", "\u0633\u0644\u0627\u0645", 12, 10, 10, 80, bold=True)
    assert page.output().startswith(b"%PDF")
