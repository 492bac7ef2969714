"""app -> pages -> components -> db, and never back: the table of what may import what."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.source import LAYERS, ROOT, files, imports, name_of

LIBRARIES = ("streamlit", "altair", "sqlmodel", "sqlalchemy", "pandas", "streamlit_authenticator")
OURS = ("app", "pages", "components", "db", "seed_data", "tests", "benchmarks")
READS = ("db.queries", "db.measures")
#: The session and the sign-in form read before anybody is known.
READERS = (
    "components/reads/",
    "components/visit/session.py",
    "components/accounts/sign_in.py",
    "components/routes/",
)
#: First match wins: place, what it may import of ours, which of LIBRARIES it may import.
TABLE: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "app.py",
        ("components.routes", "components.language", "db.store", "db.errors", "db.operating"),
        ("streamlit",),
    ),
    (
        "pages/",
        ("components", "db.actions", "db.access", "db.codes", "db.errors"),
        ("streamlit",),
    ),
    ("components/cards/charts/", ("components.cards.charts",), ("altair", "pandas")),
    (
        "components/fields/",
        ("components", "db.inputs", "db.codes", "db.errors", "db.access.viewer.Viewer"),
        ("streamlit",),
    ),
    ("components/visit/session.py", ("components", "db"), ("streamlit", "streamlit_authenticator")),
    ("components/", ("components", "db"), ("streamlit", "pandas", "sqlalchemy", "altair")),
    ("db/models/", ("db.codes", "db.models"), ("sqlmodel", "sqlalchemy")),
    ("db/inputs/", ("db.inputs", "db.codes", "db.errors"), ()),
    ("db/privacy/", ("db.privacy", "db.codes"), ("pandas",)),
    (
        "db/queries/",
        ("db.queries", "db.measures", "db.models", "db.codes", "db.inputs", "db.access",
         "db.privacy", "db.statistics", "db.errors", "db.case_codes", "db.secrets", "db.store"),
        ("sqlmodel", "sqlalchemy", "pandas"),
    ),
    (
        "db/measures/",
        ("db.queries", "db.measures", "db.models", "db.codes", "db.inputs", "db.access",
         "db.privacy", "db.statistics", "db.errors"),
        ("sqlmodel", "sqlalchemy", "pandas"),
    ),
    ("db/", ("db",), ("sqlmodel", "sqlalchemy", "pandas")),
    ("seed_data/", ("db", "seed_data"), ("sqlmodel", "sqlalchemy")),
)  # fmt: skip
SOURCES = (ROOT / "app.py", *files(*LAYERS))


def is_under(module: str, allowed: tuple[str, ...]) -> bool:
    return any(module == each or module.startswith(each + ".") for each in allowed)


def is_a_shape(module: str) -> bool:
    """A class taken from a query's module names what was read; it reads nothing."""
    return is_under(module, READS) and module.rsplit(".", 1)[1][0].isupper()


def rule(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return next((ours, libraries) for place, ours, libraries in TABLE if name.startswith(place))


def strays(name: str, modules: list[str]) -> list[str]:
    """Which of ``modules`` the file ``name`` may not import."""
    ours, libraries = rule(name)
    on_screen = name.startswith(("components/", "pages/"))
    may_read = not on_screen or name.startswith(READERS)

    def is_stray(module: str) -> bool:
        top = module.split(".")[0]
        if is_under(module, READS) and not may_read:
            return not (name.startswith("components/") and is_a_shape(module))
        if top in OURS:
            return not is_under(module, ours)
        return top in LIBRARIES and top not in libraries

    return [module for module in modules if is_stray(module)]


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_file_imports_only_what_the_table_of_layers_allows(path: Path) -> None:
    assert strays(name_of(path), imports(path)) == []


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("pages/x.py", "db.queries.cases"),
        ("pages/x.py", "db.models.Case"),
        ("components/x.py", "db.measures.overview.funnel"),
        ("components/x.py", "sqlmodel.select"),
        ("components/cards/charts/x.py", "streamlit"),
        ("components/fields/x.py", "db.store.engine.writing"),
        ("db/x.py", "streamlit"),
        ("db/queries/x.py", "db.actions.cases"),
        ("seed_data/x.py", "components.i18n"),
    ],
)
def test_the_table_refuses_what_it_should(name: str, module: str) -> None:
    """Or a slip in the table would let everything through."""
    assert strays(name, [module]) == [module]
