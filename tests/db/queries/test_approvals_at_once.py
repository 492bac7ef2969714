"""A month that is approved while somebody enters something of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from db.derived import recounting, tallies
from db.models import Intervention, Tally
from db.models.base import now
from db.models.tallies import REVISION
from db.queries.approval_changes import How
from db.store.engine import reading
from tests.acts_approvals import approve, last_month
from tests.at_once import Act, by_turns, while_first_is_under_way, with_many_writers
from tests.cast import CAST
from tests.db.measures.events import Stage
from tests.db.queries.test_approvals import the_month


def enter(session: Session) -> None:
    Stage(session).met(CAST.case_rabat, last_month())


def enter_and_count(session: Session) -> None:
    """The month has another revision already, which nobody else sees yet."""
    enter(session)
    tallies.settle(session)


@with_many_writers
@pytest.mark.long
@pytest.mark.parametrize(
    ("first", "second"), [(enter, approve), (enter_and_count, approve), (approve, enter)]
)
def test_what_was_stored_while_a_month_was_approved_is_told(
    database: sa.Engine, first: Act, second: Act
) -> None:
    """It was entered before the approval or while it was under way, and whoever approved could not
    see it: neither its row nor its revision."""
    while_first_is_under_way(first, second)
    with reading() as session:
        found = {(each.kind, each.how, each.number) for each in the_month(session).changes}
    assert found == {("intervention", How.ENTERED, 1)}


@with_many_writers
@pytest.mark.long
def test_nobody_waits_crosswise_for_revisions(database: sa.Engine) -> None:
    """Of several agencies and months, in whatever order they are touched."""

    def here(session: Session) -> None:
        for day in (last_month(), last_month() - timedelta(days=40)):
            Stage(session).met(CAST.case_rabat, day)
        Stage(session).met(CAST.case_casablanca, last_month(), agency=CAST.casablanca)

    def there(session: Session) -> None:
        Stage(session).met(CAST.case_casablanca, last_month(), agency=CAST.casablanca)
        for day in (last_month() - timedelta(days=40), last_month()):
            Stage(session).met(CAST.case_rabat_2, day)

    def correct(session: Session) -> None:
        # No count changes but the revisions.
        for row in session.exec(select(Intervention).order_by(sa.func.random()).limit(3)):
            row.corrected_at = now()

    assert by_turns(8, here, there, correct) == []
    with reading() as session:
        raised = select(sa.func.sum(Tally.n)).where(Tally.kind == REVISION)
        assert session.exec(raised).one() >= 8 * (3 + 3)
        assert recounting.differing(session) == 0
