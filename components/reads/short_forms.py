"""Reads for the forms of training, placements and trust; never cached, since rights may end."""

from __future__ import annotations

from db.access.viewer import Viewer
from db.errors import NotFound
from db.models import Agency, Organisation, Placement, TrainingEnrolment, TrustWave
from db.queries import corrections, places, retention, training, trust
from db.queries.retention import DueCheck
from db.queries.training import OpenEnrolment
from db.queries.trust import FieldworkCount
from db.store.engine import reading


def centres(training_type: str) -> dict[int, str]:
    """Names of the centres that give a kind of course, by id."""
    with reading() as session:
        found: list[Organisation] = places.training_centres(session)
    return {each.id: each.name for each in found if each.training_type == training_type}


def open_enrolments(viewer: Viewer, limit: int) -> list[OpenEnrolment]:
    """Enrolments of the viewer's agencies that can move on."""
    with reading() as session:
        return training.open_enrolments(session, viewer=viewer, limit=limit)


def enrolments_of(viewer: Viewer, case_id: int) -> list[OpenEnrolment]:
    """Enrolments of one person that can move on."""
    with reading() as session:
        return training.open_enrolments(session, case_id, viewer=viewer)


def open_count(viewer: Viewer) -> int:
    """How many enrolments can move on."""
    with reading() as session:
        return training.open_count(session, viewer=viewer)


def own_last_steps(viewer: Viewer) -> list[OpenEnrolment]:
    """Enrolments whose last step the viewer may take back."""
    with reading() as session:
        return training.own_last_steps(session, viewer=viewer)


def due_checks(viewer: Viewer, limit: int) -> list[DueCheck]:
    """Retention checks that wait for an answer."""
    with reading() as session:
        return retention.due_checks(session, viewer=viewer, limit=limit)


def due_count(viewer: Viewer) -> int:
    """How many retention checks wait for an answer."""
    with reading() as session:
        return retention.due_count(session, viewer=viewer)


def due_check(viewer: Viewer, check_id: int) -> DueCheck | None:
    """One such check, or ``None`` when it does not wait."""
    with reading() as session:
        try:
            return retention.due_check(session, check_id, viewer=viewer)
        except NotFound:
            return None


def enrolment(viewer: Viewer, entry_id: int) -> TrainingEnrolment | None:
    """One enrolment to be put right."""
    with reading() as session:
        return corrections.enrolment(session, entry_id, viewer=viewer)


def placement(viewer: Viewer, entry_id: int) -> Placement | None:
    """One placement to be put right."""
    with reading() as session:
        return corrections.placement(session, entry_id, viewer=viewer)


def open_waves(viewer: Viewer) -> list[TrustWave]:
    """Trust waves that run today, newest first."""
    with reading() as session:
        return trust.open_waves(session, viewer=viewer)


def ratable_agencies(viewer: Viewer) -> list[Agency]:
    """Agencies that a person may be asked about."""
    with reading() as session:
        found = trust.ratable_agencies(session, viewer=viewer)
        session.expunge_all()
    return found


def fieldwork(viewer: Viewer, wave_id: int, agency_id: int) -> FieldworkCount:
    """How many were asked and declined so far, at the viewer's own agency."""
    with reading() as session:
        return trust.fieldwork(session, wave_id, agency_id, viewer=viewer)
