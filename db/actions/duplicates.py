"""Noticing a person who is known already: by their name, once; and pairs that were looked at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db import audit
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.errors import AppError, NotFound
from db.inputs.duplicates import LOOKS_AN_HOUR as LOOKS_AN_HOUR
from db.inputs.duplicates import Look, Names, NewNames, Pair
from db.models import AuditEntry, Case, CasePair, NameKey, PairState, Programme
from db.models.base import now
from db.queries.duplicates import NEAR_NAME, SAME_NAME, Candidates, alike, own_lines
from db.queries.unindexed import is_of_agencies
from db.secrets.names import near, pairs
from db.secrets.sealing import match_keys

#: What the log says a look was done to.
LOOK, PAIR = "name", "pair"


def look(session: Session, data: Look, *, by: AccountId) -> Candidates:
    """Who may be this person. The log says that somebody looked, and nothing of the name.

    Raises ``AppError`` after ``LOOKS_AN_HOUR`` of them.
    """
    viewer = require(session, by, Permission.CASE_WRITE)
    if not _is_on(session):
        return Candidates()
    _refuse_too_many(session, viewer)
    audit.record(session, viewer, "name.look", LOOK, fields=("birth_year", "sex"))
    found, same = (
        alike(session, keys, data.sex, data.birth_year) for keys in (_keys(data), _same(data))
    )
    return Candidates(
        lines=own_lines(session, found, viewer.agencies),
        is_elsewhere=bool(set(same) - _of_agencies(session, same, viewer)),
    )


def _is_on(session: Session) -> bool:
    """Whether the programme lets names be typed."""
    return session.exec(select(Programme.match_names)).one()


def keep(session: Session, case: Case, names: NewNames, viewer: Viewer) -> None:
    """Keep the keys of a new person's name, and what was said of those found by it."""
    keys = _keys(names) if _is_on(session) else frozenset[str]()
    if not keys:
        return
    here, elsewhere = _said(session, case, names, keys, viewer)
    session.execute(sa.insert(NameKey), [{"case_id": case.id, "key": key} for key in sorted(keys)])
    _note(session, case, here, PairState.DIFFERENT, viewer)
    _note(session, case, elsewhere, PairState.ASKED, viewer)


def _said(
    session: Session, case: Case, names: NewNames, keys: frozenset[str], viewer: Viewer
) -> tuple[set[int], set[int]]:
    """Of whom it was said that they are others, and of whom a manager is to say. A look among all
    people is the longest part of a save, and all wait for it: only where something was said."""
    here, elsewhere = set[int](), set[int]()
    if names.different:
        found = alike(session, keys, case.sex, case.birth_year)
        here = _of_agencies(session, found, viewer) & set(names.different)
    if names.asks_manager:
        same = alike(session, _same(names), case.sex, case.birth_year)
        elsewhere = set(same) - _of_agencies(session, same, viewer)
    return here, elsewhere


def forget(session: Session, case_id: int) -> None:
    """A person was entered by mistake: nobody is compared with them, and no manager is asked."""
    session.execute(sa.delete(NameKey).where(col(NameKey.case_id) == case_id))
    of = sa.or_(col(CasePair.one_id) == case_id, col(CasePair.other_id) == case_id)
    session.execute(sa.delete(CasePair).where(of))


def _same(names: Names) -> frozenset[str]:
    return match_keys(pairs(names.all), SAME_NAME)


def _keys(names: Names) -> frozenset[str]:
    """Those of the name, and of the name with a slip."""
    return _same(names) | match_keys(near(names.all), NEAR_NAME)


def _of_agencies(session: Session, ids: Iterable[int], viewer: Viewer) -> set[int]:
    query = select(Case.id).where(col(Case.id).in_(list(ids)), is_of_agencies(viewer.agencies))
    return set(session.exec(query))


def _note(session: Session, case: Case, others: set[int], state: PairState, viewer: Viewer) -> None:
    for other in sorted(others):
        _say(session, Pair(one_id=case.id, other_id=other), state, viewer)


def tell_apart(session: Session, data: Pair, *, by: AccountId) -> None:
    """Two cases are two people: remembered, and not asked again.

    An agent says so of two cases of their own agencies, a manager of any two.
    """
    viewer = require(session, by, Permission.CASES_MERGE)
    for case_id in data.in_order:
        case = session.get(Case, case_id)
        if case is None or case.agency_id not in viewer.agencies:
            raise NotFound("error.case_not_found")
    _say(session, data, PairState.DIFFERENT, viewer)


def _say(session: Session, data: Pair, state: PairState, viewer: Viewer) -> None:
    one, other = data.in_order
    pair = session.get(CasePair, (one, other), with_for_update=True)
    pair = pair or CasePair(one_id=one, other_id=other, state=state)
    pair.state = state
    session.add(pair)
    if state is PairState.ASKED:
        pair.asked_by, pair.asked_at = viewer.account_id, now()
        audit.record(session, viewer, "pair.ask", PAIR)
    else:
        pair.decided_by, pair.decided_at = viewer.account_id, now()
        audit.record(session, viewer, "pair.tell_apart", PAIR)
    session.flush()


def _refuse_too_many(session: Session, viewer: Viewer) -> None:
    since = now() - timedelta(hours=1)
    query = sa.select(sa.func.count(), sa.func.min(col(AuditEntry.at))).where(
        col(AuditEntry.at) > since,
        col(AuditEntry.account_id) == viewer.account_id,
        col(AuditEntry.entity) == LOOK,
    )
    count, first = session.execute(query).one()
    if count >= LOOKS_AN_HOUR:
        minutes = (first + timedelta(hours=1) - now()) // timedelta(minutes=1) + 1
        raise AppError("error.too_many_looks", count=LOOKS_AN_HOUR, minutes=minutes)
