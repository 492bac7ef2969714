"""Which entries are to be looked at: the rules, and the limits of what is likely. One definition
for the counts that are kept (``db.derived.counting_quality``) and for the rows
(``db.queries.quality_doubts``)."""

from __future__ import annotations

from enum import StrEnum

#: Minutes of one act with one person, heads of one session, hours of one week, days of one course,
#: and ages, beyond which a value is to be looked at.
LONG_ACT, BIG_GROUP, MANY_HOURS, LONG_COURSE, YOUNGEST, OLDEST = 240, 100, 60, 730, 15, 75
#: Before the year in which they reach this age, people work as apprentices alone.
ADULT = 18


class Rule(StrEnum):
    """What is to be looked at."""

    PLACED_FIRST = "placed_first"
    COURSE_FIRST = "course_first"
    REGISTERED_LATE = "registered_late"
    END_FIRST = "end_first"
    ANSWER_FIRST = "answer_first"
    AFTER_CLOSING = "after_closing"
    LONG_ACT = "long_act"
    BIG_GROUP = "big_group"
    AGE = "age"
    MANY_HOURS = "many_hours"
    LONG_COURSE = "long_course"
    SEEN_UNWRITTEN = "seen_unwritten"
    MINORS_WORK = "minors_work"
