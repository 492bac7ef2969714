"""What the page says first: entries to be checked, who has not entered, and the score."""

from __future__ import annotations

from collections.abc import Iterator

from components.language import i18n
from components.language.plain import isolated
from components.records.quality import score
from components.results.common import Asked, listed
from db.access.permissions import Permission, may
from db.queries import quality_doubts
from db.queries.last_entries import SILENT_DAYS, LastEntry, last_entries
from db.queries.quality_score import Quality, Score

#: So many who have not entered anything are named.
NAMED = 3


def told(asked: Asked, found: Quality, shown: Score) -> str:
    """The same on the screen and in files."""
    doubts = quality_doubts.total(found.doubts).total()
    return " ".join([i18n.tn("quality.to_check", doubts), *_silent(asked), score.answer(shown)])


def _silent(asked: Asked) -> Iterator[str]:
    """Whoever is posted and has not entered anything, for whoever may know."""
    agents = last(asked)
    silent = {each.name: each for each in agents if each.is_silent}
    if silent:
        yield i18n.tn("quality.silent", SILENT_DAYS, agents=_some([*silent.values()]))
    elif agents:
        yield i18n.tn("quality.nobody_silent", SILENT_DAYS)


def last(asked: Asked) -> list[LastEntry]:
    """When each agent entered last; of nobody for whoever is one of them."""
    if not may(asked.viewer.role, Permission.DAYS_READ):
        return []
    return asked.measure(last_entries)


def _some(silent: list[LastEntry]) -> str:
    """The first of them; the table of all stands below."""
    names, more = listed(map(_named, silent[:NAMED])), len(silent) - NAMED
    return i18n.tn("quality.silent_more", more, names=names) if more > 0 else names


def _named(each: LastEntry) -> str:
    day = i18n.day(each.day, "medium") if each.day else i18n.t("quality.never")
    return i18n.t("quality.silent_since", name=isolated(each.name), day=day)
