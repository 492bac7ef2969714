"""Indicators are of the programme's list, and each gives what was counted by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from sqlmodel import Session, select

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import OutcomeType, ReferralStatus, RetentionStatus, TrainingStatus
from db.inputs.results import ResultFilter
from db.measures.indicators import INDICATORS
from db.models import Code, Placement, TrustWave, TrustWaveAgency
from db.models.base import now
from tests.cast import CAST
from tests.db.measures.events import Stage, period

VOID: dict[str, Any] = {"voided_at": now(), "voided_by": CAST.manager, "void_reason": "MISTAKE"}
ELSEWHERE: dict[str, Any] = {"agency": CAST.casablanca}


class Told(NamedTuple):
    """A figure as the programme reads it."""

    value: float | None
    n: int
    numerator: int | None = None
    denominator: int | None = None


def share(numerator: int, denominator: int) -> Told:
    return Told(numerator / denominator, denominator, numerator, denominator)


class Year:
    """A year of Rabat, by days before today; it begins 180 days ago and ends 30 days from now.

    ``people`` 0 to 7 are met 100 days ago and registered, 8 is met and never registered, 9 is met
    ten days ago, and 10 long before. Whatever is void, elsewhere or outside counts nowhere.
    """

    def __init__(self, session: Session, stage: Stage) -> None:
        self.session, self.stage = session, stage
        self.people = [stage.case() for _ in range(11)]
        self.wanted: ResultFilter = period(self.ago(180), self.ago(-30), agencies=[CAST.rabat])

    def ago(self, days: int) -> date:
        return today(self.session) - timedelta(days=days)

    def met(self, who: int | None, days: int, kind: str, **more: Any) -> None:
        case = None if who is None else self.people[who]
        self.stage.met(case, self.ago(days), kind, **more)

    def course(self, who: int, status: TrainingStatus, end: int | None, **more: Any) -> None:
        """Begun 90 days ago unless ``days`` says otherwise; planned to end ``end`` days ago."""
        day = self.ago(more.pop("days", 90))
        ends = None if end is None else self.ago(end)
        self.stage.course(self.people[who], day, status=status, planned_end_on=ends, **more)

    def work(self, who: int, kind: OutcomeType, days: int = 80, **more: Any) -> Placement:
        return self.stage.work(self.people[who], self.ago(days), kind, **more)

    def check(
        self, work: Placement, due: int, status: RetentionStatus | None = None, **more: Any
    ) -> None:
        """The check at 6 months unless ``month`` says otherwise, due so many days ago."""
        done = {} if status is None else {"status": status, "done_on": self.ago(due)}
        self.stage.check(work, more.pop("month", 6), self.ago(due), **done, **more)


def first_contacts_and_registrations(year: Year) -> None:
    """IR2.1: persons 0-7. IR2.2: persons 0-8 are old enough for the question, 0-4 were in time."""
    for who in range(5):
        year.met(who, 100, "REGISTRATION")
    for who, after in ((5, 31), (6, 40), (7, 60)):
        year.met(who, 100, "RECEPTION")
        year.met(who, 100 - after, "REGISTRATION")
    year.met(0, 50, "REGISTRATION")
    year.met(8, 100, "RECEPTION")
    year.met(8, 90, "REGISTRATION", **VOID)
    year.met(8, 40, "REGISTRATION", **ELSEWHERE)
    year.met(9, 10, "RECEPTION")
    year.met(10, 181, "REGISTRATION")


def other_interventions(year: Year) -> None:
    """IR2.3: persons 0-5. IR2.4: persons 0-2. IR3.2: four meetings."""
    for who in (0, 0, 1, 2, 3, 4, 5):
        year.met(who, 60, "POSITIONING")
    year.met(6, 60, "POSITIONING", **ELSEWHERE)
    year.met(7, 55, "POSITIONING", **VOID)
    for who in (0, 1, 2, 2):
        year.met(who, 20, "SELF_EMP")
    for day in (180, 100, 20, 0):
        year.met(None, day, "COORD", heads=(3, 2, 0))
    year.met(None, 181, "COORD", heads=(3, 2, 0))
    year.met(None, 20, "COORD", heads=(3, 2, 0), **VOID)
    year.met(None, 20, "COORD", heads=(3, 2, 0), **ELSEWHERE)
    year.met(None, 20, "INFO_SESSION", heads=(9, 9, 1))


def referrals(year: Year) -> None:
    """IR1.1: persons 0-8. IR3.1: seven were sent over 30 days ago, three were answered in time."""
    soon: dict[str, Any] = {"status": ReferralStatus.SERVED, "answered_after": 30}
    late: dict[str, Any] = {"status": ReferralStatus.ACCEPTED, "answered_after": 31}
    for who, days, more in (
        (0, 31, soon), (0, 90, late), (1, 90, soon | {"type": "WORK"}),
        (1, 90, {"status": ReferralStatus.NO_REPLY}), (2, 31, {}), (3, 90, {"type": "SOCIAL"}),
        (4, 90, soon | {"type": "WORK", "may_share": False}),
        (2, 30, soon), (0, 181, soon), (5, 90, soon | VOID), (6, 90, soon | ELSEWHERE),
    ):  # fmt: skip
        year.stage.sent(year.people[who], year.ago(days), **more)
    for who in range(3, 9):
        year.stage.sent(year.people[who], year.ago(10))


def courses(year: Year) -> None:
    """IR1.2: persons 0-6. IR1.3: five courses have ended, three of them were completed."""
    year.course(0, TrainingStatus.COMPLETED, end=30)
    year.course(0, TrainingStatus.COMPLETED, end=1)
    year.course(1, TrainingStatus.CERTIFIED, end=30)
    year.course(2, TrainingStatus.DROPPED, end=30)
    year.course(3, TrainingStatus.ONGOING, end=30)
    year.course(4, TrainingStatus.COMPLETED, end=0)
    year.course(5, TrainingStatus.ENROLLED, end=None)
    year.course(6, TrainingStatus.ONGOING, end=-300)
    year.course(7, TrainingStatus.APPLIED, end=30)
    year.course(7, TrainingStatus.REJECTED, end=30)
    year.course(7, TrainingStatus.COMPLETED, end=30, days=181)
    year.course(7, TrainingStatus.COMPLETED, end=30, **VOID)
    year.course(7, TrainingStatus.COMPLETED, end=30, **ELSEWHERE)


def placements_and_checks(year: Year) -> None:
    """SO.1: persons 0-4. SO.2: person 0. SO.3: persons 0 and 1. SO.5: four of six wage jobs.

    SO.4: eight checks were answered or are over 30 days late, two of them found somebody working.
    """
    wage, late = OutcomeType.WAGE, RetentionStatus
    first = year.work(0, wage, cnss_declared=True)
    year.check(first, 50, late.SAME)
    year.check(first, 60, late.SAME, month=3)
    year.check(year.work(0, wage, contract="CDD", cnss_declared=True), 50, late.OTHER)
    year.check(year.work(1, wage, contract="SEASON", cnss_declared=True), 50, late.NOT_WORK)
    year.check(year.work(2, wage, contract="INTERIM", cnss_declared=True), 50, late.UNREACH)
    year.check(year.work(3, wage, cnss_declared=False), 50, late.REFUSED)
    year.check(year.work(4, wage, contract="ORAL", cnss_declared=True), 31)
    year.check(year.work(0, OutcomeType.COOP, contract="NA"), 50, late.TRAIN)
    year.check(year.work(7, wage, 181), 50, late.LEFT)
    year.check(year.work(1, OutcomeType.COMPANY, contract="NA"), 30)
    year.check(year.work(7, wage, 182), -20)
    year.check(year.work(7, wage, 400), 181, late.SAME)
    year.check(year.work(7, wage, 183), 50, cancelled_at=now())
    year.check(year.work(5, wage, **VOID), 50, late.SAME)
    year.check(year.work(6, wage, **ELSEWHERE), 50, late.SAME)
    for _ in range(2):
        year.check(year.work(0, OutcomeType.INTERN, contract="IDMAJ"), 50, late.SAME)
    year.work(1, OutcomeType.APPRENT)
    year.work(2, OutcomeType.OWN_ACC, contract="NA", **ELSEWHERE)
    year.work(3, OutcomeType.AUTO_ENT, contract="NA", **VOID)


def trust(year: Year) -> None:
    """Twelve answers in a wave that is over: seven trust, eight find it fair, nine are satisfied.
    In the wave that runs, which is not read, all do.
    """
    year.session.add(TrustWave(id=9, number=9, starts_on=year.ago(110), ends_on=year.ago(70)))
    year.session.flush()
    year.session.add(TrustWaveAgency(wave_id=9, agency_id=CAST.rabat))
    year.session.flush()
    for who in range(12):
        said: dict[str, Any] = {
            "t1": 8 if who < 7 else 3,
            "d_fai": 3 - (who >= 8) * 2,
            "s_sat": 2 - (who >= 9),
        }
        year.stage.answers(1, wave=9, day=year.ago(100), stored=year.ago(100), **said)
    year.stage.answers(40, day=year.ago(20), stored=year.ago(20), t1=9, d_fai=3, s_sat=3)


EXPECTED = {
    "IR1.1": Told(9, 9),
    "IR1.2": Told(7, 7),
    "IR1.3": share(3, 5),
    "IR2.1": Told(8, 8),
    "IR2.2": share(5, 9),
    "IR2.3": Told(6, 6),
    "IR2.4": Told(3, 3),
    "IR3.1": share(3, 7),
    "IR3.2": Told(4, 4),
    "SO.1": Told(5, 5),
    "SO.2": Told(1, 1),
    "SO.3": Told(2, 2),
    "SO.4": share(2, 8),
    "SO.5": share(4, 6),
    "TR.1": share(7, 12),
    "TR.2": share(8, 12),
    "TR.3": share(9, 12),
}


@pytest.fixture
def year(session: Session, stage: Stage) -> Year:
    made = Year(session, stage)
    first_contacts_and_registrations(made)
    other_interventions(made)
    referrals(made)
    courses(made)
    placements_and_checks(made)
    trust(made)
    return made


def test_they_are_of_the_list(session: Session) -> None:
    known = session.exec(select(Code.code).where(Code.list == "INDICATOR")).all()
    assert set(INDICATORS) == set(known)


def test_each_gives_what_was_counted_by_hand(session: Session, manager: Viewer, year: Year) -> None:
    found = {
        code: measure(session, year.wanted, viewer=manager) for code, measure in INDICATORS.items()
    }
    told = {
        code: Told(each.value, each.n, each.numerator, each.denominator)
        for code, each in found.items()
    }
    assert told == EXPECTED
    assert len(set(EXPECTED.values())) == len(EXPECTED)


def test_without_rows_a_count_is_zero_and_a_share_is_none(
    session: Session, manager: Viewer
) -> None:
    wanted = period(date(2026, 1, 1), date(2026, 12, 31))
    for code, measure in INDICATORS.items():
        found = measure(session, wanted, viewer=manager)
        is_share = EXPECTED[code].denominator is not None
        assert (found.value, found.n) == (None if is_share else 0, 0)
        # Of trust, "none" and "too few to be shown" have the same numbers: none.
        is_counted = is_share and not code.startswith("TR.")
        assert (found.denominator is not None) == is_counted


def test_nobodys_sex_cuts_a_meeting(session: Session, manager: Viewer, year: Year) -> None:
    men = period(year.wanted.start, year.wanted.end, agencies=[CAST.rabat], sexes=["M"])
    assert INDICATORS["IR3.2"](session, men, viewer=manager).value == 4
    assert INDICATORS["IR2.3"](session, men, viewer=manager).value == 0
