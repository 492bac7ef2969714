"""The rows of the oracle: a small programme of 2021 and 2022, entered by the acts of agents.

Whoever tells it stands half an hour into 1 July 2022 in Casablanca; in UTC it is still 30 June. The
agencies: Rabat (R), Casablanca (C), and Tanger (T), which closed on 31 May 2022. Each line is one
row; what it is there for stands beside it. The values that follow are worked out by hand, from
``docs/domain.md``, in ``test_indicator_oracle.py`` and the file beside it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlmodel import Session

from db.actions import (
    courses,
    merges,
    transfers,
)
from db.codes import CountMeasure, TrustMode, TrustMoment
from db.inputs.courses import CourseInput
from db.inputs.duplicates import Merge
from db.inputs.parse import validated
from db.inputs.tasks import TransferAsked
from db.models import (
    Account,
    Agency,
    AgencyCount,
    Posting,
)
from tests.cast import CAST
from tests.db.measures.events import Stage
from tests.db.measures.telling import AGENTS, TODAY, C, R, T, Telling, day

__all__ = ["TODAY", "C", "R", "Story", "T"]


class Story(Telling):
    """Enters the rows; ``who`` holds the people by name."""

    def __init__(self, session: Session, patch: pytest.MonkeyPatch) -> None:
        super().__init__(session, patch)
        self._postings()
        self._met()
        self._sent()
        self._learned()
        self._worked()
        # From here on carlos is of Casablanca, and the two cards of fatou are one person's.
        self._together()
        self._later()
        self._asked()
        self._registers()
        session.get_one(Agency, T).closed_on = day("2022-05-31")
        session.flush()

    # Who was posted where

    def _postings(self) -> None:
        self._agent(50, "agent.tanger")
        for account, agency, first, last in (
            (AGENTS[R], R, "2021-01-01", None),
            (AGENTS[C], C, "2021-01-01", None),
            # At two agencies in March, and one person.
            (AGENTS[C], T, "2022-03-01", "2022-03-30"),
            # Until nobody says when: the agency closes on 31 May.
            (AGENTS[T], T, "2021-06-01", None),
            # Moves from R to C within the half-year.
            (CAST.closed, R, "2022-02-01", "2022-05-15"),
            (CAST.closed, C, "2022-05-16", None),
        ):
            self.session.add(
                Posting(account_id=account, agency_id=agency, starts_on=day(first),
                        ends_on=day(last) if last else None)
            )  # fmt: skip
        # Closed half an hour into 30 June where the programme runs, on 29 June in UTC.
        closed = self.session.get_one(Account, CAST.closed)
        closed.closed_at = datetime(2022, 6, 29, 23, 30, tzinfo=UTC)
        self.session.flush()

    # Interventions

    def _met(self) -> None:
        new, met = self._new, self._meet
        new("awa", "F", 1990, R, "2021-12-31", "REGISTRATION")  # on the last day of a year
        met("awa", R, "2022-01-01", "POSITIONING")
        new("binta", "F", 1995, R, "2022-01-01")
        met("binta", R, "2022-01-31", "REGISTRATION")  # 30 days after
        new("carlos", "M", 1998, R, "2022-01-10")
        met("carlos", R, "2022-01-20", "POSITIONING")
        new("dora", "F", 2005, C, "2022-06-01")  # a minor, met 30 days ago
        met("dora", C, "2022-07-01", "REGISTRATION")  # today, 30 days after
        new("emil", "X", 1957, C, "2022-06-02")  # sex not said; met 29 days ago
        met("emil", C, "2022-06-03", "REGISTRATION")
        new("fatou", "F", 1988, R, "2022-03-05")
        met("fatou", R, "2022-04-02", "REGISTRATION")
        new("fatou's other card", "F", 1988, C, "2022-03-01")
        met("fatou's other card", C, "2022-03-28", "REGISTRATION")
        struck = new("gil", "M", 1985, R, "2022-02-03")
        met("gil", R, "2022-02-10", "REGISTRATION")
        self._strike("intervention", struck)
        struck = new("hana", "F", 1992, R, "2022-05-05", "REGISTRATION")
        self._strike("intervention", struck)  # nothing is left of her
        new("kofi", "M", 1979, R, "2022-06-30", "SELF_EMP")  # on the last day of a half-year
        new("lamine", "M", 1970, C, "2022-01-15")
        new("mina", "F", 1968, C, "2021-12-01")
        session = self._gather("INFO_SESSION", R, "2022-03-01", women=8, men=4)
        self._name(session, ["awa"], {"ibra": ("M", 2000), "jana": ("F", 2002)})
        met("ibra", R, "2022-03-02", "POSITIONING")
        met("jana", R, "2022-03-21", "REGISTRATION")  # 20 days after the session
        self._gather("COORD", R, "2022-03-15", women=2, men=3)
        self._gather("COORD", C, "2022-04-15", women=1, men=1)
        self._strike("intervention", self._gather("COORD", C, "2022-04-20", women=1, men=1))

    # Referrals

    def _sent(self) -> None:
        self._send("awa", R, "2022-01-10", "TRAINING", "ACCEPTED", "2022-02-05")  # 26 days
        self._send("awa", R, "2022-04-01", "TRAINING", "NO_REPLY", "2022-05-01")
        self._send("binta", R, "2022-02-01", "WORK", "SERVED", "2022-03-04")  # 31 days
        self._send("binta", R, "2022-03-01", "PROCEDURES", to_agency_id=T, organisation_id=None)
        self._send("dora", C, "2022-06-01", "SOCIAL", "ACCEPTED", "2022-06-03")  # sent 30 days ago
        self._send("lamine", C, "2022-03-01", "TRAINING", "SERVED", "2022-03-05", may_share=False)
        self._strike("referral", self._send("kofi", R, "2022-06-30", "TRAINING"))

    # Courses

    def _learned(self) -> None:
        enrol, awa = self._enrol, "awa"
        enrol(awa, "EN_CEF", "2022-02-01", "2022-04-30", "COMPLETED")
        enrol(awa, "LANGUAGE", "2022-03-01", "2022-06-30", "ONGOING")  # should have ended yesterday
        enrol("binta", "EN_CEF", "2022-03-01", "2022-05-31", "APPLIED")
        enrol("dora", "OFPPT", "2022-06-05", "2022-06-20", "DROPPED", drop_reason="DISTANCE")
        enrol("emil", "DIGITAL", "2022-06-05", None, "CERTIFIED")  # without a planned end
        enrol("lamine", "EN_CEF", "2022-02-01", "2022-05-31", "REJECTED")
        enrol("jana", "EN_CFA", "2022-04-01", "2022-05-31", "CERTIFIED")
        enrol("kofi", "SOFT", "2022-07-15", "2022-09-15", "ENROLLED")  # in two weeks
        self._strike("training", enrol("gil", "SOFT", "2022-02-15", "2022-05-31", "COMPLETED"))
        raw = {
            "submission_id": self._submission(), "type": "EN_CEF", "centre_id": 2, "places": "10",
            "starts_on": day("2022-03-10"), "ends_on": day("2022-05-31"), "agency_ids": [R, C],
        }  # fmt: skip
        course = courses.add(self.session, validated(CourseInput, raw), by=CAST.manager)
        # Both cards of one person in one course: the place that went further will stay, C's.
        for card, status in (("fatou", "ENROLLED"), ("fatou's other card", "COMPLETED")):
            enrol(card, "EN_CEF", "2022-03-10", "2022-05-31", status, course_id=course)

    # Work

    def _worked(self) -> None:
        work, check = self._work, self._check
        job = work("awa", "WAGE", "CDI", "2021-03-10", cnss=True)
        check(job, 12, "SAME", "2022-03-12")  # nobody asked at 3 and 6 months
        job = work("binta", "WAGE", "CDD", "2021-08-31", cnss=True)
        check(job, 6, "OTHER", "2022-03-02")  # due on 28 February: there is no 31st
        work("carlos", "WAGE", "ORAL", "2021-11-15", cnss=False)  # due on 15 May, never asked
        job = work("dora", "APPRENT", "CDD", "2021-10-01")
        check(job, 6, "NOT_WORK", "2022-06-05")
        work("emil", "COOP", "NA", "2021-12-01")  # due on 1 June, 30 days ago: not yet counted
        work("emil", "AUTO_ENT", "NA", "2021-11-30")  # due on 30 May, 32 days ago
        work("fatou", "INTERN", "IDMAJ", "2022-02-01")
        job = work("fatou's other card", "INTERN", "CDD", "2021-11-01")
        check(job, 6, "SAME", "2022-05-02")
        work("fatou's other card", "WAGE", "SEASON", "2022-02-15", cnss=True)
        job = work("gil", "WAGE", "CDI", "2021-11-01", cnss=True)
        check(job, 6, "SAME", "2022-05-02")
        self._strike("placement", job)
        work("jana", "WAGE", "CDI", "2022-04-01")  # whether it was declared is not known
        work("jana", "WAGE", "CDD", "2022-05-01", cnss=True)  # and the job that took its place
        job = work("ibra", "WAGE", "CDI", "2021-12-05", cnss=False)
        check(job, 3, "LEFT", "2022-03-06")  # cancels the check of 5 June
        job = work("kofi", "WAGE", "CDI", "2022-01-01", cnss=True)
        self._begin(job, "2021-12-31")  # its check of 1 July is of 30 June now, due since yesterday
        job = work("lamine", "WAGE", "INTERIM", "2021-11-01", cnss=False)
        check(job, 3, "UNREACH", "2022-02-03")
        check(job, 6, "REFUSED", "2022-05-02")
        job = work("mina", "WAGE", "CDI", "2021-10-01", cnss=True)
        check(job, 6, "DIED", "2022-04-03")  # in no figure any more

    # Moves, merges, strikes

    def _together(self) -> None:
        raw: dict[str, Any] = {
            "case_id": self.who["carlos"], "to_agency_id": C, "reason": "LIVES", "agrees": True,
        }  # fmt: skip
        asked = transfers.ask(self.session, validated(TransferAsked, raw), by=AGENTS[R])
        transfers.accept(self.session, asked, by=AGENTS[C])
        raw = {"kept_id": self.who["fatou"], "merged_id": self.who["fatou's other card"]}
        merges.merge(self.session, validated(Merge, raw), by=CAST.manager)

    def _later(self) -> None:
        """What carlos did at his new agency."""
        self._meet("carlos", C, "2022-02-10", "REGISTRATION")  # 31 days after he was met, at R
        self._meet("carlos", C, "2022-02-15", "POSITIONING")
        self._meet("carlos", C, "2022-03-01", "SELF_EMP")
        self._meet("carlos", C, "2022-04-01", "SELF_EMP")
        # Sent 31 days ago, answered on the 30th day.
        self._send("carlos", C, "2022-05-31", "TRAINING", "SERVED", "2022-06-30")
        # Completed, but it was to end today.
        self._enrol("carlos", "EN_CFA", "2022-03-01", "2022-07-01", "COMPLETED")

    # The survey

    def _asked(self) -> None:
        self._wave(21, "2022-02-01", "2022-02-28", R, C)
        # It ends on 30 June, which is over in Casablanca and not in UTC.
        self._wave(22, "2022-06-15", "2022-06-30", R)
        stage, days = Stage(self.session), [day("2022-02-10"), day("2022-02-20")]

        def said(wave: int, agency: int, t1: list[int], **more: Any) -> None:
            for at, value in enumerate(t1):
                on = days[at % 2] if wave == 21 else day("2022-06-20")
                known = {"d_fai": 98, "s_sat": 99} | {
                    name: each[at] if isinstance(each, list) else each
                    for name, each in more.items()
                }
                stage.answers(1, agency=agency, wave=wave, day=on, stored=on, t1=value, **known)

        fair = [3, 3, 2, 2, 1, 1, 1, 0, 0, 0, 97, 97, 98, 99]
        content = [3, 3, 3, 3, 3, 2, 2, 2, 2, 97, 97, 97, 98, 99]
        at_rabat = [10, 9, 8, 7, 7, 6, 6, 5, 5, 4, 2, 0, 98, 99]
        said(21, R, at_rabat, d_fai=fair, s_sat=content)
        said(21, R, [10, 10, 10], conflict_of_interest=True)  # asked by the agency's own agent
        said(21, R, [10, 10, 10, 10], mode=TrustMode.OPEN_LINK)  # whoever passed a poster
        said(21, R, [0, 0], moment=TrustMoment.T0)  # before the first service
        said(21, R, [0], moment=TrustMoment.NON_USER)
        struck = datetime.combine(day("2022-02-20"), time(12), UTC)
        said(21, R, [0, 0], voided_at=struck)
        said(21, C, [10] * 9 + [98] * 2, d_fai=3, s_sat=3)  # nine valid ones of the first item
        said(22, R, [8] * 8 + [1] * 2, sex=None)

    # The agencies' own registers

    def _registers(self) -> None:
        for agency, month, value in ((R, 4, 12), (C, 1, 10), (C, 2, 0), (T, 5, 3)):
            self.session.add(
                AgencyCount(
                    agency_id=agency,
                    month=date(2022, month, 1),
                    measure=CountMeasure.REGISTERED,
                    value=value,
                    source="register",
                )
            )
        self.session.flush()
