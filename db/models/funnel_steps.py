"""The way of one person by the first days of its steps: how long each step took, and where they
stand. One definition for the counts that are kept and for those from rows
(``docs/domain.md#days-of-a-step-and-under-way``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from db.codes import OUTCOME_GROUPS

FIRST_CONTACT, REGISTERED, POSITIONED, TRAINING = (
    "FIRST_CONTACT",
    "REGISTERED",
    "POSITIONING",
    "TRAINING",
)
#: All steps in their order; training is a side branch, and the kinds of work stand side by side.
STEPS = (FIRST_CONTACT, REGISTERED, POSITIONED, TRAINING, *OUTCOME_GROUPS)
#: The step before each.
BEFORE = {
    REGISTERED: FIRST_CONTACT,
    POSITIONED: REGISTERED,
    TRAINING: POSITIONED,
    **dict.fromkeys(OUTCOME_GROUPS, POSITIONED),
}
#: Where a person can wait for the next step, the furthest first.
WAITING_STEPS = (POSITIONED, REGISTERED, FIRST_CONTACT)


def days_of(reached: Mapping[str, Collection[int]]) -> dict[str, int]:
    """By step the days from the first day of the step before to the first one of this step on that
    day or later; ``reached`` holds all days of each step, as ordinals."""
    found = {}
    for step, before in BEFORE.items():
        if began := reached.get(before):
            first = min(began)
            after = [day for day in reached.get(step, ()) if day >= first]
            if after:
                found[step] = min(after) - first
    return found


def waits_at(reached: Collection[str], *, is_open: bool) -> str:
    """The furthest step of somebody who is still under way: whose case is open and who has begun no
    work of any kind; else nothing."""
    if not is_open or not OUTCOME_GROUPS.keys().isdisjoint(reached):
        return ""
    return next(step for step in WAITING_STEPS if step in reached)
