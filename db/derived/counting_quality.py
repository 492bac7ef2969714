"""What one person, or one group session, adds to the tallies of how good the entries are: the kinds
of ``db.models.quality_tallies``. The rows behind them: ``db.queries.quality_*``."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from db.codes import (
    CONTRACT_SEEN,
    ENTERED_TRAINING,
    FINISHED_TRAINING,
    NOT_WRITTEN,
    OutcomeType,
    TrainingStatus,
)
from db.derived import facts as parts
from db.derived.facts import Facts
from db.derived.facts_sent import SENT
from db.derived.keys import Counts
from db.derived.keys import both as _both
from db.derived.keys import month as _month
from db.models import quality_tallies as kinds
from db.models.doubts import ADULT, BIG_GROUP, LONG_ACT, LONG_COURSE, OLDEST, YOUNGEST, Rule

_ENDED = FINISHED_TRAINING | {TrainingStatus.DROPPED}


def add(found: Counts, facts: Facts) -> None:
    """All that one owner adds."""
    for day, agency, _, women, men, other, stored, minutes in facts.get(parts.SESSION, []):
        _act(found, agency, day, stored)
        _minutes(found, agency, day, minutes)
        if women + men + other > BIG_GROUP:
            _doubts(found, agency, [(Rule.BIG_GROUP, day)])
    for _, _, closed, _, born in facts.get(parts.PERSON, []):
        _acts(found, facts, closed)
        for row in facts.get(parts.FIRST, []):
            _age(found, born, *row[:2])
        _work(found, facts, born)
        _checks(found, facts)
        _courses(found, facts)


def _week(found: Counts, kind: str, agency: int, day: int) -> None:
    found[kind, agency, kinds.monday_at(day), "", 0, ""] += 1


def _act(found: Counts, agency: int, day: int, stored: int) -> None:
    waited = min(max(stored - day, 0), kinds.MOST_DAYS)
    _both(found, kinds.WAITED, str(waited), agency, day)
    _week(found, kinds.ACTS_OF_WEEK, agency, day)
    _week(found, kinds.STORED, agency, stored)


def _begun(found: Counts, agency: int, day: int, stored: int) -> None:
    _both(found, kinds.BEGUN, "", agency, day)
    _week(found, kinds.STORED, agency, stored)


def _acts(found: Counts, facts: Facts, closed: int | None) -> None:
    for day, agency, _, is_named, stored, minutes in facts.get(parts.ACTS, []):
        doubts = [(Rule.AFTER_CLOSING, day)] if closed is not None and day > closed else []
        if is_named:
            _rules(found, agency, doubts)
            continue
        _act(found, agency, day, stored)
        _minutes(found, agency, day, minutes)
        if minutes is not None and minutes > LONG_ACT:
            doubts.append((Rule.LONG_ACT, day))
        _doubts(found, agency, doubts)
    for day, agency, *_, stored in facts.get(SENT, []):
        _act(found, agency, day, stored)


def _minutes(found: Counts, agency: int, day: int, minutes: int | None) -> None:
    if minutes is None:
        return
    code = kinds.BUTTON
    if minutes not in kinds.BUTTONS:
        code = kinds.TYPED if minutes % 5 else kinds.ROUND
    _both(found, kinds.DIGITS, code, agency, day)


def _age(found: Counts, born: int | None, day: int, agency: int) -> None:
    if born is None:
        return
    age = _age_on(day, born)
    if not YOUNGEST <= age <= OLDEST:
        _doubts(found, agency, [(Rule.AGE, day)])
    youngest, oldest = kinds.AGES
    if youngest <= age <= oldest:
        _both(found, kinds.DIGITS, kinds.AGE, agency, day)
        for code, number in ((kinds.ROUND_AGE, age), (kinds.ROUND_YEAR, born)):
            if not number % 5:
                _both(found, kinds.DIGITS, code, agency, day)


def _age_on(day: int, born: int) -> int:
    """The age that is reached in the year of a day."""
    return date.fromordinal(day).year - born


def _contact(facts: Facts) -> tuple[int | None, int | None]:
    """The days of the first contact and of the registration."""
    for contacted, _, registered_after, *_ in facts.get(parts.FIRST, []):
        registered = None if registered_after is None else contacted + registered_after
        return contacted, registered
    return None, None


def _work(found: Counts, facts: Facts, born: int | None) -> None:
    contacted, registered = _contact(facts)
    for row in facts.get(parts.WORK, []):
        (day, agency, kind, contract, evidence), (stored, work, is_many) = row[:5], row[-3:]
        _begun(found, agency, day, stored)
        doubts = [
            (Rule.ANSWER_FIRST, done)
            for *_, of, done, _ in facts.get(parts.CHECKS, [])
            if of == work and done is not None and done < day
        ]
        if contacted is None or day < contacted:
            doubts.append((Rule.PLACED_FIRST, day))
        elif registered is not None and registered > day:
            doubts.append((Rule.REGISTERED_LATE, day))
        if is_many:
            doubts.append((Rule.MANY_HOURS, day))
        if evidence == CONTRACT_SEEN and contract == NOT_WRITTEN:
            doubts.append((Rule.SEEN_UNWRITTEN, day))
        if born is not None and kind != OutcomeType.APPRENT and _age_on(day, born) < ADULT:
            doubts.append((Rule.MINORS_WORK, day))
        _doubts(found, agency, doubts)


def _checks(found: Counts, facts: Facts) -> None:
    for day, agency, *_, done, is_cancelled in facts.get(parts.CHECKS, []):
        if not is_cancelled:
            code = "" if done is None else kinds.ANSWERED
            _both(found, kinds.DUE, code, agency, day)


def _courses(found: Counts, facts: Facts) -> None:
    contacted, _ = _contact(facts)
    for row in facts.get(parts.COURSES, []):
        day, agency, _, status, ends, *_, stored, status_on = row
        _begun(found, agency, day, stored)
        doubts = []
        if status in ENTERED_TRAINING and (contacted is None or day < contacted):
            doubts.append((Rule.COURSE_FIRST, day))
        if status in _ENDED and status_on < day:
            doubts.append((Rule.END_FIRST, day))
        if ends is not None and ends - day > LONG_COURSE:
            doubts.append((Rule.LONG_COURSE, day))
        _doubts(found, agency, doubts)


def _rules(found: Counts, agency: int, doubts: Collection[tuple[Rule, int]]) -> None:
    for rule, day in doubts:
        _both(found, kinds.DOUBTS, rule.value, agency, day)


def _doubts(found: Counts, agency: int, doubts: Collection[tuple[Rule, int]]) -> None:
    """What the rules find of one entry, and the entry."""
    _rules(found, agency, doubts)
    days = sorted({day for _, day in doubts})
    for month in {_month(day) for day in days}:
        found[kinds.DOUBTFUL, agency, month, "", 0, ""] += 1
    for day, later in zip(days, [*days[1:], 0], strict=False):
        next_at = later if later and _month(later) == _month(day) else 0
        found[kinds.DOUBTFUL, agency, day, "", next_at, ""] += 1
