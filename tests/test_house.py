"""The house itself: short files, commands that exist, tested pages, no trace of a machine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

import pytest

from components.visit.navigation import SCREENS
from db.store.settings import Settings
from tests.source import LAYERS, ROOT, files, kept, listed, name_of, nodes, tree

MOST_LINES, MOST_OF_A_FUNCTION = 300, 40
#: Functions that are longer: what one save derives is worked out in one go.
LONG_FUNCTIONS = {"db/derived/facts.py _of_cases"}
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
#: Folders of one person's machine; a path of the unit file's own server is an example.
MACHINE = re.compile(r"(?<![\w.])/(work|home|root|Users|tmp)/\w")

#: Where a class of more than three fields must be filled by their names.
FILLED_BY_NAME = ("components/fields", "components/reads", "components/records",
                  "components/saving")  # fmt: skip
#: Folders of tests that drive or read the whole programme; "" are the files beside them.
THROUGHOUT = {"", "browser", "deploy", "docs"}

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


def test_a_function_does_one_thing() -> None:
    """Its lines are counted from its name on, what it says of itself among them."""
    long = {
        f"{name_of(path)} {node.name}"
        for path in files(*LAYERS)
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_OF_A_FUNCTION
    }
    assert long - LONG_FUNCTIONS == set()


def test_a_class_of_many_fields_is_filled_by_their_names() -> None:
    by_place = [
        f"{name_of(path)} {node.name}"
        for path in (ROOT / "db" / "records.py", *files(*FILLED_BY_NAME))
        for node in nodes(path)
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
        if tree(path).body and not ast.get_docstring(tree(path))
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


def test_a_command_on_a_screen_can_be_pasted_as_it_stands() -> None:
    """The Python of a server knows nothing of Amudu's."""
    bare = re.compile(r"[\"'\s]`python -m")
    shown = [name for name in listed() if name.startswith(("components/", "pages/"))]
    texts = [name for name in shown if name.endswith((".py", ".po"))]
    assert [name for name in texts if bare.search((ROOT / name).read_text("utf-8"))] == []


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


def test_every_page_has_its_file_and_every_file_is_a_page() -> None:
    """Each is opened, for all that may and may not, in ``tests/pages/test_main.py``."""
    drawn = {name_of(path) for path in files("pages")} - {"pages/main.py"}
    assert drawn == {f"pages/{screen.path}" for screen in SCREENS}


def strange_tests(tests: Iterable[str], sources: Iterable[str]) -> list[str]:
    """Test files that break the rule of the test below, or stand in a folder of nothing."""
    subjects: dict[str, set[str]] = {}
    for source in sources:
        *folders, module = source.removesuffix(".py").split("/")
        for depth in range(1, len(folders) + 1):
            known = subjects.setdefault("/".join(folders[:depth]), {folders[depth - 1]})
            known.add(folders[depth] if depth < len(folders) else module.strip("_"))

    def is_named(test: str) -> bool:
        folder, _, name = test.removeprefix("tests/").rpartition("/")
        if folder.split("/")[0] in THROUGHOUT:
            return True
        known = subjects.get(folder, set())
        subject = name.removesuffix(".py").removeprefix("test_")
        parts = subject.split("_")
        return any("_".join(parts[:length]) in known for length in range(1, len(parts) + 1))

    return [test for test in tests if not is_named(test)]


def test_tests_lie_where_the_source_does_and_are_named_after_it() -> None:
    """``test_<subject>.py`` or ``test_<subject>_<aspect>.py``: the subject is a module or a folder
    of the source folder at the same place, or that folder itself where all of it is meant.

    Of the whole programme speak the files right under ``tests/`` and the folders ``THROUGHOUT``.
    """
    tests = [name_of(path) for path in files("tests") if path.name.startswith("test_")]
    assert "tests/db/privacy/test_protect_promise.py" in tests
    assert strange_tests(tests, map(name_of, files(*LAYERS))) == []
    folders = {name_of(path.parent) for path in files("tests")}
    without = {f"{folder}/test_{folder.rsplit('/', 1)[-1]}.py" for folder in folders}
    assert strange_tests(without, map(name_of, files(*LAYERS))) == []


@pytest.mark.parametrize(
    ("test", "is_strange"),
    [
        ("tests/db/inputs/test_parse.py", False),
        ("tests/db/inputs/test_parse_dates.py", False),
        ("tests/db/inputs/test_inputs.py", False),
        ("tests/db/test_inputs.py", False),
        ("tests/seed_data/test_main.py", False),
        ("tests/browser/test_keyboard.py", False),
        ("tests/test_anything.py", False),
        ("tests/db/inputs/test_dates.py", True),
        ("tests/db/inputs/test_par.py", True),
        ("tests/db/test_parse.py", True),
        ("tests/inputs/test_parse.py", True),
    ],
)
def test_the_rule_of_names_lets_through_what_it_should(test: str, is_strange: bool) -> None:
    sources = ["db/inputs/parse.py", "seed_data/__main__.py"]
    assert bool(strange_tests([test], sources)) is is_strange


def test_every_address_of_a_page_is_its_name_in_words() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", screen.name) for screen in SCREENS)
    assert len({screen.name for screen in SCREENS}) == len(SCREENS)
