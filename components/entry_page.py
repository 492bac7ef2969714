"""What the entry pages share: the draft, the places, the button in reach, the way out."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Any

import streamlit as st

from components import data_entry, draft, i18n, labels, navigation, saved
from components.data_entry import EntryPlaces
from components.draft import Draft
from components.fields import Problems
from components.forms import intervention
from components.forms.intervention import Usual
from components.save import save
from db.actions import interventions
from db.actions.interventions import Recorded
from db.errors import InvalidInput
from db.inputs.interventions import InterventionInput
from db.permissions import Viewer


def start(form: str, keys: Collection[str], viewer: Viewer) -> Draft:
    """The form's draft; a link from the agent's day may name the person and the promise."""
    kept = draft.start(form, keys, viewer)
    person = st.query_params.get("person")
    if person and person.isdigit() and not kept.was_restored:
        kept.first.setdefault(f"{form}_case", [person])
        kept.first.setdefault(f"{form}_settles", _number(st.query_params.get("settles")))
    return kept


def _number(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isdigit() else None


def tell_restored(kept: Draft, viewer: Viewer) -> None:
    """Say that a draft is back, and offer to start afresh."""
    if not kept.was_restored:
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"{kept.form}_restored"):
        st.caption(i18n.t("draft.restored"))
        if st.button(i18n.t("draft.throw_away"), key=f"{kept.form}_throw_away", type="tertiary"):
            draft.throw_away(kept.form, viewer)
            st.rerun()


def places(viewer: Viewer) -> EntryPlaces:
    """Today and the agencies of the entry; who is posted nowhere is told so."""
    found = data_entry.entry_places(viewer)
    if not found.agencies:
        st.info(i18n.t("entry.no_posting"), icon=":material/location_off:")
        st.stop()
    return found


def usual(viewer: Viewer) -> Usual:
    """What the last entry suggests; read once a browser session."""
    if "intervention_usual" not in st.session_state:
        st.session_state["intervention_usual"] = Usual.of(data_entry.last_own(viewer))
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


def save_intervention(raw: dict[str, Any], viewer: Viewer, problems: Problems) -> None:
    """Save what was filled in, or say beside each field what is wrong with it."""
    try:
        wanted = intervention.made(raw)
    except InvalidInput as refused:
        problems.clear()
        problems.show(refused)
        return
    done = save(interventions.record, wanted, by=viewer.account_id, problems=problems)
    if done is not None:
        _remember(wanted, done.value)
        st.rerun()


def _remember(wanted: InterventionInput, done: Recorded) -> None:
    """Say what was saved; the next entry starts from its place, language and length."""
    form = intervention.FORM
    what = labels.label("INTERVENTION_TYPE", wanted.type)
    if wanted.is_group:
        sentence = i18n.tn("entry.saved_group", done.heads, what=what)
    elif len(done.codes) == 1:
        code = f"{done.codes[0][:3]}-{done.codes[0][3:]}"
        sentence = i18n.t("entry.saved_person", what=what, code=code)
        if wanted.new_case is not None:
            sentence += " " + i18n.t("entry.saved_new")
    else:
        sentence = i18n.tn("entry.saved_persons", len(done.codes), what=what)
    again = {
        key: value
        for key, value in st.session_state.items()
        if str(key) in intervention.KEYS and str(key) not in _PERSONAL
    }
    st.session_state["intervention_usual"] = Usual(wanted.mode, wanted.language, wanted.minutes)
    saved.remember(
        saved.Outcome(
            form, "intervention", wanted.submission_id, sentence, done.already, time.time(), again
        )
    )


_PERSONAL = {
    f"{intervention.FORM}_{name}"
    for name in (
        "case",
        "sex",
        "birth_year",
        "turned_18",
        "nationality",
        "nationality_other",
        "settles",
        "entry_channel",
        "education",
        "status_group",
    )
}
