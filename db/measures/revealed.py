"""Trust as people's steps show it, without asking: registration, how they came, coming back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col

from db.inputs.results import ResultFilter
from db.measures.activity import cohort
from db.measures.base import agencies_of
from db.models import Case, Intervention
from db.permissions import Viewer, today
from db.statistics import wilson

BACK_WITHIN = timedelta(days=90)
REGISTERED_WITHIN = timedelta(days=30)
BY_THEMSELVES = ("SELF", "PEER")


def revealed(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """Of the entry cohort of the period, by agency of the case: ``measure`` (``REGISTERED_30``,
    ``SELF_OR_PEER``, ``BACK_90``), ``agency_id``, ``numerator``, ``denominator`` (persons),
    ``share``, ``lower``, ``upper``. Cohorts too young for a question are left out of it.
    """
    found = cohort(session, wanted, viewer=viewer)
    facts = _facts(session, wanted, viewer)
    day = today(session)
    counts: dict[tuple[str, int], list[int]] = {}
    for row in found.itertuples():
        agency, channel, second = facts.get(row.case_id, (0, "NS", None))
        first: Any = row.day
        value: Any = row.registered
        registered: Any = None if pd.isna(value) else value
        asked = {
            "REGISTERED_30": (
                first <= day - REGISTERED_WITHIN,
                registered is not None and registered - first <= REGISTERED_WITHIN,
            ),
            "SELF_OR_PEER": (channel != "NS", channel in BY_THEMSELVES),
            "BACK_90": (
                first <= day - BACK_WITHIN,
                second is not None and second - first <= BACK_WITHIN,
            ),
        }
        for measure, (applies, yes) in asked.items():
            cell = counts.setdefault((measure, agency), [0, 0])
            cell[0] += applies and yes
            cell[1] += applies
    rows = [
        (measure, agency, yes, n, yes / n if n else None, *(wilson(yes, n) or (None, None)))
        for (measure, agency), (yes, n) in sorted(counts.items())
    ]
    return pd.DataFrame(
        rows,
        columns=["measure", "agency_id", "numerator", "denominator", "share", "lower", "upper"],
    )


def _facts(session: Session, wanted: ResultFilter, viewer: Viewer) -> dict[Any, tuple[Any, ...]]:
    """Agency, channel and the second day of each case seen since the period began."""
    agencies = agencies_of(session, wanted, viewer)
    row: Any = Intervention
    firsts = (
        sa.select(row.case_id.label("case_id"), sa.func.min(row.happened_on).label("day"))
        .where(row.case_id.is_not(None), row.voided_at.is_(None), row.agency_id.in_(agencies))
        .group_by(row.case_id)
        .subquery()
    )
    query = (
        sa.select(
            col(Case.id),
            col(Case.agency_id),
            col(Case.entry_channel),
            sa.func.min(sa.case((row.happened_on > firsts.c.day, row.happened_on))),
        )
        .join(firsts, firsts.c.case_id == col(Case.id))
        .join(
            Intervention,
            sa.and_(
                row.case_id == col(Case.id), row.voided_at.is_(None), row.agency_id.in_(agencies)
            ),
        )
        .where(firsts.c.day.between(wanted.start, wanted.end))
        .group_by(col(Case.id), col(Case.agency_id), col(Case.entry_channel))
    )
    return {case_id: tuple(rest) for case_id, *rest in session.execute(query)}
