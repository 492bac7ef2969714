"""The timeline in days: when an agency has no agent, and when it has several."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session, select

from db.access.viewer import viewer_of
from db.models import Account, Agency, Posting
from db.queries.postings import Posted, Stretch, agents, by_agency, gaps, overlaps, unposted
from tests.cast import CAST, ago

LAST = date(2026, 12, 31)


def posted(agent: str, start: tuple[int, int], end: tuple[int, int] | None = None) -> Posted:
    last = date(2026, *end) if end else None
    return Posted(
        id=1, account_id=1, agent=agent, agency_id=1, starts_on=date(2026, *start),
        ends_on=last, share=100, languages="", last_on=last,
    )  # fmt: skip


def day(month: int, number: int) -> date:
    return date(2026, month, number)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([], []),
        ([posted("A", (1, 1))], []),
        ([posted("A", (1, 1), (12, 31))], []),
        ([posted("A", (1, 1), (6, 30))], [Stretch(day(7, 1), None)]),
        ([posted("A", (1, 1), (3, 31)), posted("B", (4, 1))], []),
        (
            [posted("A", (1, 1), (3, 31)), posted("B", (4, 2))],
            [Stretch(day(4, 1), day(4, 1))],
        ),
        # A short posting within a long one leaves no gap behind it.
        ([posted("A", (1, 1)), posted("B", (2, 1), (2, 28)), posted("C", (4, 1))], []),
    ],
)  # fmt: skip
def test_days_without_an_agent(rows: list[Posted], found: list[Stretch]) -> None:
    assert gaps(rows, LAST) == found


def test_days_with_several_agents_are_cut_where_one_comes_or_leaves() -> None:
    rows = [posted("A", (1, 1)), posted("B", (2, 1), (4, 30)), posted("C", (3, 1), (4, 30))]
    assert overlaps(rows) == [
        Stretch(day(2, 1), day(2, 28), ("A", "B")),
        Stretch(day(3, 1), day(4, 30), ("A", "B", "C")),
    ]
    assert overlaps([]) == []
    assert overlaps([posted("A", (1, 1)), posted("B", (3, 1))]) == [
        Stretch(day(3, 1), None, ("A", "B"))
    ]
    assert overlaps([posted("A", (1, 1), (2, 28)), posted("B", (3, 1))]) == []


def test_every_open_agency_stands_in_the_list_and_a_closed_one_with_its_past(
    session: Session,
) -> None:
    viewer = viewer_of(session, CAST.manager)
    session.get_one(Agency, CAST.tanger).closed_on = ago(1)
    rabat = session.exec(select(Posting).where(Posting.account_id == CAST.agent_rabat)).one()
    former = session.exec(select(Posting).where(Posting.account_id == CAST.closed)).one()
    rabat.ends_on = session.get_one(Agency, CAST.rabat).closed_on = ago(5)
    former.ends_on = ago(30)
    session.flush()
    found = {each.agency_id: each for each in by_agency(session, viewer=viewer)}
    assert set(found) == {CAST.rabat, CAST.casablanca}
    both = ("Agent.Rabat", "Closed")
    (stretch,) = found[CAST.rabat].stretches
    assert (stretch.start, stretch.end, set(stretch.agents)) == (ago(400), ago(30), set(both))
    assert found[CAST.casablanca].stretches == ()


def test_an_agency_is_without_an_agent_whose_account_has_expired(session: Session) -> None:
    session.get_one(Account, CAST.agent_casablanca).expires_on = ago(20)
    session.flush()
    found = by_agency(session, viewer=viewer_of(session, CAST.manager))
    (stretch,) = next(each.stretches for each in found if each.agency_id == CAST.casablanca)
    assert stretch == Stretch(ago(19), None)


def test_who_can_be_posted_and_who_waits_for_it(session: Session) -> None:
    viewer = viewer_of(session, CAST.manager)
    assert set(agents(session, viewer=viewer)) == {CAST.agent_rabat, CAST.agent_casablanca}
    assert unposted(session, viewer=viewer) == []
    session.exec(select(Posting).where(Posting.account_id == CAST.agent_rabat)).one().ends_on = ago(
        1
    )
    session.get_one(Account, CAST.agent_casablanca).expires_on = ago(1)
    session.flush()
    assert unposted(session, viewer=viewer) == ["Agent.Rabat (agent.rabat)"]
