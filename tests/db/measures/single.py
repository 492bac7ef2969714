"""Figures of which screens ask for several at once, each by itself."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from sqlmodel import Session

from db.access.viewer import Viewer
from db.inputs.dates import month_of
from db.inputs.results import ResultFilter
from db.measures import activity, cohorts
from db.measures.base import Figure, persons, persons_of_by_month
from db.measures.events import Events


def people_seen(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    return persons(session, activity.INTERVENTIONS, wanted, viewer=viewer)


def registered_so_far(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    return cohorts.registered(session, wanted, viewer=viewer)[1]


def by_month(events: Events) -> Callable[..., pd.DataFrame]:
    """``month``, ``persons``: each once a month."""

    def told(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
        (found,) = persons_of_by_month(session, [events], wanted, viewer=viewer)
        rows = [(month_of(month), number) for month, number in found.items()]
        return pd.DataFrame(rows, columns=["month", "persons"])

    return told
