"""A whole page taken away: as a workbook, or on sheets of paper."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from functools import partial

import streamlit as st

from components.cards import exports, file_names, making, printing, workbooks
from components.cards.blocks import Block, Document, Heading, Table, Text
from components.cards.card import Card
from components.cards.charts import native
from components.cards.downloads import Line
from components.cards.workbooks import About, Sheet
from components.language import i18n
from components.reads import reference
from components.results import card_blocks, file_parts
from components.results.taken import Taken, as_of

#: Shorter than the longest name of a sheet: two that begin alike get a number.
NAMED = 27
#: What people call the two files, in every language.
BOOK, PAPER = "Excel", "PDF"


def draw(make: Callable[[], Taken]) -> None:
    """Behind one word; what the files say is asked for when it is opened, and they are made when
    they are asked for."""
    box = st.popover(
        i18n.t("take.page"), key="take_page", icon=":material/download:", on_change="rerun"
    )
    if not box.open:
        return
    with box:
        st.caption(i18n.t("take.page_what"))
        taken = make()
        stem = file_names.stem(taken.parts)
        sheets, about, meaning = workbook(taken)
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
            partial(printing.pdf_bytes, document(taken)),
            key="take_page_pdf",
            of=(taken.key, i18n.language(), reference.today()),
            icon=":material/picture_as_pdf:",
        )


def workbook(taken: Taken) -> tuple[list[Sheet], About, About]:
    """A sheet a card, first the figures; what they are of; what each counts."""
    cards = taken.cards
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
    if taken.figures is not None:
        title, table, _ = taken.figures
        sheets.insert(0, Sheet(name=title, title=title, table=table))
    lines = [(called, said) for called, each in zip(names, cards, strict=True)
             for called, said in _meaning(taken, called, each)]  # fmt: skip
    about = About(name=i18n.t("file.about"), lines=_about(taken), contents=i18n.t("file.contents"))
    lines += [each for name, found in taken.meaning for each in ((name, ""), *found)]
    return sheets, about, About(name=i18n.t("take.meanings"), lines=lines, contents="")


def _meaning(taken: Taken, called: str, card: Card) -> Iterator[Line]:
    """What a card says, counts and warns of; its filters where they are others."""
    said = (
        card.headline, card.note, card.legend, card.reading, card.warning,
        taken.uncut if card.uncut else "",
    )  # fmt: skip
    for place, each in enumerate(filter(None, said)):
        yield (called if not place else "", each)


def _about(taken: Taken) -> list[Line]:
    """The page's answer, each filter by its name, of when it is, and whether it is approved."""
    return [
        (i18n.t("file.what"), f"{reference.programme().name} · {taken.title}"),
        ("", taken.answer),
        *taken.said,
        *taken.of,
        ("", as_of()),
        *([(i18n.t("approval.file"), taken.approval)] if taken.approval else []),
        *file_parts.about(),
    ]


def document(taken: Taken) -> Document:
    """The same on paper: each chart under its sentence, each without one as its table."""
    programme = reference.programme().name
    return Document(
        title=taken.title,
        under=[taken.under, *filter(None, [taken.approval]), as_of(), i18n.t("file.exact")],
        blocks=list(_blocks(taken)),
        foot=" · ".join(filter(None, [programme, as_of(), taken.approval])),
        author=programme,
        language=i18n.language(),
    )


def _blocks(taken: Taken) -> Iterator[Block]:
    yield Text(taken.answer, is_strong=True)
    yield from map(_line, taken.said)
    if taken.figures is not None:
        _, table, wide = taken.figures
        rows = table.astype(str)
        yield Table(list(rows.columns), rows.to_numpy().tolist(), wide)
    for card in taken.cards:
        yield from card_blocks.blocks(card, is_whole=True)
    if taken.meaning:
        yield Heading(i18n.t("take.meanings"))
    for name, found in taken.meaning:
        yield Heading(name, 2)
        yield from map(_line, found)


def _line(line: Line) -> Text:
    return Text(" · ".join(filter(None, line)))
