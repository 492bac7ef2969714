"""A score of an agency's month from four shares, each with what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from sqlmodel import Session

from db.access.clock import today
from db.access.viewer import Viewer
from db.inputs.dates import month_of
from db.inputs.results import ResultFilter
from db.models.quality_tallies import ANSWERED
from db.queries import quality_doubts, quality_entry, quality_tallies
from db.queries.quality_doubts import Doubts
from db.queries.quality_entry import Lateness, Week, agencies_of

#: A check counts from so many days after its day: until then it is only due.
CHECK_DAYS = 30
#: Agency and month.
Place = tuple[int, date]


class Part(StrEnum):
    """Entered in time; weeks with an entry; entries that nothing contradicts; checks answered."""

    IN_TIME = "in_time"
    WEEKS = "weeks"
    FREE_OF_DOUBT = "free_of_doubt"
    CHECKS = "checks"


class Share(NamedTuple):
    """What is good of all of it, in an agency's month."""

    agency_id: int
    month: date
    part: Part
    good: int
    all: int


@dataclass(frozen=True)
class Score:
    """From 0 to 100, or none where no part says anything; and its parts, good and all."""

    value: float | None
    parts: dict[Part, tuple[int, int]]


def score_of(shares: Iterable[Share]) -> Score:
    """The mean of the shares of the parts of which there is anything, each over all that is given:
    a part weighs the same, however much it rests on."""
    good, every = Counter[Part](), Counter[Part]()
    for each in shares:
        good[each.part] += each.good
        every[each.part] += each.all
    parts = {part: (good[part], every[part]) for part in Part if every[part]}
    found = [right / total for right, total in parts.values()]
    return Score(100 * sum(found) / len(found) if found else None, parts)


@dataclass(frozen=True, kw_only=True)
class Quality:
    """All that a period's entries say of themselves; ``overdue`` is by agency."""

    lateness: list[Lateness]
    weeks: list[Week]
    doubts: list[Doubts]
    shares: list[Share]
    overdue: dict[int, int]


def quality(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Quality:
    """What was found in each agency's months, and the parts of its score."""
    late = quality_entry.lateness(session, wanted, viewer=viewer)
    touched = quality_entry.weeks_of_acts(session, wanted, viewer=viewer)
    # Of the month in which it begins, in the score as in the list of those without an entry.
    weeks = [week for week in touched if week.monday >= wanted.start]
    doubts, doubtful = quality_doubts.found(session, wanted, viewer=viewer)
    shares = [
        *_in_time(late),
        *_weeks(weeks),
        *_free_of_doubt(doubtful, _entries(session, wanted, late, viewer)),
        *_checks(session, wanted, viewer),
    ]
    return Quality(
        lateness=late,
        weeks=weeks,
        doubts=doubts,
        shares=sorted(shares, key=attrgetter("month", "agency_id", "part")),
        overdue=overdue_checks(session, wanted, viewer=viewer),
    )


def overdue_checks(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> dict[int, int]:
    """By agency, checks that nobody has answered ``CHECK_DAYS`` after their day, whenever that was;
    an agency without one is left out."""
    agencies = agencies_of(session, wanted, viewer)
    return quality_tallies.unanswered(session, agencies, _answered_by(session))


def _in_time(late: Iterable[Lateness]) -> list[Share]:
    return [
        Share(
            agency_id=each.agency_id,
            month=each.month,
            part=Part.IN_TIME,
            good=each.in_time,
            all=each.entries,
        )
        for each in late
    ]


def _weeks(weeks: Collection[Week]) -> list[Share]:
    good, every = Counter[Place](), Counter[Place]()
    first = {monday: monday.replace(day=1) for monday in {each.monday for each in weeks}}
    for agency_id, monday, acts, _, is_posted, is_over in weeks:
        if is_posted and is_over:
            place = agency_id, first[monday]
            every[place] += 1
            good[place] += bool(acts)
    return _shares(Part.WEEKS, good, every)


def _shares(part: Part, good: Counter[Place], every: Counter[Place]) -> list[Share]:
    return [
        Share(agency_id=place[0], month=place[1], part=part, good=good[place], all=number)
        for place, number in every.items()
    ]


def _free_of_doubt(doubtful: Counter[Place], entries: Counter[Place]) -> list[Share]:
    good = {place: max(number - doubtful[place], 0) for place, number in entries.items()}
    return _shares(Part.FREE_OF_DOUBT, Counter(good), entries)


def _entries(
    session: Session, wanted: ResultFilter, late: Iterable[Lateness], viewer: Viewer
) -> Counter[Place]:
    """All entries by agency and month of the day that they are about: acts, and what began."""
    agencies = agencies_of(session, wanted, viewer)
    begun = quality_tallies.begun(session, agencies, wanted.start, wanted.end)
    found = Counter({(agency_id, month_of(index)): n for (agency_id, index), n in begun.items()})
    for each in late:
        found[each.agency_id, each.month] += each.entries
    return found


def _checks(session: Session, wanted: ResultFilter, viewer: Viewer) -> list[Share]:
    agencies = agencies_of(session, wanted, viewer)
    end = min(wanted.end, _answered_by(session))
    good, every = Counter[Place](), Counter[Place]()
    for agency_id, index, code, n in quality_tallies.due(session, agencies, wanted.start, end):
        place = agency_id, month_of(index)
        every[place] += n
        if code == ANSWERED:
            good[place] += n
    return _shares(Part.CHECKS, good, every)


def _answered_by(session: Session) -> date:
    """The last day whose checks had to be answered by today."""
    return today(session) - timedelta(days=CHECK_DAYS + 1)
