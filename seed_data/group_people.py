"""People first met on the day of a group session, added to it: no figure moves by them."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from db.codes import Sex
from db.inputs.cases import may_be_minor
from db.inputs.group_people import HEADS_OF, NAMED_TYPES
from seed_data.people import Person
from seed_data.plan import Plan
from seed_data.store import Row

_SEED = 73
SHARED = ("agency_id", "entered_by", "type", "mode", "language", "happened_on")


def rows(plan: Plan, sessions: Sequence[Row], people: Sequence[Person]) -> Iterator[Row]:
    """A row for each of them, with the row of the session as ``group``: it has no id yet."""
    own = replace(plan, dice=random.Random(_SEED))
    met: dict[tuple[int, date], list[Person]] = defaultdict(list)
    for person in people:
        if not may_be_minor(person.birth_year, person.first):
            met[person.agent, person.first].append(person)
    for group in sessions:
        if group["type"] not in NAMED_TYPES or group["voided_at"] is not None:
            continue
        there = Counter[str]()
        submission = own.identity()
        for person in met.pop((group["entered_by"], group["happened_on"]), []):
            there[person.sex] += 1
            if there[person.sex] <= group[HEADS_OF[Sex(person.sex)]]:
                moment = own.soon(max(group["entered_at"], person.entered), 60)
                yield _row(group, person, submission, there.total() - 1) | {"entered_at": moment}


def _row(group: Row, person: Person, submission: str, position: int) -> Row:
    return {
        **dict.fromkeys(group),
        **{name: group[name] for name in SHARED},
        "submission_id": submission,
        "position": position,
        "case_id": person.id,
        "group": group,
    }
