"""What both ways of marking a group share: each refused line in words, and what is said after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from components.saving import edit_conflicts, saved
from components.saving.saved import Result
from db.inputs.courses import line
from db.queries.course_groups import Member

Value = TypeVar("Value")
#: The form whose result stands in the place of the course.
FORM = "courses"


def in_words(
    act: Callable[..., Value], people: Sequence[Member], word: Callable[[str], str]
) -> Callable[..., Value]:
    """The action; what stands by now on a line is said in words."""
    return edit_conflicts.in_words(act, {line(each.id): word for each in people})


def remember(sentence: str, undo: tuple[Any, ...]) -> None:
    """What was saved, for the next run to say instead of the course."""
    saved.remember(
        Result(form=FORM, sentence=sentence, next_key="courses.back_to_course", undo=undo)
    )
