"""Who is in an agency."""

from __future__ import annotations

from components.language import i18n
from components.reads import reference
from components.results.common import Asked, listed
from db.inputs.results import ResultFilter
from db.measures import placements


def today(asked: Asked, agency_id: int) -> str:
    """Who is posted there today, in words."""
    day = reference.today()
    rows = asked.measured(placements.postings, ResultFilter(day, day))
    names = rows.loc[rows["agency_id"] == agency_id, "agent"].drop_duplicates()
    if names.empty:
        return i18n.t("agency.team_none")
    return i18n.t("agency.team", names=listed(names))
