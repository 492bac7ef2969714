"""Who is signed in, and what was there, before a page is opened."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from db import audit
from db.store import engine as engines
from db.store.settings import settings
from tests.cast import CAST
from tests.conftest import copied
from tests.pages.entered import met
from tests.pages.phone import SignedIn
from tests.pages.results_page import fill

_numbers = itertools.count()


@pytest.fixture
def seen(signed_in: SignedIn) -> None:
    """The agent of Rabat is signed in and has met both persons lately, the other one first."""
    signed_in(CAST.agent_rabat)
    met(CAST.case_rabat_2)
    met()


@pytest.fixture
def address(
    sqlite_engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], sa.Engine]:
    """``address("x")``: the test's database lies behind this address; figures and released cells
    are kept by the address, as long as the process lives."""

    def move(name: str) -> sa.Engine:
        url = f"sqlite:////nowhere/{name}.db"
        monkeypatch.setattr(settings(), "database_url", url)
        monkeypatch.setitem(engines._engines, url, sqlite_engine)
        return sqlite_engine

    return move


@pytest.fixture
def no_figures_of_another_test(address: Callable[[str], sa.Engine]) -> None:
    address(f"test-{next(_numbers)}")


def prepared(template: Path, folder: Path, prepare: Callable[[], object]) -> Path:
    """A copy of the template in which ``prepare`` has happened."""
    copy = copied(template, folder / "template.db")
    engine = engines.connect(f"sqlite:///{copy}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(engines._engines, settings().database_url, engine)
        prepare()
    engine.dispose()
    return copy


@pytest.fixture(scope="session")
def filled_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(sqlite_template, tmp_path_factory.mktemp("filled"), fill)


@pytest.fixture
def filled(
    no_figures_of_another_test: None, address: Callable[[str], sa.Engine], filled_template: Path
) -> Iterator[None]:
    """What ``fill()`` gives, for tests that only look: a figure is counted and a card is made by
    the first that asks, so that none of them may move one."""
    engine = address("filled")
    engine.dispose()
    copied(filled_template, Path(str(engine.url.database)))
    with engines.reading() as session:
        before = audit.version(session)
    yield
    with engines.reading() as session:
        assert audit.version(session) == before, "this test must fill a database of its own"
