"""Whose figures a page shows that has waited for others."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from components.reads import figures, reference_cache
from components.results import page
from components.results.common import Asked
from components.results.layout import Page
from db import audit
from db.access.viewer import Viewer
from db.codes import Role
from db.inputs.results import ResultFilter
from db.store import engine as engines

pytestmark = pytest.mark.usefixtures("sqlite_engine")

VIEWER = Viewer(1, Role.MANAGER, frozenset({1}))
MONTH = ResultFilter(date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture
def built() -> list[int]:
    """As of which versions the page was made."""
    return []


def shown(version: int, built: list[int]) -> int:
    """As of which version a screen is shown what it asked for as of ``version``."""

    def build(asked: Asked) -> Page:
        built.append(asked.version)
        return Page(answer="", named=())

    return page._made("waited", build, Asked(VIEWER, MONTH, version))[0].version


def raised() -> int:
    with engines.writing() as session:
        audit.raise_version(session)
    return figures.version()


def test_screens_that_waited_are_all_shown_the_newest(built: list[int]) -> None:
    """Each was made a page of its own version, which nobody else asked for any more."""
    asked = [raised() for _ in range(5)]
    assert [shown(each, built) for each in asked] == [asked[-1]] * 5
    assert built == [asked[-1]]
    newer = raised()
    assert shown(newer, built) == newer
    assert shown(asked[0], built) == newer
    assert built == [asked[-1], newer]


def test_nothing_is_shown_of_a_database_that_was_put_back(built: list[int]) -> None:
    last = [raised() for _ in range(5)][-1]
    assert shown(last, built) == last
    with engines.writing() as session:
        session.execute(sa.text("UPDATE change_counter SET version = 1"))
        session.execute(sa.text("DELETE FROM last_changes"))
        reference_cache.look(0)
    assert shown(1, built) == 1
