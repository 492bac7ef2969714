"""Record a trust questionnaire, tied to no person, and count who was asked.

No act here raises the change counter: figures of the survey move at night, and a page that is drawn
anew would tell the moment.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db import audit
from db.access.clock import day_of, noon_of, today
from db.access.permissions import Permission, require
from db.access.postings import posted_agencies
from db.access.viewer import AccountId, Viewer
from db.actions import drafts
from db.actions.anonymous_counts import acts, locked, submission_hash, to_undo
from db.actions.rows import Stored, mark_void, stored
from db.codes import INTERVIEWER_MODES, TRUST_ITEMS, UNDO, TrustMode, WaveState
from db.errors import NotFound, invalid
from db.inputs.trust import RefusalInput, TrustInput, checked_answers
from db.models import Agency, Posting, TrustFieldwork, TrustResponse, TrustWave
from db.queries.codes import require_active
from db.queries.trust import ratable_agencies, wave_state

#: What a person who declines is called in the log.
REFUSAL = "trust_refusal"
TAKES = frozenset({WaveState.OPEN, WaveState.CLOSING})
REFUSALS = {
    WaveState.ELSEWHERE: "error.trust_not_in_wave",
    WaveState.PLANNED: "error.trust_wave_planned",
    WaveState.CLOSED: "error.trust_wave_over",
}


def record(session: Session, data: TrustInput, *, by: AccountId) -> Stored[TrustResponse]:
    """Store one questionnaire, of today or begun before, and count one more person approached.

    The row carries no person, no address and no hour: ``entered_at`` is today's noon, and
    the audit row names the wave and agency, not the row. A repeated ``submission_id`` returns the
    row already stored. Raises ``InvalidInput`` (by field, or by item code), ``NotFound`` for an
    agency outside the account's region.
    """
    viewer = require(session, by, Permission.TRUST_WRITE)
    drafts.finish(session, "trust", data, viewer)
    day = data.answered_on or today(session)
    asked = _asked(session, data, day, by)
    if known := stored(session, TrustResponse, data.submission_id, by, asked):
        return known
    if day > today(session):
        raise invalid("answered_on", "error.in_the_future")
    agency, wave = _place(session, viewer, data, day)
    if data.moment not in wave.moments.split(","):
        raise invalid("moment", "error.trust_not_this_moment")
    require_active(session, "language", "LANGUAGE", data.language, day)
    response = _response(session, data, day, agency, wave, by)
    session.add(response)
    count(session, response, approached=1)
    _audit(session, viewer, "trust.record", data, agency)
    return Stored(rows=(response,))


def _response(
    session: Session, data: TrustInput, day: date, agency: Agency, wave: TrustWave, by: AccountId
) -> TrustResponse:
    """The row of a questionnaire, with who asked in truth; its answers are checked."""
    answers: dict[str, Any] = {k.lower(): v for k, v in checked_answers(data).items()}
    mode = _mode(session, data, day, by)
    asks = mode in INTERVIEWER_MODES
    return TrustResponse(
        agency_id=data.agency_id,
        wave_id=data.wave_id,
        mode=mode,
        moment=data.moment,
        interviewer_id=by if asks else None,
        conflict_of_interest=asks and _has_conflict(session, by, agency, wave, mode),
        language=data.language,
        answered_on=day,
        sex=data.sex,
        entered_by=by,
        entered_at=noon_of(session, today(session)),
        submission_id=data.submission_id,
        **answers,
    )


def _mode(session: Session, data: TrustInput, day: date, by: AccountId) -> TrustMode:
    posted = posted_agencies(session, by, day)
    return true_mode(data.mode, is_posted_here=data.agency_id in posted)


def _asked(session: Session, data: TrustInput, day: date, by: AccountId) -> dict[str, object]:
    """The columns of a questionnaire as they would be stored; what was not asked is empty."""
    said = {} if data.answered_on is None else {"answered_on": day}
    return said | {
        **data.model_dump(include={"agency_id", "wave_id", "moment", "language", "sex"}),
        "mode": _mode(session, data, day, by),
        **{item.lower(): data.answers.get(item) for item in TRUST_ITEMS},
    }


def refuse(session: Session, data: RefusalInput, *, by: AccountId) -> None:
    """Count one person approached who declined; the same ``submission_id`` counts once."""
    viewer = require(session, by, Permission.TRUST_WRITE)
    agency, _ = _place(session, viewer, data, today(session))
    fieldwork = _fieldwork(session, data)
    # A refusal has no row of its own: its audit row shows that a second tap is the same refusal.
    if acts(session, REFUSAL, data, by):
        return
    fieldwork.approached += 1
    fieldwork.refused += 1
    audit.record(
        session,
        viewer,
        "trust.refuse",
        REFUSAL,
        submission_hash(data),
        reason=_where(viewer, agency),
    )


def undo_refusal(session: Session, data: RefusalInput, *, by: AccountId) -> None:
    """Undo a refusal that the same account counted today by mistake."""
    viewer = require(session, by, Permission.TRUST_WRITE)
    agency, _ = _place(session, viewer, data, today(session))
    to_undo(session, REFUSAL, data, by)
    fieldwork = _fieldwork(session, data)
    if not to_undo(session, REFUSAL, data, by):
        return
    fieldwork.approached = max(0, fieldwork.approached - 1)
    fieldwork.refused = max(0, fieldwork.refused - 1)
    audit.record(
        session,
        viewer,
        "trust.undo_refusal",
        REFUSAL,
        submission_hash(data),
        reason=_where(viewer, agency),
    )


def undo(session: Session, submission_id: str, *, by: AccountId) -> None:
    """Void the questionnaire just saved, by who saved it, on the same day; answers are not read."""
    viewer = require(session, by, Permission.TRUST_WRITE)
    known = stored(session, TrustResponse, submission_id, by)
    if known is None or day_of(session, known.row.entered_at) < today(session):
        raise NotFound("error.not_found")
    # One at a time: two undos, or an undo and a void, take one person off.
    response = session.get_one(
        TrustResponse, known.row.id, with_for_update=True, populate_existing=True
    )
    if response.voided_at is not None:
        return
    mark_void(response, by, UNDO)
    when_voided(session, response)
    agency = session.get_one(Agency, response.agency_id)
    _audit(session, viewer, "trust.undo", response, agency)


def when_voided(session: Session, response: TrustResponse) -> None:
    """After a questionnaire was voided: count one person approached less."""
    count(session, response, approached=-1)


def true_mode(ticked: TrustMode, *, is_posted_here: bool) -> TrustMode:
    """The mode to store: an interviewer posted in the rated agency is ``INT_SAME``.

    Any other agent is ``INT_OTHER``, whatever was chosen. A telephone interview stays ``PHONE``,
    and ``conflict_of_interest`` flags it if need be. Self-completion has no interviewer.
    """
    if ticked not in INTERVIEWER_MODES or ticked is TrustMode.PHONE:
        return ticked
    return TrustMode.INT_SAME if is_posted_here else TrustMode.INT_OTHER


def _has_conflict(
    session: Session, by: AccountId, agency: Agency, wave: TrustWave, mode: TrustMode
) -> bool:
    """Flagged: an interviewer posted at the rated agency on any day of the wave."""
    return (
        mode is TrustMode.INT_SAME
        or session.exec(
            select(Posting.id).where(
                Posting.account_id == by,
                Posting.agency_id == agency.id,
                Posting.starts_on <= wave.ends_on,
                sa.or_(col(Posting.ends_on).is_(None), col(Posting.ends_on) >= wave.starts_on),
            )
        ).first()
        is not None
    )


def _place(
    session: Session, viewer: Viewer, data: RefusalInput, day: date
) -> tuple[Agency, TrustWave]:
    """The agency, in the account's region, and the wave, which takes a form begun on that day."""
    agencies = {agency.id: agency for agency in ratable_agencies(session, viewer=viewer)}
    if data.agency_id not in agencies:
        raise NotFound("error.not_found")
    state = wave_state(session, data.wave_id, data.agency_id, day)
    if state not in TAKES:
        raise invalid("wave_id", REFUSALS[state])
    return agencies[data.agency_id], session.get_one(TrustWave, data.wave_id)


def _fieldwork(session: Session, data: RefusalInput | TrustResponse) -> TrustFieldwork:
    """The counts of this wave and agency."""
    return locked(session, TrustFieldwork, wave_id=data.wave_id, agency_id=data.agency_id)


def count(session: Session, response: TrustResponse, approached: int) -> None:
    """Count so many people more as approached; by an open link nobody was."""
    if response.mode is TrustMode.OPEN_LINK:
        return
    fieldwork = _fieldwork(session, response)
    fieldwork.approached = max(fieldwork.refused, fieldwork.approached + approached)


def _audit(
    session: Session,
    viewer: Viewer,
    action: str,
    data: RefusalInput | TrustResponse,
    agency: Agency,
) -> None:
    audit.record(
        session,
        viewer,
        action,
        "trust",
        f"{data.wave_id}/{data.agency_id}",
        reason=_where(viewer, agency),
    )


def _where(viewer: Viewer, agency: Agency) -> str:
    return "" if agency.id in viewer.agencies else "OTHER_AGENCY"
