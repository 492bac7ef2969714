"""Finding people of the viewer's agencies: by a few words, lately met, or by the code of a card."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.permissions import Permission, viewer_now
from db.access.viewer import Viewer
from db.codes import Sex
from db.errors import AppError, NotFound
from db.inputs import case_codes
from db.inputs.people import LATELY, MOST_FOUND, PeopleSearch, PersonWord
from db.models import Case, Intervention
from db.models.base import Query
from db.queries.counted import counted

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
    """Who fits a search, the last seen first; nobody where ``total`` is more than can be shown."""

    total: int
    lines: tuple[PersonLine, ...] = ()


def found(session: Session, wanted: PeopleSearch, *, viewer: Viewer) -> People:
    """The people whom all words fit. A screen asks once by ``db.actions.people.search``, which is
    counted and written down, and draws the same words again by this."""
    here = _agencies(session, viewer)
    query = _lines().where(*_conditions(wanted, here))
    total = counted(session, query)
    if total > MOST_FOUND:
        return People(total=total)
    return People(total=total, lines=tuple(_by_last_seen(_read(session, query))))


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
    query = _lines().where(col(Case.id).in_(ids), _is_in(here))
    lines = {line.id: line for line in _read(session, query)}
    latest = [lines[case_id] for case_id in ids if case_id in lines][:LATELY]
    return _by_last_seen(latest)


def by_code(session: Session, typed: str, *, viewer: Viewer) -> PersonLine:
    """The person of a code as typed; ``AppError`` for a slip of it, ``NotFound`` elsewhere."""
    here = _agencies(session, viewer)
    code = case_codes.normal(typed)
    if not case_codes.is_valid(code):
        raise AppError("error.case_code_form")
    query = _lines().where(col(Case.code) == code, _is_in(here))
    for line in _read(session, query):
        return line
    raise NotFound("error.case_not_found")


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


def _conditions(wanted: PeopleSearch, here: frozenset[int]) -> list[Any]:
    by_code_alone = any(word.kinds == {"code"} for word in wanted.words)
    place = _is_in(here) if by_code_alone else col(Case.agency_id).in_(here)
    return [place, *map(_fits, wanted.words)]


def _is_in(here: frozenset[int]) -> Any:
    """Whether a case is of these agencies, said so that its row is found by its code or id."""
    return (col(Case.agency_id) + 0).in_(here)


def _fits(word: PersonWord) -> Any:
    parts: list[Any] = []
    if word.code:
        low, high = (word.code.ljust(case_codes.LENGTH, each) for each in (FIRST, LAST))
        parts.append(col(Case.code).between(low, high))
    if word.birth_year is not None:
        parts.append(col(Case.birth_year) == word.birth_year)
    if word.nationalities:
        parts.append(col(Case.nationality).in_(sorted(word.nationalities)))
    if word.sexes:
        parts.append(col(Case.sex).in_(sorted(word.sexes)))
    return sa.or_(sa.false(), *parts)
