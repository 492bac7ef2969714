"""Of two equal submissions at the same moment one is stored, and the other one is told so."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from components.saving.save import save
from db.access.clock import today
from db.actions import interventions
from db.actions.rows import Stored
from db.inputs.interventions import InterventionInput
from db.models import Intervention
from db.store.engine import reading
from tests.cast import CAST


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
