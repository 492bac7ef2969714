"""The download of a whole page: as a workbook, or on sheets of paper."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from functools import partial

import streamlit as st

from components.cards import exports, file_names, making, pdf_documents, workbooks
from components.cards.blocks import Block, Document, Heading, Table, Text
from components.cards.card import Card
from components.cards.charts import native
from components.cards.downloads import Line
from components.cards.workbooks import About, Sheet
from components.language import i18n
from components.reads import reference
from components.results import card_blocks, file_parts
from components.results.page_content import PageContent, as_of

#: Shorter than the longest name of a sheet: two that begin alike get a number.
NAMED = 27
#: What people call the two files, in every language.
BOOK, PAPER = "Excel", "PDF"


def draw(make: Callable[[], PageContent]) -> None:
    """Behind one word; what the files say is asked for when it is opened, and they are made when
    they are asked for."""
    box = st.popover(
        i18n.t("take.page"), key="take_page", icon=":material/download:", on_change="rerun"
    )
    if not box.open:
        return
    with box:
        st.caption(i18n.t("take.page_what"))
        content = make()
        stem = file_names.stem(content.parts)
        sheets, about, meaning = workbook(content)
        book = partial(workbooks.xlsx_bytes, sheets, about, rtl=i18n.is_rtl(), meaning=meaning)
        st.download_button(
            BOOK,
            exports.reader().checked(f"{stem}.xlsx", book),
            file_name=f"{stem}.xlsx",
            key="take_page_xlsx",
            on_click="ignore",
            icon=":material/table_view:",
        )
        making.offer(
            PAPER,
            f"{stem}.pdf",
            partial(pdf_documents.pdf_bytes, document(content)),
            key="take_page_pdf",
            of=(content.key, i18n.language(), reference.today()),
            icon=":material/picture_as_pdf:",
        )


def workbook(content: PageContent) -> tuple[list[Sheet], About, About]:
    """A sheet a card, first the figures; what they are of; what each counts."""
    cards = content.cards
    names = workbooks.fitting(
        [textwrap.shorten(each.headline, NAMED, placeholder="…") for each in cards]
    )
    sheets = [
        Sheet(
            name=called,
            title=each.headline,
            table=each.table if each.numbers is None else each.numbers,
            chart=native.of(each.spec),
        )
        for called, each in zip(names, cards, strict=True)
    ]
    if content.figures is not None:
        title, table, _ = content.figures
        sheets.insert(0, Sheet(name=title, title=title, table=table))
    lines = [(called, said) for called, each in zip(names, cards, strict=True)
             for called, said in _meaning(content, called, each)]  # fmt: skip
    about = About(
        name=i18n.t("file.about"), lines=_about(content), contents=i18n.t("file.contents")
    )
    lines += [each for name, found in content.meaning for each in ((name, ""), *found)]
    return sheets, about, About(name=i18n.t("take.meanings"), lines=lines, contents="")


def _meaning(content: PageContent, called: str, card: Card) -> Iterator[Line]:
    """What a card says, counts and warns of; its filters where they are others."""
    said = (
        card.headline, card.note, card.legend, card.reading, card.warning,
        content.uncut if card.uncut else "",
    )  # fmt: skip
    for place, each in enumerate(filter(None, said)):
        yield (called if not place else "", each)


def _about(content: PageContent) -> list[Line]:
    """The page's answer, each filter by its name, of when it is, and whether it is approved."""
    return [
        (i18n.t("file.what"), f"{reference.programme().name} · {content.title}"),
        ("", content.answer),
        *content.said,
        *content.of,
        ("", as_of()),
        *([(i18n.t("approval.file"), content.approval)] if content.approval else []),
        *file_parts.about(),
    ]


def document(content: PageContent) -> Document:
    """The same on paper: each chart under its sentence, each without one as its table."""
    programme = reference.programme().name
    return Document(
        title=content.title,
        under=[content.under, *filter(None, [content.approval]), as_of(), i18n.t("file.exact")],
        blocks=list(_blocks(content)),
        foot=" · ".join(filter(None, [programme, as_of(), content.approval])),
        author=programme,
        language=i18n.language(),
    )


def _blocks(content: PageContent) -> Iterator[Block]:
    yield Text(content.answer, is_strong=True)
    yield from map(_line, content.said)
    if content.figures is not None:
        _, table, wide = content.figures
        rows = table.astype(str)
        yield Table(list(rows.columns), rows.to_numpy().tolist(), wide)
    for card in content.cards:
        yield from card_blocks.blocks(card, is_whole=True)
    if content.meaning:
        yield Heading(i18n.t("take.meanings"))
    for name, found in content.meaning:
        yield Heading(name, 2)
        yield from map(_line, found)


def _line(line: Line) -> Text:
    return Text(" · ".join(filter(None, line)))
