"""A stage for events, and the manager who looks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from db.access.viewer import Viewer
from tests.cast import CAST
from tests.db.measures.events import Stage
from tests.db.measures.story import Story


@pytest.fixture
def stage(session: Session) -> Stage:
    return Stage(session)


@pytest.fixture
def manager(session: Session) -> Viewer:
    return CAST.viewer(session, CAST.manager)


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)]
)
def story(request: pytest.FixtureRequest) -> Iterator[Story]:
    """The oracle's programme, told once for all tests of a file, and rolled back after them."""
    name = "shared_sqlite" if request.param == "sqlite" else "shared_postgres"
    engine = request.getfixturevalue(name)
    with (
        pytest.MonkeyPatch.context() as patch,
        engine.execution_options(writes=True).connect() as connection,
    ):
        whole = connection.begin()
        with Session(
            connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        ) as opened:
            yield Story(opened, patch)
        whole.rollback()
