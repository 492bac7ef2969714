"""The groups of yearly tables in words: a choice for each breakdown."""

from __future__ import annotations

from components.language import i18n
from db.inputs.release_groups import LEVELS, Groups


def breakdown(name: str) -> str:
    """ "Age"."""
    return i18n.t(f"release_groups.{name}")


def level(name: str, chosen: str) -> str:
    """ "Three bands: 15-24, 25-34, 35 and over"."""
    return i18n.t(f"release_groups.{name}.{chosen}")


def both(name: str, chosen: str) -> str:
    """ "Age: 15-24, 25 and over"."""
    return i18n.t("release_groups.both", breakdown=breakdown(name), level=level(name, chosen))


def written(stored: str) -> str:
    """All choices in one line, as the history shows them."""
    groups = Groups.read(stored)
    return " · ".join(both(name, groups.level(name)) for name in LEVELS)
