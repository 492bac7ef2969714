"""What a line of the list says of when it was entered."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from components.language import i18n
from components.records.entries import _notes
from components.records.entry_columns import BY_COLUMN
from db.queries import entries
from db.queries.entries import EntryFilter
from db.store.engine import reading, writing
from tests.cast import CAST, ago
from tests.db.measures.events import Stage

DAY = ago(3)


@pytest.mark.parametrize(("kind", "has_hour"), [("trust", False), ("placement", True)])
def test_a_questionnaire_has_a_day_and_no_hour(
    sqlite_engine: sa.Engine, kind: str, has_hour: bool
) -> None:
    with writing() as session:
        stage = Stage(session)
        stage.answers(1, day=DAY, stored=DAY)
        stage.work(CAST.case_rabat, DAY)
    with reading() as session:
        viewer = CAST.viewer(session, CAST.manager)
        (entry,) = entries.listed(session, EntryFilter(kind=kind), viewer=viewer)
    with i18n.speaking("en"):
        column, note = BY_COLUMN["entered_at"].said(entry), _notes(viewer, entry)[0]
        if not has_hour:
            assert (column, note) == (i18n.day_cell(DAY), f"entered on {i18n.day_short(DAY)}")
    assert [":" in said for said in (column, note)] == [has_hour] * 2
