"""The steps of the intervention page: what is suggested, saving, and what is said afterwards."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.language import i18n
from components.reads import labels
from components.reads.labels import card_code
from components.reads.read import read
from components.records import ending
from components.records.ending import Ending, Said
from components.records.intervention import known
from components.records.intervention.fields import Usual
from components.records.intervention.form import PERSONAL
from components.records.kinds import INTERVENTION
from components.records.links import GROUP
from components.saving.draft import Draft
from components.saving.problems import Problems
from components.saving.saved import STORED_BEFORE, Link, Result, Way
from db.access.viewer import Viewer
from db.actions import events
from db.actions.rows import Stored
from db.inputs.group_people import NAMED_TYPES
from db.inputs.interventions import HEADS
from db.models import Intervention
from db.queries.interventions import last_own

_USUAL = "intervention_usual"


def usual(viewer: Viewer) -> Usual:
    """What the last entry suggests; read once a browser session."""
    if _USUAL not in st.session_state:
        st.session_state[_USUAL] = Usual.of(read(last_own, viewer=viewer))
    found: Usual = st.session_state[_USUAL]
    return found


def save_new(raw: dict[str, Any], draft: Draft, problems: Problems, viewer: Viewer) -> None:
    """Save a new entry; the next one has its mode, language and minutes as defaults."""
    if not known.settled(raw, draft, problems, viewer):
        return
    said_of = said(draft, opens_a_case=raw.get("new_case") is not None)
    stored = ending.save_new(INTERVENTION, raw, draft, problems, viewer, said_of)
    if stored:
        st.session_state[_USUAL] = Usual.of(stored.row)
        st.rerun()


def said(draft: Draft, *, opens_a_case: bool = False) -> Said:
    """What is said of the entry of this draft once it is stored."""
    return lambda stored: _ending(stored, draft, opens_a_case=opens_a_case)


def _ending(stored: Stored[Intervention], draft: Draft, *, opens_a_case: bool) -> Ending:
    sentence = _sentence(stored, opens_a_case=opens_a_case)
    return Ending(
        now=Result(
            form=INTERVENTION.name,
            sentence=sentence,
            next_key=INTERVENTION.next_key,
            undo=(events.undo, INTERVENTION.name, draft.submission_id),
            again={key: value for key, value in draft.last.items() if key not in PERSONAL},
            person=ending.intervention_with(*(row.case_id for row in stored.rows)),
            ways=_ways(stored),
            people=_people_of(stored.row),
            values=dict(draft.last),
        ),
        already=i18n.t("entry.already", what=sentence),
        differs=i18n.t("entry.already_differs", what=sentence),
        already_icon=STORED_BEFORE,
    )


def _ways(stored: Stored[Intervention]) -> tuple[Way, ...]:
    """What often follows for the one person of an entry; nothing after one about several."""
    case_id = stored.row.case_id
    if case_id is None or len(stored.codes) != 1:
        return ()
    return (ending.referral_of(case_id), ending.page_of(stored.codes[0]))


def _people_of(row: Intervention) -> Link | None:
    """The way to name people of a group session, where its kind allows it."""
    if row.case_id is not None or row.type not in NAMED_TYPES:
        return None
    return Link(INTERVENTION.page, {GROUP: str(row.id)})


def _sentence(stored: Stored[Intervention], *, opens_a_case: bool) -> str:
    """What was stored, in one line."""
    sentence = ending.dated(_what(stored), stored.row.happened_on)
    if opens_a_case and len(stored.codes) == 1:
        sentence += " " + i18n.t("entry.saved_new")
    return sentence


def _what(stored: Stored[Intervention]) -> str:
    what = labels.label(INTERVENTION.types, stored.row.type)
    if not stored.codes:
        heads = sum(getattr(stored.row, name) or 0 for name in HEADS)
        return i18n.tn("entry.saved_group", heads, what=what)
    if len(stored.codes) > 1:
        return i18n.tn("entry.saved_persons", len(stored.codes), what=what)
    return i18n.t("entry.saved_person", what=what, code=f"**{card_code(stored.codes[0])}**")
