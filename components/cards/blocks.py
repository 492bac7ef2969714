"""A document as blocks, whatever it is written as: paper, or a text that goes on being edited."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from components.cards.charts.theme import Spec
from components.language.catalogue import Language

#: Letters of a line of the widest column, and of all columns of a sheet of paper.
LONGEST, ACROSS = 60, 115


@dataclass(frozen=True)
class Heading:
    """``level`` 1 begins a chapter, 2 a part of one."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    """A paragraph; ``is_quiet``: what stands small beside a figure; ``is_strong``: an answer;
    ``is_own``: somebody's own words, in the direction of their first letter; ``is_of_chart``: what
    the marks of the picture above it are, which nobody needs where that is not drawn."""

    text: str
    is_quiet: bool = False
    is_strong: bool = False
    is_own: bool = False
    is_of_chart: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of words and numbers, as they are to be read; ``wide``: the share of the width that
    each column takes."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    wide: Sequence[float] = ()


@dataclass(frozen=True)
class Picture:
    """A chart, and what it says to those who do not see it."""

    spec: Spec
    says: str


Block = Heading | Text | Table | Picture


def undrawn(blocks: Iterable[Block]) -> list[Block]:
    """Without the charts, and without what explains them."""
    return [
        each
        for each in blocks
        if not isinstance(each, Picture) and not (isinstance(each, Text) and each.is_of_chart)
    ]


@dataclass(frozen=True, kw_only=True)
class Document:
    """``under``: lines below the title; ``foot``: at the foot of every page; ``author``: the
    programme. ``pages``: how many it may take at most, where they are counted; ``scale``: of its
    letters and charts."""

    title: str
    under: Sequence[str]
    blocks: Sequence[Block]
    foot: str
    author: str
    language: Language
    pages: int | None = None
    scale: float = 1.0

    @property
    def is_rtl(self) -> bool:
        return self.language == "ar"

    def runs_left(self, block: Text) -> bool:
        """Whether a paragraph runs from right to left."""
        return _runs_left(block.text, self.is_rtl) if block.is_own else self.is_rtl

    def cell_runs_left(self, text: str) -> bool:
        """Whether a cell of a table does: where any of its words do, in a document that does. What
        has no such word keeps its own direction, or its full stop and its sign would change
        sides."""
        kinds = {unicodedata.bidirectional(letter) for letter in text}
        if self.is_rtl:
            return bool(kinds & {"R", "AL"})
        return bool(kinds & {"R", "AL"}) and "L" not in kinds


def _runs_left(text: str, otherwise: bool) -> bool:
    for letter in text:
        if (kind := unicodedata.bidirectional(letter)) in ("L", "R", "AL"):
            return kind != "L"
    return otherwise


def shares(table: Table) -> list[float]:
    """The width of each column as a share of the whole; without any said, as its words need it."""
    wide = list(table.wide) or fitted(table.headings, table.rows)
    return [each / sum(wide) for each in wide]


def fitted(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Widths of columns in letters: no word is broken where there is room for it, and what is left
    goes to those with the longest cells."""
    columns = list(zip(headings, *rows, strict=True))
    least = [
        2 + max(len(word) for text in each for word in [*text.split(), ""]) for each in columns
    ]
    longest = [max(len(text) for text in each[1:] or each) for each in columns]
    more = [max(0, min(long, LONGEST) - low) for long, low in zip(longest, least, strict=True)]
    room = max(0.0, min(1.0, (ACROSS - sum(least)) / (sum(more) or 1)))
    return [low + room * each for low, each in zip(least, more, strict=True)]
