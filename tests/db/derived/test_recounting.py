"""Nobody changes what is counted without a new edition, or a database keeps the old counts.

A small programme of fixed days stands for all that can be told of people; what is known of it, and
what that adds up to, are hashed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from sqlmodel import Session

from db.codes import (
    CONTRACTS,
    RETENTION_MONTHS,
    OutcomeType,
    ReferralStatus,
    RetentionStatus,
    Sex,
    TrainingStatus,
)
from db.derived import counting, facts, recounting
from db.derived.keys import Counts
from db.models import Case, quality_tallies, referral_tallies, tallies
from db.models.doubts import Rule
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.measures.events import Stage

#: The edition, and the hash of what it counts.
EDITION = (13, "480e7947c363b47f")
TOLD = """
What is counted has changed, and databases that are there hold the old counts. Raise ``EDITION`` in
db/derived/recounting.py, so that the next start counts anew, and put the new pair here: {found}.
(If only this programme was changed, put the pair here and leave ``EDITION``.)
"""
FIRST, PEOPLE = date(2024, 1, 3), 60
TYPES = ("RECEPTION", "REGISTRATION", "POSITIONING", "CV", "REGISTRATION")
#: On both sides of every limit.
MINUTES, HOURS = (None, 20, 25, 33, 240, 241), (None, 60, 61)
BORN = (1948, 1949, 1961, 1962, 1990, 2001, 2002, 2009, 2010)
LATER = (0, 1, 9, 30, 31, 60, 75, 90, 91)
Each = TypeVar("Each")


class Programme:
    """Each person is another mixture: numbers that share no factor go round."""

    def __init__(self, session: Session) -> None:
        self.stage, self.session = Stage(session), session
        self._number, self._asked, self._works = 0, 0, 0
        #: By agency, who came to its last session.
        self._came: dict[int, int] = {}

    def tell(self) -> None:
        for self._number in range(PEOPLE):
            self._asked = self._number
            self._person()
        for self._number in range(PEOPLE // 4):
            self._asked = self._number
            self._session()
        self.session.flush()

    def _one(self, several: Sequence[Each]) -> Each:
        """The next answer of this person."""
        self._asked += 7 + self._number // len(several)
        return several[self._asked % len(several)]

    def _days(self, day: date) -> date:
        return day + timedelta(days=self._one(LATER))

    def _stored(self, day: date) -> datetime:
        """An hour before midnight in UTC, when it is the next day in Morocco."""
        return datetime(day.year, day.month, day.day, 23, tzinfo=UTC) + timedelta(
            days=self._one(LATER)
        )

    def _person(self) -> None:
        stage, day = self.stage, FIRST + timedelta(days=3 * self._number)
        sex, channel = self._one(list(Sex)), self._one(("NS", "PEER", "CSO"))
        case = stage.case(self._one((1, 2)), sex, self._one(BORN), channel)
        on = day
        for _ in range(self._number % 5):
            on, minutes = self._days(on), self._one(MINUTES)
            where, kind, stored = self._one((1, 1, 2)), self._one(TYPES), self._stored(on)
            stage.met(case, on, kind, where, minutes=minutes, entered_at=stored)
        for part in (self._sent, self._learned, self._worked):
            for _ in range(self._one((0, 1, 1, 2))):
                part(case, self._days(day), self._one((1, 2)))
        if self._one((True, False, False)):
            row = self.session.get_one(Case, case)
            row.closed_on, row.close_reason = self._days(day), self._one(("LEFT", "OTHER"))

    def _sent(self, case: int, day: date, agency: int) -> None:
        status, kind = self._one(list(ReferralStatus)), self._one(("TRAINING", "WORK"))
        is_open = status in (ReferralStatus.SENT, ReferralStatus.NO_REPLY)
        after = None if is_open else self._one(LATER)
        organisation, agency_to = self._one(((2, None), (None, 3)))
        self.stage.sent(
            case, day, agency, type=kind, status=status, answered_after=after,
            refusal_reason="OTHER" if status is ReferralStatus.REFUSED else None,
            may_share=self._one((True, False)), entered_at=self._stored(day),
            organisation_id=organisation, to_agency_id=agency_to,
        )  # fmt: skip

    def _learned(self, case: int, day: date, agency: int) -> None:
        status, kind = self._one(list(TrainingStatus)), self._one(("EN_CEF", "LANGUAGE"))
        ends = self._one((None, self._days(day), day + timedelta(days=731)))
        reason = "DISTANCE" if status is TrainingStatus.DROPPED else None
        self.stage.course(
            case, day, agency, type=kind, status=status, planned_end_on=ends, drop_reason=reason,
            centre_id=self._one((None, 2)), status_on=day + timedelta(days=self._one((-3, 0, 9))),
            entered_at=self._stored(day),
        )  # fmt: skip

    def _worked(self, case: int, day: date, agency: int) -> None:
        kind, self._works = self._one(list(OutcomeType)), self._works + 1
        ended = self._one((None, None, self._days(day)))
        work = self.stage.work(
            case, day, kind, agency, id=self._works, contract=self._one(CONTRACTS[kind]),
            evidence=("SELF", "CONTRACT", "REGISTER")[self._works % 3], ended_on=ended,
            cnss_declared=self._one((None, True, False)), hours_per_week=self._one(HOURS),
            entered_at=self._stored(day),
        )  # fmt: skip
        for month in (3, 6)[: self._one((0, 1, 2))]:
            due, status = day + timedelta(days=30 * month), self._one([None, *RetentionStatus])
            done = None if status is None else self._days(self._one((day - timedelta(days=9), due)))
            is_over = self._one((False, False, True))
            self.stage.check(
                work, month, due, status=status, done_on=done,
                cancelled_at=self._stored(due) if is_over else None,
            )  # fmt: skip

    def _session(self) -> None:
        day = FIRST + timedelta(days=11 * self._number)
        heads = self._one(((3, 2, 0), (60, 40, 0), (60, 40, 1)))
        kind, minutes = self._one(("COORD", "INFO_SESSION")), self._one(MINUTES)
        held = self.stage.met(
            None, day, kind, self._one((1, 2)), heads, minutes=minutes, entered_at=self._stored(day)
        )
        if kind != "COORD":
            # Two of three come for the first time, the third came to the one before.
            case = self._came.get(held.agency_id)
            if case is None or self._number % 3:
                case = self.stage.case(held.agency_id, self._one(list(Sex)))
            self._came[held.agency_id] = case
            self.stage.met(
                case, day, kind, held.agency_id, group_id=held.id, entered_at=self._stored(day)
            )


def counted(session: Session) -> tuple[list[str], Counts]:
    """What is known of each owner, whatever their number, and what all of it adds up to."""
    known, total = [], Counts()
    for _, each in facts.known(session.connection()):
        known.append(facts.written(each))
        counting.add(total, each)
    return sorted(known), total


@POSTGRESQL_AT_LENGTH
def test_what_is_counted_is_of_its_edition(session: Session) -> None:
    Programme(session).tell()
    known, total = counted(session)
    text = json.dumps([known, sorted((*key, n) for key, n in total.items() if n)])
    found = recounting.EDITION, hashlib.sha256(text.encode()).hexdigest()[:16]
    assert found == EDITION, TOLD.format(found=found)


@POSTGRESQL_AT_LENGTH
def test_the_programme_knows_every_kind_and_every_doubt(session: Session) -> None:
    """Else a kind could be counted otherwise without a word."""
    Programme(session).tell()
    _, total = counted(session)
    not_counted = {"REVISION", "REGISTERED", "RETURNED", "POSITIONED", "TRAINED", "CHANNEL"}
    not_counted |= {"WAITS", "DONE", "ON_THE_WAY", "ALL", "LASTED"}
    wanted = {
        value
        for name, value in vars(tallies).items()
        if name.isupper() and isinstance(value, str) and name not in not_counted
    }
    wanted |= {tallies.lasted_to(month) for month in RETENTION_MONTHS}
    wanted |= {referral_tallies.SENT_TO, referral_tallies.ANSWERED_IN, referral_tallies.ANSWERED_ON}
    kinds = quality_tallies
    wanted |= {kinds.WAITED, kinds.BEGUN, kinds.ACTS_OF_WEEK, kinds.STORED, kinds.DOUBTS}
    wanted |= {kinds.DOUBTFUL, kinds.DUE, kinds.DIGITS}
    assert wanted <= {kind for kind, *_ in total}
    doubts = {code for kind, _, _, code, *_ in total if kind == kinds.DOUBTS}
    assert doubts == {rule.value for rule in Rule}
