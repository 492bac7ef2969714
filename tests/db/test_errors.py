"""What a log is told of a failure: its kind, its code and our line, and nothing that was typed."""

from __future__ import annotations

import json
import re
import sqlite3

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from components.cards import jobs
from components.saving.save import save
from db.errors import AppError, traced
from tests.cast import CAST

TYPED = "typed-by-somebody"
HERE = r"tests/db/test_errors\.py:\d+"


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.name == "amudu"]


def broken() -> None:
    json.loads(TYPED)


def test_the_place_is_our_own_line_and_not_that_of_a_library() -> None:
    with pytest.raises(ValueError) as failed:
        broken()
    line = broken.__code__.co_firstlineno + 1
    assert traced(failed.value) == f"JSONDecodeError at tests/db/test_errors.py:{line}"


def test_what_never_was_raised_has_no_place() -> None:
    assert traced(ValueError(TYPED)) == "ValueError at ?"


def test_a_failed_save_tells_the_databases_code_and_where(
    database: sa.Engine, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(session: Session, *, by: int) -> None:
        session.execute(sa.text(f"INSERT INTO codes (list) VALUES ('{TYPED}')"))

    assert save(fail, by=CAST.agent_rabat) is None
    code = {"postgresql": "23502", "sqlite": "SQLITE_CONSTRAINT_NOTNULL"}[database.dialect.name]
    (said,) = logged(caplog)
    assert re.fullmatch(rf"save failed: IntegrityError {code} at {HERE}", said)


@pytest.mark.parametrize("kind", [sqlite3.OperationalError, SystemExit])
def test_a_file_that_failed_tells_where(
    kind: type[BaseException], caplog: pytest.LogCaptureFixture
) -> None:
    """Of a panic too, which is no ``Exception``."""

    def work(_: jobs.Tell) -> bytes:
        raise kind(TYPED)

    job = jobs.started(work)
    assert job.is_done(within=5)
    with pytest.raises(AppError):
        job.content()
    (said,) = logged(caplog)
    assert re.search(rf" failed: \w+ at {HERE}", said)
    assert TYPED not in said
