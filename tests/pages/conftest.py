"""Who is signed in, and what was there, before a page is opened."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from components.cards import card as cards
from components.cards import exports
from components.cards.blocks import Document
from components.cards.card import Card
from components.results import page_download
from db import audit
from db.store import engine as engines
from db.store.settings import settings
from tests.cast import CAST
from tests.conftest import copied
from tests.pages.entered import met
from tests.pages.phone import SignedIn
from tests.pages.results_page import fill

LiesAt = Callable[..., None]
_numbers = itertools.count()


@pytest.fixture
def seen(signed_in: SignedIn) -> None:
    """The agent of Rabat is signed in and has met both persons lately, the other one first."""
    signed_in(CAST.agent_rabat)
    met(CAST.case_rabat_2)
    met()


@pytest.fixture
def lies_at(
    sqlite_engine: sa.Engine, own_sqlite_path: Path, monkeypatch: pytest.MonkeyPatch
) -> LiesAt:
    """``lies_at("x", template)``: the test's database, a copy of the template if there is one, lies
    behind this address. By it figures and released cells are kept as long as the process lives."""

    def move(name: str, template: Path | None = None) -> None:
        url = f"sqlite:////nowhere/{name}.db"
        monkeypatch.setattr(settings(), "database_url", url)
        monkeypatch.setitem(engines._engines, url, sqlite_engine)
        if template:
            sqlite_engine.dispose()
            copied(template, own_sqlite_path)

    return move


@pytest.fixture
def no_figures_of_another_test(lies_at: LiesAt) -> None:
    lies_at(f"test-{next(_numbers)}")


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
    no_figures_of_another_test: None, lies_at: LiesAt, filled_template: Path
) -> Iterator[None]:
    """What ``fill()`` gives, for tests that only look: a figure is counted and a card is made by
    the first that asks, so that none of them may move one."""
    lies_at("filled", filled_template)
    with engines.reading() as session:
        before = audit.version(session)
    yield
    with engines.reading() as session:
        assert audit.version(session) == before, "this test must fill a database of its own"


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Callable[[], dict[str, bytes]]:
    """``taken()``: every file that the pages drawn since the last call offer, by its name."""
    offered: dict[str, Callable[[], bytes]] = {}

    def offer(
        _: exports.Reader, name: str, make: Callable[[], bytes], **_refused: object
    ) -> Callable[[], bytes]:
        offered[name] = make
        return make

    def take() -> dict[str, bytes]:
        files = {name: make() for name, make in offered.items()}
        offered.clear()
        return files

    monkeypatch.setattr(exports.Reader, "checked", offer)
    monkeypatch.setattr("components.cards.card.pictures.picture", lambda *_, **__: b"")
    return take


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Card]:
    """The cards that a page has drawn, in their order."""
    seen: list[Card] = []
    show = cards.show

    def shown(card: Card, context: Callable[[Card], Sequence[str]]) -> None:
        seen.append(card)
        show(card, context)

    monkeypatch.setattr(cards, "show", shown)
    return seen


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    """What would be printed."""
    made: list[Document] = []
    document = page_download.document

    def seen(*wanted: Any) -> Document:
        made.append(document(*wanted))
        return made[-1]

    monkeypatch.setattr(page_download, "document", seen)
    return made
