"""What an administrator changes of the programme: each change with its reason, in a history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions.edit_conflicts import locked_programme, refuse_stale
from db.errors import AppError, InvalidInput, Problem, invalid
from db.inputs.code_lists import BigTypes
from db.inputs.parse import validated
from db.inputs.programme import ProgrammeChange, ProgrammeSettings
from db.inputs.release_groups import GroupsChoice
from db.models import Code, NameKey, Programme
from db.models import ProgrammeChange as Change
from db.queries.codes import is_active
from db.records import KINDS


def change(session: Session, data: ProgrammeChange, *, by: AccountId) -> list[str]:
    """Change settings; returns the columns that have another value now.

    Raises ``InvalidInput`` where somebody else has changed the same setting meanwhile, where the
    settings together break a rule, and where entries would lie outside of the programme's days.
    """
    viewer = require(session, by, Permission.PROGRAMME_MANAGE)
    wanted = data.changed()
    if not wanted:
        raise AppError("error.nothing_changed")
    row = locked_programme(session)
    refuse_stale(session, row, {name: data.seen[name] for name in wanted})
    # What others have changed since the form was opened is part of the whole.
    validated(
        ProgrammeSettings,
        {name: getattr(row, name) for name in ProgrammeSettings.model_fields} | wanted,
    )
    if problems := _entries_outside(session, wanted):
        raise InvalidInput(problems)
    _store(session, viewer, "programme.change", row, wanted, data.reason)
    if not row.match_names:
        session.execute(sa.delete(NameKey))
    return sorted(wanted)


def choose_big_types(session: Session, data: BigTypes, *, by: AccountId) -> None:
    """Which types of intervention are big buttons of the form, and in which order."""
    viewer = require(session, by, Permission.LISTS_MANAGE)
    row, day = locked_programme(session), today(session)
    known = session.exec(select(Code).where(Code.list == "INTERVENTION_TYPE"))
    if not set(data.types) <= {each.code for each in known if is_active(each, day)}:
        raise invalid("types", "error.unknown_choice")
    wanted = {"big_types": ",".join(data.types)}
    if row.big_types == wanted["big_types"]:
        raise AppError("error.nothing_changed")
    if row.big_types != data.seen:
        raise AppError("error.list_changed")
    _store(session, viewer, "programme.choose_big_types", row, wanted, data.reason)


def choose_release_groups(session: Session, data: GroupsChoice, *, by: AccountId) -> None:
    """How the tables of yearly releases are merged from now on; other merges are a new series."""
    viewer = require(session, by, Permission.RELEASE_FREEZE)
    row = locked_programme(session)
    wanted = {"release_groups": data.groups.stored()}
    if row.release_groups == wanted["release_groups"]:
        raise AppError("error.nothing_changed")
    if row.release_groups != data.seen:
        raise AppError("error.groups_changed")
    _store(session, viewer, "programme.choose_release_groups", row, wanted, data.reason)


def _store(
    session: Session,
    viewer: Viewer,
    action: str,
    row: Programme,
    wanted: Mapping[str, Any],
    reason: str,
) -> None:
    for name, value in wanted.items():
        session.add(
            Change(
                changed_by=viewer.account_id,
                field=name,
                before=str(getattr(row, name)),
                after=str(value),
                reason=reason,
            )
        )
        setattr(row, name, value)
    audit.record(session, viewer, action, "programme", row.id, fields=wanted)


def _entries_outside(session: Session, wanted: Mapping[str, Any]) -> dict[str, Problem]:
    """Why the days of the programme cannot be these: what was entered lies before or after."""
    found = {}
    first, last = _days(session)
    if first and (starts_on := wanted.get("starts_on")) and starts_on > first:
        found["starts_on"] = Problem("error.entries_before", day=first)
    if last and (ends_on := wanted.get("ends_on")) and ends_on < last:
        found["ends_on"] = Problem("error.entries_after", day=last)
    return found


def _days(session: Session) -> tuple[date | None, date | None]:
    """The first and the last day of any entry that stands."""
    ends = []
    for kind in KINDS:
        day = getattr(kind.table, kind.day)
        query = sa.select(sa.func.min(day), sa.func.max(day))
        ends.append(session.execute(query.where(col(kind.table.voided_at).is_(None))).one())
    firsts = [first for first, _ in ends if first is not None]
    lasts = [last for _, last in ends if last is not None]
    return min(firsts, default=None), max(lasts, default=None)
