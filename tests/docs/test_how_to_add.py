"""Whoever follows a recipe finds every file and every name that it mentions."""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib.util import find_spec
from itertools import chain

from components.language.catalogue import LANGUAGES, messages
from components.visit.navigation import SCREENS
from db.measures.indicators import INDICATORS
from db.releases.catalogue import BREAKDOWNS
from tests.source import ROOT, files, name_of, nodes, tree

RECIPES = (ROOT / "docs" / "how_to_add.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"`([^`\n]+)`")
SUFFIXES = (".py", ".md", ".csv", ".css", ".toml")
EDITED = re.compile(r"\*\*(\d+) standing files\*\*")


def mentioned(text: str) -> list[str]:
    """What stands in code font, fenced code and whatever holds a ``<placeholder>`` left out."""
    found = QUOTED.findall(FENCE.sub("", text))
    return [each for each in dict.fromkeys(found) if "<" not in each]


@cache
def names() -> frozenset[str]:
    """What code defines: each name alone, and after its class, its module or its dotted path."""
    found: set[str] = set()
    for path in files("db", "components", "pages", "seed_data", "tests"):
        module = name_of(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        inside = list(chain.from_iterable(defined(node) for node in tree(path).body))
        found |= {module, *inside}
        found |= {f"{where}.{name}" for where in (module, path.stem) for name in inside}
        found |= {word for node in nodes(path) for word in keywords(node)}
    return frozenset(found)


def defined(node: ast.stmt) -> list[str]:
    """The names of one statement; of a class its members too, alone and after its name."""
    if isinstance(node, ast.FunctionDef):
        return [node.name]
    if isinstance(node, ast.AnnAssign):
        return [ast.unparse(node.target)]
    if isinstance(node, ast.Assign):
        return [ast.unparse(target) for target in node.targets]
    if isinstance(node, ast.ClassDef):
        inside = list(chain.from_iterable(defined(each) for each in node.body))
        return [node.name, *inside, *(f"{node.name}.{each}" for each in inside)]
    return []


def keywords(node: ast.AST) -> list[str]:
    """The parameters of a function, which a recipe may name; functions inside of another too."""
    if not isinstance(node, ast.FunctionDef):
        return []
    given = node.args
    return [node.name, *(each.arg for each in (*given.args, *given.kwonlyargs))]


@cache
def said() -> frozenset[str]:
    """Names that are data: pages, keys of texts, their files, indicators, released tables."""
    tables = {f"{name}.{by}" for name, some in BREAKDOWNS.items() for by in some}
    catalogues = (ROOT / "components" / "language" / "locales" / LANGUAGES[0]).glob("*.po")
    return frozenset(
        {*messages("fr"), *INDICATORS, *tables, *(screen.name for screen in SCREENS)}
        | {path.name for path in catalogues}
        | {by for some in BREAKDOWNS.values() for by in some}
    )


def is_there(word: str) -> bool:
    """Whether a path, a command, an option, a shape of code or a name of a recipe exists."""
    if word.startswith("make "):
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        return re.search(rf"^{word[5:]}:", makefile, re.MULTILINE) is not None
    if word.startswith("python -m "):
        return find_spec(word.split()[2]) is not None
    if "/" in word or word.endswith(SUFFIXES):
        return any(ROOT.glob(word.rstrip("/")))
    if word.startswith("--"):
        return f'"{word}"' in (ROOT / "db" / "__main__.py").read_text(encoding="utf-8")
    return word in names() | said() or word in ALLOWED


#: Shapes and arguments of libraries: nothing of ours defines them.
ALLOWED = {"f(session, wanted, *, viewer)", "table=True", "__all__"}


def lost(text: str) -> list[str]:
    """What a text mentions and what is not there."""
    return [word for word in mentioned(text) if not is_there(word)]


def lost_imports(text: str) -> list[str]:
    """Our own names that fenced Python takes and that are not there."""
    found: list[str] = []
    for language, code in FENCE.findall(text):
        for node in ast.walk(ast.parse(code)) if language == "python" else ():
            if isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] == "db":
                found += [f"{node.module}.{each.name}" for each in node.names]
    return [each for each in found if each not in names()]


def test_everything_that_a_recipe_mentions_is_there() -> None:
    assert lost(RECIPES) == []
    assert len(mentioned(RECIPES)) > 100


def test_the_code_of_a_recipe_takes_what_is_there() -> None:
    assert lost_imports(RECIPES) == []


def test_every_shape_that_is_allowed_is_mentioned() -> None:
    assert ALLOWED - set(mentioned(RECIPES)) == set()


def test_a_kind_of_record_edits_few_standing_files() -> None:
    told = EDITED.search(RECIPES)
    assert told is not None and int(told[1]) <= 4


def test_a_wrong_mention_is_found() -> None:
    """Or a slip in these checks would let everything through."""
    wrong = [
        "`db/no_such_file.py`", "`no_such.md`", "`no_such_name`", "`Outcome.no_such_field`",
        "`db.no_such_module`", "`recording.no_such`", "`make no-such`", "`python -m no_such`",
        "`--no-such`", "`page.no_such`", "`components/records/no_such/`",
    ]  # fmt: skip
    right = [
        "`db/records.py`", "`Outcome.contract`", "`db.records.KINDS`", "`recording.places`",
        "`make check`", "`python -m db`", "`--language`", "`page.overview`", "`<anything>`",
    ]  # fmt: skip
    assert len(lost(" ".join(wrong))) == len(wrong)
    assert lost(" ".join(right)) == []
    assert lost_imports("```python\nfrom db.records import NO_SUCH, KINDS\n```") == [
        "db.records.NO_SUCH"
    ]
