"""How good the entries are, counted row by row from whole tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from db.access.clock import time_zone, today
from db.codes import ENTERED_TRAINING, TrainingStatus
from db.inputs.results import ResultFilter
from db.models import (
    Case,
    FirstContact,
    Intervention,
    Placement,
    Referral,
    RetentionCheck,
    TrainingEnrolment,
)
from db.models.doubts import Rule

ENDED = {TrainingStatus.COMPLETED, TrainingStatus.CERTIFIED, TrainingStatus.DROPPED}
#: Agency, and the first day of a month or week.
Place = tuple[int, date]


class Recount:
    """All rows of a database, read once."""

    def __init__(self, session: Session) -> None:
        def rows(table: Any) -> list[Any]:
            found = session.exec(select(table)).all()
            return [row for row in found if getattr(row, "voided_at", None) is None]

        self.zone, self.today = time_zone(session), today(session)
        interventions = rows(Intervention)
        self.acts = [each for each in interventions if each.group_id is None]
        self.named = [each for each in interventions if each.group_id is not None]
        self.sent, self.work = rows(Referral), rows(Placement)
        self.courses, self.checks = rows(TrainingEnrolment), rows(RetentionCheck)
        self.cases = {each.id: each for each in rows(Case)}
        self.first = {each.case_id: each for each in rows(FirstContact)}

    def _done(self) -> Iterator[tuple[Any, date]]:
        yield from ((each, each.happened_on) for each in self.acts)
        yield from ((each, each.sent_on) for each in self.sent)

    def _begun(self) -> Iterator[tuple[Any, date]]:
        yield from ((each, each.starts_on) for each in (*self.work, *self.courses))

    def _stored(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def waited(self, wanted: ResultFilter) -> dict[Place, list[int]]:
        found = defaultdict(list)
        for row, day in self._done():
            if wanted.start <= day <= wanted.end:
                days = (self._stored(row.entered_at) - day).days
                found[row.agency_id, day.replace(day=1)].append(min(max(days, 0), 60))
        return found

    def acts_by_week(self) -> Counter[Place]:
        return Counter((row.agency_id, _monday(day)) for row, day in self._done())

    def stored_by_week(self) -> Counter[Place]:
        every = (*self._done(), *self._begun())
        return Counter((row.agency_id, _monday(self._stored(row.entered_at))) for row, _ in every)

    def entries(self, wanted: ResultFilter) -> Counter[Place]:
        every = (*self._done(), *self._begun())
        return Counter(
            (row.agency_id, day.replace(day=1))
            for row, day in every
            if wanted.start <= day <= wanted.end
        )

    def due(self, wanted: ResultFilter) -> tuple[Counter[Place], Counter[Place]]:
        """Checks whose time is over, and those of them that are answered."""
        every, done = Counter[Place](), Counter[Place]()
        for check, agency_id in self._checks():
            if wanted.start <= check.due_on <= wanted.end:
                place = agency_id, check.due_on.replace(day=1)
                every[place] += 1
                done[place] += check.done_on is not None
        return every, done

    def overdue(self) -> Counter[int]:
        return Counter(agency for check, agency in self._checks() if check.done_on is None)

    def _checks(self) -> Iterator[tuple[RetentionCheck, int]]:
        agency_of = {each.id: each.agency_id for each in self.work}
        for check in self.checks:
            is_over = check.due_on < self.today - timedelta(days=30)
            if check.placement_id in agency_of and check.cancelled_at is None and is_over:
                yield check, agency_of[check.placement_id]

    def digits(self, wanted: ResultFilter, agencies: set[int]) -> list[tuple[int, ...]]:
        """Numbers and round ones: durations beside the buttons, ages, years of birth."""
        minutes = [
            each.minutes
            for each in self.acts
            if each.agency_id in agencies and wanted.start <= each.happened_on <= wanted.end
        ]
        buttons = [each for each in minutes if each in (10, 20, 30, 45, 60)]
        typed = [each for each in minutes if each and each not in (10, 20, 30, 45, 60)]
        people = [
            (first.contacted_on.year, self.cases[first.case_id].birth_year)
            for first in self.first.values()
            if first.agency_id in agencies and wanted.start <= first.contacted_on <= wanted.end
        ]
        born = [(year - birth, birth) for year, birth in people if birth]
        born = [each for each in born if 23 <= each[0] <= 62]
        return [
            (len(typed), sum(each % 5 == 0 for each in typed), len(buttons)),
            (len(born), sum(age % 5 == 0 for age, _ in born), 0),
            (len(born), sum(birth % 5 == 0 for _, birth in born), 0),
        ]

    def doubts(
        self, wanted: ResultFilter
    ) -> tuple[Counter[tuple[Rule, int, date]], Counter[Place]]:
        """By rule, agency and month; and entries, each once a month."""
        by_rule, entries = Counter[tuple[Rule, int, date]](), defaultdict(set)
        for rule, row, day in self.doubts_of(wanted):
            month = day.replace(day=1)
            by_rule[rule, row.agency_id, month] += 1
            if getattr(row, "group_id", None) is None:
                entries[row.agency_id, month].add(id(row))
        return by_rule, Counter({place: len(each) for place, each in entries.items()})

    def doubts_of(self, wanted: ResultFilter) -> Iterator[tuple[Rule, Any, date]]:
        """Rule, entry and day of each in a period."""
        for rule, row, day in self._doubts():
            if wanted.start <= day <= wanted.end:
                yield rule, row, day

    def _doubts(self) -> Iterator[tuple[Rule, Any, date]]:
        for act in (*self.acts, *self.named):
            yield from ((rule, act, act.happened_on) for rule in self._of_act(act))
        for job in self.work:
            yield from ((rule, job, job.starts_on) for rule in self._of_job(job))
            for check in self.checks:
                is_answer = check.placement_id == job.id and check.done_on is not None
                if is_answer and check.done_on < job.starts_on:
                    yield Rule.ANSWER_FIRST, job, check.done_on
        for course in self.courses:
            yield from ((rule, course, course.starts_on) for rule in self._of_course(course))
        for case_id, first in self.first.items():
            birth = self.cases[case_id].birth_year
            if birth and not 15 <= first.contacted_on.year - birth <= 75:
                yield Rule.AGE, first, first.contacted_on

    def _of_act(self, act: Intervention) -> Iterator[Rule]:
        if act.case_id is None:
            if (act.women or 0) + (act.men or 0) + (act.other or 0) > 100:
                yield Rule.BIG_GROUP
            return
        closed = self.cases[act.case_id].closed_on
        if closed and act.happened_on > closed:
            yield Rule.AFTER_CLOSING
        if act.group_id is None and (act.minutes or 0) > 240:
            yield Rule.LONG_ACT

    def _of_job(self, job: Placement) -> Iterator[Rule]:
        first = self.first.get(job.case_id)
        if first is None or job.starts_on < first.contacted_on:
            yield Rule.PLACED_FIRST
        elif self._registered_on(first) > job.starts_on:
            yield Rule.REGISTERED_LATE
        if (job.hours_per_week or 0) > 60:
            yield Rule.MANY_HOURS
        if (job.evidence, job.contract) == ("CONTRACT", "ORAL"):
            yield Rule.SEEN_UNWRITTEN
        birth = self.cases[job.case_id].birth_year
        if birth and job.starts_on.year - birth < 18 and job.type != "APPRENT":
            yield Rule.MINORS_WORK

    @staticmethod
    def _registered_on(first: FirstContact) -> date:
        after = first.registered_after
        return date.min if after is None else first.contacted_on + timedelta(days=after)

    def _of_course(self, course: TrainingEnrolment) -> Iterator[Rule]:
        first = self.first.get(course.case_id)
        is_early = first is None or course.starts_on < first.contacted_on
        if course.status in ENTERED_TRAINING and is_early:
            yield Rule.COURSE_FIRST
        if course.status in ENDED and course.status_on < course.starts_on:
            yield Rule.END_FIRST
        ends = course.planned_end_on
        if ends is not None and (ends - course.starts_on).days > 730:
            yield Rule.LONG_COURSE


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
