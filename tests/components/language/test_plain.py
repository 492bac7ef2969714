"""A name is drawn letter by letter, whatever Markdown would make of it."""

from __future__ import annotations

import re

import pytest

from components.language.plain import plain


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("Rabat Akkari", "Rabat Akkari"),
        (
            "Interventions : 12 (du 1er mars au 2 avril).",
            "Interventions : 12 (du 1er mars au 2 avril).",
        ),
        ("**Rabat**", r"\*\*Rabat\*\*"),
        ("[ici](https://x)", r"\[ici\](https://x)"),
        (":material/home:", r"\:material/home:"),
        (":red[tout]", r"\:red\[tout\]"),
        ("<b>", r"\<b\>"),
        ("a_b ~c~ $d$", r"a\_b \~c\~ \$d\$"),
        ("à 10:42", "à 10:42"),
        ("", ""),
    ],
)
def test_what_was_typed_is_what_is_drawn(typed: str, drawn: str) -> None:
    assert plain(typed) == drawn
    assert re.sub(r"\\(.)", r"\1", plain(typed)) == typed
