"""The project's own source as data, for the tests that demand a property of all of it."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ("pages", "components", "db", "seed_data")


def name_of(path: Path) -> str:
    """The path as the layout names it: ``components/records/training/fields.py``."""
    return path.relative_to(ROOT).as_posix()


@cache
def files(*folders: str) -> tuple[Path, ...]:
    """All Python files under these folders, generated migrations left out."""
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return tuple(path for path in found if "migrations/versions" not in path.as_posix())


def listed() -> list[str]:
    """The path of every file that is or will be in the repository."""
    return subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip


def kept() -> list[Path]:
    """Every text file that is or will be in the repository."""
    paths = [ROOT / name for name in listed()]
    return [path for path in paths if path.is_file() and path.suffix not in {".png", ".ico"}]


@cache
def tree(path: Path) -> ast.Module:
    """The file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def nodes(path: Path) -> list[ast.AST]:
    """All that a file is made of; to walk through it takes ten times as long as to parse it."""
    return list(ast.walk(tree(path)))


def imports(path: Path) -> list[str]:
    """What a file imports, as dotted names down to what is taken: ``db.codes.Role``."""
    return [imported for _, imported in _bound(path)]


def uses(path: Path, package: str) -> set[str]:
    """What a file takes out of the modules of a package, by whatever name: ``cases.open_case``."""
    taken = set(imports(path))
    for node in nodes(path):
        if isinstance(node, ast.Attribute):
            first, rest = dotted(node).split(".", 1)
            taken |= {f"{first}.{rest}"}
            taken |= {f"{imported}.{rest}" for name, imported in _bound(path) if name == first}
    inside = (each.removeprefix(f"{package}.") for each in taken if each.startswith(f"{package}."))
    return {".".join(each.split(".")[:2]) for each in inside if "." in each}


@cache
def _bound(path: Path) -> list[tuple[str, str]]:
    """Each name that an import gives in a file, and what it stands for."""
    found = []
    here = path.relative_to(ROOT).with_suffix("").parts
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found += [(each.asname or each.name, each.name) for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = here[: -node.level] if node.level else ()
            module = ".".join([*above, *filter(None, [node.module])])
            found += [
                (alias.asname or alias.name, f"{module}.{alias.name}") for alias in node.names
            ]
    return found


def calls(path: Path) -> list[ast.Call]:
    """Every call in a file."""
    return [node for node in nodes(path) if isinstance(node, ast.Call)]


def dotted(node: ast.expr) -> str:
    """``st.button`` for an attribute or a name, ``.button`` on anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


@cache
def texts(path: Path) -> list[str]:
    """Every literal text of a file, docstrings left out, placeholders of f-strings as ``{}``."""
    skipped = {id(part) for node in nodes(path) for part in _not_said(node)}
    found = []
    for node in nodes(path):
        if isinstance(node, ast.JoinedStr):
            found.append(flat(node))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found += [] if id(node) in skipped else [node.value]
    return found


def flat(node: ast.expr) -> str:
    """A literal text with ``{}`` for what is filled in; empty when it is no literal."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(flat(part) or "{}" for part in node.values)
    return ""


def _not_said(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.JoinedStr):
        return list(node.values)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return [node.value]
    return []
