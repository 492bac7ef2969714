"""Record a first day worked, with evidence, and create its retention checks."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions import corrections, drafts, placement_details, retention
from db.actions.cases import own_open_case
from db.actions.facts import agencies_for, check_start, person_of, refuse, start_problems
from db.actions.minors import require_guardian, work_problems
from db.actions.rows import Stored, log, stored
from db.derived.first_contacts import queue_up
from db.errors import Problem
from db.inputs.partial_validation import collected
from db.inputs.placements import (
    CODES,
    FIELDS,
    Outcome,
    PlacementCorrection,
    PlacementInput,
    contradictions,
)
from db.models import Case, Placement
from db.queries.codes import require_all_active


def record(session: Session, data: PlacementInput, *, by: AccountId) -> Stored[Placement]:
    """Store one placement and its checks at 3, 6 and 12 months, in the case's agency of now.

    A placement is a first day worked (``docs/domain.md#placement``); it may precede the case. A
    repeated ``submission_id`` returns the row already stored. Raises ``InvalidInput`` by field,
    ``NotFound`` for a case that is not of the account's agencies.
    """
    viewer = require(session, by, Permission.PLACEMENT_WRITE)
    drafts.finish(session, "placement", data, viewer)
    asked = data.model_dump(include={*FIELDS, "case_id"})
    if known := stored(session, Placement, data.submission_id, by, asked):
        return known
    here = agencies_for(session, by, data.starts_on)
    case = own_open_case(session, data.case_id, here, data.starts_on)
    refuse(_problems(session, data, case, None))
    placement = Placement(
        agency_id=case.agency_id,
        case_id=case.id,
        entered_by=by,
        submission_id=data.submission_id,
        **data.model_dump(include=set(FIELDS)),
    )
    session.add(placement)
    session.flush()
    retention.plan(session, placement)
    log(session, viewer, "placement.record", placement, FIELDS)
    return Stored(rows=(placement,), codes=(case.code,))


def correct(session: Session, data: PlacementCorrection, *, by: AccountId) -> Placement:
    """Put a placement right; its checks move with its first day.

    Raises as ``record`` does, and ``AppError`` when somebody changed it meanwhile.
    """
    viewer = require(session, by, Permission.ENTRIES_CORRECT)
    placement = corrections.correctable(session, Placement, data, viewer)
    # Before its checks, which another job's answer may change.
    queue_up(session, [placement.case_id])
    check_start(session, viewer, placement, data.starts_on)
    refuse(_problems(session, data, session.get_one(Case, placement.case_id), placement))
    changed = corrections.write(placement, data.model_dump(include=set(FIELDS)))
    if changed:
        retention.plan(session, placement)
        placement_details.keep(session, placement, changed)
        log(session, viewer, "placement.correct", placement, changed, data.reason)
    return placement


def new_problems(session: Session, data: Any, viewer: Viewer) -> dict[str, Problem]:
    """What is wrong with a new placement that was refused, as far as it could be read."""
    case = person_of(session, data, viewer.account_id, "starts_on")
    return collected(
        lambda: require_guardian(session, case), lambda: _problems(session, data, case, None)
    )


def corrected_problems(session: Session, data: Any, viewer: Viewer) -> dict[str, Problem]:
    """The same of a correction."""
    row = corrections.changeable(session, Placement, data.id, viewer)
    case = session.get_one(Case, row.case_id)
    return collected(
        lambda: check_start(session, viewer, row, data.starts_on),
        lambda: _problems(session, data, case, row),
    )


def _problems(
    session: Session, data: Outcome, case: Case, row: Placement | None
) -> dict[str, Problem]:
    return collected(
        lambda: start_problems(session, data.starts_on, case, latest=today(session)),
        lambda: work_problems(session, case, data.type, data.starts_on),
        lambda: contradictions(data),
        lambda: placement_details.problems(session, data, row),
        lambda: retention.start_problems(session, row, data.starts_on) if row else {},
        lambda: require_all_active(session, data, CODES, data.starts_on),
    )
