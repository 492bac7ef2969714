"""Back to before the codes of the survey, and on again: answers keep to what the schema says."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from db.codes import TrustMode
from db.store.migrate import upgrade
from tests.cast import CAST, today
from tests.migrations import downgrade

INSERT = (
    "INSERT INTO trust_responses (id, agency_id, entered_at, entered_by, submission_id, position,"
    " wave_id, mode, moment, conflict_of_interest, language, answered_on)"
    " VALUES (:id, 1, :day, :author, :mode, 0, 1, :mode, 'T1', false, 'fr', :day)"
)


@pytest.mark.long
def test_answers_without_an_author_go_and_the_others_get_ids_that_fit(database: sa.Engine) -> None:
    rows: list[dict[str, Any]] = [
        {"id": 2**52, "author": CAST.agent_rabat, "mode": TrustMode.SELF_TAB},
        {"id": 2**52 + 1, "author": None, "mode": TrustMode.SELF_QR},
        {"id": 7, "author": CAST.agent_rabat, "mode": TrustMode.PHONE},
    ]
    with database.execution_options(writes=True).begin() as connection:
        for row in rows:
            connection.execute(sa.text(INSERT), {**row, "mode": str(row["mode"]), "day": today()})
    downgrade(database, "0009")
    with database.connect() as connection:
        found = connection.execute(sa.text("SELECT id, mode FROM trust_responses ORDER BY id"))
        assert [tuple(row) for row in found] == [(1, "PHONE"), (2, "SELF_TAB")]
    upgrade(database)
    with database.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM trust_codes")).scalar() == 0
