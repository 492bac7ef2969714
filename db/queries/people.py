"""Finding people of the viewer's agencies: by a few words, lately met, or by the code of a card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.permissions import Permission, may, viewer_now
from db.access.viewer import Viewer
from db.codes import Sex
from db.errors import AppError, NotFound
from db.inputs import case_codes
from db.inputs.people import IN_CONTACTS, LATELY, MOST_FOUND, PeopleSearch, PersonWord
from db.models import Case, Intervention
from db.models.base import Query
from db.queries import contacts, merges
from db.queries.unindexed import is_of_agencies

#: How many of one's own last entries are looked through for the people in them.
LOOKED_THROUGH = 200
#: The lowest and the highest character of a code: all codes that begin alike lie between.
FIRST, LAST = case_codes.ALPHABET[0], case_codes.ALPHABET[-1]


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """One person in a list; ``last_on`` is the day they were last seen, whoever saw them."""

    id: int
    code: str
    agency_id: int
    sex: Sex
    birth_year: int
    nationality: str
    closed_on: date | None
    last_on: date | None


@dataclass(frozen=True, kw_only=True)
class People:
    """Who fits a search, the last seen first. Where they are more than can be shown it is nobody,
    and ``total`` is one more than that: nobody counts on."""

    total: int
    lines: tuple[PersonLine, ...] = ()


def found(session: Session, wanted: PeopleSearch, *, viewer: Viewer) -> People:
    """The people whom all words fit. A screen asks once by ``db.actions.people.search``, which is
    counted and written down, and draws the same words again by this."""
    viewer = viewer_now(session, viewer, Permission.PEOPLE_READ)
    # Their codes alone stand in the index that a search goes by: no row is looked at before it is
    # known who is shown.
    query = sa.select(col(Case.code)).where(
        *_conditions(session, wanted, viewer), ~merges.is_merged()
    )
    codes = session.scalars(query.limit(MOST_FOUND + 1)).all()
    if len(codes) > MOST_FOUND:
        return People(total=len(codes))
    lines = _read(session, _lines().where(col(Case.code).in_(codes))) if codes else []
    return People(total=len(lines), lines=tuple(_by_last_seen(lines)))


def lately_seen(session: Session, *, viewer: Viewer) -> list[PersonLine]:
    """The people of the viewer's own last entries, the last seen first."""
    here = _agencies(session, viewer)
    entries = (
        sa.select(col(Intervention.case_id))
        .where(
            col(Intervention.entered_by) == viewer.account_id,
            col(Intervention.case_id).is_not(None),
            col(Intervention.voided_at).is_(None),
        )
        .order_by(col(Intervention.entered_at).desc())
        .limit(LOOKED_THROUGH)
    )
    ids = list(dict.fromkeys(session.scalars(entries)))
    query = _lines().where(col(Case.id).in_(ids), is_of_agencies(here))
    lines = {line.id: line for line in _read(session, query)}
    latest = [lines[case_id] for case_id in ids if case_id in lines][:LATELY]
    return _by_last_seen(latest)


def by_code(session: Session, typed: str, *, viewer: Viewer) -> PersonLine:
    """The person of a code as typed; ``AppError`` for a slip of it, ``NotFound`` elsewhere."""
    here = _agencies(session, viewer)
    code = case_codes.normal(typed)
    if not case_codes.is_valid(code):
        raise AppError("error.case_code_form")
    found = _read(session, _lines().where(col(Case.code) == code))
    if found and (kept := merges.surviving_case(session, found[0].id)) != found[0].id:
        found = lines_of(session, [kept])
    if not found or found[0].agency_id not in here:
        raise NotFound("error.case_not_found")
    return found[0]


def lines_of(session: Session, ids: Sequence[int]) -> list[PersonLine]:
    """These people, wherever they are; the caller has asked who looks."""
    return _read(session, _lines().where(col(Case.id).in_(ids))) if ids else []


def _agencies(session: Session, viewer: Viewer) -> frozenset[int]:
    return viewer_now(session, viewer, Permission.PEOPLE_READ).agencies


def _lines() -> Query:
    """The columns of ``PersonLine``, by its names."""
    last = (
        sa.select(sa.func.max(col(Intervention.happened_on)))
        .where(col(Intervention.case_id) == col(Case.id), col(Intervention.voided_at).is_(None))
        .correlate(Case)
        .scalar_subquery()
    )
    columns: list[Any] = [
        col(Case.id),
        col(Case.code),
        col(Case.agency_id),
        col(Case.sex),
        col(Case.birth_year),
        col(Case.nationality),
        col(Case.closed_on),
        last.label("last_on"),
    ]
    return sa.select(*columns)


def _read(session: Session, query: Query) -> list[PersonLine]:
    return [PersonLine(**row._mapping) for row in session.execute(query)]


def _by_last_seen(lines: Iterable[PersonLine]) -> list[PersonLine]:
    return sorted(lines, key=lambda line: (line.last_on or date.min, line.code), reverse=True)


def _conditions(session: Session, wanted: PeopleSearch, viewer: Viewer) -> list[Any]:
    """Whoever may see no contact finds nobody by one."""
    by_contact = may(viewer.role, Permission.CONTACTS)
    first = {"code", *IN_CONTACTS}
    found_first = any(word.kinds and word.kinds <= first for word in wanted.words)
    here = viewer.agencies
    place = is_of_agencies(here) if found_first else col(Case.agency_id).in_(here)
    return [place, *(_fits(session, word, by_contact=by_contact) for word in wanted.words)]


def _fits(session: Session, word: PersonWord, *, by_contact: bool) -> Any:
    parts: list[Any] = []
    if word.code:
        low, high = (word.code.ljust(case_codes.LENGTH, each) for each in (FIRST, LAST))
        parts.append(col(Case.code).between(low, high))
        if others := merges.survivors_of_codes(session, low, high):
            parts.append(col(Case.id).in_(sorted(others)))
    if word.birth_year is not None:
        parts.append(col(Case.birth_year) == word.birth_year)
    if word.nationalities:
        parts.append(col(Case.nationality).in_(sorted(word.nationalities)))
    if word.sexes:
        parts.append(col(Case.sex).in_(sorted(word.sexes)))
    if word.name and by_contact:
        parts.append(contacts.named(session, word.name))
    if word.phone and by_contact:
        parts.append(contacts.rung_at(session, word.phone))
    return sa.or_(sa.false(), *parts)
