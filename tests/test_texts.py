"""Every sentence exists in three languages, is used, and is never written in the code itself."""

from __future__ import annotations

import ast
import csv
import re
import string
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from components.language.catalogue import FOLDER, LANGUAGES, Language, Messages, messages
from tests.source import ROOT, calls, dotted, files, flat, name_of, texts

FORMS = {"fr": 2, "en": 2, "ar": 6}
SCREENS = files("components", "pages")
SPEAKERS = (ROOT / "app.py", *SCREENS, *files("db"))
#: Names that stay in Latin letters in an Arabic sentence.
LATIN_NAMES = {
    "Amudu",
    "ANAPEC",
    "CNSS",
    "CSV",
    "JSON",
    "XLSX",
    "PNG",
    "SVG",
    "Excel",
    "Word",
    "PDF",
    "WebSocket",
    "WebSockets",
}
SHOWN = re.compile(
    r"(title|header|subheader|write|markdown|caption|info|warning|error|success|toast|button"
    r"|download_button|form_submit_button|link_button|page_link|text_input|text_area|number_input"
    r"|date_input|time_input|selectbox|multiselect|radio|checkbox|toggle|pills|segmented_control"
    r"|metric|expander|popover|tabs|dialog|spinner|status|slider|file_uploader)$"
)
SHOWN_KEYWORDS = {"label", "help", "placeholder", "caption", "title", "alt", "body"}
WORD = re.compile(r"[^\W\d_]{2,}")


def fields(sentence: str) -> set[str]:
    """The names to be filled in."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


@cache
def french() -> Messages:
    return messages("fr")


@cache
def spoken() -> frozenset[str]:
    """Every literal text of the code, so that a key's last part can be looked for in it."""
    return frozenset(text for path in SPEAKERS for text in texts(path))


def families() -> list[re.Pattern[str]]:
    """Keys made from a literal stem and one part filled in: ``f"page.{name}"``."""
    stems = {text for text in spoken() if re.fullmatch(r"[a-z_]+\.[a-zA-Z_.{}]*{}[a-z_.]*", text)}
    stems |= {"{}.short", "{}.few"}
    return [re.compile(re.escape(stem).replace(r"\{\}", r"([\w.]+)")) for stem in sorted(stems)]


def known_parts() -> frozenset[str]:
    """What a key's filled part may be: a literal of the code, a code of a list, a page."""
    with (ROOT / "seed_data" / "codelists.csv").open(encoding="utf-8") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    enums = set(texts(ROOT / "db" / "codes.py"))
    roles = {name.split(".")[0] for name in spoken()}
    pages = {name.replace("-", "_") for name in spoken()}
    return frozenset(spoken() | codes | enums | roles | pages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: Language) -> None:
    assert set(messages(language)) == set(french())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_filled_with_the_same_values_and_has_all_its_forms(
    language: Language,
) -> None:
    wrong = []
    for key, text in messages(language).items():
        is_plural = not isinstance(french()[key], str)
        wanted = fields(" ".join(forms(french()[key])))
        found = [fields(form) for form in forms(text)]
        if (len(forms(text)) != FORMS[language]) if is_plural else not isinstance(text, str):
            wrong.append(f"{key}: {len(forms(text))} forms")
        if not all(form.strip() for form in forms(text)):
            wrong.append(f"{key}: empty")
        # A form for none, one or two may say the number in words; the general form may not.
        if found[-1] != wanted or any(each - wanted for each in found):
            wrong.append(f"{key}: {found} instead of {wanted}")
    assert wrong == []


def test_no_key_stands_twice() -> None:
    """Of two the one would be said in the place of the other."""
    keys = [
        (path.parent.name, key)
        for path in FOLDER.rglob("*.po")
        for key in re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert keys and [key for key, times in Counter(keys).items() if times > 1] == []


def test_every_key_that_the_code_asks_for_exists() -> None:
    asked = {
        (name_of(path), flat(call.args[0]))
        for path in SPEAKERS
        for call in calls(path)
        if call.args and dotted(call.func) in {"i18n.t", "i18n.tn", "t", "tn"}
    }
    asked |= {("db", text) for text in spoken() if re.fullmatch(r"error\.[a-z_0-9]+", text)}
    missing = {(where, key) for where, key in asked if key and "{" not in key} - {
        (where, key) for where, key in asked if key in french()
    }
    assert missing == set()


def test_every_key_is_asked_for() -> None:
    made, parts = families(), known_parts()

    def is_used(key: str) -> bool:
        if key in spoken():
            return True
        matches = [stem.fullmatch(key) for stem in made]
        return any(match and set(match.groups()) <= (parts | set(french())) for match in matches)

    assert [key for key in french() if not is_used(key)] == []


def test_every_sentence_gets_the_values_it_needs() -> None:
    wrong = []
    for path in SCREENS:
        for call in calls(path):
            spoken_by = dotted(call.func)
            key = flat(call.args[0]) if call.args else ""
            if spoken_by not in {"i18n.t", "i18n.tn"} or key not in french():
                continue
            given = {keyword.arg for keyword in call.keywords}
            needed = fields(" ".join(forms(french()[key])))
            needed -= {"count"} if spoken_by == "i18n.tn" else set()
            is_plural = not isinstance(french()[key], str)
            if (None not in given and needed - given) or is_plural != (spoken_by == "i18n.tn"):
                wrong.append(f"{name_of(path)}:{call.lineno} {key} needs {needed}")
    assert wrong == []


def test_no_sentence_is_written_in_the_code() -> None:
    assert [f"{name_of(path)}: {said}" for path in SCREENS for said in written(path)] == []


def written(path: Path) -> list[str]:
    """Sentences that a file shows without asking the catalogue."""
    said = []
    for call in calls(path):
        if not is_shown(call.func):
            continue
        shown = [*call.args[:1], *(k.value for k in call.keywords if k.arg in SHOWN_KEYWORDS)]
        said += [flat(part) for part in shown if WORD.search(_plain(flat(part)))]
    return said


def test_a_sentence_in_the_code_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.py"
    page.write_text('st.button("Save it", help=f"For {name}: now")\nst.write(i18n.t("a.b"))\n')
    assert written(page) == ["Save it", "For {}: now"]


def is_shown(function: ast.expr) -> bool:
    """``st.button`` or ``column.button``, not ``log.error`` or ``sa.text``."""
    if not isinstance(function, ast.Attribute) or dotted(function).startswith(("log.", "sa.")):
        return False
    return SHOWN.fullmatch(function.attr) is not None


def _plain(text: str) -> str:
    """Without icons, colours and sizes, file names, fill-ins and the programme's own name."""
    return re.sub(r":material/\w+:|:(?:gray|small)\[|\{\}|Amudu|[\w/]+\.py", "", text)


def test_an_arabic_sentence_holds_no_latin_words_but_names() -> None:
    wrong = {
        key: form
        for key, text in messages("ar").items()
        if not key.startswith("language.")  # each language is named in itself
        for form in forms(text)
        if set(re.findall(r"[A-Za-zÀ-ÿ]{2,}", re.sub(r"\{[^}]*\}|:material/\w+:", "", form)))
        - LATIN_NAMES
    }
    assert wrong == {}


def test_arabic_writes_its_numbers_and_their_sign_in_one_way() -> None:
    """Those of Morocco, as ``percents`` and ``i18n.number`` write them."""
    told = [(key, form) for key, text in messages("ar").items() for form in forms(text)]
    assert [key for key, form in told if re.search("[٠-٩٪٫٬]", form)] == []


def test_a_sign_stays_on_the_left_of_its_number_in_arabic() -> None:
    """After an Arabic word it would stand on the right; an isolate keeps both in their order."""
    bare = re.compile(r"(?<!\u2066)[±+−]\{|(?<!\u2066)±\d")
    wrong = {
        key for key, said in messages("ar").items() for each in forms(said) if bare.search(each)
    }
    assert wrong == set()


def test_no_sentence_was_left_in_the_language_it_came_from() -> None:
    same = [
        key
        for key, text in french().items()
        if forms(text) == forms(messages("en")[key]) and len(WORD.findall(forms(text)[0])) > 2
    ]
    assert same == []


def test_every_code_has_a_label_in_three_languages_with_the_same_fill_ins() -> None:
    wrong = []
    with (ROOT / "seed_data" / "codelists.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            labels = [row[f"label_{language}"] for language in LANGUAGES]
            if not all(labels) or len({frozenset(fields(label)) for label in labels}) > 1:
                wrong.append((row["list"], row["code"], labels))
    assert wrong == []


def test_no_arabic_label_has_quotation_marks_at_its_ends() -> None:
    """A chart writes from left to right and puts such a mark at the wrong end."""
    with (ROOT / "seed_data" / "codelists.csv").open(encoding="utf-8") as file:
        labels = [row["label_ar"] for row in csv.DictReader(file)]
    assert [label for label in labels if {label[0], label[-1]} & set('«»"')] == []
