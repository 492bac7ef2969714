"""Releases that were frozen before there were years keep what they are."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from db.inputs.release_groups import Groups
from db.models import Programme, Release, ReleaseTruth
from db.store.migrate import migrating, upgrade
from tests.cast import CAST
from tests.migrations import downgrade

BEFORE_YEARS = "0014"
INSERT = (
    "INSERT INTO releases (number, edition, period_start, period_end, threshold, base,"
    " frozen_at, frozen_by, submission_id) VALUES (1, 1, '2025-01-01', '2025-06-30', 10, 5,"
    f" '2025-08-01 10:00:00', {CAST.manager}, 'old')"
)


@pytest.mark.long
def test_a_half_year_is_of_series_0_and_its_year_may_stand_beside_it(database: sa.Engine) -> None:
    downgrade(database, BEFORE_YEARS)
    with migrating(database) as connection:
        connection.exec_driver_sql(INSERT)
    upgrade(database)
    with Session(database.execution_options(writes=True)) as session:
        old = session.exec(select(Release)).one()
        assert (old.series, old.groups, old.threshold) == (0, "", 10)
        assert session.exec(select(Programme.release_groups)).one() == Groups().stored()
        year = old.model_dump(exclude={"id"}) | {"number": 2, "submission_id": "year"}
        year["period_end"] = old.period_end.replace(month=12, day=31)
        session.add(Release(**year))
        session.commit()


@pytest.mark.long
def test_what_few_people_answered_goes_from_what_managers_read(database: sa.Engine) -> None:
    downgrade(database, "0035")
    release = INSERT.replace("(number", "(id, number").replace("VALUES (1", "VALUES (7, 1")
    survey, placements = "trust.T1.1", "placements.kind"
    truths = [
        (survey, "RABAT", "small"),
        (survey, "OUJDA", "few"),
        (survey, "TOTAL", "few"),
        (placements, "WAGE", "few"),
    ]
    rows = ", ".join(f"(7, '{table}', '{row}', 'N', 1, '{why}')" for table, row, why in truths)
    columns = "release_id, table_code, row_code, column_code, value, reason"
    with migrating(database) as connection:
        connection.exec_driver_sql(release)
        connection.exec_driver_sql(f"INSERT INTO release_truths ({columns}) VALUES {rows}")
    upgrade(database)
    with Session(database) as session:
        found = session.exec(select(ReleaseTruth.table_code, ReleaseTruth.row_code))
        assert set(found) == {(survey, "RABAT"), (survey, "TOTAL"), (placements, "WAGE")}
