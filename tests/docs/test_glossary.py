"""Every word of the glossary is one that the screens, the code and the tables really use."""

from __future__ import annotations

import ast
import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import chain

import pytest
from sqlmodel import SQLModel

import db.models  # noqa: F401  (fills the metadata)
from components.language.catalogue import LANGUAGES, Language, messages
from tests.source import ROOT, files, nodes

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
def sentences(language: Language) -> tuple[tuple[str, str], ...]:
    """All sentences by their key, a plural form by form, and all labels by list and code."""
    found = []
    for key, text in messages(language).items():
        found += [(key, form) for form in ([text] if isinstance(text, str) else text)]
    with (ROOT / "seed_data" / "codelists.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.append((f"{row['list']}.{row['code']}", row[f"label_{language}"]))
    return tuple(found)


@cache
def said(language: Language) -> str:
    """All that is said in a language."""
    return "\n".join(sentence for _, sentence in sentences(language))


@cache
def names_in_code() -> frozenset[str]:
    """Classes with their members, and functions, of ``db`` and ``components``."""
    found: set[str] = set()
    for node in chain.from_iterable(nodes(path) for path in files("db", "components")):
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


@cache
def plainly_said(language: Language) -> str:
    return plain(said(language))


def is_said(term: str, language: Language) -> bool:
    return bool(stem(term, language).search(plainly_said(language)))


def shared(rows: list[list[str]], language: Language) -> list[str]:
    """Translations that stand in two rows; a plural or an article makes no difference."""
    place = HEADS.index(language)
    words = (one(row[place], language) for row in rows if row[place] != NONE)
    return [word for word, count in Counter(words).items() if count > 1]


def one(term: str, language: Language) -> str:
    """The term without articles, vowel signs and the ends of French and English plurals."""
    if language == "ar":
        return " ".join(word.removeprefix("ال") for word in plain(term).split())
    return " ".join(re.sub(f"{LATIN[1]}$", "", word) for word in plain(term).split())


def refused(said_by_key: Iterable[tuple[str, str]], language: Language) -> list[str]:
    """Where a word "we do not use" in a language, or in some of its keys, is used all the same."""
    found = []
    for words, where, _ in table("Words we do not use")[1:]:
        refused_in, _, part = where.partition(", ")
        if refused_in == language:
            banned = [_phrase(word, language) for word in words.split(", ")]
            found += [
                f"{key}: {each}"
                for key, each in said_by_key
                if part in key and any(word.search(plain(each)) for word in banned)
            ]
    return found


def _phrase(words: str, language: Language) -> re.Pattern[str]:
    """The words in their order; in English up to three others before the particle of a verb."""
    if language == "ar":
        return stem(words, language)
    gap = r"\s+(?:\S+\s+){0,3}?" if language == "en" else r"\s+"
    return re.compile(r"(?<![\w{])" + gap.join(map(re.escape, plain(words).split())) + r"(?!\w)")


def unexplained(said_by_key: Iterable[tuple[str, str]]) -> list[str]:
    """Sentences with a short form, and without the words that should stand beside it."""
    beside = {row[0]: row[2].split(", ") for row in table("Short forms on screen")[1:]}
    return [
        f"{key}: {short}"
        for key, each in said_by_key
        for short in SHORT.findall(re.sub(r"\{[^}]*\}", "", each))
        if beside.get(short, []) != [NONE]
        and not any(words in plain(each) for words in beside.get(short, []))
    ]


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
    assert shared([*terms(), *coming], language) == []


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
    everything = "\n".join(re.sub(r"\{[^}]*\}", "", said(language)) for language in LANGUAGES)
    # The buttons of files are written from these.
    on_screen = {*SHORT.findall(everything), "PNG", "SVG", "CSV", "XLSX"}
    assert {row[0] for row in table("Short forms on screen")[1:]} == on_screen


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_short_form_stands_beside_words_that_explain_it(language: Language) -> None:
    assert unexplained(sentences(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_has_a_word_that_we_do_not_use(language: Language) -> None:
    assert refused(sentences(language), language) == []


def test_every_word_that_we_do_not_use_says_where() -> None:
    places = {row[1].partition(", ")[0] for row in table("Words we do not use")[1:]}
    assert places == {*LANGUAGES, "code"}


@pytest.mark.parametrize(
    ("language", "key", "sentence"),
    [
        ("fr", "a.b", "Les inscrites à ANAPEC"),
        ("fr", "a.b", "Confiance à {institution}, par agence"),
        ("fr", "a.b", "Arrêtée le {day}"),
        ("fr", "a.b", "Formation par une OSC"),
        ("en", "a.b", "Distinct persons"),
        ("en", "a.b", "You may take the last answer back."),
        ("en", "a.b", "Does what it promised"),
        ("ar", "a.b", "أشخاص متميزون، مقرَّبة إلى 5"),
        ("ar", "a.b", "أشخاص مستقبَلون"),
        ("ar", "filter.more", "طلب"),
        ("ar", "filter.more", "ترشيح"),
        ("ar", "error.check_fields", "خانة واحدة"),
    ],
)
def test_a_word_that_we_do_not_use_is_refused(language: Language, key: str, sentence: str) -> None:
    assert len(refused([(key, sentence)], language)) == 1


@pytest.mark.parametrize(
    ("language", "key", "sentence"),
    [
        ("fr", "a.b", "Les personnes inscrites à l'ANAPEC"),
        ("en", "a.b", "{persons} of the people"),
        ("ar", "training.status", "ترشيح مودع"),
        ("ar", "release.cell", "خانة أخرى"),
        ("ar", "a.b", "تُستعمل"),
    ],
)
def test_another_word_is_not_refused(language: Language, key: str, sentence: str) -> None:
    assert refused([(key, sentence)], language) == []


def test_these_checks_refuse_what_they_should() -> None:
    """Or a slip in them would let everything through."""
    assert is_said("dossier", "fr") and not is_said("dossiers suspendus", "fr")
    assert not is_said("dossi", "fr") and not is_said("مل", "ar")
    assert is_said("شخص", "ar") and not is_said("بطيخ", "ar")
    assert not is_said("ossier", "fr")
    assert "Case" in names_in_code() and "Mark.HIDDEN" in names_in_code()
    assert not {"Dossier", "Mark.SEEN", "db.models.Case"} & names_in_code()
    assert "cases.code" in columns() and "cases.name" not in columns()
    assert shared([["a", "réponse"], ["b", "Réponses"], ["c", NONE], ["d", NONE]], "fr") == [
        "répons"
    ]
    assert unexplained([("a", "CNSS"), ("b", "sécurité sociale (CNSS)"), ("c", "AGR")]) == [
        "a: CNSS",
        "c: AGR",
    ]
