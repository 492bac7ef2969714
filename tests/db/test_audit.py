"""Twenty people who save at once: every act has its place in one chain."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from db.access.clock import today
from db.actions import interventions
from db.inputs.interventions import InterventionInput
from db.queries import audit_chain
from db.store.engine import reading, writing
from tests.cast import CAST
from tests.source import calls, dotted, files, name_of

WRITERS, ACTS = 20, 10


def test_only_one_function_writes_into_the_log() -> None:
    made = {
        name_of(path)
        for path in files("db", "components", "seed_data", "pages")
        for call in calls(path)
        if (dotted(call.func) or "").endswith(("AuditEntry", "AuditLink", "AuditTail"))
    }
    assert made == {"db/audit.py"}


def _save(_: int) -> None:
    for _ in range(ACTS):
        with writing() as session:
            data = InterventionInput(
                submission_id=str(uuid.uuid4()), agency_id=CAST.rabat, type="INFO_SESSION",
                mode="AGENCY", happened_on=today(session), is_group=True, women=3,
            )  # fmt: skip
            interventions.record(session, data, by=CAST.agent_rabat)


@pytest.mark.long
def test_the_chain_is_whole_after_twenty_writers(database: sa.Engine) -> None:
    with ThreadPoolExecutor(WRITERS) as writers:
        for done in [writers.submit(_save, number) for number in range(WRITERS)]:
            done.result()
    with reading() as session:
        found = audit_chain.checked(session)
    assert (found.acts, found.faults) == (WRITERS * ACTS, ())
