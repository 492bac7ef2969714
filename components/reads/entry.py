"""Reads for entry pages: fresh on each run, since a posting may end and a case be closed."""

from __future__ import annotations

from db.access.viewer import Viewer
from db.models import Intervention
from db.queries import cases, drafts, entries, my_day
from db.queries.cases import CaseLine, EntryPlaces
from db.queries.drafts import Kept
from db.queries.entries import Entry, EntryFilter
from db.queries.my_day import DueFollowUp
from db.store.engine import reading


def entry_places(viewer: Viewer) -> EntryPlaces:
    """Today, and the agencies where the viewer may enter."""
    with reading() as session:
        return cases.entry_places(session, viewer=viewer)


def recent_cases(viewer: Viewer, agency_id: int) -> list[CaseLine]:
    """The agency's open cases with the newest events."""
    with reading() as session:
        return cases.recent(session, agency_id, viewer=viewer)


def cases_by_ids(viewer: Viewer, ids: tuple[int, ...]) -> list[CaseLine]:
    """The given cases, as far as the viewer may see them."""
    if not ids:
        return []
    with reading() as session:
        return cases.by_ids(session, ids, viewer=viewer)


def case_by_code(viewer: Viewer, typed: str) -> CaseLine:
    """The case of a code as typed; raises ``AppError``."""
    with reading() as session:
        return cases.by_code(session, typed, viewer=viewer)


def last_own(viewer: Viewer) -> Intervention | None:
    """The viewer's last standing entry."""
    with reading() as session:
        return entries.last_own(session, viewer=viewer)


def own_drafts(viewer: Viewer) -> list[Kept]:
    """What the viewer has begun and not saved."""
    with reading() as session:
        return drafts.own(session, viewer=viewer)


def draft_of(viewer: Viewer, form: str) -> Kept | None:
    """The viewer's draft of one form."""
    with reading() as session:
        return drafts.of_form(session, form, viewer=viewer)


def follow_ups(viewer: Viewer, limit: int) -> list[DueFollowUp]:
    """Promises due, late or coming within a week."""
    with reading() as session:
        return my_day.follow_ups(session, viewer=viewer, limit=limit)


def follow_up_count(viewer: Viewer) -> int:
    """How many such promises wait."""
    with reading() as session:
        return my_day.follow_up_count(session, viewer=viewer)


def listed(viewer: Viewer, wanted: EntryFilter) -> list[Entry]:
    """One page of entries."""
    with reading() as session:
        return entries.listed(session, wanted, viewer=viewer)


def intervention(viewer: Viewer, entry_id: int) -> Intervention | None:
    """One intervention to be corrected."""
    with reading() as session:
        return entries.intervention(session, entry_id, viewer=viewer)
