"""Counts of persons for releases, by the standard groupings; true values, never shown as they are.

A person counts once in a table: under the agency, kind and age of their first such event within the
period, so that the cells of every table add up to the same total.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.codes import (
    ENTERED_TRAINING,
    NO_ANSWER,
    OUTCOME_GROUPS,
    REGISTRATION,
    OutcomeType,
    Sex,
)
from db.inputs.dates import RELEASED_AGE_BANDS, age, released_age_band
from db.models import (
    Agency,
    Case,
    Code,
    Intervention,
    Placement,
    Posting,
    TrainingEnrolment,
    TrustResponse,
    TrustWave,
)

OUTCOMES: dict[str, frozenset[OutcomeType]] = {
    "wage": OUTCOME_GROUPS["WAGE"],
    "internship": OUTCOME_GROUPS["INTERN"],
    "apprenticeship": OUTCOME_GROUPS["APPRENT"],
    "self_employment": OUTCOME_GROUPS["SELF"],
}
#: The lowest answer of each released item that counts as trusting, fair or satisfied.
AGREEING = {"T1": 6, "D_FAI": 2, "S_SAT": 2}


@dataclass(frozen=True)
class Person:
    """One person's first event of a measure within a period."""

    agency: str
    kind: str
    sex: str
    age: str


def counts(
    session: Session, measure: str, breakdown: str, start: date, end: date
) -> dict[str, int]:
    """Persons of ``measure`` by ``breakdown`` (``agency``, ``kind``, ``sex``, ``age``).

    Every code of the grouping is there, with 0 where nobody is, in its fixed order. Measures:
    ``registrations``, ``enrolments`` and the keys of ``OUTCOMES``; definitions: ``db.measures``.
    """
    found = Counter(getattr(person, breakdown) for person in persons(session, measure, start, end))
    return {code: found[code] for code in _groups(session, measure, breakdown)}


def kind_by_agency(
    session: Session, measure: str, start: date, end: date
) -> dict[tuple[str, str], int]:
    """The same persons by kind and agency."""
    found = Counter((each.kind, each.agency) for each in persons(session, measure, start, end))
    return {
        (kind, agency): found[kind, agency]
        for kind in _groups(session, measure, "kind")
        for agency in _groups(session, measure, "agency")
    }


def persons(session: Session, measure: str, start: date, end: date) -> list[Person]:
    """The persons of a measure within a period, each with their first event there."""
    table, day, kind, condition = _events(measure)
    query = (
        sa.select(col(Case.id), col(Agency.code), kind, col(Case.sex), day, col(Case.birth_year))
        .join(Case, col(Case.id) == table.case_id)
        .join(Agency, col(Agency.id) == table.agency_id)
        .where(condition, table.voided_at.is_(None), day.between(start, end))
        .order_by(day, table.id)
    )
    first: dict[int, Person] = {}
    for case_id, agency, kind_code, sex, happened, birth_year in session.execute(query):
        band = released_age_band(age(happened, birth_year))
        first.setdefault(case_id, Person(agency, str(kind_code), Sex(sex).value, band))
    return list(first.values())


def _events(measure: str) -> tuple[Any, Any, Any, Any]:
    """Table, day, kind and condition of the events that a measure counts."""
    if measure == "registrations":
        condition = col(Intervention.type) == REGISTRATION
        return Intervention, col(Intervention.happened_on), col(Intervention.type), condition
    if measure == "enrolments":
        condition = col(TrainingEnrolment.status).in_(ENTERED_TRAINING)
        enrolment = TrainingEnrolment
        return enrolment, col(enrolment.starts_on), col(enrolment.type), condition
    condition = col(Placement.type).in_(OUTCOMES[measure])
    return Placement, col(Placement.starts_on), col(Placement.type), condition


def _groups(session: Session, measure: str, breakdown: str) -> Iterable[str]:
    if breakdown == "agency":
        return session.exec(select(Agency.code).order_by(col(Agency.sort), col(Agency.id))).all()
    if breakdown == "sex":
        return [sex.value for sex in Sex]
    if breakdown == "age":
        return RELEASED_AGE_BANDS
    if measure in OUTCOMES:
        return [kind.value for kind in OutcomeType if kind in OUTCOMES[measure]]
    in_order = select(Code.code).where(Code.list == "TRAINING_TYPE").order_by(col(Code.sort))
    return session.exec(in_order).all()


def agencies_without_an_agent(session: Session, start: date, until: date) -> frozenset[str]:
    """Codes of the agencies that never had an agent up to a day, or were closed before ``start``.

    A posting counts whenever it was: an agent may enter what began before they came.
    """
    hosts = select(Posting.agency_id).where(Posting.starts_on <= until)
    query = select(Agency.code).where(
        sa.or_(col(Agency.id).not_in(hosts), col(Agency.closed_on) < start)
    )
    return frozenset(session.exec(query))


def agencies_with_persons(session: Session, measure: str, start: date, end: date) -> frozenset[str]:
    """Codes of the agencies where a measure counts somebody within a period."""
    return frozenset(person.agency for person in persons(session, measure, start, end))


def waves_ended(session: Session, start: date, end: date) -> list[int]:
    """Numbers of the survey's waves that ended within the period."""
    query = (
        select(TrustWave.number)
        .where(col(TrustWave.ends_on).between(start, end))
        .order_by(col(TrustWave.number))
    )
    return list(session.exec(query))


def trust_counts(session: Session, wave: int, item: str) -> dict[str, tuple[int, int]]:
    """Agreeing and valid answers of one item, by agency in the fixed order, 0 where none is.

    Flagged answers (conflict of interest) and those that are no answer are left out: see
    ``docs/trust.md#conflict-of-interest`` and ``docs/trust.md#no-answer``.
    """
    answer = getattr(TrustResponse, item.lower())
    valid = sa.and_(answer.is_not(None), answer.not_in(NO_ANSWER))
    agreeing = sa.and_(valid, answer >= AGREEING[item])
    query = (
        sa.select(
            col(Agency.code),
            sa.func.sum(sa.case((agreeing, 1), else_=0)),
            sa.func.sum(sa.case((valid, 1), else_=0)),
        )
        .select_from(TrustResponse)
        .join(TrustWave, col(TrustWave.id) == col(TrustResponse.wave_id))
        .join(Agency, col(Agency.id) == col(TrustResponse.agency_id))
        .where(
            col(TrustWave.number) == wave,
            col(TrustResponse.conflict_of_interest).is_(False),
            col(TrustResponse.voided_at).is_(None),
        )
        .group_by(col(Agency.code))
    )
    found = {code: (int(yes), int(n)) for code, yes, n in session.execute(query)}
    return {code: found.get(code, (0, 0)) for code in _groups(session, "trust", "agency")}
