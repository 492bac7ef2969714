"""One dated file a decision, numbered without gaps, each in the index as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tests.source import ROOT

FOLDER = ROOT / "docs" / "decisions"
NAME = re.compile(r"(\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.md")
HEAD = re.compile(r"# (\d{4}) (.+)\n\nDate: (.+)\nStatus: (.+)\n\n## Context\n")
REPLACED = re.compile(r"(?:accepted, in part )?replaced by (\d{4})(?: and (\d{4}))?")
ROW = re.compile(r"\| \[(\d{4})\]\((.+?)\) \| (.+) \| (.+) \| (.+) \|")
HEADINGS = ["Context", "Decision", "Turned down"]
MOST_LINES = 20


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a file says of itself, or a row of the index of a file."""

    number: int
    file: str
    title: str
    date: str
    status: str


def decisions() -> list[Decision]:
    """All files but the index, by their names."""
    paths = sorted(path for path in FOLDER.iterdir() if path.name != "README.md")
    return [read(path) for path in paths]


def read(path: Path) -> Decision:
    head = HEAD.match(path.read_text(encoding="utf-8"))
    assert head, f"{path.name} does not begin with its number, title, date and status"
    number, title, day, status = head.groups()
    return Decision(number=int(number), file=path.name, title=title, date=day, status=status)


def indexed(text: str) -> list[Decision]:
    """The rows of an index."""
    return [
        Decision(number=int(number), file=file, title=title, date=day, status=status)
        for number, file, title, day, status in ROW.findall(text)
    ]


def problems(found: Sequence[Decision]) -> list[str]:
    """What is wrong with decisions in the order of their files."""
    wrong = []
    for place, each in enumerate(found, start=1):
        if not NAME.fullmatch(each.file) or int(each.file[:4]) != each.number:
            wrong.append(f"{each.file}: its name is not its number and a few words")
        if each.number != place:
            wrong.append(f"{each.file}: {place:04d} is missing")
        if not _is_a_day(each.date):
            wrong.append(f"{each.file}: no date")
        if place > 1 and each.date < found[place - 2].date:
            wrong.append(f"{each.file}: older than the one before")
        later = REPLACED.fullmatch(each.status)
        if each.status != "accepted" and not later:
            wrong.append(f"{each.file}: no status")
        by = [int(number) for number in later.groups() if number] if later else []
        if not all(each.number < number <= len(found) for number in by):
            wrong.append(f"{each.file}: replaced by none that is later")
    return wrong


def _is_a_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def test_decisions_are_numbered_dated_and_have_a_status() -> None:
    assert problems(decisions()) == []


def test_the_index_says_what_the_files_say() -> None:
    assert indexed((FOLDER / "README.md").read_text(encoding="utf-8")) == decisions()


def test_a_decision_is_short_and_says_what_was_turned_down() -> None:
    texts = {each.file: (FOLDER / each.file).read_text(encoding="utf-8") for each in decisions()}
    assert [name for name, text in texts.items() if not is_whole(text)] == []


def is_whole(text: str) -> bool:
    """A decision with every part filled in, of few lines."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    is_filled = all(part.strip() for part in parts)
    return parts[1::2] == HEADINGS and is_filled and len(text.splitlines()) <= MOST_LINES


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("# A\n## Context\na\n## Decision\nb\n## Turned down\nc\n", True),
        ("# A\n## Context\na\n## Decision\n\n## Turned down\nc\n", False),
        ("# A\n## Context\na\n## Decision\nb\n", False),
        ("# A\n## Context\na\n## Decision\nb\n## Turned down\n" + "c\n" * 15, False),
    ],
)
def test_a_decision_without_a_part_or_too_long_is_refused(text: str, whole: bool) -> None:
    assert is_whole(text) is whole


GOOD = Decision(number=1, file="0001-a-b.md", title="A", date="2026-01-02", status="accepted")


@pytest.mark.parametrize(
    "found",
    [
        [Decision(number=2, file="0002-a.md", title="A", date="2026-01-02", status="accepted")],
        [Decision(number=1, file="0002-a.md", title="A", date="2026-01-02", status="accepted")],
        [Decision(number=1, file="0001 a.md", title="A", date="2026-01-02", status="accepted")],
        [Decision(number=1, file="0001-a.md", title="A", date="2 January", status="accepted")],
        [Decision(number=1, file="0001-a.md", title="A", date="2026-01-02", status="agreed")],
        [Decision(number=1, file="0001-a.md", title="A", date="2026-01-02",
                  status="replaced by 0002")],
        [GOOD, Decision(number=2, file="0002-a.md", title="A", date="2026-01-01",
                        status="accepted")],
    ],
)  # fmt: skip
def test_these_checks_refuse_what_they_should(found: list[Decision]) -> None:
    """Or a slip in them would let everything through."""
    assert problems([GOOD]) == []
    assert problems(found) != []


def test_a_row_that_differs_is_noticed() -> None:
    row = "| [0001](0001-a-b.md) | A | 2026-01-02 | accepted |"
    assert indexed(row) == [GOOD]
    assert indexed(row.replace("accepted", "replaced by 0002")) != [GOOD]
