"""Documents on paper, block by block."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

from components.cards import pdf_pages as papers
from components.cards import pictures
from components.cards.blocks import Block, Document, Heading, Picture, Table, Text, shares, undrawn
from components.cards.jobs import Tell
from components.cards.pdf_pages import GREY, SOFT_INK, Paper
from components.language.catalogue import Language

#: Pictures of charts by the identity of their block, for as long as a document is made.
Charts = dict[int, bytes]
HIGH, WIDE, MARGIN, FOOT = 297.0, 210.0, 15.0, 12.0
TITLE, USUAL, QUIET, CELL = 17.0, 10.0, 8.0, 7.5
LARGE, SMALL = 150.0, 105.0
HEADINGS = {1: 13.0, 2: 10.5}
#: How a document is made to fit: so large, and whether with its charts. Below 0.75 nobody reads it.
STEPS = ((1.0, True), (0.9, True), (0.82, True), (0.9, False), (0.82, False), (0.75, False))


def pdf_bytes(document: Document, tell: Tell) -> bytes:
    """The whole document; ``tell`` hears of each block."""
    return _laid_out(document, tell, {}).finished()


def _laid_out(document: Document, tell: Tell, charts: Charts) -> _Printed:
    made = _Printed(document, charts)
    made.text(document.title, TITLE, bold=True, after=2)
    for line in document.under:
        made.text(line, QUIET, soft=True)
    made.y += 3
    for place, block in enumerate(document.blocks):
        tell(place, len(document.blocks))
        made.add(block, document.blocks[place + 1 : place + 3])
    return made


def fitted(document: Document, tell: Tell) -> Document:
    """As it takes no more pages than it may: smaller, and at last without its charts. Written for
    Word the same takes less room, since its letters are narrower. ``tell`` hears of each try."""
    if document.pages is None:
        return document
    charts: Charts = {}
    made = document
    for scale, is_drawn in STEPS:
        tell(0, 1)
        kept = document.blocks if is_drawn else undrawn(document.blocks)
        made = replace(document, scale=scale, blocks=kept)
        if _laid_out(made, lambda *_: None, charts).pages <= document.pages:
            break
    return made


class _Printed:
    """The paper, and how far down it is; ``charts``: those that have been drawn."""

    def __init__(self, document: Document, charts: Charts) -> None:
        self.document, self.charts = document, charts
        self.paper: Paper = papers.blank((WIDE, HIGH))
        self.paper.set_title(document.title)
        self.paper.set_author(document.author)
        self.paper.set_lang(document.language)
        #: Of what is being written: somebody's own words may be in another.
        self.language: Language = document.language
        self.pages = 0
        self._page()

    @property
    def across(self) -> float:
        return WIDE - 2 * MARGIN

    @property
    def cell(self) -> float:
        return CELL * self.document.scale

    def _page(self) -> None:
        self.paper.add_page()
        self.pages += 1
        self.y = MARGIN
        self._write(
            f"{self.document.foot} · {self.pages}", 7, MARGIN, HIGH - FOOT, self.across,
            soft=True,
        )  # fmt: skip

    def _write(
        self, text: str, size: float, x: float, y: float, wide: float, *, bold: bool = False,
        soft: bool = False, runs_left: bool | None = None,
    ) -> float:  # fmt: skip
        self.paper.set_text_color(SOFT_INK if soft else papers.INK)
        end = papers.lines(
            self.paper, self.language, text, size, x, y, wide, bold=bold, runs_left=runs_left
        )
        self.paper.set_text_color(papers.INK)
        return end

    def room(self, needed: float) -> None:
        """Begin another page where this one has no room for so much."""
        if self.y + needed > HIGH - FOOT - 4 and self.y > MARGIN:
            self._page()

    def _tall(self, text: str, size: float, wide: float) -> float:
        """About how high a paragraph will be."""
        letters = max(1, int(wide / (size * 0.19)))
        return size * 0.48 * sum(1 + len(line) // letters for line in text.splitlines() or [""])

    def text(
        self, text: str, size: float, *, bold: bool = False, soft: bool = False, after: float = 1
    ) -> None:
        size *= self.document.scale
        self.room(self._tall(text, size, self.across))
        self.y = self._write(text, size, MARGIN, self.y, self.across, bold=bold, soft=soft) + after

    def add(self, block: Block, after: Sequence[Block]) -> None:
        if isinstance(block, Heading):
            self.y += 3
            # A heading stays with what it is of.
            self.room(self._needed(after))
            self.text(block.text, HEADINGS[block.level], bold=True)
        elif isinstance(block, Text):
            size = QUIET if block.is_quiet else USUAL
            self.language = "ar" if self.document.runs_left(block) else "fr"
            self.text(block.text, size, bold=block.is_strong, soft=block.is_quiet)
            self.language = self.document.language
        elif isinstance(block, Picture):
            self._picture(block)
        elif isinstance(block, Table):
            self._table(block)

    def _needed(self, after: Sequence[Block]) -> float:
        """Room for a heading and what it stays with."""
        if any(isinstance(each, Picture) for each in after):
            return 90 * self.document.scale
        if after and isinstance(after[0], Text):
            size = USUAL * self.document.scale
            return 15 + min(self._tall(after[0].text, size, self.across), HIGH / 2)
        return 40 if after and isinstance(after[0], Heading) else 25

    def _picture(self, block: Picture) -> None:
        from PIL import Image

        if id(block) not in self.charts:
            rtl = self.document.is_rtl
            self.charts[id(block)] = pictures.picture(block.spec, [], "png", rtl=rtl)
        drawn = io.BytesIO(self.charts[id(block)])
        with Image.open(drawn) as opened:
            width, height = opened.size
        wide = LARGE if self.document.pages is None else SMALL * self.document.scale
        tall = min(wide * height / width, HIGH - 2 * MARGIN - FOOT)
        self.room(tall)
        at = WIDE - MARGIN - wide if self.document.is_rtl else MARGIN
        self.paper.image(drawn, at, self.y, h=tall, alt_text=block.says)
        self.y += tall + 1

    def _table(self, block: Table) -> None:
        wide = [self.across * share for share in shares(block)]
        self._row(block.headings, wide, bold=True)
        for row in block.rows:
            if self.y + self._high_of(row, wide) > HIGH - FOOT - 4:
                self._page()
                self._row(block.headings, wide, bold=True)
            self._row(row, wide)
        self.y += 3

    def _high_of(self, row: Sequence[str], wide: list[float]) -> float:
        cells = zip(row, wide, strict=True)
        return 2 + max(self._tall(cell, self.cell, width - 2) for cell, width in cells)

    def _row(self, cells: Sequence[str], wide: list[float], *, bold: bool = False) -> None:
        order = list(zip(cells, wide, strict=True))
        x, end = MARGIN, self.y + 4
        for text, width in reversed(order) if self.document.is_rtl else order:
            if text:
                written = self._write(
                    text, self.cell, x, self.y + 1, width - 2, bold=bold,
                    runs_left=self.document.cell_runs_left(text),
                )  # fmt: skip
                end = max(end, written + 1)
            x += width
        self.paper.set_draw_color(GREY)
        self.paper.line(MARGIN, end, WIDE - MARGIN, end)
        self.y = end

    def finished(self) -> bytes:
        return bytes(self.paper.output())
