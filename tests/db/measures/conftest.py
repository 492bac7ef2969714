"""A stage for events, and the manager who looks."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from db.access.viewer import Viewer
from tests.cast import CAST
from tests.db.measures.events import Stage


@pytest.fixture
def stage(session: Session) -> Stage:
    return Stage(session)


@pytest.fixture
def manager(session: Session) -> Viewer:
    return CAST.viewer(session, CAST.manager)
