"""A report as a document: what managers say first, then what the data say, part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import streamlit as st

from components.cards import docx_documents, file_names, making, pdf_documents
from components.cards.blocks import Block, Document, Heading, Text
from components.cards.jobs import Tell
from components.language import i18n
from components.reads import indicator_words, reference
from components.results import file_parts
from components.results.common import Asked
from components.results.reports import matrix, parts
from components.results.reports.spans import Span

#: The parts of the donor's report that are judged, under one heading.
JUDGED = ("RELEVANCE", "EFFECTIVENESS", "EFFICIENCY", "SUSTAINABILITY")
#: What follows the parts that managers write.
AFTER = {"DONOR": ("MATRIX", "DEFINITIONS"), "LESSONS": ()}
#: The most pages of a report that is to be read at once.
PAGES = {"LESSONS": 2}
#: Lines of somebody's own words in such a report; more are written one after the other.
LINES = 6
Write = Callable[[Document, Tell], bytes]
NAMES = {"DONOR": "donor report", "LESSONS": "lessons", "WEEK": "week"}


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a file is of: a kind, its period and place, and what managers say by part."""

    kind: str
    span: Span
    asked: Asked
    texts: Mapping[str, str]

    @property
    def title(self) -> str:
        return i18n.t(f"reports.title.{self.kind}", period=self.span.name)

    @property
    def place(self) -> str:
        return indicator_words.place(matrix.place(self.asked))


def draw(report: Report, save: Callable[[], bool] | None) -> None:
    """Buttons that make the files; a text that goes on being edited comes first. What stands in
    the fields is saved before (``save``); where that is refused there is no file."""
    wanted = report.asked.wanted
    agency = matrix.place(report.asked)
    place = [reference.agencies()[agency].short_name] if agency else []
    days = file_names.period(wanted.start, wanted.end, reference.today())
    stem = file_names.stem([NAMES[report.kind], *days, *place])
    of = (
        report.kind, report.asked.viewer, wanted, report.asked.version, i18n.language(),
        reference.today(), tuple(sorted(report.texts.items())),
    )  # fmt: skip
    refused: list[bool] = []

    def saved() -> bool:
        is_saved = save is None or save()
        if not is_saved:
            refused.append(True)
        return is_saved

    for name, ending, write, icon in (
        ("Word", "docx", docx_documents.docx_bytes, "description"),
        ("PDF", "pdf", pdf_documents.pdf_bytes, "picture_as_pdf"),
    ):
        making.offer(
            name,
            f"{stem}.{ending}",
            partial(_written, report, write),
            key=f"reports_{report.kind.lower()}_{ending}",
            of=of,
            icon=f":material/{icon}:",
            first=saved if save else None,
        )
    if refused:
        st.error(i18n.t("reports.no_file"), icon=":material/error:")


def _written(report: Report, write: Write, tell: Tell) -> bytes:
    """Beside the app: what the data say, then the file of it."""
    tell(0, 1)
    return write(pdf_documents.fitted(document(report), tell), tell)


def document(report: Report) -> Document:
    """The whole document; every page says whether its figures are approved."""
    programme = reference.programme().name
    approved = file_parts.approval(report.asked)
    as_of = i18n.t("card.as_of", day=reference.now())
    exact = i18n.t("file.exact")
    says = filter(None, (f"{programme} · {report.place}", approved, as_of, exact))
    foot = filter(None, (programme, report.span.name, approved))
    return Document(
        title=report.title,
        under=list(says),
        blocks=list(_week(report) if report.kind == "WEEK" else _blocks(report)),
        foot=" · ".join(foot),
        author=programme,
        language=i18n.language(),
        pages=PAGES.get(report.kind),
    )


def _blocks(report: Report) -> Iterator[Block]:
    """Numbered chapters; one that nobody wrote in, and of which the data say nothing, is none."""
    found, number = partial(parts.found, report.asked), 0
    is_judged = False
    for part in report.texts:
        said = [*_own(report, part), *found(part)]
        if not said:
            continue
        if part not in JUDGED or not is_judged:
            number += 1
            yield Heading(_numbered(number, "JUDGED" if part in JUDGED else part))
        if part in JUDGED:
            is_judged = True
            yield Heading(i18n.t(f"reports.part.{part}"), 2)
        yield from said
    for part in AFTER[report.kind]:
        if part == "MATRIX":
            yield Heading(_numbered(number + 1, part))
        yield from found(part)


def _own(report: Report, part: str) -> Iterator[Block]:
    if text := report.texts[part]:
        yield Text(_folded(text) if report.kind in PAGES else text, is_own=True)


def _folded(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return ("\n" if len(lines) <= LINES else " · ").join(lines)


def _numbered(number: int, part: str) -> str:
    return f"{i18n.number(number)}. {i18n.t(f'reports.part.{part}')}"


def _week(report: Report) -> Iterator[Block]:
    """One page: what was done, what waits, where the key indicators stand."""
    found = partial(parts.found, report.asked)
    yield from found("FIGURES")
    waits = found("CONCLUSIONS")
    yield Heading(i18n.t("reports.waits"), 2)
    yield from waits or [Text(i18n.t("attention.none"))]
    yield Heading(i18n.t("reports.part.GOALS"), 2)
    yield from found("GOALS")
