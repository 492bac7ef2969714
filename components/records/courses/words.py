"""How courses are named on screen."""

from __future__ import annotations

from datetime import date

from components.language import i18n
from components.language.plain import isolated
from components.reads import labels
from db.queries.courses import CourseLine


def name(course: CourseLine) -> str:
    """What it is called: its title, or its kind."""
    return course.title or labels.label("TRAINING_TYPE", course.type)


def short(course: CourseLine) -> str:
    """The name with its first day and its free places, to choose it by."""
    return i18n.line(isolated(name(course)), i18n.day_short(course.starts_on), free(course))


def free(course: CourseLine) -> str:
    """How many places nobody holds."""
    return i18n.tn("courses.free", course.free) if course.free else i18n.t("courses.full")


def days(course: CourseLine) -> str:
    """From when to when."""
    return i18n.t("courses.days", start=course.starts_on, end=course.ends_on)


def where(course: CourseLine) -> str:
    """Its kind, where the name does not say it, and its centre."""
    parts = [labels.label("TRAINING_TYPE", course.type)] if course.title else []
    parts += [isolated(labels.organisation(course.centre_id))] if course.centre_id else []
    return i18n.line(*parts)


def taken(course: CourseLine) -> str:
    """How many of its places are held, and who waits for one."""
    said = i18n.tn("courses.taken", course.taken, places=course.places)
    return i18n.joined(said, i18n.tn("courses.waiting", course.waiting)) if course.waiting else said


def state(course: CourseLine, today: date) -> tuple[str, str]:
    """Whether it runs, and the colour of that."""
    if course.cancelled_on is not None:
        return i18n.t("courses.state.cancelled"), "red"
    if course.ends_on < today:
        return i18n.t("courses.state.over"), "gray"
    if course.starts_on > today:
        return i18n.t("courses.state.ahead"), "blue"
    return i18n.t("courses.state.running"), "green"
