"""The same documents on paper: pages, a foot on each, and charts that stay with their sentence."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from components.cards import pdf_documents, pictures
from components.cards import pdf_pages as papers
from components.cards.blocks import Block, Document, Heading, Picture, Table, Text
from components.language.catalogue import Language

DOCUMENT = Document(
    title="Rapport", under=["Chiffres provisoires"], blocks=[], foot="Amudu", author="Amudu",
    language="fr",
)  # fmt: skip


def pages_of(paper: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", paper))


@pytest.fixture(autouse=True)
def _small_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    Image.new("RGB", (80, 40)).save(out, "png")
    monkeypatch.setattr(pictures, "picture", lambda *_, **__: out.getvalue())


@pytest.mark.long
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_long_document_goes_on_over_pages(language: Language) -> None:
    rows = [[f"Indicateur {each}", "12", "مؤشر"] for each in range(60)]
    blocks: list[Block] = [
        Heading("1. Fiche"),
        Text("Bonne année. " * 20),
        Table(["a", "b", "c"], rows),
        Heading("2"),
        Text("n = 12", is_quiet=True),
        Picture({}, "Hausse"),
    ]
    told: list[int] = []
    made = replace(DOCUMENT, blocks=blocks, language=language)
    paper = pdf_documents.pdf_bytes(made, lambda done, of: told.append(done))
    assert paper.startswith(b"%PDF") and told == [0, 1, 2, 3, 4, 5]
    assert pages_of(paper) >= 2
    assert paper.count(b"/Subtype /Image") == 1


def printed(document: Document) -> bytes:
    return pdf_documents.pdf_bytes(document, lambda *_: None)


def test_cells_are_written_in_their_own_direction(monkeypatch: pytest.MonkeyPatch) -> None:
    written: dict[str, str] = {}
    shaped = papers.Paper.set_text_shaping
    drawn = papers.Paper.multi_cell

    def noted(paper: papers.Paper, use: bool = True, *, direction: str) -> None:
        written["next"] = direction
        shaped(paper, use, direction=direction)

    def kept(paper: papers.Paper, width: float, height: float, text: str, **options: Any) -> Any:
        written[text] = written["next"]
        return drawn(paper, width, height, text, **options)

    monkeypatch.setattr(papers.Paper, "set_text_shaping", noted)
    monkeypatch.setattr(papers.Paper, "multi_cell", kept)
    printed(replace(DOCUMENT, language="ar", blocks=[Table(["اسم"], [["سجل."], ["Registre."]])]))
    assert (written["سجل."], written["Registre."], written["Rapport"]) == ("rtl", "ltr", "rtl")


@pytest.mark.long
def test_a_document_of_so_many_pages_gets_smaller_and_then_loses_its_charts() -> None:
    def fitted(sentences: int) -> Document:
        part: list[Block] = [Heading("Leçons"), Text("Bonne année. " * sentences)]
        chart: list[Block] = [Text("Hausse"), Picture({}, "Hausse")]
        made = replace(DOCUMENT, blocks=[*part, *chart, *part, *chart], pages=1)
        return pdf_documents.fitted(made, lambda *_: None)

    found = [fitted(sentences) for sentences in (20, 90, 200)]
    assert [pages_of(printed(each)) for each in found] == [1, 1, 1]
    assert [each.scale for each in found] == sorted([each.scale for each in found], reverse=True)
    assert found[0].scale == 1 and found[1].scale < 1
    assert [sum(isinstance(each, Picture) for each in made.blocks) for made in found] == [2, 2, 0]
    assert pdf_documents.fitted(DOCUMENT, lambda *_: None) is DOCUMENT
