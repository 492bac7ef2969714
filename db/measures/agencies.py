"""What each agency has done in a period: people, by what happened to them."""

from __future__ import annotations

from sqlmodel import Session

from db.access.viewer import Viewer
from db.inputs.results import ResultFilter
from db.measures import activity, together
from db.measures.base import persons_of_by_agency
from db.measures.cohorts import reached_by_agency
from db.measures.events import Events
from db.measures.overview import PERSONS

#: People first met; all others are the headlines of the overview, and who was registered.
MET = "met"
EVENTS: dict[str, Events] = {
    "people_seen": PERSONS["people_seen"],
    "registered": activity.REGISTRATIONS,
    **{name: each for name, each in PERSONS.items() if name != "people_seen"},
}
FIGURES = ("people_seen", MET, *list(EVENTS)[1:])


def people(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> dict[str, dict[int, int]]:
    """By figure (``FIGURES``) and agency: distinct persons with such an event in the period, and
    under ``MET`` those first met in it. An agency without any may be left out."""
    counted = persons_of_by_agency(session, list(EVENTS.values()), wanted, viewer=viewer)
    found = dict(zip(EVENTS, counted, strict=True))
    reached = reached_by_agency(session, wanted, viewer=viewer)
    found[MET] = {agency: steps["FIRST_CONTACT"] for agency, steps in reached.items()}
    return {name: found[name] for name in FIGURES}


def added(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> dict[str, dict[int, int]]:
    """By figure and agency, what those who come together add to its variance, where it is known
    (``db.measures.together``)."""
    measures = {
        "people_seen": together.groups_by_agency,
        MET: together.first_groups_by_agency,
        "enrolled": together.classes_by_agency,
    }
    return {name: each(session, wanted, viewer=viewer) for name, each in measures.items()}
