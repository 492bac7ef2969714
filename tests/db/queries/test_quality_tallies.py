"""Whatever was entered, and however, the kept counts say of its quality what the rows say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from statistics import median_high
from typing import Any

import pytest
from sqlmodel import Session, col, select

from db.access.clock import time_zone, today
from db.access.viewer import Viewer
from db.codes import RetentionStatus, TrainingStatus
from db.derived import tallies
from db.inputs.results import EARLIEST, ResultFilter, preset
from db.models import Case, TrainingEnrolment
from db.models.base import now
from db.queries import quality_digits, quality_doubts, quality_entry
from db.queries.quality_doubts import Rule
from db.queries.quality_score import Part, overdue_checks, quality
from tests.at_length import on, tries
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.derived.random_entries import EntryActs
from tests.db.measures.events import Stage
from tests.db.queries.entries_recount import Place, Recount

AGENCIES = (CAST.rabat, CAST.casablanca)


class Crowd:
    """People whose entries are often late, and often in no order."""

    def __init__(self, session: Session, seed: int) -> None:
        self.session, self.dice, self.stage = session, Random(seed), Stage(session)
        self.day, self.zone = today(session), time_zone(session)

    def _day(self) -> date:
        return self.day - timedelta(
            days=self.dice.choice([0, 30, *(self.dice.randint(0, 500) for _ in range(4))])
        )

    def _stored(self, day: date) -> datetime:
        """Often within an hour of midnight, where the zone says which day it is."""
        hour = time(self.dice.choice([0, 9, 23]), self.dice.randint(0, 59))
        late = timedelta(days=self.dice.choice([-1, 0, 1, 7, 8, 59, 60, 61, 200]))
        return datetime.combine(day + late, hour, self.zone)

    def fill(self, persons: int) -> None:
        for _ in range(persons):
            born = self.dice.choice([1940, 1948, 1950, *range(1960, 2014)])
            case = self.stage.case(self.dice.choice(AGENCIES), born=born)
            others = self.dice.choices([self._sent, self._trained, self._placed], k=3)
            for play in (*[self._met] * 3, *others):
                play(case, self.dice.choice(AGENCIES))
            if self.dice.random() < 0.3:
                self.session.get_one(Case, case).closed_on = self._day()
            if self.dice.random() < 0.3:
                self._gathered(case, self.dice.choice(AGENCIES))
        tallies.settle(self.session)

    def _met(self, case: int, agency: int) -> None:
        day = self._day()
        minutes: int | None = self.dice.choice([None, 10, 30, 33, 35, 50, 240, 241, 300])
        kind = self.dice.choice(["RECEPTION", "REGISTRATION"])
        stored: dict[str, Any] = {"entered_at": self._stored(day), "voided_at": self._void()}
        self.stage.met(case, day, kind, agency, minutes=minutes, **stored)

    def _void(self) -> datetime | None:
        return now() if self.dice.random() < 0.1 else None

    def _sent(self, case: int, agency: int) -> None:
        day = self._day()
        self.stage.sent(case, day, agency, entered_at=self._stored(day), voided_at=self._void())

    def _trained(self, case: int, agency: int) -> None:
        day = self._day()
        days = self.dice.choice([30, 730, 731])
        self.stage.course(
            case,
            day,
            agency,
            entered_at=self._stored(day),
            status=self.dice.choice([each for each in TrainingStatus if each != "DROPPED"]),
            planned_end_on=self.dice.choice([None, day + timedelta(days=days)]),
            voided_at=self._void(),
        )
        query = select(TrainingEnrolment).order_by(col(TrainingEnrolment.id).desc()).limit(1)
        newest = self.session.exec(query).one()
        newest.status_on = day + timedelta(days=self.dice.choice([-1, 0, 1]))

    def _placed(self, case: int, agency: int) -> None:
        day = self._day()
        hours = self.dice.choice([None, 40, 60, 60.5, 61])
        stored: dict[str, Any] = {"entered_at": self._stored(day), "voided_at": self._void()}
        stored["evidence"], stored["contract"] = self.dice.choice(
            [("SELF", "CDD"), ("CONTRACT", "CDD"), ("SELF", "ORAL"), ("CONTRACT", "ORAL")]
        )
        made = self.stage.work(case, day, agency=agency, hours_per_week=hours, **stored)
        for month in (3, 6, 12):
            answer: dict[str, object] = {}
            if self.dice.random() < 0.5:
                # Two on two days of one month are doubts about one entry.
                before = timedelta(days=self.dice.choice([-2, 0, 1, 2, 3, 10]))
                answer = {"done_on": day - before, "status": RetentionStatus.SAME}
            if self.dice.random() < 0.2:
                answer["cancelled_at"] = now()
            self.stage.check(made, month, day + timedelta(days=30 * month), **answer)

    def _gathered(self, case: int, agency: int) -> None:
        heads = self.dice.choice([(3, 2, 0), (50, 50, 0), (50, 50, 1)])
        day = self._day()
        group = self.stage.met(
            None, day, "INFO_SESSION", agency, heads, entered_at=self._stored(day), minutes=300
        )
        self.stage.met(case, day, agency=agency, group_id=group.id, minutes=300)


def filters(session: Session, seed: int, number: int) -> Iterator[ResultFilter]:
    dice, day = Random(seed), today(session)
    for _ in range(number):
        some = sorted(day - timedelta(days=dice.randint(-20, 500)) for _ in range(2))
        near = sorted(day - timedelta(days=dice.randint(0, 40)) for _ in range(2))
        choices = [preset("12m", day, EARLIEST), preset("last_month", day, EARLIEST), tuple(some)]
        start, end = dice.choice([*choices, tuple(near)])
        yield ResultFilter(start, end, frozenset(dice.choice([(), AGENCIES[:1], AGENCIES[1:]])))


def compare(session: Session, recount: Recount, wanted: ResultFilter, viewer: Viewer) -> None:
    agencies = set(wanted.agencies or viewer.agencies)

    def own(found: Counter[Place]) -> dict[Place, int]:
        return {place: n for place, n in found.items() if n and place[0] in agencies}

    told = quality(session, wanted, viewer=viewer)
    assert {
        (each.agency_id, each.month): (each.entries, each.in_time, each.median_days)
        for each in told.lateness
    } == {
        place: (len(days), sum(each <= 7 for each in days), median_high(days))
        for place, days in recount.waited(wanted).items()
        if place[0] in agencies
    }
    by_rule, doubtful = recount.doubts(wanted)
    assert {(each.rule, each.agency_id, each.month): each.number for each in told.doubts} == {
        key: n for key, n in by_rule.items() if key[1] in agencies
    }
    assert quality_doubts.found(session, wanted, viewer=viewer)[1] == own(doubtful)
    entries, (due, done) = recount.entries(wanted), recount.due(wanted)
    shares = {
        part: {
            (each.agency_id, each.month): (each.good, each.all)
            for each in told.shares
            if each.part is part
        }
        for part in (Part.FREE_OF_DOUBT, Part.CHECKS)
    }
    assert shares[Part.FREE_OF_DOUBT] == {
        place: (max(n - doubtful[place], 0), n) for place, n in own(entries).items()
    }
    assert shares[Part.CHECKS] == {place: (done[place], n) for place, n in own(due).items()}
    overdue = overdue_checks(session, wanted, viewer=viewer)
    assert overdue == {each: n for each, n in recount.overdue().items() if each in agencies}
    digits = quality_digits.digits(session, wanted, viewer=viewer)
    counted = [(each.n, each.round, each.buttons) for each in digits]
    assert counted == recount.digits(wanted, agencies)
    acts, stored = recount.acts_by_week(), recount.stored_by_week()
    for week in quality_entry.weeks(session, wanted, viewer=viewer):
        place = week.agency_id, week.monday
        assert (week.acts, week.entered) == (acts[place], stored[place])


def try_all(session: Session, seed: int, number: int) -> None:
    recount, viewer = Recount(session), CAST.viewer(session, CAST.manager)
    for wanted in filters(session, seed, number):
        compare(session, recount, wanted, viewer)


@POSTGRESQL_AT_LENGTH
def test_a_random_programme_is_as_good_as_its_rows(session: Session) -> None:
    Crowd(session, 1).fill(12)
    try_all(session, 2, 3)


@pytest.mark.parametrize(
    ("database", "seed"),
    [*on("sqlite", tries(1, 9)), *on("postgresql", tries(0, 10))],
    indirect=["database"],
)
def test_other_random_programmes_are(session: Session, seed: int) -> None:
    Crowd(session, seed).fill(80)
    EntryActs(session, seed).do(60)
    tallies.settle(session)
    try_all(session, seed, 20)
    every, _ = Recount(session).doubts(ResultFilter(date(2000, 1, 1), date(2099, 1, 1)))
    assert {rule for rule, *_ in every} == set(Rule)


@POSTGRESQL_AT_LENGTH
def test_the_newest_doubts_are_listed_whatever_their_days(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of each rule, the days of so many rows as are shown: those of all agencies on the last."""
    monkeypatch.setattr(quality_doubts, "ROWS", 3)
    Crowd(session, 4).fill(12)
    recount, viewer = Recount(session), CAST.viewer(session, CAST.manager)
    wanted = ResultFilter(*preset("12m", recount.today, EARLIEST))
    days: dict[Rule, list[tuple[date, int]]] = {rule: [] for rule in Rule}
    for rule, row, day in recount.doubts_of(wanted):
        days[rule].append((day, row.case_id or 0))
    for rule, found in days.items():
        listed = quality_doubts.rows(session, wanted, rule, viewer=viewer)
        newest = sorted(found, key=lambda each: (-each[0].toordinal(), each[1]))[:3]
        assert [each.day for each in listed] == [day for day, _ in newest], rule
        if rule is not Rule.BIG_GROUP:
            codes = [recount.cases[case].code for _, case in newest]
            assert [each.case_code for each in listed] == codes
    assert max(map(len, days.values())) > 3
