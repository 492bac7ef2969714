"""Counts of persons for releases, by the standard groupings; true values, never shown as they are.

What is counted is what the live measures count (``db.measures``). A person counts once in a table:
under the agency, kind and age of their first such event within the period, so that the cells of
every table add up to the same total.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.codes import OUTCOME_GROUPS, RELEASED_AGE_BANDS, OutcomeType, Sex, released_age_band
from db.measures.activity import REGISTRATIONS
from db.measures.events import Events
from db.measures.placements import GROUPS, PLACEMENTS, of_group
from db.measures.training import ENTERED
from db.measures.trust_answers import Place, answers
from db.models import Agency, Case, Code, Posting, TrustWave
from db.models.base import Query
from db.releases.names import FIRST_HALF, HALF, SECOND_HALF

#: What a release counts persons of, by the measures' own definitions; the groups of placements
#: stand in the half-yearly tables of older releases only.
MEASURES: Mapping[str, Events] = {
    "registrations": REGISTRATIONS,
    "enrolments": ENTERED,
    "placements": PLACEMENTS,
    **{measure: of_group(group) for measure, group in GROUPS.items()},
}


@dataclass(frozen=True, kw_only=True)
class Person:
    """One person's first event of a measure within a period."""

    agency: str
    kind: str
    sex: str
    age: str
    half: str


def tally(
    session: Session, measure: str, breakdown: str, people: Iterable[Person]
) -> dict[str, int]:
    """``people`` of a ``measure`` (``MEASURES``) by ``breakdown`` (``agency``, ``kind``, ``sex``,
    ``age``, ``half``): every code of the grouping, with 0 where nobody is, in its fixed order."""
    found = Counter(getattr(person, breakdown) for person in people)
    return {code: found[code] for code in _groups(session, measure, breakdown)}


def by_agency(
    session: Session, measure: str, breakdown: str, people: Iterable[Person]
) -> dict[tuple[str, str], int]:
    """The same by a breakdown and agency."""
    found = Counter((getattr(each, breakdown), each.agency) for each in people)
    return {
        (group, agency): found[group, agency]
        for group in _groups(session, measure, breakdown)
        for agency in _groups(session, measure, "agency")
    }


def persons(session: Session, measure: str, start: date, end: date) -> list[Person]:
    """The persons of a measure within a period, each with their first event there."""
    events = MEASURES[measure]
    query: Query = (
        sa.select(
            col(Case.id).label("case_id"),
            col(Agency.code).label("agency"),
            events.kind.label("kind"),
            col(Case.sex),
            events.age.label("age"),
            events.day.label("day"),
        )
        .select_from(events.table)
        .join(Case, col(Case.id) == events.case_id)
        .join(Agency, col(Agency.id) == col(events.table.agency_id))
        .where(*events.within(start, end))
        .order_by(events.day, events.id)
    )
    first: dict[int, Person] = {}
    for row in session.execute(query):
        if row.case_id not in first:
            band = released_age_band(row.age)
            first[row.case_id] = Person(
                agency=row.agency,
                kind=str(row.kind),
                sex=str(row.sex),
                age=band,
                half=FIRST_HALF if row.day.month <= 6 else SECOND_HALF,
            )
    return list(first.values())


def _groups(session: Session, measure: str, breakdown: str) -> Iterable[str]:
    if breakdown == "agency":
        return _agencies(session).values()
    if breakdown == "sex":
        return [sex.value for sex in Sex]
    if breakdown == "age":
        return RELEASED_AGE_BANDS
    if breakdown == HALF:
        return FIRST_HALF, SECOND_HALF
    if measure == "placements":
        return [kind.value for kind in OutcomeType]
    if measure in GROUPS:
        return [kind.value for kind in OutcomeType if kind in OUTCOME_GROUPS[GROUPS[measure]]]
    in_order = select(Code.code).where(Code.list == "TRAINING_TYPE").order_by(col(Code.sort))
    return session.exec(in_order).all()


def _agencies(session: Session) -> dict[int, str]:
    """The code of every agency, by its id, in their fixed order."""
    query = select(Agency.id, Agency.code).order_by(col(Agency.sort), col(Agency.id))
    return dict(session.exec(query).all())


def agencies_without_an_agent(session: Session, start: date, until: date) -> frozenset[str]:
    """Codes of the agencies that never had an agent up to a day, or were closed before ``start``.

    A posting counts whenever it was: an agent may enter what began before they came.
    """
    hosts = select(Posting.agency_id).where(Posting.starts_on <= until)
    query = select(Agency.code).where(
        sa.or_(col(Agency.id).not_in(hosts), col(Agency.closed_on) < start)
    )
    return frozenset(session.exec(query))


def waves_ended(session: Session, start: date, end: date) -> list[int]:
    """Numbers of the survey's waves that ended within the period."""
    query = (
        select(TrustWave.number)
        .where(col(TrustWave.ends_on).between(start, end))
        .order_by(col(TrustWave.number))
    )
    return list(session.exec(query))


def trust_counts(session: Session, wave: int, item: str) -> dict[str, tuple[int, int]]:
    """Trusting and valid answers of one item, by agency in the fixed order, 0 where none is."""
    agencies = _agencies(session)
    found = answers(session, agencies=agencies, waves=[wave], items=[item])
    made = {}
    for agency_id, code in agencies.items():
        told = found.get(Place(wave, agency_id, item))
        made[code] = (told.everybody.trusting, told.everybody.n) if told else (0, 0)
    return made
