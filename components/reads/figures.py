"""Cached figures: one entry a measure, scope, filter, day and version of the figures.

The viewer's agencies are part of the key, so nobody is shown what was counted for another; the
right itself is checked afresh by the page, and again by the measure when it is computed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from components.reads import reference
from db.access.viewer import Viewer
from db.inputs.results import ResultFilter
from db.measures import (
    activity,
    cohorts,
    counts,
    overview,
    placements,
    training,
    trust,
    trust_survey,
)
from db.store.engine import reading
from db.store.settings import settings

MEASURES: dict[str, Callable[..., Any]] = {
    "figures": overview.figures,
    "interventions_by_month": activity.interventions_by_month,
    "interventions_compared": activity.interventions_compared,
    "funnel": cohorts.funnel,
    "postings": placements.postings,
    "outcomes_by_month": placements.outcomes_by_month,
    "outcomes_by_kind": placements.outcomes_by_kind,
    "persons_with_outcome": placements.persons_with_outcome,
    "contracts": placements.contracts,
    "evidence": placements.evidence,
    "written_and_declared": placements.written_and_declared,
    "retention": placements.retention,
    "enrolments_by_month": training.enrolments_by_month,
    "training_by_kind": training.by_kind,
    "training_by_centre": training.by_centre,
    "enrolled": training.enrolled,
    "completion": training.completion,
    "completion_by_kind": training.completion_by_kind,
    "trust": trust_survey.survey,
    "trust_left_out": trust.left_out,
    "trust_fieldwork": trust.fieldwork,
    "trust_revealed": cohorts.revealed,
    "register_by_month": counts.register_by_month,
}


def measure(name: str, viewer: Viewer, wanted: ResultFilter, version: int) -> Any:
    """The result of one measure; see its own docstring for columns and units."""
    # What is due or overdue changes with the day, though nothing was written.
    asked = (settings().database_url, name, viewer.agencies, wanted, reference.today())
    return _measured(*asked, version, viewer)


# A resource is shared as it is: nobody may change a frame that comes from here.
@st.cache_resource(max_entries=400, show_spinner=False)
def _measured(
    database: str,
    name: str,
    scope: frozenset[int],
    wanted: ResultFilter,
    day: date,
    version: int,
    _viewer: Viewer,
) -> Any:
    with reading() as session:
        return MEASURES[name](session, wanted, viewer=_viewer)
