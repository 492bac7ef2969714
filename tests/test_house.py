"""The house itself: short files, commands that exist, tested pages, no trace of a machine."""

from __future__ import annotations

import ast
import re

import pytest

from components.visit.navigation import SCREENS
from db.store.settings import Settings
from tests.source import LAYERS, ROOT, files, kept, listed, name_of, tree

MOST_LINES = 300
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
#: Folders of one person's machine; a path of the unit file's own server is an example.
MACHINE = re.compile(r"(?<![\w.])/(work|home|root|Users|tmp)/\w")

#: Where a class of more than three fields must be filled by their names.
FILLED_BY_NAME = ("components/fields", "components/reads", "components/records",
                  "components/saving")  # fmt: skip
#: The whole top level of the repository: the house, and tool configuration.
TOP_LEVEL = {
    "app.py", "pages", "db", "components", "seed_data", "tests", "benchmarks", "deploy", "docs",
    "requirements.txt", "README.md", "CHANGELOG.md", "Makefile", "pyproject.toml",
    ".ci", ".streamlit", ".env.example", ".gitignore",
}  # fmt: skip


def test_nothing_lies_at_the_top_that_does_not_belong_there() -> None:
    assert {name.split("/")[0] for name in listed()} == TOP_LEVEL


def test_no_file_is_longer_than_can_be_read_in_one_go() -> None:
    code = files(*LAYERS, "benchmarks")
    long = {
        name_of(path): count
        for path in code
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


def test_a_class_of_many_fields_is_filled_by_their_names() -> None:
    by_place = [
        f"{name_of(path)} {node.name}"
        for path in (ROOT / "db" / "records.py", *files(*FILLED_BY_NAME))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
        and any("dataclass" in ast.unparse(each) for each in node.decorator_list)
        and sum(isinstance(each, ast.AnnAssign) for each in node.body) > 3
        and not any("kw_only=True" in ast.unparse(each) for each in node.decorator_list)
    ]
    assert by_place == []


def test_every_module_says_why_it_exists() -> None:
    silent = [
        name_of(path)
        for path in files(*LAYERS, "tests", "benchmarks")
        if (text := path.read_text(encoding="utf-8").strip()) and not text.startswith('"""')
    ]
    assert silent == []


def test_nothing_in_the_repository_names_a_machine() -> None:
    found = {
        name_of(path)
        for path in kept()
        if MACHINE.search(path.read_text(encoding="utf-8", errors="ignore"))
    }
    assert found - {"tests/test_house.py"} == set()


@pytest.mark.parametrize("command", sorted(set(re.findall(r"\bmake ([a-z-]+)", README))))
def test_a_command_of_the_readme_exists(command: str) -> None:
    assert re.search(rf"^{command}:", MAKEFILE, re.MULTILINE)


def test_the_links_of_the_readme_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert "docs/decisions/README.md" in links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_setting_is_explained_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"AMUDU_[A-Z_]+(?==)", example))
    assert named == {f"AMUDU_{name.upper()}" for name in Settings.model_fields}


def test_what_runs_is_pinned() -> None:
    for name in ("requirements.txt", "tests/requirements.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        loose = [each for each in lines if each and not re.match(r"#|-r |[\w.-]+==[\w.]+$", each)]
        assert loose == []


def test_every_page_has_its_file_and_is_opened_by_a_test() -> None:
    drawn = {name_of(path) for path in files("pages")} - {"pages/main.py"}
    assert drawn == {f"pages/{screen.path}" for screen in SCREENS}
    tested = "\n".join(
        path.read_text(encoding="utf-8") for path in files("tests") if path.name != "test_house.py"
    )
    untested = [
        screen.path
        for screen in SCREENS
        if screen.path not in tested and f'"{screen.name}"' not in tested
    ]
    assert untested == []


def test_every_address_of_a_page_is_its_name_in_words() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", screen.name) for screen in SCREENS)
    assert len({screen.name for screen in SCREENS}) == len(SCREENS)
