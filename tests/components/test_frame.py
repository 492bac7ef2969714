"""What the style sheet looks for is drawn: a hook without its key would fail without a word."""

from __future__ import annotations

import re

import pytest

from tests.source import ROOT, files, texts

STYLE = (ROOT / "components" / "look.css").read_text(encoding="utf-8")
RULES = re.sub(r"/\*.*?\*/", "", STYLE, flags=re.DOTALL)
#: Of all literal texts those that could be keys: with enough letters of their own, and no blank.
KEYS = {
    text
    for path in files("components", "pages")
    for text in texts(path)
    if len(text.replace("{}", "")) > 2 and re.fullmatch(r"[\w{}]+", text)
}
WHOLE = sorted(set(re.findall(r"\.st-key-(\w+)", RULES)))
PARTS = sorted(set(re.findall(r'\[class\*="([\w-]+)"\]', RULES)))
OWN = sorted(set(re.findall(r"\.(?!st)([a-z]+(?:-[a-z]+)*)(?=[\s.:{])", RULES)))


def as_pattern(key: str) -> str:
    return r"\w+".join(re.escape(part) for part in key.split("{}"))


def test_the_hooks_are_found() -> None:
    assert {"bar", "frame_form"} <= set(WHOLE)
    assert {"st-key-trust_question", "_type"} <= set(PARTS)
    assert "trust-question" in OWN


@pytest.mark.parametrize("hook", WHOLE)
def test_a_key_of_the_style_is_drawn_somewhere(hook: str) -> None:
    assert [key for key in KEYS if re.fullmatch(as_pattern(key), hook)]


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_a_key_is_drawn_somewhere(part: str) -> None:
    begins = part.removeprefix("st-key-")
    assert [
        key for key in KEYS if (key.startswith(begins) if begins != part else key.endswith(part))
    ]


@pytest.mark.parametrize("name", OWN)
def test_a_class_of_our_own_is_written_somewhere(name: str) -> None:
    said = [text for path in files("components") for text in texts(path)]
    assert [text for text in said if f'class="{name}"' in text]
