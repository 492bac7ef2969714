"""A document for Word: words as they are, each in its direction, tables with their heading."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from PIL import Image

from components.cards import docx_documents, pictures
from components.cards.blocks import Block, Document, Heading, Picture, Table, Text
from tests.components.cards.test_downloads import HOSTILE


@pytest.fixture(autouse=True)
def _small_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 4)).save(out, "png")
    monkeypatch.setattr(pictures, "picture", lambda *_, **__: out.getvalue())


DOCUMENT = Document(
    title="Rapport", under=["Chiffres provisoires"], blocks=[], foot="Amudu · provisoires",
    author="Amudu", language="fr",
)  # fmt: skip


def opened(*blocks: Block, **instead: object) -> docx.document.Document:
    made = replace(DOCUMENT, blocks=blocks, **instead)  # type: ignore[arg-type]
    return docx.Document(io.BytesIO(docx_documents.docx_bytes(made, lambda done, of: None)))


def test_blocks_come_in_their_order_with_their_words() -> None:
    table = Table(["Indicateur", "n"], [["Inscrites", "12"]], (3, 1))
    word = opened(Heading("1. Fiche"), Text("Bonne année."), table, Picture({}, "Hausse : 12"))
    assert [each.text for each in word.paragraphs][:4] == [
        "Rapport", "Chiffres provisoires", "1. Fiche", "Bonne année.",
    ]  # fmt: skip
    assert [[cell.text for cell in row.cells] for row in word.tables[0].rows] == [
        ["Indicateur", "n"], ["Inscrites", "12"],
    ]  # fmt: skip
    style = word.paragraphs[2].style
    assert style is not None and style.name == "Heading 1"
    assert "Amudu · provisoires" in word.sections[0].footer.paragraphs[0].text
    (shape,) = word.inline_shapes
    assert shape._inline.docPr.get("descr") == "Hausse : 12"
    assert "w:tblHeader" in word.tables[0].rows[0]._tr.xml
    assert (word.core_properties.title, word.core_properties.author) == ("Rapport", "Amudu")


@pytest.mark.parametrize("text", [*HOSTILE, "{ PAGE }", "<w:t>", "\x00\x0b\ufffe"])
def test_whatever_was_typed_is_text_and_nothing_else(text: str) -> None:
    word = opened(Text(text, is_own=True), Table([text], [[text]]), title=text, foot=text)
    body = word.element.xml
    assert "w:instrText" not in body and "w:hyperlink" not in body and "w:object" not in body
    kept = docx_documents._clean(text)
    assert word.paragraphs[2].text == kept.replace("\r", "\n")
    assert word.sections[0].footer._element.xml.count("w:instrText") == 2


def test_an_arabic_document_runs_from_right_to_left() -> None:
    word = opened(Text("جملة"), Text("Une phrase.", is_own=True), Table(["أ"], [["ب"]]),
                  language="ar")  # fmt: skip
    said = {each.text: each._p.xml for each in word.paragraphs}
    assert "<w:bidi/>" in said["جملة"] and "<w:rtl/>" in said["جملة"]
    assert "<w:bidi/>" not in said["Une phrase."]
    assert "<w:bidiVisual" in word.tables[0]._tbl.xml
    assert 'w:cs="Arial"' in word.styles["Normal"].element.xml
    french = opened(Text("Une phrase."), Text("جملة", is_own=True))
    said = {each.text: each._p.xml for each in french.paragraphs}
    assert "<w:bidi/>" not in said["Une phrase."] and "<w:bidi/>" in said["جملة"]


def test_a_cell_keeps_its_full_stop_and_its_sign_on_their_side() -> None:
    cells = [["سجل الوكالة.", "Registre.", "-3"]]
    table = opened(Table(["أ", "ب", "ج"], cells), language="ar").tables[0]
    own, french, number = (each.paragraphs[0]._p.xml for each in table.rows[1].cells)
    assert "<w:bidi/>" in own and "<w:jc" not in own
    for each in (french, number):
        assert "<w:bidi/>" not in each and 'w:jc w:val="right"' in each


def test_each_block_is_told_before_it_is_written() -> None:
    told: list[tuple[int, int]] = []
    made = replace(DOCUMENT, blocks=[Text("a"), Text("b")])
    docx_documents.docx_bytes(made, lambda done, of: told.append((done, of)))
    assert told == [(0, 2), (1, 2)]
