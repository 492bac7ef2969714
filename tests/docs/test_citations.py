"""Whoever follows a citation of a document, from code or from another one, finds what it names."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.source import ROOT, kept, name_of

DOCS = ROOT / "docs"
#: The one form of a citation: a file under docs/, and the anchor of a heading where one is meant.
CITATION = re.compile(r"(?<![\w/.-])docs/([\w/-]+\.md)(#[\w-]*)?")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
#: A path of the repository as documents write it, perhaps with a star in it.
PATH = re.compile(r"`((?:benchmarks|components|db|deploy|docs|pages|seed_data|tests)/[\w./*-]*)`")
#: A document by its name alone: from elsewhere that leads nowhere.
BARE = re.compile(r"(?<!docs/)(?<![\w-])(?:domain|privacy|trust)\.md\b")


@cache
def anchors(path: Path) -> frozenset[str]:
    """What can follow ``#`` behind a document's name, as GitHub makes it of the headings."""
    seen: Counter[str] = Counter()
    found = set()
    for title in HEADING.findall(FENCE.sub("", path.read_text(encoding="utf-8"))):
        shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title)
        slug = re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")
        found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return frozenset(found)


def leads_somewhere(target: Path, anchor: str) -> bool:
    """Whether a file is there, and in it the heading of an anchor."""
    if not target.exists():
        return False
    return not anchor or target.suffix != ".md" or anchor in anchors(target)


def citations(text: str) -> list[str]:
    """Every citation of a document in a text."""
    return [found[0] for found in CITATION.finditer(text)]


def lost_citations(text: str) -> list[str]:
    """Citations that name no document or no heading of it, and documents named without folder."""
    lost = [
        found[0]
        for found in CITATION.finditer(text)
        if not leads_somewhere(DOCS / found[1], (found[2] or "").removeprefix("#"))
        or found[2] == "#"
    ]
    return lost + [found[0] for found in BARE.finditer(LINK.sub("", text))]


def lost_links(text: str, page: Path) -> list[str]:
    """Relative links of a page that lead to no file, or to no heading of it."""
    lost = []
    for link in LINK.findall(FENCE.sub("", text)):
        place, _, anchor = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        if not re.match(r"[a-z]+:", link) and not leads_somewhere(target, anchor):
            lost.append(link)
    return lost


def lost_paths(text: str) -> list[str]:
    """Paths of the repository that a page names and that are not there."""
    return [path for path in PATH.findall(text) if not any(ROOT.glob(path.rstrip("/")))]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="ignore")


def pages() -> list[Path]:
    """Every page for people: the documents, and what lies beside the code."""
    return [path for path in kept() if path.suffix == ".md"]


def of_today() -> list[Path]:
    """The pages that describe the code as it is; a decision tells of the day it was taken."""
    return [page for page in pages() if "decisions" not in (page.stem, page.parent.name)]


def test_a_citation_leads_to_a_document_and_its_heading() -> None:
    lost = {name_of(path): each for path in kept() if (each := lost_citations(read(path)))}
    assert lost == {}


def test_a_link_leads_to_a_file_and_its_heading() -> None:
    assert {name_of(page): lost for page in pages() if (lost := lost_links(read(page), page))} == {}


def test_a_path_that_a_page_names_is_there() -> None:
    assert {name_of(page): lost for page in of_today() if (lost := lost_paths(read(page)))} == {}


#: Put together here, or this file would be found wanting itself.
NAME, HERE = "privacy" + ".md", "docs" + "/"


def test_the_code_cites_documents_at_all() -> None:
    cited = [each for path in kept() if path.suffix == ".py" for each in citations(read(path))]
    assert sum(NAME in each for each in cited) >= 10


@pytest.mark.parametrize(
    "text",
    [
        f"see {HERE}{NAME}#no-such-heading.",
        f"``{HERE}{NAME}#the-rules-1``",
        f"{HERE}{NAME}#",
        f"{HERE}no-such-file.md",
        f"({NAME}, rule 5)",
        f"design/{NAME}",
        f"(see {HERE}{NAME}#age and {NAME})",
    ],
)
def test_a_wrong_citation_is_found(text: str) -> None:
    assert len(lost_citations(text)) == 1


@pytest.mark.parametrize(
    "text",
    [f"see {HERE}{NAME}.", f"``{HERE}{NAME}#the-rules``, rule 5", f"[Rules]({NAME}#the-rules)", ""],
)
def test_a_right_citation_is_not(text: str) -> None:
    assert lost_citations(text) == []


@pytest.mark.parametrize(
    ("link", "is_lost"),
    [
        (NAME, False),
        (f"{NAME}#the-rules", False),
        (f"{NAME}#the-rule", True),
        ("no-such-file.md", True),
        ("pictures/no-such-picture.png", True),
        ("../README.md#for-real", False),
        ("../docs", False),
        ("#8-not-found", True),
        ("https://elsewhere.example/page#top", False),
    ],
)
def test_a_wrong_link_is_found(link: str, is_lost: bool) -> None:
    assert lost_links(f"a [word]({link})", DOCS / NAME) == [link] * is_lost


def test_a_path_that_is_gone_is_found() -> None:
    text = "`db/no_such_file.py` `db/models/trust.py` `db/models/t*.py` `tests/` `db/x*`"
    assert lost_paths(text) == ["db/no_such_file.py", "db/x*"]


def test_anchors_are_made_as_github_makes_them(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    lines = [
        "# The `Page`: a, b",
        "## 2. L'été",
        "```",
        "# no heading",
        "```",
        "## Same",
        "## Same",
    ]
    page.write_text("\n".join(lines), encoding="utf-8")
    assert anchors(page) == {"the-page-a-b", "2-lété", "same", "same-1"}
