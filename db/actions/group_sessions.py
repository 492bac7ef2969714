"""A group session and the people named of it: one day, one kind, and no more people than heads.

A person who is named has a row of their own, which says again what the session says, so that all
that is read of a person finds it. It changes and goes with the session.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session, col, select

from db.access.viewer import Viewer, viewer_of
from db.actions import cases
from db.actions.facts import refuse
from db.actions.rows import log, mark_void
from db.codes import Sex
from db.derived import first_contacts
from db.errors import AppError, Problem
from db.inputs.cases import age_problems
from db.inputs.group_people import HEADS_OF, NAMED_TYPES, counted, heads_problems
from db.inputs.interventions import Act, InterventionCorrection
from db.models import Case, Intervention
from db.models.base import now

#: What the row of a person says as their session does.
SHARED = ("type", "mode", "language", "happened_on")


def present(session: Session, group_id: int) -> list[Intervention]:
    """The rows of the people named of a session, those that stand."""
    query = select(Intervention).where(
        Intervention.group_id == group_id, col(Intervention.voided_at).is_(None)
    )
    return list(session.exec(query.order_by(col(Intervention.id))))


def too_many(
    session: Session, act: Act | Intervention, rows: Iterable[Intervention], new: Iterable[Sex] = ()
) -> dict[str, Problem]:
    """Why these people and the ``new`` ones are more than the heads that the session counts."""
    heads = {sex: getattr(act, name) or 0 for sex, name in HEADS_OF.items()}
    known = [session.get_one(Case, row.case_id).sex for row in rows]
    return heads_problems(heads, counted([*known, *new]))


def check_correction(session: Session, row: Intervention, data: InterventionCorrection) -> None:
    """Refuse what would not be true of the people named; a person's own row follows its session."""
    if row.group_id is not None:
        raise AppError("error.group_correct")
    rows = present(session, row.id) if row.case_id is None else []
    if not rows:
        return
    if data.type not in NAMED_TYPES:
        refuse({"type": Problem("error.group_has_people")})
    refuse(too_many(session, data, rows))
    if data.happened_on != row.happened_on:
        for each in rows:
            case = session.get_one(Case, each.case_id)
            cases.refuse_closed(case, data.happened_on)
            if age_problems(case.birth_year, data.happened_on):
                refuse({"happened_on": Problem("error.under_15")})


def follow(session: Session, viewer: Viewer, group: Intervention, reason: str) -> None:
    """Write into the rows of the people named what was corrected of their session."""
    rows = present(session, group.id)
    for row in rows:
        changed = [name for name in SHARED if getattr(row, name) != getattr(group, name)]
        for name in changed:
            setattr(row, name, getattr(group, name))
        if changed:
            row.corrected_at = now()
            log(session, viewer, "intervention.correct", row, changed, reason)
    first_contacts.refresh(session, [row.case_id for row in rows])


def when_voided(session: Session, voided: Intervention) -> None:
    """Nobody was at a session that is void: the people named stay, and what else is known of
    them."""
    by = voided.voided_by
    rows = present(session, voided.id) if voided.case_id is None else []
    if not rows or by is None:
        return
    viewer, reason = viewer_of(session, by), voided.void_reason or ""
    for row in rows:
        mark_void(row, by, reason)
        log(session, viewer, "intervention.void", row, ["voided_at"], reason)
    first_contacts.refresh(session, [row.case_id for row in rows])
