"""Every word of the glossary is one that the screens, the code and the tables really use."""

from __future__ import annotations

import ast
import csv
import re
import unicodedata
from collections import Counter
from functools import cache
from itertools import chain

import pytest
from sqlmodel import SQLModel

import db.models  # noqa: F401  (fills the metadata)
from components.language.catalogue import LANGUAGES, Language, messages
from tests.source import ROOT, files, tree

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
NONE = "—"
HEADS = ["term", "fr", "en", "ar", "name in code", "table and column"]
SHORT = re.compile(r"\b[A-Z]{2,}\b")
#: What may stand before a word, and the endings of its plurals.
LATIN = "", r"(?:·?e?s|e|x)?"
ARABIC = r"(?:[وفبلك]?ال|لل|[وبلك])?", r"(?:ات|ون|ين|ان|كم|كن|ا)?"


def table(title: str) -> list[list[str]]:
    """The rows of the first table after a heading, its head first."""
    after = GLOSSARY.split(f"# {title}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in after.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [rows[0], *rows[2:]]


def terms() -> list[list[str]]:
    return table("Glossary")[1:]


def quoted(cell: str) -> list[str]:
    """The names in a cell: ``a`` and ``b.c``; none for a dash."""
    return [] if cell == NONE else re.findall(r"`([^`]+)`", cell)


def plain(text: str) -> str:
    """Lower case, without Arabic vowel signs."""
    letters = unicodedata.normalize("NFC", text.casefold())
    return "".join(each for each in letters if not "\u064b" <= each <= "\u0652")


def stem(term: str, language: Language) -> re.Pattern[str]:
    """A term, each word perhaps in the plural; in Arabic perhaps with an article or particle."""
    before, after = ARABIC if language == "ar" else LATIN
    words = [f"{before}{re.escape(word)}{after}" for word in plain(term).split()]
    return re.compile(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)")


@cache
def said(language: Language) -> str:
    """All sentences and labels of a language."""
    forms = [[text] if isinstance(text, str) else text for text in messages(language).values()]
    with (ROOT / "seed_data" / "codelists.csv").open(encoding="utf-8") as file:
        labels = [row[f"label_{language}"] for row in csv.DictReader(file)]
    return "\n".join([*chain.from_iterable(forms), *labels])


@cache
def names_in_code() -> frozenset[str]:
    """Classes with their members, and functions, of ``db`` and ``components``."""
    found: set[str] = set()
    for node in chain.from_iterable(ast.walk(tree(path)) for path in files("db", "components")):
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {node.name, *(f"{node.name}.{each}" for each in members(node))}
    return frozenset(found)


def members(node: ast.ClassDef) -> list[str]:
    found = []
    for each in node.body:
        if isinstance(each, ast.AnnAssign):
            found.append(ast.unparse(each.target))
        elif isinstance(each, ast.Assign):
            found += [ast.unparse(target) for target in each.targets]
        elif isinstance(each, ast.FunctionDef):
            found.append(each.name)
    return found


def columns() -> frozenset[str]:
    """Every table, and every column as ``table.column``."""
    tables = SQLModel.metadata.tables.values()
    return frozenset(chain(*([each.name, *map(str, each.columns)] for each in tables)))


def is_said(term: str, language: Language) -> bool:
    return bool(stem(term, language).search(plain(said(language))))


def shared(rows: list[list[str]], place: int) -> list[str]:
    """Translations that stand in two rows; an Arabic article makes no difference."""
    words = (plain(row[place]).removeprefix("ال") for row in rows if row[place] != NONE)
    return [word for word, count in Counter(words).items() if count > 1]


def refused(sentences: str) -> list[str]:
    """The words "we do not use" that stand in English sentences all the same."""
    rows = [row for row in table("Words we do not use")[1:] if row[1] == "screen"]
    words = chain.from_iterable(row[0].split(", ") for row in rows)
    return [word for word in words if _phrase(word).search(plain(sentences))]


def _phrase(words: str) -> re.Pattern[str]:
    """The words in their order, up to three others between a verb and its particle."""
    return re.compile(r"\b" + r"\s+(?:\S+\s+){0,3}?".join(map(re.escape, words.split())) + r"\b")


def test_the_table_has_the_columns_that_are_checked() -> None:
    assert table("Glossary")[0] == HEADS
    assert all(len(row) == len(HEADS) for row in terms())
    assert len(terms()) > 80


def test_every_term_stands_once() -> None:
    names = [row[0] for row in terms()]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_a_term_is_said_in_all_languages_or_in_none_and_then_has_a_name() -> None:
    unsaid = {row[0]: row[1:4].count(NONE) for row in terms()}
    assert {name: count for name, count in unsaid.items() if count not in (0, 3)} == {}
    assert [row[0] for row in terms() if row[1] == row[4] == NONE] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_is_said_on_screen(language: Language) -> None:
    place = HEADS.index(language)
    words = [row[place] for row in terms() if row[place] != NONE]
    assert [word for word in words if not is_said(word, language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_terms_share_a_translation(language: Language) -> None:
    coming = table("Not in the program yet")[1:]
    assert shared([*terms(), *coming], HEADS.index(language)) == []


def test_every_name_exists_in_the_code() -> None:
    wanted = chain.from_iterable(quoted(row[4]) for row in terms())
    assert sorted(set(wanted) - names_in_code()) == []


def test_every_table_and_column_exists() -> None:
    wanted = chain.from_iterable(quoted(row[5]) for row in terms())
    assert sorted(set(wanted) - columns()) == []


def test_every_cell_is_a_dash_or_names_something() -> None:
    cells = [(row[0], cell) for row in terms() for cell in row[4:]]
    assert [each for each in cells if each[1] != NONE and not quoted(each[1])] == []


def test_every_short_form_on_screen_is_explained_and_no_other() -> None:
    sentences = "\n".join(re.sub(r"\{[^}]*\}", "", said(language)) for language in LANGUAGES)
    # The buttons of files are written from these.
    on_screen = {*SHORT.findall(sentences), "PNG", "SVG", "CSV", "XLSX"}
    assert {row[0] for row in table("Short forms on screen")[1:]} == on_screen


def test_no_english_sentence_has_a_word_that_we_do_not_use() -> None:
    assert refused(said("en")) == []


def test_these_checks_refuse_what_they_should() -> None:
    """Or a slip in them would let everything through."""
    assert is_said("dossier", "fr") and not is_said("dossiers suspendus", "fr")
    assert not is_said("dossi", "fr") and not is_said("مل", "ar")
    assert is_said("شخص", "ar") and not is_said("بطيخ", "ar")
    assert not is_said("ossier", "fr")
    assert "Case" in names_in_code() and "Mark.HIDDEN" in names_in_code()
    assert not {"Dossier", "Mark.SEEN", "db.models.Case"} & names_in_code()
    assert "cases.code" in columns() and "cases.name" not in columns()
    assert shared([["a", "x"], ["b", "X"], ["c", NONE], ["d", NONE]], 1) == ["x"]
    assert refused("You may take the last answer back.") == ["take back"]
    assert refused("Does what it promised") == ["promised"]
