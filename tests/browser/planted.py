"""A demo whose true counts nobody can take for anything else: four digits, none a round number.

Its threshold is 2,000, so that hidden counts are as recognisable as shown ones.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.actions import releases
from db.codes import Mark, Role, Sex, TrainingStatus
from db.inputs.releases import FreezeInput, Period, period_of
from db.models import (
    Account,
    Agency,
    Case,
    Intervention,
    Programme,
    Release,
    ReleaseCell,
    ReleaseTruth,
    TrainingEnrolment,
)
from db.models.base import Query
from db.releases import counts
from db.releases.names import is_trust
from db.store.engine import connect
from tests.browser.server import keys_of

THRESHOLD, BASE = 2_000, 5
#: True counts of registrations, by agency, sex and age; those under the threshold are hidden.
AGENCIES = {"RBT-A": 2_731, "RBT-H": 3_187, "CAS-A": 1_303, "CAS-S": 1_511}
SEXES = {Sex.WOMAN: 4_391, Sex.MAN: 2_903, Sex.OTHER: 1_438}
BORN = {"15-24": (22, 2_217), "25-34": (30, 3_268), "35+": (45, 3_247)}
#: Enrolments are hidden altogether.
ENROLLED = 1_789
#: How every planted code of a card is written.
CODES = re.compile(r"WXW\d{4}")
FIRST_ID = 8_000_000


@dataclass(frozen=True)
class Planted:
    """The database, what a partner may read of it, and what must not leave it."""

    database: Path
    shown: frozenset[int]
    secret: frozenset[int]


def demo_with_planted_counts(made: Path, folder: Path) -> Planted:
    """A copy of a demo whose last release is made anew of planted counts; the first is its own."""
    database = folder / "planted.db"
    shutil.copyfile(made / "demo.db", database)
    shutil.copy2(keys_of(made / "demo.db"), keys_of(database))
    engine = connect(f"sqlite:///{database}")
    with Session(engine.execution_options(writes=True)) as session:
        _plant(session)
        session.commit()
        found = _shown_and_secret(session)
    engine.dispose()
    return Planted(database, *found)


def _plant(session: Session) -> None:
    last = session.exec(select(Release).order_by(col(Release.number).desc())).first()
    assert last is not None
    for table in (ReleaseCell, ReleaseTruth):
        session.execute(sa.delete(table).where(col(table.release_id) == last.id))
    period = period_of(last.period_start, last.period_end)
    session.delete(last)
    programme = session.exec(select(Programme)).one()
    programme.release_threshold, programme.release_base = THRESHOLD, BASE
    session.flush()
    _register(session, period)
    by = session.exec(select(Account.id).where(Account.role == Role.MANAGER)).one() or 0
    digest = releases.preview(session, period, by=by).digest()
    releases.freeze(session, FreezeInput(period, "planted", digest), by=by)


def _register(session: Session, period: Period) -> None:
    """As many people as are missing to the planted counts."""
    agencies = dict(session.exec(select(Agency.code, Agency.id)).all())
    by = session.exec(select(Account.id).where(Account.role == Role.AGENT)).first()
    ages = {band: count for band, (_, count) in BORN.items()}
    places = _missing(AGENCIES, _counted(session, "registrations", "agency", period))
    sexes = _missing(
        {sex.value: count for sex, count in SEXES.items()},
        _counted(session, "registrations", "sex", period),
    )
    bands = _missing(ages, _counted(session, "registrations", "age", period))
    cases, met, courses = [], [], []
    enrolled = ENROLLED - sum(_counted(session, "enrolments", "sex", period).values())
    for number, (place, sex, band) in enumerate(zip(places, sexes, bands, strict=True)):
        known = {"agency_id": agencies[place], "case_id": FIRST_ID + number}
        entered = {"entered_by": by, "submission_id": f"planted-{number}"}
        cases.append(
            {
                "id": known["case_id"],
                "code": f"WXW{number:04}",
                "agency_id": known["agency_id"],
                "sex": Sex(sex),
                "birth_year": period.start.year - BORN[band][0],
                "opened_on": period.start,
                "opened_by": by,
            }
        )
        met.append(
            {**known, **entered, "type": "REGISTRATION", "mode": "AGENCY"}
            | {"happened_on": period.start}
        )
        if number < enrolled:
            courses.append(
                {**known, **entered, "type": "OFPPT", "status": TrainingStatus.ENROLLED}
                | {"starts_on": period.start, "status_on": period.start}
            )
    for model, rows in ((Case, cases), (Intervention, met), (TrainingEnrolment, courses)):
        session.execute(sa.insert(model), rows)
    session.flush()


def _counted(session: Session, measure: str, by: str, period: Period) -> Mapping[str, int]:
    people = counts.persons(session, measure, period.start, period.end)
    return counts.tally(session, measure, by, people)


def _missing(wanted: Mapping[str, int], there: Mapping[str, int]) -> Iterator[str]:
    """Each code as often as it is missing."""
    lines: Iterable[Iterator[str]] = (
        repeat(code, count - there[code]) for code, count in wanted.items()
    )
    return chain.from_iterable(lines)


def _shown_and_secret(session: Session) -> tuple[frozenset[int], frozenset[int]]:
    """The numbers of all cells; the large true counts that are not among them."""
    numbers = (ReleaseCell.value, ReleaseCell.lower, ReleaseCell.upper, ReleaseCell.n)
    query: Query = sa.select(*map(col, numbers)).where(col(ReleaseCell.mark) == Mark.PUBLISHED)
    shown = {value for row in session.execute(query) for value in row if value is not None}
    truths = session.exec(select(ReleaseTruth.table_code, ReleaseTruth.value)).all()
    true = {value for code, value in truths if value >= 1_000 and not is_trust(code)}
    return frozenset(shown), frozenset(true - shown)
