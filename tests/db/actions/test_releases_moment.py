"""A release is of one moment, whatever others store while it is worked out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from components.reads.read import read
from db.actions import releases as actions
from db.codes import Sex
from db.inputs.releases import Year
from db.models import Programme
from db.releases import counts
from db.releases.drafts import Draft
from db.store.engine import writing
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.actions.test_releases import register

YEAR = Year(2025)


@pytest.fixture
def people(database: sa.Engine) -> Iterator[None]:
    with writing() as session:
        programme = session.exec(select(Programme)).one()
        programme.starts_on, programme.ends_on = date(2024, 1, 1), date(2025, 12, 31)
        register(session, YEAR, CAST.rabat, Sex.WOMAN, 30)
    yield


@POSTGRESQL_AT_LENGTH
@pytest.mark.usefixtures("people")
def test_what_is_stored_while_a_draft_is_read_is_not_in_it(
    database: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read(actions.preview, YEAR, by=CAST.manager)
    look, reads = counts.persons, list[str]()

    def meanwhile(session: Session, measure: str, *days: Any) -> Any:
        reads.append(measure)
        with writing() as other:
            register(other, YEAR, CAST.tanger, Sex.MAN, 20)
        return look(session, measure, *days)

    monkeypatch.setattr(counts, "persons", meanwhile)
    during = read(actions.preview, YEAR, by=CAST.manager)
    monkeypatch.undo()
    after = read(actions.preview, YEAR, by=CAST.manager)
    assert reads == ["registrations", "enrolments", "placements"]
    assert during.digest() == before.digest() != after.digest()


def total(draft: Draft) -> set[int]:
    tables = [each for each in draft.persons if each.measure == "registrations"]
    assert len(tables) > 2
    return {int(each.protected.table.counts.sum()) for each in tables}


def test_the_tables_of_a_measure_count_the_persons_of_one_reading(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the session sees what others store: a freezing does."""
    programme = session.exec(select(Programme)).one()
    programme.starts_on, programme.ends_on = date(2024, 1, 1), date(2025, 12, 31)
    register(session, YEAR, CAST.rabat, Sex.WOMAN, 30)
    look = counts.persons

    def meanwhile(opened: Session, *wanted: Any) -> Any:
        found = look(opened, *wanted)
        register(opened, YEAR, CAST.tanger, Sex.MAN, 20)
        return found

    monkeypatch.setattr(counts, "persons", meanwhile)
    assert total(actions.preview(session, YEAR, by=CAST.manager)) == {30}
