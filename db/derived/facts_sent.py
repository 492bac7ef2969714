"""What is known of people who were sent on to another place."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col

from db.derived import facts_quality as quality
from db.models import Referral
from db.models.base import Column, Query

#: The part of the facts: rows of day, agency, reason, place (of another agency its id with a
#: minus), status, and days to the first answer.
SENT = "sent"


def of_cases() -> dict[str, tuple[Column, Query]]:
    """The owner of each row, and the rows."""
    sent = Referral
    place: Column = sa.func.coalesce(col(sent.organisation_id), -col(sent.to_agency_id))
    query: Query = sa.select(
        col(sent.case_id),
        col(sent.sent_on),
        col(sent.agency_id),
        col(sent.type),
        place,
        col(sent.status),
        col(sent.answered_after),
        *quality.REFERRAL,
    ).where(col(sent.voided_at).is_(None))
    return {SENT: (col(sent.case_id), query)}
