"""That nothing was done to a month is known from its revision, and never wrongly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from db.access.clock import today
from db.actions import merges
from db.codes import RetentionStatus, TrainingStatus
from db.derived import revisions, tallies
from db.inputs.dates import months_after
from db.inputs.results import ResultFilter
from db.models import (
    Case,
    CaseChange,
    Intervention,
    PeriodApproval,
    RetentionCheck,
    Tally,
    TrainingStep,
)
from db.models.base import now
from db.models.cases import CUT_BY
from db.models.tallies import REVISION
from db.queries import approval_changes, approval_revisions
from db.queries.approval_changes import COUNTED, How
from db.queries.approvals import standing
from db.records import BY_NAME
from tests.acts import a_merge
from tests.acts_approvals import approve, last_month
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.actions.test_interventions import record
from tests.db.measures.events import Stage
from tests.statements import noted

pytestmark = POSTGRESQL_AT_LENGTH

BEFORE = timedelta(days=1)
LONG_AGO = timedelta(days=95)
#: How an entry of each kind comes on stage.
ENTER: dict[str, Callable[..., object]] = {
    "intervention": Stage.met,
    "referral": Stage.sent,
    "training": Stage.course,
    "placement": Stage.work,
}


def enter(stage: Stage, kind: str, day: date | None = None, at: timedelta = -BEFORE) -> Any:
    """One entry of the month, the only one of its kind, entered before its approval or after it."""
    ENTER[kind](stage, CAST.case_rabat, day or last_month(), entered_at=now() + at)
    return stage.session.execute(sa.select(BY_NAME[kind].table)).scalar_one()


def entry(kind: str, how: How) -> Callable[[Stage], Callable[[], None]]:
    """An entry before the approval, and what becomes of it afterwards."""

    def begin(stage: Stage) -> Callable[[], None]:
        if how is How.ENTERED:
            return lambda: enter(stage, kind, at=BEFORE)
        row = enter(stage, kind)

        def go_on() -> None:
            if how is How.VOIDED:
                row.voided_at = now() + BEFORE
                return
            row.corrected_at = now() + BEFORE
            if how is How.LEFT:
                setattr(row, BY_NAME[kind].day, last_month() - BEFORE)

        return go_on

    return begin


def check(how: How) -> Callable[[Stage], Callable[[], None]]:
    def begin(stage: Stage) -> Callable[[], None]:
        work = enter(stage, "placement", last_month() - LONG_AGO)
        stage.check(work, 3, last_month())
        row = stage.session.exec(select(RetentionCheck)).one()

        def say(at: timedelta) -> None:
            row.done_on, row.status = last_month(), RetentionStatus.SAME
            row.entered_at = now() + at

        def go_on() -> None:
            if how is How.VOIDED:
                row.done_on = row.status = row.entered_at = None
            else:
                say(BEFORE)

        if how is not How.ENTERED:
            say(-BEFORE)
        return go_on

    return begin


def step(how: How) -> Callable[[Stage], Callable[[], None]]:
    def begin(stage: Stage) -> Callable[[], None]:
        course = enter(stage, "training", last_month() - LONG_AGO)
        row = TrainingStep(
            enrolment_id=course.id, status=TrainingStatus.COMPLETED, status_on=last_month(),
            entered_by=CAST.agent_rabat, entered_at=now() - BEFORE,
        )  # fmt: skip

        def enter_late() -> None:
            row.entered_at = now() + BEFORE
            stage.session.add(row)

        def put_right() -> None:
            row.status, row.corrected_at = TrainingStatus.DROPPED, now() + BEFORE

        if how is How.ENTERED:
            return enter_late
        stage.session.add(row)
        stage.session.flush()
        return put_right if how is How.CORRECTED else lambda: stage.session.delete(row)

    return begin


def fact(name: str) -> Callable[[Stage], Callable[[], None]]:
    def begin(stage: Stage) -> Callable[[], None]:
        enter(stage, "intervention")
        row = CaseChange(
            case_id=CAST.case_rabat, field=name, changed_by=CAST.agent_rabat,
            changed_at=now() + BEFORE,
        )  # fmt: skip
        return lambda: stage.session.add(row)

    return begin


def merge(stage: Stage) -> Callable[[], None]:
    stage.met(CAST.case_rabat_2, last_month(), entered_at=now() - BEFORE)
    return lambda: (a_merge(stage.session), None)[1]


OF_ENTRIES = (How.ENTERED, How.CORRECTED, How.VOIDED, How.LEFT)
Begin = Callable[[Stage], Callable[[], None]]
#: All that is ever told: of each kind of entry, and beside them.
TOLD: list[tuple[str, How, Begin]] = [
    *((kind.name, how, entry(kind.name, how)) for kind in COUNTED for how in OF_ENTRIES),
    *(("check", how, check(how)) for how in (How.ENTERED, How.CORRECTED, How.VOIDED)),
    *(("step", how, step(how)) for how in (How.ENTERED, How.CORRECTED, How.VOIDED)),
    *(("person", How.CORRECTED, fact(name)) for name in CUT_BY),
    ("person", How.MERGED, merge),
]


def the_approval(session: Session) -> PeriodApproval:
    session.flush()
    (found,) = approval_revisions.newest_approvals(session)
    return found


def is_touched(session: Session) -> bool:
    approval = the_approval(session)
    seen = approval_revisions.revision_of(approval)
    return seen != approval_revisions.revisions(session, [approval])[approval.id]


@pytest.fixture
def stage(session: Session) -> Stage:
    return Stage(session)


@pytest.mark.parametrize(
    ("kind", "how", "begin"), TOLD, ids=[f"{kind}-{how}" for kind, how, _ in TOLD]
)
def test_whatever_is_told_makes_another_revision(
    session: Session, stage: Stage, kind: str, how: How, begin: Begin
) -> None:
    go_on = begin(stage)
    session.flush()
    approve(session)
    assert not is_touched(session)
    assert not any(approval_changes.since(session, [the_approval(session)]).values())
    go_on()
    found = approval_changes.since(session, [the_approval(session)])
    assert (kind, how) in {(each.kind, each.how) for each in found[the_approval(session).id]}
    assert is_touched(session)
    assert approval_revisions.since(session, [the_approval(session)]) == found


def test_so_does_the_undoing_of_a_merge(session: Session, stage: Stage) -> None:
    stage.met(CAST.case_rabat_2, last_month(), entered_at=now() - BEFORE)
    made = a_merge(session)
    approve(session)
    assert not is_touched(session)
    merges.undo(session, made, by=CAST.agent_rabat)
    assert is_touched(session)


def test_what_counts_at_an_entry_goes_and_comes_with_it(session: Session, stage: Stage) -> None:
    """So what was found at a revision is found as long as it stands."""
    work = enter(stage, "placement", last_month() - LONG_AGO)
    approve(session)
    stage.check(
        work, 3, last_month(), done_on=last_month(), status=RetentionStatus.SAME,
        entered_at=now() + BEFORE,
    )  # fmt: skip
    approval = the_approval(session)
    before = approval_revisions.revisions(session, [approval])
    work.voided_at = now()
    assert approval_revisions.revisions(session, [approval]) != before


def test_what_no_page_tells_of_is_no_touch(session: Session, stage: Stage) -> None:
    """A course goes on and a job ends after the month in which they began; a case is closed."""
    course, act = enter(stage, "training"), enter(stage, "intervention")
    work = enter(stage, "placement")
    stage.check(work, 3, today(session))
    approve(session)
    course.status, course.status_on = TrainingStatus.COMPLETED, today(session)
    act.minutes, work.hours_per_week = 20, 30
    session.get_one(Case, CAST.case_rabat).education = "NONE"
    stage.met(CAST.case_rabat, today(session))
    stage.met(CAST.case_casablanca, last_month(), agency=CAST.casablanca)
    assert not is_touched(session)


@pytest.mark.parametrize("table", [Intervention, TrainingStep, CaseChange])
def test_a_statement_past_the_session_touches_every_month(session: Session, table: Any) -> None:
    approve(session)
    session.execute(sa.update(table).values(id=table.id).where(table.id < 0))
    assert is_touched(session)


def test_so_does_a_day_or_an_agency_that_was_not_known_before(
    session: Session, stage: Stage
) -> None:
    row = enter(stage, "intervention")
    approve(session)
    session.expire(row)
    row.happened_on = last_month() - timedelta(days=40)
    assert is_touched(session)
    approve(session, seen_id=the_approval(session).id)
    assert not is_touched(session)
    row.agency_id = CAST.casablanca
    assert is_touched(session)


def test_what_a_savepoint_took_back_is_counted_again(session: Session, stage: Stage) -> None:
    approve(session)
    stage.met(CAST.case_rabat, last_month(), entered_at=now() + BEFORE)
    taken_back = session.begin_nested()
    assert is_touched(session)
    taken_back.rollback()
    assert is_touched(session)


def test_counting_anew_keeps_the_revisions(session: Session, stage: Stage) -> None:
    stage.met(CAST.case_rabat, last_month())
    approve(session)
    seen = approval_revisions.revision_of(the_approval(session))
    assert seen == 1
    tallies.rebuild(session)
    assert not is_touched(session)


def test_an_approval_from_before_there_were_revisions_is_looked_at(
    session: Session, stage: Stage
) -> None:
    approve(session)
    the_approval(session).counted = '{"intervention": 0}'
    stage.met(CAST.case_rabat, last_month(), entered_at=now() + BEFORE)
    assert any(approval_revisions.since(session, [the_approval(session)]).values())


def test_months_as_they_were_are_asked_for_in_one_statement(session: Session) -> None:
    """However many there are, and whatever they hold."""
    day = today(session)
    for ago in range(1, 12):
        approve(session, month=months_after(day.replace(day=1), -ago))
    wanted = ResultFilter(months_after(day, -13), day)
    viewer = CAST.viewer(session, CAST.manager)
    with noted(session.connection()) as statements:
        assert standing(session, wanted, viewer=viewer).approved == 11
    assert len([each for each in statements if "tallies" in each]) == 1
    read = " ".join(statements)
    assert not any(f"FROM {table.name}" in read for table in revisions.READ)


def test_a_save_counts_them_with_its_other_counts(session: Session) -> None:
    """Not a statement more."""
    with noted(session.connection()) as statements:
        record(session)
        tallies.settle(session)
    assert len([each for each in statements if "INTO tallies" in each]) == 1
    assert session.exec(select(Tally.n).where(Tally.kind == REVISION)).all() == [1]
