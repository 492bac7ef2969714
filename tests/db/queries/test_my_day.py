"""An agent's day is read in one moment, with few statements however much waits."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from db.access.viewer import viewer_of
from db.actions import drafts, referrals
from db.inputs.drafts import DraftInput
from db.inputs.parse import validated
from db.inputs.referrals import ReferralInput
from db.queries import my_day
from db.queries.my_day import MyDay
from db.queries.waiting import Part, Whose
from db.store.engine import reading, writing
from tests.acts import a_placement
from tests.acts_tasks import a_colleague, a_follow_up, ask_transfer
from tests.cast import CAST, ago
from tests.statements import noted, selects

AGENT = CAST.agent_rabat
#: Each is an answer that somebody waits for.
MOST = 15


def the_day(received_limit: int = 30) -> MyDay:
    with reading() as session:
        viewer = viewer_of(session, AGENT)
        return my_day.my_day(session, {Part.LATE: 1}, received_limit, viewer=viewer)


def send_here(number: int) -> None:
    for each in range(number):
        raw = {
            "case_id": CAST.case_casablanca, "type": "WORK", "to_agency_id": CAST.rabat,
            "may_share": True, "sent_on": ago(3), "submission_id": f"sent {each}",
        }  # fmt: skip
        with writing() as session:
            data = validated(ReferralInput, raw)
            referrals.record(session, data, by=CAST.agent_casablanca)


@pytest.fixture
def full(sqlite_engine: sa.Engine) -> sa.Engine:
    """Something of everything."""
    with writing() as session:
        for days in (-1, -2, 0, 4):
            a_follow_up(session, days)
        a_placement(session)
        a_colleague(session)
        ask_transfer(session)
        kept = DraftInput(form="intervention", values={"type": "CV"})
        drafts.keep(session, kept, by=AGENT)
    send_here(2)
    return sqlite_engine


def test_a_day_is_asked_for_with_few_statements(full: sa.Engine) -> None:
    with noted(full) as statements:
        found = the_day()
    assert not found.is_empty
    assert selects(statements) <= MOST


def test_all_of_a_day_is_there(full: sa.Engine) -> None:
    found = the_day()
    mine = {part: n for (whose, part), n in found.waiting.totals.items() if whose is Whose.MINE}
    # A placement of long ago brings two checks.
    assert mine == {Part.LATE: 4, Part.TODAY: 1, Part.AHEAD: 1}
    assert len(found.waiting.lines[Whose.MINE, Part.LATE]) == 1
    assert [each.form for each in found.drafts] == ["intervention"]
    assert [each.code for each in found.outgoing] == ["2345678"]
    assert (len(found.received), found.received_total) == (2, 2)
    assert found.week.weeks > 0
    assert [each.account_id for each in found.colleagues] == [CAST.agent_casablanca]


def test_more_are_counted_than_are_shown(full: sa.Engine) -> None:
    found = the_day(received_limit=1)
    assert (len(found.received), found.received_total) == (1, 2)


@pytest.mark.usefixtures("sqlite_engine")
def test_of_an_empty_day_nothing_is_there() -> None:
    found = the_day()
    assert found.is_empty
    assert (found.received_total, found.week.weeks) == (0, 0)
