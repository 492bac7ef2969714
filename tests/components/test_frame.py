"""What the style sheet looks for is drawn: a hook without its key would fail without a word."""

from __future__ import annotations

import re
from functools import cache

from tests.source import ROOT, files, texts

STYLE = (ROOT / "components" / "look.css").read_text(encoding="utf-8")
RULES = re.sub(r"/\*.*?\*/", "", STYLE, flags=re.DOTALL)
WHOLE = sorted(set(re.findall(r"\.st-key-(\w+)", RULES)))
PARTS = sorted(set(re.findall(r'\[class\*="([\w-]+)"\]', RULES)))
OWN = sorted(set(re.findall(r"\.(?!st)([a-z]+(?:-[a-z]+)*)(?=[\s.:{])", RULES)))


@cache
def keys() -> set[str]:
    """Of all literal texts those that could be keys: with enough letters of their own, and no
    blank."""
    return {
        text
        for path in files("components", "pages")
        for text in texts(path)
        if len(text.replace("{}", "")) > 2 and re.fullmatch(r"[\w{}]+", text)
    }


@cache
def patterns() -> list[re.Pattern[str]]:
    """The same as patterns; what a key is filled with is one letter at least."""
    return [
        re.compile(r"\w+".join(re.escape(part) for part in key.split("{}")))
        for key in keys()
        if "{}" in key
    ]


@cache
def said() -> str:
    return "\n".join(text for path in files("components") for text in texts(path))


def test_the_hooks_are_found() -> None:
    assert {"bar", "frame_form"} <= set(WHOLE)
    assert {"st-key-trust_question", "_type"} <= set(PARTS)
    assert "trust-question" in OWN


def is_drawn(hook: str) -> bool:
    return hook in keys() or any(pattern.fullmatch(hook) for pattern in patterns())


def is_drawn_in_part(part: str) -> bool:
    begins = part.removeprefix("st-key-")
    if begins != part:
        return any(key.startswith(begins) for key in keys())
    return any(key.endswith(part) for key in keys())


def test_a_key_of_the_style_is_drawn_somewhere() -> None:
    assert [hook for hook in WHOLE if not is_drawn(hook)] == []
    assert not is_drawn("no_such_hook")


def test_a_part_of_a_key_is_drawn_somewhere() -> None:
    assert [part for part in PARTS if not is_drawn_in_part(part)] == []
    assert not is_drawn_in_part("st-key-no_such") and not is_drawn_in_part("_no_such")


def test_a_class_of_our_own_is_written_somewhere() -> None:
    assert [name for name in OWN if f'class="{name}"' not in said()] == []
