"""Slips and posters as PDF; the only importer of fpdf2, segno and the font.

An upgrade must keep: Arabic letters that join and run from right to left, in lines that begin at
the right; a QR code that a phone reads from paper; no request to a network; and ``contents`` of a
page, which is copied: what all slips say is shaped once, or 500 of them took 20 seconds.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import fontpkg_noto_sans_arabic
import segno
from fpdf import FPDF

from components.language.catalogue import Language, translate

#: An A4 page, and what a printer may not reach.
WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 8.0
COLUMNS, ROWS = 2, 5
SLIP_WIDTH, SLIP_HEIGHT = (WIDTH - 2 * MARGIN) / COLUMNS, (HEIGHT - 2 * MARGIN) / ROWS
#: The side of a slip's QR code, and where the line below it begins.
QR_SIZE, FOOT = 33.0, SLIP_HEIGHT - 15
#: The empty border that a reader of QR codes needs, in modules, and the dots of a module.
QUIET, DOTS = 2, 8
FONT = "noto"
GREY, INK = 150, 20


@dataclass(frozen=True, kw_only=True)
class Printed:
    """What stands on every slip of a wave at an agency: its address ends before the code."""

    address: str
    name: str
    name_ar: str
    wave: int
    until: str
    languages: tuple[Language, ...]


def slips(about: Printed, codes: Sequence[str]) -> bytes:
    """A4 sheets of ten slips, with lines to cut along."""
    paper = _paper()
    corners = [
        (MARGIN + column * SLIP_WIDTH, MARGIN + row * SLIP_HEIGHT)
        for row in range(ROWS)
        for column in range(COLUMNS)
    ]
    alike: bytes | None = None
    for first in range(0, len(codes), len(corners)):
        paper.add_page()
        sheet, here = paper.pages[paper.page], codes[first : first + len(corners)]
        if alike is None or len(here) < len(corners):
            for _, (x, y) in zip(here, corners, strict=False):
                _alike(paper, about, x, y)
            alike = bytes(cast(bytearray, sheet.contents))
        else:
            sheet.contents = bytearray(alike)
        for code, (x, y) in zip(here, corners, strict=False):
            _qr(paper, about, code, x + 2, y + 3, QR_SIZE)
            _write(paper, _shown(about.address), 9, x + 3, y + FOOT, SLIP_WIDTH - 6)
            _write(paper, code, 13, x + 3, y + FOOT + 4.5, 50, bold=True)
    return bytes(paper.output())


def poster(about: Printed, code: str) -> bytes:
    """One A4 page for a wall."""
    paper = _paper()
    paper.add_page()
    left, width = 2 * MARGIN, WIDTH - 4 * MARGIN
    y, said = 24.0, ""
    for language in about.languages:
        if _name(about, language) != said:
            said = _name(about, language)
            y = _lines(paper, language, said, 22, left, y, width, bold=True)
        y = _lines(paper, language, translate(language, "slips.invitation"), 17, left, y, width)
        y += 6
    size = 95.0
    _qr(paper, about, code, (WIDTH - size) / 2, y + 2, size)
    y += size + 8
    _centred(paper, _shown(f"{about.address}/{code}"), 15, y)
    y += 12
    for language in about.languages:
        words = translate(language, "slips.wave", number=about.wave, until=about.until)
        y = _lines(paper, language, words, 11, left, y, width)
    return bytes(paper.output())


def _paper() -> FPDF:
    paper = FPDF(format="A4")
    paper.set_auto_page_break(False)
    (path,) = (fontpkg_noto_sans_arabic.ROOT / "files").glob("*.ttf")
    paper.add_font(FONT, "", path, variations={"wght": 400.0, "wdth": 100.0})
    paper.add_font(FONT, "B", path, variations={"wght": 700.0, "wdth": 100.0})
    paper.set_line_width(0.1)
    paper.set_text_color(INK)
    return paper


def _alike(paper: FPDF, about: Printed, x: float, y: float) -> None:
    """What all slips say, and the line to cut along."""
    paper.set_draw_color(GREY)
    paper.set_dash_pattern(dash=1, gap=1)
    paper.rect(x, y, SLIP_WIDTH, SLIP_HEIGHT)
    paper.set_dash_pattern()
    left, wide = x + QR_SIZE + 3, SLIP_WIDTH - QR_SIZE - 6
    down, said = y + 3, ""
    for language in about.languages:
        if _name(about, language) != said:
            said = _name(about, language)
            down = _lines(paper, language, said, 8.5, left, down, wide, bold=True)
        words = translate(language, "slips.invitation")
        down = _lines(paper, language, words, 7.5, left, down, wide) + 1
    for number, language in enumerate(about.languages):
        words = translate(language, "slips.wave", number=about.wave, until=about.until)
        foot = y + FOOT + 3.6 + 3 * number
        _lines(paper, language, words, 6, x + 50, foot, SLIP_WIDTH - 53)


def _name(about: Printed, language: Language) -> str:
    return about.name_ar if language == "ar" else about.name


def _shown(address: str) -> str:
    """An address as it is typed."""
    return address.split("://", 1)[-1]


def _qr(paper: FPDF, about: Printed, code: str, x: float, y: float, size: float) -> None:
    address = f"{about.address}/{code.replace('-', '')}"
    drawn = io.BytesIO()
    segno.make_qr(address, error="m").save(drawn, kind="png", scale=DOTS, border=QUIET)
    paper.image(drawn, x, y, size, size)


def _lines(
    paper: FPDF,
    language: Language,
    text: str,
    size: float,
    x: float,
    y: float,
    width: float,
    *,
    bold: bool = False,
) -> float:
    """A paragraph; where the next one begins."""
    is_rtl = language == "ar"
    paper.set_text_shaping(True, direction="rtl" if is_rtl else "ltr")
    paper.set_font(FONT, "B" if bold else "", size)
    paper.set_xy(x, y)
    paper.multi_cell(width, size * 0.48, text, align="R" if is_rtl else "L", padding=0)
    return float(paper.get_y())


def _write(
    paper: FPDF, text: str, size: float, x: float, y: float, width: float, *, bold: bool = False
) -> None:
    _lines(paper, "en", text, size, x, y, width, bold=bold)


def _centred(paper: FPDF, text: str, size: float, y: float) -> None:
    paper.set_text_shaping(True, direction="ltr")
    paper.set_font(FONT, "B", size)
    paper.set_xy(MARGIN, y)
    paper.cell(WIDTH - 2 * MARGIN, size * 0.5, text, align="C")
