"""Documents that go on being edited; the only importer of docx.

An upgrade must keep: the built-in styles of its template by their English names, a run's text that
is written as it is (never a field or a link), and the elements that are reached into for what it
has no word for: the direction of paragraphs and tables, rows that come again on each page, and the
words of a picture for those who do not see it.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from components.cards import pictures
from components.cards.blocks import Block, Document, Heading, Picture, Table, Text, shares
from components.cards.jobs import Tell

if TYPE_CHECKING:
    from docx.document import Document as Word

#: In centimetres.
HIGH, WIDE, MARGIN = 29.7, 21.0, 2.0
#: Where pages are counted.
NARROW, TIGHT = 1.5, 6
#: Letters of both scripts, on any machine; the second is for Arabic.
LATIN, ARABIC = "Calibri", "Arial"
USUAL, QUIET, CELL = 10.5, 8.5, 8.5
#: The width of a chart; of one in a document that is to be short.
LARGE, SMALL = 15.0, 10.5
INK, SOFT, SHADE = "1E2A2A", "55605F", "E8EFEA"
LANGUAGES = {"fr": "fr-FR", "en": "en-GB", "ar": "ar-MA"}
#: What XML cannot hold.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


def docx_bytes(document: Document, tell: Tell) -> bytes:
    """The whole document; ``tell`` hears of each block."""
    import docx
    from docx.shared import Cm

    word = docx.Document()
    _styles(word, document)
    section = word.sections[0]
    section.page_width, section.page_height = Cm(WIDE), Cm(HIGH)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(_margin(document)))
    _paragraph(word.add_paragraph(style="Title"), document, document.title)
    for line in document.under:
        _paragraph(word.add_paragraph(), document, line, size=QUIET + 1, colour=SOFT)
    for place, block in enumerate(document.blocks):
        tell(place, len(document.blocks))
        _add(word, document, block)
        if any(isinstance(each, Picture) for each in document.blocks[place + 1 : place + 3]):
            # The sentence of a chart stays with it.
            word.paragraphs[-1].paragraph_format.keep_with_next = not isinstance(block, Picture)
    foot = section.footer.paragraphs[0]
    _paragraph(foot, document, document.foot, size=QUIET, colour=SOFT)
    _page_number(foot)
    _about(word, document)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _margin(document: Document) -> float:
    return MARGIN if document.pages is None else NARROW


def _about(word: Word, document: Document) -> None:
    known = word.core_properties
    known.title, known.author = _clean(document.title), _clean(document.author)
    known.comments, known.language = "", LANGUAGES[document.language]


def _styles(word: Word, document: Document) -> None:
    """One font, in sizes for reading; the template's headings are blue."""
    from docx.shared import Pt, RGBColor

    sizes = {"Normal": USUAL, "Title": 20, "Heading 1": 14, "Heading 2": 11.5}
    for name, size in sizes.items():
        style: Any = word.styles[name]
        size *= document.scale
        if document.pages is not None and name != "Normal":
            style.paragraph_format.space_before = Pt(TIGHT)
            style.paragraph_format.space_after = Pt(TIGHT / 2)
        style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(INK)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            del fonts.attrib[attribute]
        for script in ("ascii", "hAnsi", "eastAsia"):
            fonts.set(_name(script), LATIN)
        fonts.set(_name("cs"), ARABIC)
        _set(style.element.get_or_add_rPr(), "szCs", val=str(int(2 * size)))
    spoken = LANGUAGES[document.language]
    language = _set(word.styles["Normal"].element.get_or_add_rPr(), "lang", val=spoken)
    language.set(_name("bidi"), LANGUAGES["ar"])


def _add(word: Word, document: Document, block: Block) -> None:
    if isinstance(block, Heading):
        _paragraph(word.add_paragraph(style=f"Heading {block.level}"), document, block.text)
    elif isinstance(block, Text):
        size, colour = (QUIET, SOFT) if block.is_quiet else (USUAL, INK)
        made = word.add_paragraph()
        _paragraph(
            made, document, block.text, size=size, colour=colour, bold=block.is_strong,
            rtl=document.runs_left(block),
        )  # fmt: skip
    elif isinstance(block, Picture):
        _picture(word, document, block)
    else:
        _table(word, document, block)


def _paragraph(
    made: Any,
    document: Document,
    text: str,
    *,
    size: float | None = None,
    colour: str = "",
    bold: bool = False,
    rtl: bool | None = None,
    after: int = 4,
) -> None:
    """One run, in the direction of the document unless told otherwise."""
    from docx.shared import Pt, RGBColor

    run = made.add_run(_clean(text))
    if size is not None:
        size *= document.scale
        run.font.size = Pt(size)
        _set(run._element.get_or_add_rPr(), "szCs", val=str(int(2 * size)))
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if bold:
        run.font.bold = run.font.cs_bold = True
    if document.is_rtl if rtl is None else rtl:
        # The library has no word for the direction of a paragraph.
        _set(made._element.get_or_add_pPr(), "bidi")
        run.font.rtl = True
    made.paragraph_format.space_after = Pt(after)


def _picture(word: Word, document: Document, block: Picture) -> None:
    from docx.shared import Cm

    drawn = pictures.picture(block.spec, [], "png", rtl=document.is_rtl)
    word.add_picture(
        io.BytesIO(drawn), width=Cm(LARGE if document.pages is None else SMALL * document.scale)
    )
    shape = word.inline_shapes[-1]
    shape._inline.docPr.set("descr", _clean(block.says))


def _table(word: Word, document: Document, block: Table) -> None:
    from docx.enum.table import WD_TABLE_DIRECTION
    from docx.shared import Cm

    made: Any = word.add_table(rows=0, cols=len(block.headings), style="Table Grid")
    made.autofit = False
    if document.is_rtl:
        made.table_direction = WD_TABLE_DIRECTION.RTL
    whole = WIDE - 2 * _margin(document)
    # Some programs go by the cells, others by the columns.
    wide = [Cm(whole * share) for share in shares(block)]
    for column, width in zip(made.columns, wide, strict=True):
        column.width = width
    for place, row in enumerate([block.headings, *block.rows]):
        cells = made.add_row().cells
        for cell, text, width in zip(cells, row, wide, strict=True):
            cell.width = width
            _cell(cell.paragraphs[0], document, text, is_heading=not place)
            if not place:
                _set(cell._element.get_or_add_tcPr(), "shd", val="clear", fill=SHADE)
    _set(made.rows[0]._element.get_or_add_trPr(), "tblHeader")
    for row in made.rows:
        _set(row._element.get_or_add_trPr(), "cantSplit")
    _paragraph(word.add_paragraph(), document, "", size=4, after=0)


def _cell(made: Any, document: Document, text: str, *, is_heading: bool) -> None:
    """In its own direction, on the side where the cells of its column stand."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    rtl = document.cell_runs_left(text)
    _paragraph(made, document, text, size=CELL, bold=is_heading, rtl=rtl, after=1)
    if document.is_rtl and not rtl:
        made.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _page_number(made: Any) -> None:
    """The number of the page, which the reader's program works out."""
    run = made.add_run(" · ")
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            _child(run._element, "fldChar").set(_name("fldCharType"), kind)
        else:
            _child(run._element, "instrText").text = text


def _clean(text: str) -> str:
    return _CONTROLS.sub(" ", text)


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{tag}"))


def _child(parent: Any, tag: str) -> Any:
    from docx.oxml import OxmlElement

    made = OxmlElement(f"w:{tag}")
    parent.append(made)
    return made


def _set(parent: Any, tag: str, **attributes: str) -> Any:
    """A child of this name with these attributes, in the place of one that is there."""
    for old in parent.findall(_name(tag)):
        parent.remove(old)
    made = _child(parent, tag)
    for name, value in attributes.items():
        made.set(_name(name), value)
    return made
