"""What one person, or one group session, adds to each tally: the definition of all of them.

``ACTS``: interventions, of persons by sex and of group sessions by which sexes were there; named
people add none. ``HEADS``: attendances of sessions.

``SEEN``, ``PLACED``, ``ENTERED``, ``SENT``, ``ATTENDED`` count distinct people. Each active month
gives one row with ``next_at``, the person's next active month. Summing a period's rows with
``next_at`` after its end counts each person once. ``new_of(kind)`` holds the first day and the
previous active month, for periods that end within a month.

``PAIRS``: pairs of a person's own acts. ``MET``: people by the day of their first contact and what
came of it; ``DAYS``: the same people by how many days each step took. ``CLASSES``: who begins at a
centre, whichever agency sent them, and without one at an agency, by their day alone. The rest are
events by what they were.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from db.codes import (
    BACK_WITHIN,
    COORDINATION,
    ENTERED_TRAINING,
    FINISHED_TRAINING,
    OUTCOME_GROUP_OF,
    OUTCOME_GROUPS,
    POSITIONING,
    REGISTERED_WITHIN,
    REGISTRATION,
    SELF_EMPLOYMENT,
    Sex,
    TrainingStatus,
)
from db.derived import counting_groups, counting_quality, counting_sent, counting_time_to_work
from db.derived import facts as parts
from db.derived.facts import Facts
from db.derived.facts_sent import SENT as SENT_ON
from db.derived.keys import Counts
from db.derived.keys import both as _both
from db.derived.keys import month as _month
from db.models import funnel_steps
from db.models.tallies import (
    ACTS,
    ATTENDED,
    CENTRES,
    CHANNEL,
    CHECKS,
    CLASSES,
    CONTRACTS,
    COURSES,
    DAYS,
    DONE,
    ENDS,
    ENTERED,
    EVERYWHERE,
    EVIDENCE,
    HEADS,
    LATE,
    MEETINGS,
    MET,
    NEVER,
    ON_THE_WAY,
    PAIRS,
    PLACED,
    POSITIONED,
    REGISTERED,
    RETURNED,
    SEEN,
    SENT,
    TRAINED,
    WAITS,
    WORK,
    new_of,
    seen_of,
)

_STEP_OF = {REGISTRATION: funnel_steps.REGISTERED, POSITIONING: funnel_steps.POSITIONED}


class Key(NamedTuple):
    """The key of ``Tally``."""

    kind: str
    agency_id: int
    at: int
    code: str
    next_at: int
    who: str


_Events = dict[tuple[str, str], list[tuple[int, int]]]


def add(found: Counts, facts: Facts) -> None:
    """All that one owner adds."""
    for row in facts.get(parts.SESSION, []):
        _session(found, *row[:6])
    for person in facts.get(parts.PERSON, []):
        sex, channel, closed_on, *_ = person
        _acts(found, sex, facts.get(parts.ACTS, []))
        counting_groups.add(found, sex, facts.get(parts.ACTS, []))
        _work(found, sex, facts)
        _courses(found, sex, facts.get(parts.COURSES, []))
        _sent(found, sex, facts.get(SENT_ON, []))
        counting_time_to_work.add(found, person, facts)
        for row in facts.get(parts.FIRST, []):
            _met(found, sex, channel, facts, *row)
            _way(found, sex, facts, row[0], row[1], closed_on is None)
    counting_quality.add(found, facts)


def moves(facts: Facts) -> bool:
    """Whether a person was at more than one agency with what is told of people."""
    told = (parts.ACTS, parts.WORK, parts.COURSES, SENT_ON)
    return len({row[1] for part in told for row in facts.get(part, [])}) > 1


def _session(
    found: Counts, day: int, agency: int, kind: str, women: int, men: int, other: int
) -> None:
    heads = dict(zip(Sex, (women, men, other), strict=True))
    mask = sum(1 << place for place, each in enumerate(heads.values()) if each)
    _both(found, ACTS, "", agency, day, str(mask))
    for sex, number in heads.items():
        if number:
            _both(found, HEADS, "", agency, day, sex.value, number)
    _meeting(found, day, agency, kind)


def _meeting(found: Counts, day: int, agency: int, kind: str) -> None:
    if kind == COORDINATION:
        _both(found, MEETINGS, "", agency, day, "")


def _acts(found: Counts, sex: str, rows: list[list[Any]]) -> None:
    seen: _Events = defaultdict(list)
    own: dict[int, list[int]] = defaultdict(list)
    for day, agency, kind, is_named, *_ in rows:
        for name in (SEEN, seen_of(kind)):
            seen[name, ""].append((agency, day))
        _meeting(found, day, agency, kind)
        if not is_named:
            _both(found, ACTS, "", agency, day, sex)
            own[agency].append(day)
    _chains(found, sex, seen)
    for agency, days in own.items():
        for at, next_at, n in _pairs(days):
            found[(PAIRS, agency, at, "", next_at, sex)] += n


def _chains(found: Counts, sex: str, events: _Events) -> None:
    """By kind and code, in each agency: the last day of every month, with the next month there, and
    the first, with the month before."""
    for (kind, code), rows in events.items():
        first: dict[int, dict[int, int]] = defaultdict(dict)
        last: dict[int, dict[int, int]] = defaultdict(dict)
        for agency, day in sorted(rows):
            first[agency].setdefault(_month(day), day)
            last[agency][_month(day)] = day
        for agency, days in last.items():
            for month, after in pairwise([*days, NEVER]):
                for at in (month, days[month]):
                    found[(kind, agency, at, code, after, sex)] += 1
            for before, month in pairwise([0, *days]):
                found[(new_of(kind), agency, first[agency][month], code, before, sex)] += 1


def _pairs(days: list[int]) -> Iterator[tuple[int, int, int]]:
    """Pairs of one's acts, also of an act with itself: month with month, a day with a later month,
    a day with a day of the same month."""
    by_day = sorted(Counter(days).items())
    by_month: Counter[int] = Counter()
    for day, n in by_day:
        by_month[_month(day)] += n
    months = sorted(by_month.items())
    for place, (month, n) in enumerate(months):
        for other, more in months[place:]:
            yield month, other, n * more
    for place, (day, n) in enumerate(by_day):
        month = _month(day)
        for later, more in months:
            if later > month:
                yield day, later, n * more
        for other, more in by_day[place:]:
            if _month(other) == month:
                yield day, other, n * more


def _work(found: Counts, sex: str, facts: Facts) -> None:
    placed: _Events = defaultdict(list)
    for day, agency, kind, contract, evidence, declared, *_ in facts.get(parts.WORK, []):
        for code in ("", kind, *(["SELF"] if kind in SELF_EMPLOYMENT else [])):
            placed[PLACED, code].append((agency, day))
        _both(found, WORK, kind, agency, day, sex)
        _both(found, CONTRACTS, f"{kind}:{contract}:{declared}", agency, day, sex)
        _both(found, EVIDENCE, f"{kind}:{evidence}", agency, day, sex)
    _chains(found, sex, placed)
    for due, agency, kind, month, status, *_, is_cancelled in facts.get(parts.CHECKS, []):
        if is_cancelled:
            continue
        code = f"{OUTCOME_GROUP_OF[kind]}:{month}:{status or ''}"
        _both(found, CHECKS, code, agency, due, sex)


def _courses(found: Counts, sex: str, rows: list[list[Any]]) -> None:
    entered: _Events = defaultdict(list)
    for day, agency, kind, status, ends, reason, centre, centre_type, *_ in rows:
        entered[ATTENDED, f"{kind}:{status}"].append((agency, day))
        _both(found, COURSES, f"{kind}:{status}", agency, day, sex)
        if status not in ENTERED_TRAINING:
            continue
        for name in ("", centre_type):
            entered[ENTERED, name].append((agency, day))
        _both(found, CENTRES, f"{centre_type}:{centre}", agency, day, sex)
        place = EVERYWHERE if centre else agency
        found[(CLASSES, place, day, f"{centre_type}:{centre}", 0, sex)] += 1
        if ends is not None:
            code = f"{kind}:{centre}:{_became(status, reason)}"
            for at in (day, _month(day)):
                found[(ENDS, agency, at, code, _month(ends), sex)] += 1
                found[(LATE, agency, ends, code, at, sex)] += 1
    _chains(found, sex, entered)


def _sent(found: Counts, sex: str, rows: list[list[Any]]) -> None:
    counting_sent.add(found, sex, rows)
    _chains(found, sex, {(SENT, ""): counting_sent.to_training(rows)})


def _became(status: str, reason: str | None) -> str:
    if status in FINISHED_TRAINING:
        return DONE
    return reason or "" if status == TrainingStatus.DROPPED else ON_THE_WAY


def _met(
    found: Counts,
    sex: str,
    channel: str,
    facts: Facts,
    day: int,
    agency: int,
    registered: int | None,
    returned: int | None,
    positioned: int,
) -> None:
    reached = {
        "": True,
        REGISTERED: registered is not None,
        f"{REGISTERED}_{REGISTERED_WITHIN}": _within(registered, REGISTERED_WITHIN),
        f"{RETURNED}_{BACK_WITHIN}": _within(returned, BACK_WITHIN),
        POSITIONED: bool(positioned),
        TRAINED: _any(facts, parts.COURSES, ENTERED_TRAINING, 3),
        **{group: _any(facts, parts.WORK, kinds, 2) for group, kinds in OUTCOME_GROUPS.items()},
        f"{CHANNEL}:{channel}": channel != "NS",
    }
    for code, is_so in reached.items():
        if is_so:
            _both(found, MET, code, agency, day, sex)


def _way(found: Counts, sex: str, facts: Facts, day: int, agency: int, is_open: bool) -> None:
    """How long each step took a person, and where they wait."""
    reached: dict[str, list[int]] = defaultdict(list, {funnel_steps.FIRST_CONTACT: [day]})
    for on, _, kind, *_ in facts.get(parts.ACTS, []):
        if kind in _STEP_OF:
            reached[_STEP_OF[kind]].append(on)
    for on, _, _, status, *_ in facts.get(parts.COURSES, []):
        if status in ENTERED_TRAINING:
            reached[funnel_steps.TRAINING].append(on)
    for on, _, kind, *_ in facts.get(parts.WORK, []):
        reached[OUTCOME_GROUP_OF[kind]].append(on)
    for step, days in funnel_steps.days_of(reached).items():
        _both(found, DAYS, f"{step}:{days}", agency, day, sex)
    if step := funnel_steps.waits_at(reached, is_open=is_open):
        _both(found, MET, f"{WAITS}:{step}", agency, day, sex)


def _within(days: int | None, limit: int) -> bool:
    return days is not None and days <= limit


def _any(facts: Facts, part: str, wanted: Iterable[str], place: int) -> bool:
    return any(row[place] in wanted for row in facts.get(part, []))
