"""Store what a person answered on their own phone: tied to nobody, at no hour, once for a code.

No audit row: it would have a moment, and the answers could be laid beside it
(``docs/decisions/0052-a-code-names-no-answer.md``). What the log would say is kept as days, in
``trust_codes``.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlmodel import Session, select

from db.access.clock import noon_of, today
from db.actions import trust
from db.codes import TrustCodeKind, TrustMode
from db.errors import AppError, invalid
from db.inputs.self_completion import SelfAnswers
from db.inputs.trust import TrustInput, checked_answers
from db.models import TrustCode, TrustResponse
from db.queries.code_hashes import hash_of
from db.queries.codes import require_active
from db.queries.self_completion import (
    Place,
    Standing,
    behind,
    browser_hash,
    is_sent,
)
from db.secrets.sealing import fingerprint

MODES = {TrustCodeKind.SLIP: TrustMode.SELF_QR, TrustCodeKind.OPEN_LINK: TrustMode.OPEN_LINK}
#: Why a code opens no form, in words.
REFUSALS = {
    Standing.UNKNOWN: "error.trust_code_unknown",
    Standing.USED: "error.trust_code_used",
    Standing.NOT_YET: "error.trust_code_not_yet",
    Standing.OVER: "error.trust_code_over",
}


def finish(session: Session, code: str, data: SelfAnswers) -> None:
    """Store the answers and use the code up; a second time by the same form changes nothing.

    Raises ``AppError`` with the sentence of a code that opens no form, ``InvalidInput`` by item.
    """
    query = select(TrustCode).where(TrustCode.code_hash == hash_of(code)).with_for_update()
    row = session.exec(query).first()
    if row is not None and is_sent(session, row, data.form):
        return
    found = behind(session, code, form=data.form, begun=data.begun)
    if row is None or found.place is None or found.standing is not Standing.OPEN:
        raise AppError(REFUSALS[found.standing])
    response = _response(session, row, found.place, data)
    _use_up(session, row, data.form, today(session))
    session.add(response)
    # No counter: figures move at night, and a page that is drawn anew would tell the moment.
    trust.count(session, response, approached=1)


def _use_up(session: Session, row: TrustCode, form: str, day: date) -> None:
    if row.kind is TrustCodeKind.SLIP:
        row.used_on, row.form_hash = day, fingerprint(form)
        return
    session.add(
        TrustCode(
            wave_id=row.wave_id,
            agency_id=row.agency_id,
            kind=TrustCodeKind.BROWSER,
            code_hash=browser_hash(row, form),
            created_on=day,
            used_on=day,
            form_hash=fingerprint(form),
        )
    )


def _response(session: Session, row: TrustCode, place: Place, data: SelfAnswers) -> TrustResponse:
    """The row: of the day on which it was begun, so that none is dated after its wave's last one;
    entered today, as figures that wait for the end of a day go by."""
    wanted = TrustInput(
        submission_id=str(uuid.uuid4()),
        agency_id=row.agency_id,
        wave_id=row.wave_id,
        mode=MODES[row.kind],
        **data.model_dump(include={"moment", "language", "sex", "answers"}),
    )
    if data.moment not in place.moments:
        raise invalid("moment", "error.unknown_choice")
    if data.language not in place.languages:
        raise invalid("language", "error.unknown_choice")
    require_active(session, "language", "LANGUAGE", data.language, data.begun)
    answers: dict[str, Any] = {
        item.lower(): answer for item, answer in checked_answers(wanted).items()
    }
    return TrustResponse(
        **wanted.model_dump(exclude={"answers", "answered_on"}),
        answered_on=data.begun,
        entered_at=noon_of(session, today(session)),
        **answers,
    )
