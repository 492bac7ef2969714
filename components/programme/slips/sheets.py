"""Slips and posters as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from components.cards import pdf_pages as papers
from components.cards.pdf_pages import GREY, Paper, lines, write
from components.language.catalogue import Language, translate

#: An A4 page, and what a printer may not reach.
WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 8.0
COLUMNS, ROWS = 2, 5
SLIP_WIDTH, SLIP_HEIGHT = (WIDTH - 2 * MARGIN) / COLUMNS, (HEIGHT - 2 * MARGIN) / ROWS
#: The side of a slip's QR code, and where the line below it begins.
QR_SIZE, FOOT = 33.0, SLIP_HEIGHT - 15


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
    paper = papers.blank()
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
            write(paper, _shown(about.address), 9, x + 3, y + FOOT, SLIP_WIDTH - 6)
            write(paper, code, 13, x + 3, y + FOOT + 4.5, 50, bold=True)
    return bytes(paper.output())


def poster(about: Printed, code: str) -> bytes:
    """One A4 page for a wall."""
    paper = papers.blank()
    paper.add_page()
    left, width = 2 * MARGIN, WIDTH - 4 * MARGIN
    y, said = 24.0, ""
    for language in about.languages:
        if _name(about, language) != said:
            said = _name(about, language)
            y = lines(paper, language, said, 22, left, y, width, bold=True)
        y = lines(paper, language, translate(language, "slips.invitation"), 17, left, y, width)
        y += 6
    size = 95.0
    _qr(paper, about, code, (WIDTH - size) / 2, y + 2, size)
    y += size + 8
    _centred(paper, _shown(f"{about.address}/{code}"), 15, y)
    y += 12
    for language in about.languages:
        words = translate(language, "slips.wave", number=about.wave, until=about.until)
        y = lines(paper, language, words, 11, left, y, width)
    return bytes(paper.output())


def _alike(paper: Paper, about: Printed, x: float, y: float) -> None:
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
            down = lines(paper, language, said, 8.5, left, down, wide, bold=True)
        words = translate(language, "slips.invitation")
        down = lines(paper, language, words, 7.5, left, down, wide) + 1
    for number, language in enumerate(about.languages):
        words = translate(language, "slips.wave", number=about.wave, until=about.until)
        foot = y + FOOT + 3.6 + 3 * number
        lines(paper, language, words, 6, x + 50, foot, SLIP_WIDTH - 53)


def _name(about: Printed, language: Language) -> str:
    return about.name_ar if language == "ar" else about.name


def _shown(address: str) -> str:
    """An address as it is typed."""
    return address.split("://", 1)[-1]


def _qr(paper: Paper, about: Printed, code: str, x: float, y: float, size: float) -> None:
    papers.qr(paper, f"{about.address}/{code.replace('-', '')}", x, y, size)


def _centred(paper: Paper, text: str, size: float, y: float) -> None:
    papers.centred(paper, text, size, MARGIN, y, WIDTH - 2 * MARGIN)
