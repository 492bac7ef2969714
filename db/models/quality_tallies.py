"""Kinds of tallies that say how good the entries are (``db.derived.counting_quality``).

An act is an intervention, where a group session is one, or a referral; an entry is an act, a place
in a course, or a placement. None is cut by sex.
"""

from __future__ import annotations

#: Acts by their day, with how many days they waited to be stored; courses and placements begun.
WAITED, BEGUN = "waited", "begun"
#: So many days late and more are one.
MOST_DAYS = 60
#: By the Monday of a week: acts of its days, and entries stored on its days.
ACTS_OF_WEEK, STORED = "acts_of_week", "stored"
#: What a rule finds, by rule; and entries that any rule finds, of which each counts once a month:
#: by day with the next such day of that entry in the same month, or 0.
DOUBTS, DOUBTFUL = "doubts", "doubtful"
#: Checks by the day on which they are due, and those of them that are answered.
DUE, ANSWERED = "due", "answered"
#: Numbers, by what they are: a duration of the form's buttons, typed, or typed and round; an age,
#: a round age, and the same of the year of birth.
DIGITS, BUTTON, TYPED, ROUND = "digits", "button", "typed", "round"
AGE, ROUND_AGE, ROUND_YEAR = "age", "round_age", "round_year"
#: What the form offers as buttons.
BUTTONS = (10, 20, 30, 45, 60)
#: The ages of Whipple's index: each last digit stands there equally often.
AGES = (23, 62)
_WEEK = 7


def monday_at(day: int) -> int:
    """The Monday of a day's week, as ordinals: the first of all days was a Monday."""
    return day - (day - 1) % _WEEK
