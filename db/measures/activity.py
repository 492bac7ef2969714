"""Interventions, the people in them, and how an entry cohort went on.

First contact is a case's first individual intervention. Registration within 30 days (IR2.2) is
asked only of cohorts at least 30 days old; "registered so far" is another figure.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col

from db.codes import ENTERED_TRAINING, REGISTRATION, SELF_EMPLOYMENT, OutcomeType
from db.inputs.results import ResultFilter, month_of
from db.measures.base import (
    Figure,
    agencies_of,
    count,
    month_index,
    people,
    ratio,
    standing,
)
from db.models import Case, Intervention, Placement, TrainingEnrolment
from db.permissions import Viewer, today

REGISTERED_WITHIN = timedelta(days=30)
STEPS = (
    "FIRST_CONTACT",
    "REGISTERED",
    "POSITIONING",
    "TRAINING",
    "WAGE",
    "INTERN",
    "APPRENT",
    "SELF",
)


def interventions_by_month(
    session: Session, wanted: ResultFilter, *, viewer: Viewer
) -> pd.DataFrame:
    """``month`` (first day), ``agency_id``, ``events``, ``persons`` (distinct cases within the
    month), ``attendances`` (heads of group sessions)."""
    agencies = agencies_of(session, wanted, viewer)
    row: Any = Intervention
    month = month_index(row.happened_on)
    heads = _heads(wanted)
    query = (
        sa.select(
            month,
            row.agency_id,
            sa.func.count(),
            sa.func.count(sa.distinct(row.case_id)),
            sa.func.coalesce(sa.func.sum(heads), 0),
        )
        .select_from(Intervention)
        .where(*standing(Intervention, row.happened_on, wanted, agencies))
        .group_by(month, row.agency_id)
        .order_by(month, row.agency_id)
    )
    if wanted.cuts_people:
        query = query.outerjoin(Case, col(Case.id) == row.case_id).where(
            _people_or_heads(wanted, heads)
        )
    rows = [(month_of(index), *rest) for index, *rest in session.execute(query)]
    return pd.DataFrame(rows, columns=["month", "agency_id", "events", "persons", "attendances"])


def _heads(wanted: ResultFilter) -> Any:
    row: Any = Intervention
    columns = {"F": row.women, "M": row.men, "X": row.other}
    chosen = [column for sex, column in columns.items() if not wanted.sexes or sex in wanted.sexes]
    total = chosen[0]
    for column in chosen[1:]:
        total = total + column
    return total


def _people_or_heads(wanted: ResultFilter, heads: Any) -> Any:
    row: Any = Intervention
    of_people = sa.and_(row.case_id.is_not(None), *people(row.happened_on, wanted))
    if wanted.age_bands:
        return of_people
    return sa.or_(of_people, sa.and_(row.case_id.is_(None), heads > 0))


def people_seen(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """Distinct persons with an individual intervention in the period."""
    agencies = agencies_of(session, wanted, viewer)
    row: Any = Intervention
    query = (
        sa.select(sa.func.count(sa.distinct(row.case_id)))
        .join(Case, col(Case.id) == row.case_id)
        .where(
            *standing(Intervention, row.happened_on, wanted, agencies),
            *people(row.happened_on, wanted),
        )
    )
    return count(session.execute(query).scalar_one(), "persons")


def _first_contacts(agencies: frozenset[int]) -> Any:
    row: Any = Intervention
    return (
        sa.select(
            row.case_id.label("case_id"),
            sa.func.min(row.happened_on).label("day"),
            sa.func.min(sa.case((row.type == REGISTRATION, row.happened_on))).label("registered"),
            sa.func.max(sa.case((row.type == "POSITIONING", 1), else_=0)).label("positioned"),
        )
        .where(row.case_id.is_not(None), row.voided_at.is_(None), row.agency_id.in_(agencies))
        .group_by(row.case_id)
        .subquery()
    )


def cohort(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """The entry cohort of the period. Columns: ``case_id``, ``day`` (first contact), ``registered``
    (first registration or none), ``positioned`` (bool). For the measures below, never shown."""
    agencies = agencies_of(session, wanted, viewer)
    first = _first_contacts(agencies)
    query = (
        sa.select(first.c.case_id, first.c.day, first.c.registered, first.c.positioned)
        .join(Case, col(Case.id) == first.c.case_id)
        .where(first.c.day.between(wanted.start, wanted.end), *_people_at(first.c.day, wanted))
    )
    frame = pd.DataFrame(
        session.execute(query).all(), columns=["case_id", "day", "registered", "positioned"]
    )
    return frame.astype({"positioned": bool})


def _people_at(day: Any, wanted: ResultFilter) -> list[Any]:
    return people(day, wanted)


def registered_within_30_days(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """IR2.2: of the persons first met in the period and at least 30 days ago, those registered
    within 30 days of it."""
    oldest = today(session) - REGISTERED_WITHIN
    found = cohort(session, wanted, viewer=viewer)
    ripe = found.loc[[day <= oldest for day in found["day"]]]
    within = sum(_in_time(day, on) for day, on in zip(ripe["day"], ripe["registered"], strict=True))
    return ratio(within, len(ripe))


def _in_time(day: date, registered: date | None) -> bool:
    return isinstance(registered, date) and registered - day <= REGISTERED_WITHIN


def registered_so_far(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """Of the persons first met in the period, those registered by today."""
    found = cohort(session, wanted, viewer=viewer)
    return ratio(int(found["registered"].notna().sum()), len(found))


def registrations(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """IR2.1: distinct persons registered in the period."""
    agencies = agencies_of(session, wanted, viewer)
    row: Any = Intervention
    query = (
        sa.select(sa.func.count(sa.distinct(row.case_id)))
        .join(Case, col(Case.id) == row.case_id)
        .where(
            *standing(Intervention, row.happened_on, wanted, agencies),
            row.type == REGISTRATION,
            *people(row.happened_on, wanted),
        )
    )
    return count(session.execute(query).scalar_one(), "persons")


def funnel(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """The entry cohort of the period: who ever reached each step, whatever other steps they took.

    Columns: ``step`` (``STEPS``), ``persons``, ``side`` (training is a side branch).
    """
    found = cohort(session, wanted, viewer=viewer)
    agencies = agencies_of(session, wanted, viewer)
    reached = {
        "FIRST_CONTACT": len(found),
        "REGISTERED": int(found["registered"].notna().sum()),
        "POSITIONING": int(found["positioned"].sum()),
        "TRAINING": _reached(session, found, _trained(agencies)),
        **{
            step: _reached(session, found, _placed(agencies, kinds))
            for step, kinds in {
                "WAGE": frozenset({OutcomeType.WAGE}),
                "INTERN": frozenset({OutcomeType.INTERN}),
                "APPRENT": frozenset({OutcomeType.APPRENT}),
                "SELF": SELF_EMPLOYMENT,
            }.items()
        },
    }
    rows = [(step, reached[step], step == "TRAINING") for step in STEPS]
    return pd.DataFrame(rows, columns=["step", "persons", "side"])


def _reached(session: Session, found: pd.DataFrame, query: Any) -> int:
    return len(set(session.execute(query).scalars()) & set(found["case_id"]))


def _trained(agencies: frozenset[int]) -> Any:
    row: Any = TrainingEnrolment
    return sa.select(row.case_id).where(
        row.agency_id.in_(agencies), row.voided_at.is_(None), row.status.in_(ENTERED_TRAINING)
    )


def _placed(agencies: frozenset[int], kinds: frozenset[OutcomeType]) -> Any:
    row: Any = Placement
    return sa.select(row.case_id).where(
        row.agency_id.in_(agencies), row.voided_at.is_(None), row.type.in_(kinds)
    )
