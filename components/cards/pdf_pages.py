"""What is drawn on paper, as PDF; the only importer of fpdf2, segno, fontTools and the font.

An upgrade must keep: Arabic letters that join and run from right to left, in lines that begin at
the right; a QR code that a phone reads from paper; no request to a network; and ``contents`` of a
page, which is copied: what all slips say is shaped once, or 500 of them took 20 seconds.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Thread

import fontpkg_noto_sans_arabic
import segno
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from fpdf import FPDF

from components.language.catalogue import Language

Paper = FPDF
#: A card of A7 lying down, in millimetres, and the side of its QR code.
CARD_WIDTH, CARD_HEIGHT, CARD_QR = 105.0, 74.0, 46.0
#: The empty border that a reader of QR codes needs, in modules, and the dots of a module.
QUIET, DOTS = 2, 8
FONT = "noto"
#: How heavy the font is in each style.
WEIGHTS = {"": 400.0, "B": 700.0}
GREY, SOFT_INK, INK = 150, 90, 20
_CUTTING = Lock()


def blank(size: str | tuple[float, float] = "A4") -> Paper:
    """A document without a page."""
    paper = FPDF(format=size)
    paper.set_auto_page_break(False)
    with _CUTTING:
        folder = Path(_fonts().name)
    for style, weight in WEIGHTS.items():
        paper.add_font(FONT, style, folder / f"{weight:.0f}.ttf")
    paper.set_line_width(0.1)
    paper.set_text_color(INK)
    return paper


@cache
def _fonts() -> TemporaryDirectory[str]:
    """The variable font in the weights that we use, which takes a second: once a process."""
    folder = TemporaryDirectory(prefix="amudu-fonts-")
    (path,) = (fontpkg_noto_sans_arabic.ROOT / "files").glob("*.ttf")
    for weight in WEIGHTS.values():
        font = TTFont(path, recalcTimestamp=False)
        wanted = {"wght": weight, "wdth": 100.0}
        instancer.instantiateVariableFont(font, wanted, inplace=True, static=True)
        font.save(Path(folder.name) / f"{weight:.0f}.ttf")
    return folder


def warm_up() -> None:
    """What the first paper would wait for, made beside the first visits."""
    Thread(target=blank, daemon=True).start()


def card(shown: str, scanned: str) -> bytes:
    """A card that says a code, for eyes and for a scanner, and nothing else."""
    paper = blank((CARD_WIDTH, CARD_HEIGHT))
    paper.add_page()
    qr(paper, scanned, (CARD_WIDTH - CARD_QR) / 2, 5, CARD_QR)
    centred(paper, shown, 30, 0, 55, CARD_WIDTH)
    return bytes(paper.output())


def qr(paper: Paper, content: str, x: float, y: float, size: float) -> None:
    """A square that a phone reads."""
    drawn = io.BytesIO()
    segno.make_qr(content, error="m").save(drawn, kind="png", scale=DOTS, border=QUIET)
    paper.image(drawn, x, y, size, size)


def lines(
    paper: Paper,
    language: Language,
    text: str,
    size: float,
    x: float,
    y: float,
    width: float,
    *,
    bold: bool = False,
    runs_left: bool | None = None,
) -> float:
    """A paragraph on its language's side of the paper, and in its direction unless told otherwise;
    where the next one begins."""
    is_rtl = language == "ar"
    goes_left = is_rtl if runs_left is None else runs_left
    paper.set_text_shaping(True, direction="rtl" if goes_left else "ltr")
    paper.set_font(FONT, "B" if bold else "", size)
    paper.set_xy(x, y)
    paper.multi_cell(width, size * 0.48, text, align="R" if is_rtl else "L", padding=0)
    return float(paper.get_y())


def write(
    paper: Paper, text: str, size: float, x: float, y: float, width: float, *, bold: bool = False
) -> None:
    """A line that runs from left to right, whatever the language."""
    lines(paper, "en", text, size, x, y, width, bold=bold)


def centred(paper: Paper, text: str, size: float, x: float, y: float, width: float) -> None:
    """One bold line in the middle of a width."""
    paper.set_text_shaping(True, direction="ltr")
    paper.set_font(FONT, "B", size)
    paper.set_xy(x, y)
    paper.cell(width, size * 0.5, text, align="C")
