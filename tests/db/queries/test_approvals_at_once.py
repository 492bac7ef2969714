"""A month that is approved while somebody enters something of it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from db.queries.approval_changes import How
from db.store.engine import reading
from tests.acts_approvals import approve, last_month
from tests.at_once import while_first_is_under_way, with_many_writers
from tests.cast import CAST
from tests.db.measures.events import Stage
from tests.db.queries.test_approvals import the_month


def enter(session: Session) -> None:
    Stage(session).met(CAST.case_rabat, last_month())


@with_many_writers
@pytest.mark.long
def test_what_was_stored_while_a_month_was_approved_is_told(database: sa.Engine) -> None:
    """It was entered before the approval, and whoever approved could not see it."""
    while_first_is_under_way(enter, approve)
    with reading() as session:
        found = {(each.kind, each.how, each.number) for each in the_month(session).changes}
    assert found == {("intervention", How.ENTERED, 1)}
