"""What the entry pages share: the draft, the places, the button in reach, the way out."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import streamlit as st

from components.fields import persons
from components.language import i18n
from components.reads import labels
from components.reads.labels import card_code
from components.reads.read import read
from components.records.intervention import fields as intervention
from components.records.intervention.fields import Usual
from components.saving import draft, saved
from components.saving.draft import Draft
from components.saving.problems import Problems
from components.saving.save import save
from components.visit import navigation
from db.access.viewer import Viewer
from db.actions import events, interventions
from db.actions.rows import Stored
from db.errors import InvalidInput
from db.inputs.interventions import HEADS, InterventionInput
from db.models import Intervention
from db.queries import cases
from db.queries.cases import EntryPlaces
from db.queries.interventions import last_own


def start(form: str, keys: Collection[str], viewer: Viewer) -> Draft:
    """The form's draft; a link from the agent's day may name the person and the follow-up."""
    kept = draft.start(form, keys, viewer)
    linked = _linked(form)
    if linked and kept.seen is None and not kept.was_restored:
        kept.first |= linked
        kept.last |= linked
    return kept


def _linked(form: str) -> dict[str, Any]:
    """First values that the address gives: internal ids only, never a code."""
    person = navigation.link_id(st.query_params.get("person", ""), navigation.PERSON_DIGITS)
    settles = navigation.link_id(st.query_params.get("settles", ""))
    found: dict[str, Any] = {} if person is None else {f"{form}_case": [str(person)]}
    return found if settles is None else found | {f"{form}_settles": settles}


def unlink() -> None:
    """Remove the linked person from the address: the next entry is about somebody else."""
    for name in ("person", "settles"):
        st.query_params.pop(name, None)


def tell_restored(kept: Draft, viewer: Viewer) -> None:
    """Say that a draft is back, and offer to start afresh, or with the linked person."""
    if not kept.was_restored:
        return
    is_linked = bool(_linked(kept.form))
    label = i18n.t("draft.throw_away_for_link" if is_linked else "draft.throw_away")
    with st.container(horizontal=True, vertical_alignment="center", key=f"{kept.form}_restored"):
        st.caption(i18n.t("draft.restored"))
        if st.button(label, key=f"{kept.form}_throw_away", type="tertiary"):
            draft.throw_away(kept.form, viewer)
            st.rerun()


def places(viewer: Viewer) -> EntryPlaces:
    """Today and the agencies of the entry; stops with a message for an agent without posting."""
    found = read(cases.entry_places, viewer=viewer)
    if not found.agencies:
        st.info(i18n.t("entry.no_posting"), icon=":material/location_off:")
        st.stop()
    return found


def usual(viewer: Viewer) -> Usual:
    """What the last entry suggests; read once a browser session."""
    if "intervention_usual" not in st.session_state:
        st.session_state["intervention_usual"] = Usual.of(read(last_own, viewer=viewer))
    found: Usual = st.session_state["intervention_usual"]
    return found


def foot(kept: Draft, viewer: Viewer, *, ready: bool = True) -> bool:
    """The button that saves, in reach of a thumb; beside it the draft's state and the way out."""
    with st.bottom, st.container(key=f"{kept.form}_foot"):
        pressed = st.button(
            i18n.t("entry.save"),
            key=f"{kept.form}_save",
            type="primary",
            width="stretch",
            disabled=not ready,
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(
                i18n.t("entry.leave"),
                key=f"{kept.form}_leave",
                type="tertiary",
                icon=":material/arrow_back:" if not i18n.is_rtl() else ":material/arrow_forward:",
            ):
                kept.flush(viewer)
                navigation.go("my-day")
            kept.status()
    return pressed


def save_intervention(raw: dict[str, Any], kept: Draft, viewer: Viewer, problems: Problems) -> None:
    """Save what was filled in, or say beside each field what is wrong with it."""
    try:
        wanted = intervention.made(raw)
    except InvalidInput as refused:
        problems.clear()
        problems.show(refused)
        return
    done = save(interventions.record, wanted, by=viewer.account_id, problems=problems)
    if done is None:
        return
    sentence = _told(wanted, done.value)
    if not done.value.as_asked:
        kept.renew(viewer)
        st.warning(i18n.t("entry.already_differs", what=sentence), icon=":material/difference:")
        return
    _remember(wanted, done.value, sentence, kept)
    unlink()
    st.rerun()


def _told(wanted: InterventionInput, done: Stored[Intervention]) -> str:
    """What was stored, in one line."""
    what = labels.label("INTERVENTION_TYPE", done.row.type)
    if not done.codes:
        heads = sum(getattr(done.row, name) or 0 for name in HEADS)
        return i18n.tn("entry.saved_group", heads, what=what)
    if len(done.codes) > 1:
        return i18n.tn("entry.saved_persons", len(done.codes), what=what)
    sentence = i18n.t("entry.saved_person", what=what, code=card_code(done.codes[0]))
    if wanted.new_case is not None:
        sentence += " " + i18n.t("entry.saved_new")
    return sentence


def _remember(
    wanted: InterventionInput, done: Stored[Intervention], sentence: str, kept: Draft
) -> None:
    """Keep the line to show; begin a draft with the mode, language and minutes of this entry."""
    again = {key: value for key, value in kept.last.items() if key not in _PERSONAL}
    st.session_state["intervention_usual"] = Usual(wanted.mode, wanted.language, wanted.minutes)
    saved.remember(
        saved.Outcome(
            form=intervention.FORM,
            sentence=i18n.t("entry.already", what=sentence) if done.already else sentence,
            next_key="entry.next",
            undo=() if done.already else (events.undo, "intervention", wanted.submission_id),
            icon=saved.STORED_BEFORE if done.already else saved.STORED,
            leads_home=True,
            again=again,
            whole=dict(kept.last),
        )
    )
    draft.begin_anew(intervention.FORM)


_PERSONAL = {
    *persons.new_person_keys(intervention.FORM),
    f"{intervention.FORM}_settles",
} - {f"{intervention.FORM}_agency"}
