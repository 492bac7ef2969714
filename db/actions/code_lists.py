"""The programme's code lists: add, relabel, retire, reorder; nothing that was used is deleted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions.edit_conflicts import locked_programme, refuse_stale
from db.errors import AppError, InvalidInput, NotFound, Problem, invalid
from db.inputs import code_lists as inputs
from db.inputs.code_lists import NewCode, Relabel, Reorder, Retire
from db.models import Code, TrustWave
from db.queries.code_uses import in_use, is_told
from db.queries.codes import is_active


def add(session: Session, data: NewCode, *, by: AccountId) -> str:
    """A new code at the end of its list; returns the code, which is made from the label."""
    viewer = require(session, by, Permission.LISTS_MANAGE)
    if inputs.is_closed(data.list):
        raise AppError("error.list_closed")
    codes = _codes(session, data.list)
    _refuse_taken(codes, data.labels)
    code = inputs.code_for(data.label_en, frozenset(each.code for each in codes))
    row = Code(
        list=data.list,
        code=code,
        sort=max((each.sort for each in codes), default=0) + 1,
        extra=_extra(session, data),
        is_added=True,
        label_fr=data.label_fr,
        label_en=data.label_en,
        label_ar=data.label_ar,
    )
    session.add(row)
    _log(session, viewer, "code.add", row, data.labels)
    return code


def relabel(session: Session, data: Relabel, *, by: AccountId) -> None:
    """Other words for a code; those of the trust survey stay as they are while a wave is open."""
    viewer = require(session, by, Permission.LISTS_MANAGE)
    if data.list in inputs.WORDED:
        locked_programme(session)  # as who opens a wave does
    row = _code(session, data.list, data.code)
    wanted = {name: label for name, label in data.labels.items() if label != data.seen.get(name)}
    if not wanted:
        raise AppError("error.nothing_changed")
    if data.list in inputs.WORDED and (until := _open_wave_until(session)):
        raise AppError("error.wording_in_wave", day=until)
    refuse_stale(session, row, {name: data.seen[name] for name in wanted})
    others = [each for each in _codes(session, data.list) if each.code != data.code]
    _refuse_taken(others, wanted)
    for name, label in wanted.items():
        setattr(row, name, label)
    row.is_relabelled = True
    _log(session, viewer, "code.relabel", row, wanted)


def retire(session: Session, data: Retire, *, by: AccountId) -> None:
    """From a day on, today or later, a code is not offered; what was entered with it stays."""
    viewer = require(session, by, Permission.LISTS_MANAGE)
    row = _code(session, data.list, data.code)
    if inputs.is_ruled(data.list, data.code):
        raise AppError("error.code_ruled")
    if row.valid_to is not None:
        raise AppError("error.list_changed")
    day = today(session)
    if data.from_day < day:
        raise invalid("from_day", "error.before_day", day=day)
    _keep_one(session, row, data.from_day)
    row.valid_to, row.is_redated = data.from_day - timedelta(days=1), True
    _log(session, viewer, "code.retire", row, ["valid_to"])


def restore(session: Session, list_name: str, code: str, *, by: AccountId) -> None:
    """A retired code is offered again, at its old place."""
    viewer = require(session, by, Permission.LISTS_MANAGE)
    row = _code(session, list_name, code)
    if inputs.is_closed(list_name):
        raise AppError("error.list_closed")
    if row.valid_to is None:
        return
    row.valid_to, row.is_redated = None, True
    _log(session, viewer, "code.restore", row, ["valid_to"])


def reorder(session: Session, data: Reorder, *, by: AccountId) -> None:
    """Another order of the codes that are not retired; the retired ones come behind them."""
    viewer = require(session, by, Permission.LISTS_MANAGE)
    if inputs.is_closed(data.list):
        raise AppError("error.list_closed")
    codes = {each.code: each for each in _codes(session, data.list)}
    known = tuple(code for code, each in codes.items() if each.valid_to is None)
    if known != data.seen or sorted(data.order) != sorted(known):
        raise AppError("error.list_changed")
    behind = [code for code in codes if code not in known]
    for place, code in enumerate([*data.order, *behind], start=1):
        codes[code].sort, codes[code].is_moved = place, True
    _log(session, viewer, "code.reorder", next(iter(codes.values())), ["sort"])


def delete(session: Session, list_name: str, code: str, *, by: AccountId) -> None:
    """Only a code that the programme added and that nothing has used goes for good; of a list of
    what is known of people none does, for the refusal would tell that somebody has it."""
    viewer = require(session, by, Permission.LISTS_MANAGE)
    big = locked_programme(session).big_types.split(",")
    row = _code(session, list_name, code)
    if not row.is_added:
        raise AppError("error.code_not_added")
    if not is_told(list_name):
        raise AppError("error.code_of_people")
    if code in in_use(session, list_name):
        raise AppError("error.code_used")
    if list_name == "INTERVENTION_TYPE" and code in big:
        raise AppError("error.code_is_big")
    _keep_one(session, row, today(session))
    _log(session, viewer, "code.delete", row, [])
    session.delete(row)


def _code(session: Session, list_name: str, code: str) -> Code:
    """One code of a list, as it is now."""
    row = next((each for each in _codes(session, list_name) if each.code == code), None)
    if row is None:
        raise NotFound("error.not_found")
    return row


def _codes(session: Session, list_name: str) -> list[Code]:
    """All codes of a list in its order, as they are now; one person at a time changes the lists."""
    if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer anyway
        session.execute(sa.text("LOCK TABLE codes IN SHARE ROW EXCLUSIVE MODE"))
    query = select(Code).where(Code.list == list_name).order_by(col(Code.sort), col(Code.code))
    found = session.exec(query.execution_options(populate_existing=True)).all()
    if not found:
        raise NotFound("error.not_found")
    return list(found)


def _keep_one(session: Session, row: Code, day: date) -> None:
    """Refuse to take away the last code that a list offers."""
    others = [each for each in _codes(session, row.list) if each.code != row.code]
    if not any(is_active(each, day) for each in others):
        raise AppError("error.last_code")


def _refuse_taken(codes: Iterable[Code], wanted: dict[str, str]) -> None:
    """Two codes of a list that read the same could not be told apart."""
    taken = {
        name: Problem("error.label_taken")
        for name, label in wanted.items()
        if any(getattr(each, name).casefold() == label.casefold() for each in codes)
    }
    if taken:
        raise InvalidInput(taken)


def _extra(session: Session, data: NewCode) -> str:
    groups = inputs.GROUPED.get(data.list)
    if groups is None:
        return ""
    if not data.group:
        raise invalid("group", "error.needed")
    if session.get(Code, (groups, data.group)) is None:
        raise invalid("group", "error.unknown_choice")
    return f"group={data.group}"


def _open_wave_until(session: Session) -> date | None:
    """The last day of a wave that is open today; closing it makes that day its last."""
    day = today(session)
    query = select(col(TrustWave.ends_on)).where(
        col(TrustWave.starts_on) <= day, col(TrustWave.ends_on) >= day
    )
    return session.exec(query).first()


def _log(session: Session, viewer: Viewer, action: str, row: Code, fields: Iterable[str]) -> None:
    name = f"{row.list}/{row.code}"
    audit.record(session, viewer, action, "code", name, fields=fields)
