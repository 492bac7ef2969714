"""After any acts, what is told by revisions is what the rows tell."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from db.access.clock import today
from db.actions import approvals, retention, training
from db.errors import AppError
from db.inputs.approvals import MonthOf
from db.inputs.dates import months_after
from db.inputs.parse import validated
from db.inputs.placements import RetentionInput
from db.inputs.training import StatusInput
from db.models import PeriodApproval, Placement, RetentionCheck, TrainingEnrolment
from db.queries import approval_changes, approval_revisions
from tests.at_length import on, tries
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.derived.random_acts import Acts
from tests.db.derived.random_drawn import AGENTS


class Approving(Acts):
    """The same acts, and what is noted of a day in a month that may be approved by then."""

    def __init__(self, session: Session, seed: int) -> None:
        super().__init__(session, seed)
        self.choices += [self.answer_late, self.step_late] * 3

    def answer_late(self) -> None:
        row = self._any(RetentionCheck, RetentionCheck.due_on < today(self.session))
        place = self.session.get_one(Placement, row.placement_id)
        late = row.due_on + timedelta(days=self.dice.randint(0, 60))
        raw = {"check_id": row.id, "status": self.dice.choice(["SAME", "LEFT"]), "done_on": late}
        retention.answer(self.session, validated(RetentionInput, raw), by=AGENTS[place.agency_id])

    def step_late(self) -> None:
        row = self._any(TrainingEnrolment)
        on = row.status_on + timedelta(days=self.dice.randint(0, 60))
        status = self.dice.choice(["ONGOING", "COMPLETED"])
        raw = {"enrolment_id": row.id, "status_on": on, "status": status}
        training.set_status(self.session, validated(StatusInput, raw), by=AGENTS[row.agency_id])

    def approve_some(self) -> None:
        agency, ago = self.dice.choice([CAST.rabat, CAST.casablanca]), self.dice.randint(1, 12)
        month = months_after(today(self.session).replace(day=1), -ago)
        last = self.session.exec(
            select(PeriodApproval.id)
            .where(PeriodApproval.agency_id == agency, PeriodApproval.starts_on == month)
            .order_by(col(PeriodApproval.id).desc())
        ).first()
        raw = {"agency_id": agency, "month": month, "seen_id": last or 0}
        approvals.approve(self.session, validated(MonthOf, raw), by=CAST.manager)


def compare(session: Session, seed: int, number: int, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What is told by revisions, and remembered by them, is what the rows tell, after every act;
    returns which acts there were."""
    known: dict[int, Any] = {}
    monkeypatch.setattr(approval_revisions, "_known_of", lambda _: known)
    made = Approving(session, seed)
    told = 0
    for _ in range(number):
        try:
            made.approve_some()
        except AppError:
            session.expire_all()
        made.do(2)
        session.flush()
        approved = approval_revisions.newest_approvals(session)
        looked = approval_changes.since(session, approved)
        found = {approval: changes for approval, changes in looked.items() if changes}
        assert approval_revisions.since(session, approved) == found, made.last
        told += len(found)
    assert told > number
    return set(made.numbers)


@POSTGRESQL_AT_LENGTH
def test_random_acts_are_told_as_the_rows_tell_them(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare(session, 1, 60, monkeypatch)


@pytest.mark.parametrize(
    ("database", "seed"),
    [*on("sqlite", tries(1, 2)), *on("postgresql", tries(0, 3))],
    indirect=["database"],
)
def test_hundreds_of_random_acts_are(
    session: Session, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts = compare(session, 100 + seed, 200, monkeypatch)
    assert {"answer_late", "unanswer", "step_late", "facts", "merge", "part"} <= acts
    assert approval_revisions.unnoticed(session) == 0
