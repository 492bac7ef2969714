"""The end of every form of a new entry: stored once, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from components.language import i18n
from components.reads.read import read
from components.records import links
from components.records.kinds import INTERVENTION, REFERRAL, Kind
from components.records.people.links import CASE
from components.saving import saved
from components.saving.draft import Draft, begin_anew
from components.saving.problems import Problems
from components.saving.saved import NOTE, Link, Result, Way
from components.saving.submit import submit_draft
from components.visit.navigation import FORM_ICONS
from db.access.viewer import Viewer
from db.actions.rows import Stored
from db.queries import submissions


@dataclass(frozen=True, kw_only=True)
class Ending:
    """What is said of an entry: stored now, stored before, or stored otherwise than asked."""

    now: Result
    already: str
    differs: str
    already_icon: str = NOTE


#: What is said of an entry once it is stored.
Said = Callable[[Stored[Any]], Ending]


def dated(sentence: str, day: date) -> str:
    """What is said of an entry, with its day in words: a slip of the year is seen here."""
    return f"{sentence} {i18n.t('entry.saved_day', day=day)}"


def intervention_with(*case_ids: int | None) -> Link | None:
    """The way on to an intervention with the one person that an entry was about."""
    known = [each for each in case_ids if each is not None]
    if len(known) != 1:
        return None
    return Link(INTERVENTION.page, {links.PERSON: str(known[0])})


def referral_of(case_id: int) -> Way:
    """The way on to a referral of the person that an entry was about."""
    link = Link(REFERRAL.page, {links.PERSON: str(case_id)})
    return Way("refer", "entry.refer", FORM_ICONS[REFERRAL.name], link)


def page_of(code: str) -> Way:
    """The way to the page of the person that an entry was about."""
    return Way("person", "entry.open_person", "person", Link("people", {CASE: code}))


def save_new(
    kind: Kind,
    raw: dict[str, Any],
    draft: Draft,
    problems: Problems,
    viewer: Viewer,
    ending: Said,
    *,
    first: dict[str, Any] | None = None,
) -> Stored[Any] | None:
    """Save a new entry once, and begin the next one with ``first``.

    What is wrong is shown beside its field. ``None`` unless what was asked for is stored; then the
    page runs again.
    """
    done = submit_draft(*kind.record, raw, draft, problems, viewer)
    if done is None:
        return None
    stored: Stored[Any] = done.value
    said = ending(stored)
    if not stored.as_asked:
        draft.unsettled = None
        draft.renew(viewer)
        problems.warn(said.differs, icon=":material/difference:")
        return None
    before = replace(said.now, sentence=said.already, icon=said.already_icon, undo=())
    _end(kind, stored, before if stored.already else said.now, first)
    return stored


def settle(kind: Kind, draft: Draft, viewer: Viewer, ending: Said) -> None:
    """Where a save was begun and its end never shown: show it now, if the entry was stored."""
    wanted, draft.unsettled = draft.unsettled, None
    if wanted is None:
        return
    stored = read(submissions.own, kind.stored_as or kind.name, wanted, viewer=viewer)
    if stored is not None and stored.as_asked:
        _end(kind, stored, replace(ending(stored).now, undo=()), None)
        st.rerun()


def _end(kind: Kind, stored: Stored[Any], result: Result, first: dict[str, Any] | None) -> None:
    saved.remember(replace(result, submission_id=stored.row.submission_id))
    begin_anew(kind.name, first)
    links.unlink()
