"""Accepted calls of the acts on things that wait, and on a person's transfer."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from db.access.clock import today
from db.actions import closed_agencies, interventions, tasks, transfers
from db.inputs.closed_agencies import CasesHandover
from db.inputs.interventions import InterventionInput
from db.inputs.parse import validated
from db.inputs.tasks import Handover, PutOff, TaskKind, Thing, TransferAsked, TransferDeclined
from db.models import Agency, FollowUp, Intervention, Posting
from tests.cast import CAST

AGENT, COLLEAGUE = CAST.agent_rabat, CAST.agent_casablanca


def ahead(session: Session, days: int) -> date:
    return today(session) + timedelta(days=days)


def a_follow_up(
    session: Session, days: int = 3, case_id: int = CAST.case_rabat, by: int = AGENT
) -> Thing:
    """An appointment due so many days from now, also before today, with nothing else settled."""
    made = Intervention(
        agency_id=CAST.rabat, entered_by=by, submission_id=str(uuid.uuid4()),
        case_id=case_id, type="RECEPTION", mode="AGENCY", happened_on=ahead(session, -10),
    )  # fmt: skip
    session.add(made)
    session.flush()
    planned = FollowUp(
        case_id=case_id, intervention_id=made.id, agency_id=CAST.rabat, due_on=ahead(session, days)
    )
    session.add(planned)
    session.flush()
    return Thing(kind=TaskKind.FOLLOW_UP, id=planned.id)


def plan_by_entry(session: Session) -> int:
    """An entry that plans an appointment, as an agent makes it."""
    raw = {
        "submission_id": "planned", "agency_id": CAST.rabat, "type": "RECEPTION",
        "mode": "AGENCY", "happened_on": today(session), "case_ids": (CAST.case_rabat,),
        "follow_up_on": ahead(session, 3),
    }  # fmt: skip
    return interventions.record(session, validated(InterventionInput, raw), by=AGENT).ids[0]


def a_colleague(session: Session, account_id: int = COLLEAGUE, agency_id: int = CAST.rabat) -> int:
    """The other agent works here too."""
    session.add(Posting(account_id=account_id, agency_id=agency_id, starts_on=ahead(session, -9)))
    session.flush()
    return account_id


def put_off(session: Session, thing: Thing | None = None, days: int = 4, *, by: int = AGENT) -> int:
    thing = thing or a_follow_up(session)
    raw = {"kind": thing.kind, "id": thing.id, "to": ahead(session, days)}
    return tasks.put_off(session, validated(PutOff, raw), by=by)


def bring_back(session: Session) -> None:
    thing = a_follow_up(session)
    put_off(session, thing)
    tasks.bring_back(session, thing, by=AGENT)


def hand_over(
    session: Session, *, to: int | None = None, by: int = AGENT, **extent: Any
) -> Thing | None:
    """One appointment to the other agent, or what ``extent`` says."""
    to = to or a_colleague(session)
    thing = None if extent else a_follow_up(session)
    raw = {"to_account": to, "reason": "ABSENT", **(extent or {"thing": thing.model_dump()})}  # type: ignore[union-attr]
    tasks.hand_over(session, validated(Handover, raw), by=by)
    return thing


def give_back(session: Session) -> None:
    thing = hand_over(session)
    assert thing is not None
    tasks.give_back(session, thing, by=COLLEAGUE)


def take(session: Session) -> None:
    tasks.take(session, a_follow_up(session), by=AGENT)


def ask_transfer(
    session: Session, case_id: int = CAST.case_rabat, to: int = CAST.casablanca, *, by: int = AGENT
) -> int:
    raw = {"case_id": case_id, "to_agency_id": to, "reason": "LIVES", "agrees": True}
    return transfers.ask(session, validated(TransferAsked, raw), by=by)


def withdraw_transfer(session: Session) -> None:
    transfers.withdraw(session, ask_transfer(session), by=AGENT)


def accept_transfer(session: Session) -> None:
    transfers.accept(session, ask_transfer(session), by=COLLEAGUE)


def decline_transfer(session: Session) -> None:
    raw = {"transfer_id": ask_transfer(session), "reason": "FULL"}
    transfers.decline(session, validated(TransferDeclined, raw), by=COLLEAGUE)


def close_agency(session: Session, agency_id: int = CAST.rabat) -> None:
    """Over since yesterday, and nobody is posted there any more."""
    agency = session.get_one(Agency, agency_id)
    agency.closed_on = ahead(session, -1)
    posted = Posting.agency_id == agency_id, col(Posting.ends_on).is_(None)
    for posting in session.exec(select(Posting).where(*posted)):
        posting.ends_on = ahead(session, -1)
    session.flush()


def hand_over_cases(session: Session, *, by: int = CAST.manager) -> int:
    """Rabat is closed, and Casablanca goes on with its people."""
    close_agency(session)
    data = CasesHandover(agency_id=CAST.rabat, to_agency_id=CAST.casablanca)
    return closed_agencies.hand_over(session, data, by=by)


TASK_ACTS: dict[str, Callable[[Session], object]] = {
    "tasks.put_off": put_off,
    "tasks.bring_back": bring_back,
    "tasks.hand_over": hand_over,
    "tasks.give_back": give_back,
    "tasks.take": take,
    "transfers.ask": ask_transfer,
    "transfers.withdraw": withdraw_transfer,
    "transfers.accept": accept_transfer,
    "transfers.decline": decline_transfer,
    "closed_agencies.hand_over": hand_over_cases,
}
