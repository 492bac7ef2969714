"""Agents in post, people in work by kind, and whether it lasted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from sqlmodel import Session, select

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import OutcomeType, RetentionStatus
from db.inputs.results import month_ends
from db.measures import placements, presence
from db.models import Account, Agency, Posting
from db.models.base import now as moment
from tests.cast import CAST
from tests.db.measures.events import Stage, period

JUNE = period(date(2026, 6, 1), date(2026, 6, 30))


def test_kinds_are_counted_apart(stage: Stage, session: Session, manager: Viewer) -> None:
    case = stage.case()
    stage.work(case, date(2026, 6, 2))
    stage.work(case, date(2026, 6, 20))
    stage.work(case, date(2026, 6, 2), OutcomeType.INTERN, contract="IDMAJ")
    stage.work(stage.case(), date(2026, 6, 2), OutcomeType.COOP, contract="NA")
    stage.work(stage.case(), date(2026, 7, 1))
    persons = {
        group: placements.persons_placed(session, JUNE, group, viewer=manager).value
        for group in ("WAGE", "INTERN", "APPRENT", "SELF")
    }
    assert persons == {"WAGE": 1, "INTERN": 1, "APPRENT": 0, "SELF": 1}
    assert placements.persons_with_outcome(session, JUNE, viewer=manager).n == 2
    rows = placements.outcomes_by_kind(session, JUNE, viewer=manager).set_index("type")
    assert list(rows.index) == [kind.value for kind in OutcomeType]
    assert tuple(rows.loc["WAGE"]) == (1, 2)


def test_agents_in_post_are_those_of_the_last_day(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    day = today(session)
    posting = session.exec(select(Posting).where(Posting.account_id == CAST.agent_rabat)).one()
    now = period(day - timedelta(days=30), day + timedelta(days=30))
    before = placements.agents_in_post(session, now, viewer=manager).n
    posting.ends_on = day - timedelta(days=1)
    session.flush()
    assert placements.agents_in_post(session, now, viewer=manager).n == before - 1
    rows = placements.agents_in_post_by_agency(session, now, viewer=manager)
    assert rows[rows["month"] == day.replace(day=1)]["agents"].sum() == before - 1
    assert posting.account_id in set(
        placements.postings(session, now, viewer=manager)["account_id"]
    )


@pytest.mark.fault("T10")
def test_agents_now_and_by_month_are_one_figure_and_nothing_planned_is_in_it(
    session: Session, manager: Viewer
) -> None:
    day = today(session)
    wanted = period(day - timedelta(days=60), day + timedelta(days=90))
    now = placements.agents_in_post(session, wanted, viewer=manager).n
    posting = session.exec(select(Posting).where(Posting.account_id == CAST.agent_rabat)).one()
    posting.ends_on = day + timedelta(days=1)
    session.add(
        Posting(
            account_id=CAST.agent_rabat, agency_id=CAST.tanger, starts_on=day + timedelta(days=2)
        )
    )
    session.flush()
    assert placements.agents_in_post(session, wanted, viewer=manager).n == now
    rows = placements.agents_in_post_by_agency(session, wanted, viewer=manager)
    assert rows["month"].max() == day.replace(day=1)
    assert rows[rows["month"] == day.replace(day=1)]["agents"].sum() == now
    assert CAST.tanger not in set(placements.postings(session, wanted, viewer=manager)["agency_id"])


def test_agents_in_post_of_each_agency_add_up(session: Session, manager: Viewer) -> None:
    day = today(session)
    wanted = period(day - timedelta(days=70), day + timedelta(days=40))
    for posting in session.exec(select(Posting).where(Posting.agency_id == CAST.rabat)):
        posting.ends_on = day - timedelta(days=1)
    session.flush()
    rows = placements.agents_in_post_by_agency(session, wanted, viewer=manager)
    now = rows[rows["month"] == day.replace(day=1)]
    assert dict(zip(now["agency_id"], now["agents"], strict=True)) == {CAST.casablanca: 1}
    months = [period(first, last) for first, last in month_ends(wanted) if first <= day]
    total = placements.agents_in_post_of(session, months, viewer=manager)
    assert rows.groupby("month")["agents"].sum().to_list() == [each.n for each in total]
    assert rows["month"].max() == day.replace(day=1)


@pytest.mark.fault("T15")
def test_nobody_is_told_to_be_in_post_in_a_period_that_has_not_begun(
    session: Session, manager: Viewer
) -> None:
    day = today(session)
    wanted = period(day + timedelta(days=1), day + timedelta(days=90))
    assert placements.agents_in_post(session, wanted, viewer=manager).value is None
    assert placements.postings(session, wanted, viewer=manager).empty


@pytest.mark.fault("T15")
@pytest.mark.parametrize("what", ["agency", "account", "expiry"])
def test_nobody_is_in_post_at_a_closed_agency_or_with_a_closed_account(
    session: Session, manager: Viewer, what: str
) -> None:
    day = today(session)
    wanted = period(day - timedelta(days=90), day, agencies=[CAST.casablanca])
    assert placements.agents_in_post(session, wanted, viewer=manager).n == 1
    if what == "agency":
        session.get_one(Agency, CAST.casablanca).closed_on = day - timedelta(days=40)
    elif what == "expiry":
        session.get_one(Account, CAST.agent_casablanca).expires_on = day - timedelta(days=40)
    else:
        session.get_one(Account, CAST.agent_casablanca).closed_at = moment() - timedelta(days=40)
    session.flush()
    assert placements.agents_in_post(session, wanted, viewer=manager).n == 0
    rows = placements.postings(session, wanted, viewer=manager)
    assert rows["ends_on"].to_list() == [day - timedelta(days=40)]
    # 51 days of the 91, and none of them anybody's after that.
    assert presence.agent_days(session, wanted, viewer=manager) == {CAST.casablanca: 51 * 100}
    assert presence.days_without(session, wanted, viewer=manager) == {CAST.casablanca: 40}
    late = period(day - timedelta(days=30), day, agencies=[CAST.casablanca])
    assert placements.postings(session, late, viewer=manager).empty


def test_a_written_and_declared_job(stage: Stage, session: Session, manager: Viewer) -> None:
    for contract, declared in (("CDI", True), ("CDI", False), ("ORAL", True), ("CDD", None)):
        stage.work(stage.case(), date(2026, 6, 2), contract=contract, cnss_declared=declared)
    found = placements.written_and_declared(session, JUNE, viewer=manager)
    assert (found.numerator, found.denominator) == (1, 4)


def checked(rows: pd.DataFrame, month: int) -> dict[str, Any]:
    """The checks of wage jobs at a month, by column."""
    (cell,) = rows[(rows["kind"] == "WAGE") & (rows["month"] == month)].to_dict("records")
    return {str(name): value for name, value in cell.items()}


@pytest.mark.parametrize(
    ("late", "state"), [(-1, "coming"), (0, "pending"), (30, "pending"), (31, "overdue")]
)
def test_an_open_check_is_told_by_its_day(
    stage: Stage, session: Session, manager: Viewer, late: int, state: str
) -> None:
    due = today(session) - timedelta(days=late)
    stage.check(stage.work(stage.case(), due - timedelta(days=365)), 12, due)
    wanted = period(due - timedelta(days=3), due + timedelta(days=3))
    cell = checked(placements.retention(session, wanted, viewer=manager), 12)
    assert {name: cell[name] for name in placements.STATES if cell[name]} == {state: 1}
    assert cell["denominator"] == (state == "overdue")


def test_a_check_counts_in_the_period_in_which_it_is_due(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    work = stage.work(stage.case(), date(2025, 6, 10))
    stage.check(work, 12, date(2026, 6, 10), done_on=date(2026, 6, 9), status=RetentionStatus.SAME)
    cell = checked(placements.retention(session, JUNE, viewer=manager), 12)
    assert cell["working"] == 1
    begun = period(date(2025, 6, 1), date(2025, 6, 30))
    assert placements.retention(session, begun, viewer=manager)["denominator"].sum() == 0


def test_unreachable_and_refused_stay_in_the_denominator(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    for status in RetentionStatus:
        if status is RetentionStatus.DIED:
            continue
        work = stage.work(stage.case(), date(2026, 3, 10))
        stage.check(work, 3, date(2026, 6, 10), done_on=date(2026, 6, 10), status=status)
    cell = checked(placements.retention(session, JUNE, viewer=manager), 3)
    assert cell["working"] == 2
    assert cell["denominator"] == sum(cell[name] for name in placements.DONE)
    assert cell["share"] == pytest.approx(2 / cell["denominator"])


def test_a_cancelled_check_and_a_void_count_nowhere(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    work = stage.work(stage.case(), date(2026, 3, 10))
    stage.check(work, 3, date(2026, 6, 10), cancelled_at=work.entered_at)
    gone = stage.work(stage.case(), date(2026, 6, 3))
    stage.check(gone, 3, date(2026, 6, 10))
    gone.voided_at, gone.voided_by, gone.void_reason = gone.entered_at, 1, "MISTAKE"
    session.flush()
    rows = placements.retention(session, JUNE, viewer=manager)
    assert rows[list(placements.STATES)].to_numpy().sum() == 0
    assert placements.outcomes_by_month(session, JUNE, viewer=manager).empty
