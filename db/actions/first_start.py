"""The first start of a real programme: a code, then the programme and its first administrator.

Nobody has an account yet, so each act here checks instead that the database is empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from db import audit
from db.access.viewer import AccountId, Viewer
from db.actions import accounts, one_time_codes
from db.codes import Role
from db.errors import AppError, InvalidInput, Problem, invalid
from db.inputs import case_codes
from db.inputs.accounts import FirstAdministrator, NewAccount
from db.inputs.parse import validated
from db.inputs.programme import NewProgramme
from db.models import Programme, SetupCode
from db.models.base import now
from db.queries import first_start
from db.secrets.passwords import check_new, hashed
from db.secrets.sealing import fingerprint

CODE_HOURS = 24


def make_code(session: Session) -> str:
    """One more code; only its hash is stored. Each process of a server prints its own at its start,
    so those that were made before stay good."""
    _refuse_filled(session)
    session.execute(sa.delete(SetupCode).where(col(SetupCode.expires_at) < now()))
    code = one_time_codes.random_code()
    session.add(
        SetupCode(
            code_hash=fingerprint(case_codes.normal(code)),
            expires_at=now() + timedelta(hours=CODE_HOURS),
        )
    )
    audit.record(session, None, "setup_code.create", "setup_code")
    return code


def replace_codes(session: Session) -> str:
    """A new code in place of all that were made before."""
    session.execute(sa.delete(SetupCode))
    return make_code(session)


def begin(
    session: Session, code: str, raw: Mapping[str, Any], person: FirstAdministrator
) -> AccountId:
    """The programme (``raw``: a ``NewProgramme``) and its first administrator; uses up all codes.

    The caller has counted the attempt (``sign_ins.begin_attempt``) when the code was typed.
    """
    _refuse_filled(session)
    if not first_start.opens(session, code):
        raise AppError("error.setup_code_refused")
    programme, account = _checked(raw, person)
    session.add(Programme(**programme.columns()))
    row = accounts.add(session, account, hashed(person.new))
    row.must_change_password = False
    session.execute(sa.delete(SetupCode))
    viewer = Viewer(row.id, row.role, frozenset())
    audit.record(session, viewer, "programme.create", "programme", 1)
    audit.record(session, viewer, "account.create", "account", row.id)
    return row.id


def _refuse_filled(session: Session) -> None:
    """Raise unless the database is empty, and stays so until this transaction ends."""
    if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer anyway
        session.execute(sa.text("LOCK TABLE accounts IN SHARE ROW EXCLUSIVE MODE"))
    if not first_start.is_needed(session):
        raise AppError("error.setup_done")


def _checked(raw: Mapping[str, Any], person: FirstAdministrator) -> tuple[NewProgramme, NewAccount]:
    """Both inputs; raises ``InvalidInput`` with what is wrong anywhere, so that it is said once."""
    problems: dict[str, Problem] = {}
    programme = account = None
    try:
        programme = validated(NewProgramme, dict(raw))
    except InvalidInput as refused:
        problems |= refused.problems
    try:
        account = NewAccount(
            username=person.username,
            display_name=person.display_name,
            role=Role.ADMINISTRATOR,
            language=person.language,
        )
    except InvalidInput as refused:
        problems |= refused.problems
    try:
        _check_password(person)
    except InvalidInput as refused:
        problems |= refused.problems
    if programme is None or account is None or problems:
        raise InvalidInput(problems)
    return programme, account


def _check_password(person: FirstAdministrator) -> None:
    check_new(person.new, person.username)
    if person.new != person.again:
        raise invalid("again", "error.passwords_differ")
