"""Of two equal submissions at the same moment one is stored, and the other one is told so; of two
that wait for each other both are stored."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from components.saving.save import Saved, save
from db.access.clock import today
from db.actions import interventions
from db.actions.rows import Stored
from db.inputs.interventions import InterventionInput
from db.models import Case, Intervention
from db.store.engine import once, reading
from tests.at_once import with_many_writers
from tests.cast import CAST

DAY = date(2026, 3, 3)


@pytest.fixture
def both_ready(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each submission looks for an earlier one before either has stored anything."""
    barrier, look = Barrier(2), interventions._stored

    def looked(session: Session, data: InterventionInput, by: int) -> object:
        found = look(session, data, by)
        if found is None and session.get_bind().dialect.name == "postgresql":
            barrier.wait(5)
        return found

    monkeypatch.setattr(interventions, "_stored", looked)
    yield


def test_a_double_submission_is_one_row(database: sa.Engine, both_ready: None) -> None:
    with reading() as session:
        wanted = InterventionInput(
            submission_id="twice",
            agency_id=CAST.rabat,
            type="CV",
            mode="AGENCY",
            happened_on=today(session),
            case_ids=(CAST.case_rabat, CAST.case_rabat_2),
        )

    def submit(_: int) -> Stored[Intervention]:
        saved = save(interventions.record, wanted, by=CAST.agent_rabat)
        assert saved is not None
        return saved.value

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(submit, range(2)))
    assert sorted(each.already for each in done) == [False, True]
    assert done[0].ids == done[1].ids
    with reading() as session:
        assert len(session.exec(select(Intervention)).all()) == 2


@with_many_writers
def test_two_that_wait_for_each_other_are_both_stored(database: sa.Engine) -> None:
    """The database ends one of the two, which is tried again."""
    met = Barrier(2)
    tries: list[tuple[int, ...]] = []

    def take(session: Session, *cases: int, by: int) -> None:
        tries.append(cases)
        for place, case in enumerate(cases):
            session.execute(sa.update(Case).where(col(Case.id) == case).values(closed_on=DAY))
            if place == 0 and len(tries) <= 2:
                met.wait(5)

    both = CAST.case_rabat, CAST.case_rabat_2
    with ThreadPoolExecutor(2) as pool:
        acts = [pool.submit(save, take, *order, by=1) for order in (both, both[::-1])]
    assert [isinstance(act.result(), Saved) for act in acts] == [True, True]
    assert len(tries) == 3


def test_what_else_the_database_refuses_is_tried_once(sqlite_engine: sa.Engine) -> None:
    tries = []

    def fail(session: Session, *, by: int) -> None:
        tries.append(by)
        session.execute(sa.text("SELECT no_such_column"))

    with pytest.raises(sa.exc.OperationalError):
        once(fail, by=1)
    assert tries == [1]
