"""The months of the demo: approved, one returned, one changed since; some values to look at."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlmodel import Session, select

from db.access.viewer import Viewer
from db.codes import Role
from db.inputs.dates import months_after
from db.inputs.results import ResultFilter
from db.models import Account, Agency
from db.queries import approval_revisions, approvals, quality_doubts
from db.queries.quality_doubts import Rule
from tests.demo import LAST_DAY


def viewer(session: Session) -> Viewer:
    account = session.exec(select(Account).where(Account.username == "manager")).one()
    return Viewer(account.id, Role.MANAGER, frozenset(session.exec(select(Agency.id))))


def test_months_are_approved_returned_proposed_and_one_has_changed_since(demo: Session) -> None:
    last = LAST_DAY.replace(day=1) - timedelta(days=1)
    wanted = ResultFilter(months_after(last.replace(day=1), -11), last)
    found = approvals.months(demo, wanted, viewer=viewer(demo))
    stages = Counter("changed" if each.changes else each.state for each in found)
    assert stages == {"APPROVED": 42, "changed": 1, "RETURNED": 1, "PROPOSED": 2, None: 2}
    assert all(each.note == "" for each in found if each.is_approved)


def test_only_the_month_that_has_changed_is_looked_at(demo: Session) -> None:
    approved = approval_revisions.newest_approvals(demo)
    now = approval_revisions.revisions(demo, approved)
    seen = {each.id: approval_revisions.revision_of(each) for each in approved}
    (changed,) = approval_revisions.since(demo, approved)
    assert {each for each, revision in seen.items() if revision != now[each]} == {changed}
    assert approval_revisions.unnoticed(demo) == 0


def test_a_few_values_are_to_be_looked_at(demo: Session) -> None:
    wanted = ResultFilter(months_after(LAST_DAY, -12), LAST_DAY)
    doubts = quality_doubts.total(quality_doubts.counts(demo, wanted, viewer=viewer(demo)))
    assert doubts[Rule.LONG_ACT] == 3
    assert doubts[Rule.MANY_HOURS] == 1
