"""An approved month whose steps were put right before that was noticed is looked at again."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, select

from db.codes import TrainingStatus
from db.models import PeriodApproval, TrainingEnrolment, TrainingStep
from db.models.base import now
from db.queries import approval_revisions
from db.queries.approval_changes import Changed, How
from db.store.migrate import upgrade
from tests.acts_approvals import approve, last_month
from tests.cast import CAST
from tests.db.measures.events import Stage
from tests.migrations import downgrade

DAY = timedelta(days=1)


def test_a_step_put_right_after_the_approval_is_told_and_another_month_is_left_alone(
    database: sa.Engine,
) -> None:
    writer = database.execution_options(writes=True)
    with Session(writer) as session:
        Stage(session).course(CAST.case_rabat, last_month() - 60 * DAY, entered_at=now() - DAY)
        course = session.exec(select(TrainingEnrolment)).one()
        session.add(
            TrainingStep(
                enrolment_id=course.id, status=TrainingStatus.COMPLETED, status_on=last_month(),
                entered_by=CAST.agent_rabat, entered_at=now() - DAY,
            )
        )  # fmt: skip
        session.flush()
        approve(session)
        approve(session, agency_id=CAST.casablanca)
        session.commit()
    downgrade(database, "0038")
    with database.execution_options(writes=True).begin() as connection:
        step = TrainingStep.__table__  # type: ignore[attr-defined]
        connection.execute(sa.update(step).values(corrected_at=now() + DAY))

    def told() -> dict[int, tuple[Changed, ...]]:
        with Session(database) as session:
            approved = session.exec(select(PeriodApproval)).all()
            seen = {each.id: each.agency_id for each in approved}
            found = approval_revisions.since(session, approved)
            return {seen[each]: changes for each, changes in found.items()}

    assert told() == {}
    upgrade(database)
    assert told() == {CAST.rabat: (Changed(kind="step", how=How.CORRECTED, number=1),)}
