"""What is computed once, and for whom."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from components.reads import figures, reference
from db.access.viewer import Viewer
from db.codes import Role
from tests.cast import CAST


def role_of(_session: None, _wanted: str, *, viewer: Viewer) -> Role:
    """A measure that tells each role something else."""
    return viewer.role


@pytest.mark.usefixtures("sqlite_engine")
def test_nobody_is_shown_what_was_counted_for_another_role(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the programme has one agency, its agent sees the same agencies as the manager."""

    def read(measure: Any, wanted: str, *, viewer: Viewer) -> Any:
        return measure(None, wanted, viewer=viewer)

    monkeypatch.setattr(figures, "read", read)
    monkeypatch.setattr(reference, "today", lambda: date(2026, 11, 29))
    agencies = frozenset({CAST.rabat})
    viewers = [
        Viewer(CAST.manager, Role.MANAGER, agencies),
        Viewer(CAST.agent_rabat, Role.AGENT, agencies),
    ]
    told = [figures.measured(role_of, each, "of a test of roles", 1) for each in viewers]
    assert told == [Role.MANAGER, Role.AGENT]
