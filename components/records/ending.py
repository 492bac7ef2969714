"""The end of every form of a new entry: stored once, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from components.language import i18n
from components.records import links
from components.records.kinds import Kind
from components.saving import saved
from components.saving.draft import Draft, begin_anew
from components.saving.problems import Problems
from components.saving.saved import NOTE, Result
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions.rows import Stored


@dataclass(frozen=True, kw_only=True)
class Ending:
    """What is said of an entry: stored now, stored before, or stored otherwise than asked."""

    now: Result
    already: str
    differs: str
    already_icon: str = NOTE


def dated(sentence: str, day: date) -> str:
    """What is said of an entry, with its day in words: a slip of the year is seen here."""
    return f"{sentence} {i18n.t('entry.saved_day', day=day)}"


def save_new(
    kind: Kind,
    raw: dict[str, Any],
    draft: Draft,
    problems: Problems,
    viewer: Viewer,
    ending: Callable[[Stored[Any]], Ending],
    *,
    first: dict[str, Any] | None = None,
) -> Stored[Any] | None:
    """Save a new entry once, and begin the next one with ``first``.

    What is wrong is shown beside its field. ``None`` unless what was asked for is stored; then the
    page runs again.
    """
    raw = raw | {"submission_id": draft.submission_id}
    done = submit(*kind.record, raw, viewer, problems)
    if done is None:
        return None
    stored: Stored[Any] = done.value
    said = ending(stored)
    if not stored.as_asked:
        draft.renew(viewer)
        problems.warn(said.differs, icon=":material/difference:")
        return None
    before = replace(said.now, sentence=said.already, icon=said.already_icon, undo=())
    saved.remember(before if stored.already else said.now)
    begin_anew(kind.name, first)
    links.unlink()
    return stored
