"""Ten slips a sheet, each with its own code; a poster is one page."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
import segno

from components.programme.slips import sheets
from components.programme.slips.sheets import Printed

ABOUT = Printed(
    address="https://amudu.example.org/t",
    name="Agence Rabat",
    name_ar="الرباط",
    wave=3,
    until="26/12/2026",
    languages=("fr", "en", "ar"),
)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of which a QR code was made."""
    found: list[str] = []
    make = segno.make_qr

    def noted(address: str, **options: Any) -> segno.QRCode:
        found.append(address)
        return make(address, **options)

    monkeypatch.setattr(segno, "make_qr", noted)
    return found


def pages(pdf: bytes) -> int:
    assert pdf.startswith(b"%PDF-") and b"%%EOF" in pdf[-32:]
    return len(re.findall(rb"/Type /Page\b", pdf))


def codes(number: int) -> list[str]:
    return [f"2222-3333-{each:04}" for each in range(number)]


@pytest.mark.long
def test_ten_slips_fill_a_sheet(drawn: list[str]) -> None:
    assert pages(sheets.slips(ABOUT, codes(21))) == 3
    assert drawn == [f"https://amudu.example.org/t/22223333{each:04}" for each in range(21)]


def test_a_poster_is_one_page_for_any_language(drawn: list[str]) -> None:
    assert pages(sheets.poster(ABOUT, "2222-3333-4444")) == 1
    assert drawn == ["https://amudu.example.org/t/222233334444"]


def test_a_file_leads_nowhere_but_by_its_code() -> None:
    pdf = sheets.slips(ABOUT, codes(1))
    assert b"/URI" not in pdf and b"/JavaScript" not in pdf
    assert len(io.BytesIO(pdf).getvalue()) < 100_000
