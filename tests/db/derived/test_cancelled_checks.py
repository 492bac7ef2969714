"""Which checks of a person are not asked: compared with the rows, and settled anew."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlmodel import col

from db.__main__ import main
from db.codes import RetentionStatus
from db.models import RetentionCheck
from db.models.base import now
from db.store.engine import reading, writing
from tests.db.actions.test_retention import a_placement, answer, cancelled, checks

pytestmark = pytest.mark.usefixtures("sqlite_engine")


@pytest.mark.parametrize(("month", "moment"), [(3, now()), (6, None)])
def test_one_cancelled_or_open_against_the_rows_is_noticed_and_mended(
    capsys: pytest.CaptureFixture[str], month: int, moment: object
) -> None:
    with writing() as session:
        job = a_placement(session, "one", 200)
        answer(session, checks(session, job)[3], RetentionStatus.LEFT)
    assert main(["check"]) == 0
    with writing() as session:
        this = col(RetentionCheck.month) == month
        session.execute(sa.update(RetentionCheck).where(this).values(cancelled_at=moment))
    assert main(["check"]) == 1
    assert "1 retention checks are open or cancelled" in capsys.readouterr().err
    assert main(["recount"]) == 0
    assert main(["check"]) == 0
    with reading() as session:
        assert cancelled(session, job) == {6, 12}
