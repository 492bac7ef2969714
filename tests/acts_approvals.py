"""Accepted calls of the acts on an agency's month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from db.actions import approvals
from db.inputs.approvals import MonthOf, Returned
from db.inputs.parse import validated
from tests.cast import CAST, ago

AGENT, MANAGER = CAST.agent_rabat, CAST.manager


def this_month() -> date:
    return ago(0).replace(day=1)


def last_month() -> date:
    return (this_month() - timedelta(days=1)).replace(day=1)


def _raw(**more: Any) -> dict[str, Any]:
    return {"agency_id": CAST.rabat, "month": last_month(), **more}


def propose(session: Session, by: int = AGENT, **more: Any) -> int:
    return approvals.propose(session, validated(MonthOf, _raw(**more)), by=by)


def take_back(session: Session, by: int = AGENT, **more: Any) -> int:
    return approvals.take_back(session, validated(MonthOf, _raw(**more)), by=by)


def approve(session: Session, by: int = MANAGER, **more: Any) -> int:
    return approvals.approve(session, validated(MonthOf, _raw(**more)), by=by)


def send_back(
    session: Session, by: int = MANAGER, note: str = "Semaine 2 vide.", **more: Any
) -> int:
    raw = _raw(note=note, **more)
    return approvals.send_back(session, validated(Returned, raw), by=by)


APPROVAL_ACTS: dict[str, Callable[[Session], object]] = {
    "approvals.propose": propose,
    "approvals.approve": approve,
    "approvals.take_back": lambda session: take_back(session, seen_id=propose(session)),
    "approvals.send_back": lambda session: send_back(session, seen_id=propose(session)),
}
