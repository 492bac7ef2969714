"""Events and a note, as a manager would mark them; no dice are thrown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from sqlmodel import Session, select

from db.models import Account, MarkedEvent, MarkKind
from seed_data.approvals import CASABLANCA, RABAT
from seed_data.plan import Plan, at

#: First and last day of Ramadan in Morocco; of the last one as calendars foretold it.
RAMADANS = (
    (date(2023, 3, 23), date(2023, 4, 21)),
    (date(2024, 3, 12), date(2024, 4, 9)),
    (date(2025, 3, 2), date(2025, 3, 30)),
    (date(2026, 2, 19), date(2026, 3, 20)),
)
Span = tuple[date, date]


def fill(session: Session, plan: Plan) -> None:
    manager = session.exec(select(Account.id).where(Account.username == "manager")).one()
    for agency_id, kind, (first, last), sentence in _marks(plan):
        session.add(
            MarkedEvent(
                agency_id=agency_id,
                kind=kind,
                starts_on=first,
                ends_on=last,
                sentence=sentence,
                marked_by=manager,
                marked_at=at(min(last, plan.today), time(0, 0)),
            )
        )


def _marks(plan: Plan) -> Iterator[tuple[int | None, MarkKind, Span, str]]:
    for span in RAMADANS:
        if plan.start <= span[0] and span[1] <= plan.today:
            yield None, MarkKind.RAMADAN, span, "Horaires continus, de 9 h à 15 h."
    yield RABAT, MarkKind.STRIKE, _ago(plan, 200, 198), "Grève des bus, peu de visites."
    yield CASABLANCA, MarkKind.MOVE, _ago(plan, 160, 147), "L'agence a changé d'étage."
    yield RABAT, MarkKind.NOTE, _ago(plan, 30, 30), "Une salle de plus pour les ateliers."


def _ago(plan: Plan, first: int, last: int) -> Span:
    return plan.today - timedelta(days=first), plan.today - timedelta(days=last)
