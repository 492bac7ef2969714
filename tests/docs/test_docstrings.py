"""Whoever follows a name or a path in a docstring or a comment finds what it names."""

from __future__ import annotations

import re

from tests.docs.test_citations import lost_paths, read
from tests.docs.test_how_to_add import names
from tests.source import kept, name_of

DOTTED = re.compile(r"``((?:db|components|pages|seed_data|tests)(?:\.\w+)+)(?:\(\))?``")
#: Tests of such checks name what is not there.
CHECKS = "tests/docs/"


def lost_names(text: str) -> list[str]:
    """Dotted paths of modules, or of what stands in them, that are not there."""
    return [name for name in DOTTED.findall(text) if name not in names()]


def test_every_name_and_path_in_the_code_leads_somewhere() -> None:
    sources = {name_of(path): read(path) for path in kept() if path.suffix == ".py"}
    lost = {
        name: lost_names(text) + lost_paths(text)
        for name, text in sources.items()
        if not name.startswith(CHECKS)
    }
    assert {name: each for name, each in lost.items() if each} == {}
    assert sum(len(DOTTED.findall(text)) for text in sources.values()) > 50


def test_a_name_that_is_gone_is_found() -> None:
    wrong = "``db.no_such`` ``db.codes.NO_SUCH`` ``components.frame.menu.no_such`` ``tests.none()``"
    right = "``db.codes`` ``db.codes.Role.AGENT`` ``components.frame`` ``db.queries.quality_*``"
    assert len(lost_names(wrong)) == 4
    assert lost_names(right) == []
