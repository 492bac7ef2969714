"""app -> pages -> components -> db, and never back: the table of which folder may import what."""

from __future__ import annotations

import pytest

from tests.layers import FLOORS, arrows, circle, folders, loose
from tests.source import LAYERS, ROOT, files, imports, name_of

#: Told apart by this table; any other library may be used where it is needed.
LIBRARIES = ("streamlit", "altair", "sqlmodel", "sqlalchemy", "pandas")
#: What one file alone imports, so that an upgrade is read against that file: its docstring says
#: what must stay.
ONE_FILE = {
    "docx": "components/cards/docx_documents.py",
    "fontTools": "components/cards/pdf_pages.py",
    "fontpkg_noto_sans_arabic": "components/cards/pdf_pages.py",
    "fpdf": "components/cards/pdf_pages.py",
    "jwt": "components/visit/authenticator.py",
    "phonenumbers": "db/inputs/phones.py",
    "pyarrow": "components/cards/card.py",
    "segno": "components/cards/pdf_pages.py",
    "statsmodels": "db/statistics/models.py",
    "streamlit_authenticator": "components/visit/authenticator.py",
    "vl_convert": "components/cards/pictures.py",
    "xlsxwriter": "components/cards/workbooks.py",
}
#: The same for what lies inside of Streamlit, below ``import streamlit``.
INSIDE_STREAMLIT = tuple(f"components/visit/streamlit_{each}.py" for each in ("private", "sent"))
OURS = ("app", "pages", "components", "db", "seed_data", "tests", "benchmarks")
#: What only the folders named may import, whatever else they may: a measure is asked for through
#: the cache of figures, a query through ``read``, and a session is opened by few.
READS, MEASURES, SESSIONS = "db.queries", "db.measures", "db.store.engine"
#: Whatever is written for somebody who waits goes by ``once``, which tries again; that a session is
#: in use is stored at the next click just as well.
WRITING = "db.store.engine.writing"
LIMITED: dict[str, tuple[str, ...]] = {
    WRITING: ("components/visit/session.py", "db/operating/", "seed_data/"),
    READS: (
        "pages/", "components/accounts/", "components/fields/", "components/programme/",
        "components/reads/", "components/records/", "components/releases/", "components/routes/",
        "components/saving/", "components/visit/", "db/actions/", "db/operating/", "db/queries/",
    ),
    MEASURES: (
        "components/reads/", "components/results/", "db/measures/", "db/releases/",
        "seed_data/targets.py",
    ),
    SESSIONS: (
        "components/accounts/", "components/cards/", "components/reads/", "components/routes/",
        "components/saving/", "components/visit/", "db/operating/", "seed_data/",
    ),
}  # fmt: skip
#: The longest place that fits wins: what it may import of ours, which of LIBRARIES it may import.
TABLE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "app.py": (
        ("components.routes", "components.language", "components.cards", "db.store", "db.errors",
         "db.operating", "seed_data.code_lists"),
        ("streamlit",),
    ),
    "pages/": (("components", "db.actions", "db.queries", "db.access", "db.codes", "db.errors"),
               ("streamlit",)),
    "components/": (("components", "db"), ("streamlit", "pandas", "sqlalchemy")),
    "components/language/": (
        ("components.language", "db.errors", "db.statistics.rounding"),
        ("streamlit",),
    ),
    "components/visit/": (("components.language", "components.visit", "db"),
                          ("streamlit", "sqlalchemy")),
    "components/reads/": (("components.language", "components.reads", "db"),
                          ("streamlit", "pandas", "sqlmodel")),
    "components/fields/": (
        ("components", "db.queries", "db.inputs", "db.access", "db.codes", "db.errors"),
        ("streamlit",),
    ),
    "components/cards/charts/": (("components.cards.charts", "db.statistics.rounding"),
                                 ("altair", "pandas")),
    "db/": (("db",), ("sqlmodel", "sqlalchemy", "pandas")),
    "db/models/": (("db.codes", "db.models"), ("sqlmodel", "sqlalchemy")),
    "db/inputs/": (("db.inputs", "db.codes", "db.errors"), ()),
    "db/inputs/dates.py": ((), ("sqlalchemy",)),
    "db/privacy/": (("db.privacy", "db.codes", "db.statistics"), ("pandas",)),
    "db/access/": (("db.access", "db.models", "db.codes", "db.errors"), ("sqlmodel", "sqlalchemy")),
    "db/derived/": (("db.derived", "db.models", "db.codes"), ("sqlmodel", "sqlalchemy")),
    "db/queries/": (
        ("db.queries", "db.models", "db.inputs", "db.access", "db.privacy", "db.secrets",
         "db.store.settings", "db.codes", "db.errors", "db.records", "db.statistics.medians"),
        ("sqlmodel", "sqlalchemy", "pandas"),
    ),
    "db/measures/": (
        ("db.measures", "db.models", "db.inputs", "db.access", "db.codes", "db.errors",
         "db.statistics"),
        ("sqlmodel", "sqlalchemy", "pandas"),
    ),
    "db/releases/": (
        ("db.releases", "db.measures", "db.models", "db.inputs", "db.access", "db.privacy",
         "db.codes", "db.errors"),
        ("sqlmodel", "sqlalchemy"),
    ),
    "seed_data/": (("db", "seed_data"), ("sqlmodel", "sqlalchemy")),
}  # fmt: skip
SOURCES = (ROOT / "app.py", *files(*LAYERS))
MOST_LOOSE = {"components": 3, "db": 10}
MOST_ARROWS = {"components": 48, "db": 67}


def is_under(module: str, allowed: tuple[str, ...]) -> bool:
    return any(module == each or module.startswith(each + ".") for each in allowed)


def keepers_of(module: str) -> tuple[str, ...]:
    """The few files that import this of a library, if it is kept so."""
    top, *inside = module.split(".")
    if top == "streamlit" and inside:
        return INSIDE_STREAMLIT
    return (ONE_FILE[top],) if top in ONE_FILE else ()


def is_a_shape(module: str) -> bool:
    """A class of a query's module names what was read; it reads nothing."""
    return module.rsplit(".", 1)[1][0].isupper()


def strays(name: str, modules: list[str]) -> list[str]:
    """Which of ``modules`` the file ``name`` may not import."""
    place = max((place for place in TABLE if name.startswith(place)), key=len)
    ours, libraries = TABLE[place]

    def is_stray(module: str) -> bool:
        top = module.split(".")[0]
        if top not in OURS:
            is_kept = name not in (keepers_of(module) or (name,))
            return is_kept or (top in LIBRARIES and top not in libraries)
        limited = next((each for each in LIMITED if is_under(module, (each,))), None)
        is_limited = limited is not None and not name.startswith(LIMITED[limited])
        return not is_under(module, ours) or (is_limited and not is_a_shape(module))

    return [module for module in modules if is_stray(module)]


def test_a_file_imports_only_what_the_table_of_layers_allows() -> None:
    found = {name: strays(name, imports(path)) for path in SOURCES if (name := name_of(path))}
    assert "components/cards/card.py" in found
    assert {name: stray for name, stray in found.items() if stray} == {}


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("pages/x.py", "db.measures.cohorts.funnel"),
        ("pages/x.py", "db.models.Case"),
        ("pages/x.py", "db.store.engine.reading"),
        ("components/frame.py", "db.queries.cases.by_code"),
        ("components/results/x.py", "db.queries.cases.by_code"),
        ("components/records/x.py", "db.measures.overview.figures"),
        ("components/results/x.py", "db.store.engine.reading"),
        ("components/reads_whatever.py", "db.queries.cases.by_code"),
        ("components/records/x.py", "sqlmodel.select"),
        ("components/cards/charts/x.py", "streamlit"),
        ("components/cards/charts/x.py", "components.language.i18n"),
        ("components/fields/x.py", "db.store.engine.writing"),
        ("components/language/x.py", "components.visit.session"),
        ("components/x.py", "pages.main"),
        ("app.py", "streamlit.runtime.get_instance"),
        ("components/visit/x.py", "streamlit.web.server.x"),
        ("components/visit/session.py", "streamlit_authenticator.controllers"),
        ("components/routes/x.py", "jwt"),
        ("components/routes/x.py", "db.store.engine.writing"),
        ("components/cards/card.py", "vl_convert"),
        ("db/x.py", "streamlit"),
        ("db/queries/x.py", "db.actions.cases"),
        ("db/measures/x.py", "db.queries.cases.by_code"),
        ("seed_data/x.py", "components.language.i18n"),
    ],
)
def test_the_table_refuses_what_it_should(name: str, module: str) -> None:
    """Or a slip in the table would let everything through."""
    assert strays(name, [module]) == [module]


def test_every_place_of_the_table_exists() -> None:
    places = {*TABLE, *(place for some in LIMITED.values() for place in some)}
    assert sorted(place for place in places if not (ROOT / place).exists()) == []


def test_the_one_file_of_a_library_does_import_it() -> None:
    def imports_it(keeper: str) -> bool:
        return any(keeper in keepers_of(module) for module in imports(ROOT / keeper))

    assert [each for each in {*INSIDE_STREAMLIT, *ONE_FILE.values()} if not imports_it(each)] == []


@pytest.mark.parametrize("floor", FLOORS)
def test_no_two_folders_of_a_floor_import_each_other(floor: str) -> None:
    graph = arrows(floor)
    assert set(folders(floor)) <= set(graph)
    assert circle(graph) == []


def test_a_circle_would_be_found() -> None:
    ring = {"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("b")}
    assert sorted(circle(ring)) == ["b", "c"]


@pytest.mark.parametrize("floor", FLOORS)
def test_a_floor_has_few_loose_files_and_few_arrows(floor: str) -> None:
    assert len(loose(floor)) <= MOST_LOOSE[floor]
    assert sum(len(to) for to in arrows(floor).values()) <= MOST_ARROWS[floor]
