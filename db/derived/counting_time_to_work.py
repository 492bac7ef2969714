"""What one person adds to the tallies of how soon people find work, and how soon it ends.

``WAITING``: people still followed, by the day of their first contact. ``GONE``: people who left or
whose case was closed, by the days since then. Both stand once without a code, and once under each
kind of work that the person had begun by then. ``BEGAN``: people who began a kind of work, by the
days to it. ``LASTED``: jobs, once for each check that may be the last one due, by what ended them
and the month to which they were followed.

All stand by the month of the first contact (``LASTED``: of the job's first day), and all but
``WAITING`` also by the day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from db.codes import OUTCOME_GROUP_OF
from db.derived import facts as parts
from db.derived.facts import Facts
from db.derived.keys import Counts, in_month, whole
from db.models import at_work, competing_risks
from db.models.at_work import Check
from db.models.tallies import BEGAN, GONE, WAITING, lasted_to

_WAGE = "WAGE"


class _Job(NamedTuple):
    """First day, agency, kind, the day on which it was stored to have ended, and its checks."""

    day: int
    agency: int
    kind: str
    ended_on: int | None
    checks: list[Check]

    @property
    def gone(self) -> int | None:
        """The day on which the person was first known to be gone."""
        said = [each.done for each in self.checks if each.status in competing_risks.GONE]
        return min((day for day in said if day is not None), default=None)


def add(found: Counts, person: list[Any], facts: Facts) -> None:
    """All of one person, from the row of the person on."""
    sex, _, closed_on, reason, *_ = person
    jobs = list(_jobs(facts))
    for day, agency, *_ in facts.get(parts.FIRST, []):
        _waits(
            found, sex, competing_risks.ends_of(closed_on, reason, _gone(jobs)), day, agency, jobs
        )
    for job in jobs:
        _job(found, sex, job)


def _jobs(facts: Facts) -> Iterator[_Job]:
    """A check that was cancelled since has said what it said."""
    checks: dict[int, list[Check]] = defaultdict(list)
    for due, *_, month, status, work, done, _ in facts.get(parts.CHECKS, []):
        checks[work].append(Check(month, due, status, done))
    for day, agency, kind, *_, ended_on, _, work, _ in facts.get(parts.WORK, []):
        yield _Job(day, agency, kind, ended_on, checks[work])


def _gone(jobs: list[_Job]) -> int | None:
    return min((job.gone for job in jobs if job.gone is not None), default=None)


def _waits(
    found: Counts,
    sex: str,
    ends: dict[int, int | None],
    day: int,
    agency: int,
    jobs: list[_Job],
) -> None:
    began: dict[str, int] = {}
    for job in jobs:
        if job.day >= day:
            group = OUTCOME_GROUP_OF[job.kind]
            began[group] = min(job.day, began.get(group, job.day))
    came = competing_risks.first_of(day, ends)
    over = None if came is None else came[0]
    in_time = [group for group, on in began.items() if over is None or on <= over]
    for group in in_time:
        whole(found, BEGAN, group, agency, day, began[group] - day, sex)
    for code in ("", *in_time):
        if over is None:
            in_month(found, WAITING, code, agency, day, day, sex)
        else:
            whole(found, GONE, code, agency, day, over - day, sex)


def _job(found: Counts, sex: str, job: _Job) -> None:
    if OUTCOME_GROUP_OF[job.kind] != _WAGE:
        return
    for due, (month, cause) in at_work.follow_ups(job.ended_on, job.checks).items():
        whole(found, lasted_to(due), str(cause), job.agency, job.day, month, sex)
