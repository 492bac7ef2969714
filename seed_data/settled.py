"""What agents have settled or proposed: a thing put off, people on their way, a place put right."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, col, select

from db.inputs.place_proposals import CLOSED
from db.models import (
    Case,
    CasePair,
    FollowUp,
    Intervention,
    PlaceProposal,
    Posting,
    Task,
    Transfer,
    TrustResponse,
)
from seed_data.plan import Plan, at

#: One agency of each city, whose agents the sign-in page offers.
RABAT, CASABLANCA = 1, 3
LATE = timedelta(days=3)
#: A centre of Rabat and an employer of Casablanca, by their place in the directory.
CENTRE, EMPLOYER = 5, 12
HOURS = "9:00-16:30"
#: Who stood in at Rabat, for so many days and part of a week, and handed so many things over.
STAND_IN, COVER, SHARE, HANDED = 2, 3, 20, 2
#: In so many days they come again: somebody to whom things can be handed over on any day.
AGAIN = 3


def fill(session: Session, plan: Plan) -> None:
    """No dice are thrown, so that all other rows stay as they are."""
    for agency in (RABAT, CASABLANCA):
        _put_off(session, plan, agency)
    _hand_over(session, plan)
    _come_again(session, plan)
    _transfer(session, plan, (CASABLANCA, RABAT), "LIVES")
    _transfer(session, plan, (RABAT, CASABLANCA), "WORK")
    _proposals(session, plan)


def _put_off(session: Session, plan: Plan, agency: int) -> None:
    """The longest overdue appointment has been put off twice."""
    waiting = select(FollowUp).where(
        FollowUp.agency_id == agency,
        col(FollowUp.settled_at).is_(None),
        FollowUp.due_on < plan.today,
    )
    found = session.exec(waiting.order_by(col(FollowUp.due_on), col(FollowUp.id))).first()
    if found is not None:
        until = plan.today + timedelta(days=2)
        session.add(Task(follow_up_id=found.id, put_off_to=until, put_off_times=2))


def _hand_over(session: Session, plan: Plan) -> None:
    """A colleague stood in for some days, and handed over what they had seen to when they left."""
    first = _days_of_cover(session, plan)
    last = first + timedelta(days=COVER - 1)
    own = session.exec(select(Posting).where(Posting.account_id == STAND_IN)).one()
    own.share -= SHARE
    session.add(
        Posting(account_id=STAND_IN, agency_id=RABAT, starts_on=first, ends_on=last, share=SHARE)
    )
    session.flush()
    handed_at = at(last, time(16, 30))
    settled = select(col(Task.follow_up_id)).where(col(Task.follow_up_id).is_not(None))
    waiting = (
        select(FollowUp.id)
        .join(Intervention, col(Intervention.id) == col(FollowUp.intervention_id))
        .where(
            FollowUp.agency_id == RABAT,
            col(FollowUp.settled_at).is_(None),
            col(FollowUp.id).not_in(settled),
            Intervention.entered_at < handed_at,
        )
        .order_by(col(FollowUp.due_on), col(FollowUp.id))
        .limit(HANDED)
    )
    for follow_up in session.exec(waiting).all():
        session.add(
            Task(
                follow_up_id=follow_up,
                account_id=RABAT,
                handed_by=STAND_IN,
                handed_at=handed_at,
                handed_reason="END",
            )
        )


def _come_again(session: Session, plan: Plan) -> None:
    """A posting that has not begun moves no figure."""
    first = plan.today + timedelta(days=AGAIN)
    last = first + timedelta(days=COVER - 1)
    session.add(
        Posting(account_id=STAND_IN, agency_id=RABAT, starts_on=first, ends_on=last, share=SHARE)
    )


def _days_of_cover(session: Session, plan: Plan) -> date:
    """The first of the last such days that move no figure: none ends a month, when agents are
    counted, and on none the stand-in asked somebody the trust survey there."""
    query = select(col(TrustResponse.answered_on)).where(
        TrustResponse.interviewer_id == STAND_IN, TrustResponse.agency_id == RABAT
    )
    asked, first = set(session.exec(query)), plan.today - timedelta(days=8)
    while True:
        days = [first + timedelta(days=each) for each in range(COVER)]
        if not asked & {*days} and not any((day + timedelta(days=1)).day == 1 for day in days):
            return first
        first -= timedelta(days=1)


def _transfer(session: Session, plan: Plan, way: tuple[int, int], reason: str) -> None:
    """The person who was opened last asks to go on at the other agency.

    Nobody of a pair that waits for a manager, who could not put the two together.
    """
    opened = select(Case).where(
        Case.agency_id == way[0],
        col(Case.closed_on).is_(None),
        col(Case.id).not_in(select(CasePair.one_id)),
        col(Case.id).not_in(select(CasePair.other_id)),
    )
    newest = opened.order_by(col(Case.opened_on).desc(), col(Case.id))
    case = session.exec(newest).first()
    if case is None:
        return
    asked = datetime.combine(max(plan.today - LATE, case.opened_on), time(10), UTC)
    session.add(
        Transfer(
            case_id=case.id,
            from_agency_id=way[0],
            to_agency_id=way[1],
            reason=reason,
            # In the demo an agent has the number of the agency.
            asked_by=way[0],
            asked_at=asked,
        )
    )


def _proposals(session: Session, plan: Plan) -> None:
    """Hours that a centre keeps now, and an employer that is no more."""
    closed = (plan.today - 10 * LATE).isoformat()
    asked = datetime.combine(plan.today - LATE, time(10), UTC)
    for agency, organisation, field, value in (
        (RABAT, CENTRE, "opening_hours", HOURS),
        (CASABLANCA, EMPLOYER, CLOSED, closed),
    ):
        session.add(
            PlaceProposal(
                organisation_id=organisation,
                field=field,
                value=value,
                proposed_by=agency,
                proposed_at=asked,
            )
        )
