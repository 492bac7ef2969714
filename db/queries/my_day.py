"""All that an agent's day shows, of one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from db.access.viewer import Viewer
from db.queries import (
    approvals,
    colleagues,
    drafts,
    my_week,
    received_referrals,
    transfers,
    unmarked_courses,
    waiting,
)
from db.queries.approvals import AgencyMonth
from db.queries.colleagues import Colleague
from db.queries.drafts import Kept
from db.queries.my_week import MyWeek
from db.queries.received_referrals import Received
from db.queries.transfers import Incoming, Outgoing, Withdrawn
from db.queries.unmarked_courses import Unmarked
from db.queries.waiting import Lists, Part
from db.records import draft_permission


@dataclass(frozen=True, kw_only=True)
class MyDay:
    """What waits, what was begun, who is on their way or was sent here, the week, and to whom
    things can be handed over. ``received_total``: how many were sent here, shown or not;
    ``returned``: months that a manager wants to be looked at again; ``courses``: whose attendance
    is to be marked.
    """

    waiting: Lists
    drafts: list[Kept]
    incoming: list[Incoming]
    outgoing: list[Outgoing]
    not_coming: list[Withdrawn]
    received: list[Received]
    received_total: int
    returned: list[AgencyMonth]
    courses: tuple[Unmarked, ...]
    week: MyWeek
    colleagues: list[Colleague]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do, and nothing begun."""
        there = (self.waiting.totals, self.drafts, self.incoming, self.not_coming, self.received)
        return not any((*there, self.returned, self.courses))


def my_day(
    session: Session,
    limits: Mapping[Part, int] | None = None,
    received_limit: int = received_referrals.LINES,
    *,
    viewer: Viewer,
) -> MyDay:
    """The viewer's; ``limits`` and ``received_limit`` say how many lines of a list are shown."""
    sent_here = received_referrals.waiting(session, viewer=viewer, limit=received_limit)
    is_all = len(sent_here) < received_limit
    return MyDay(
        waiting=waiting.lists(session, limits, viewer=viewer),
        drafts=[each for each in drafts.own(session, viewer=viewer) if draft_permission(each.form)],
        incoming=transfers.incoming(session, viewer=viewer),
        outgoing=transfers.outgoing(session, viewer=viewer),
        not_coming=transfers.withdrawn(session, viewer=viewer),
        received=sent_here,
        received_total=len(sent_here)
        if is_all
        else received_referrals.count(session, viewer=viewer),
        returned=approvals.returned(session, viewer=viewer),
        courses=unmarked_courses.unmarked(session, viewer=viewer),
        week=my_week.my_week(session, viewer=viewer),
        colleagues=colleagues.colleagues(session, viewer=viewer),
    )
