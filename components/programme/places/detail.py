"""One agency or organisation: its form, what uses it, closing, reopening, deleting."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.fields.dates import as_typed, day_text
from components.language import i18n
from components.language.plain import plain
from components.programme import editing
from components.programme.places import kinds
from components.programme.places.kinds import AGENCY, WORDS, Kind, Opened, Place
from components.programme.places.listing import state
from components.reads import labels, reference
from components.reads.read import read
from components.saving.first_values import Entered
from components.saving.problems import Problems
from components.saving.save import save
from components.saving.submit import submit
from db.access.permissions import Permission, may
from db.access.viewer import Viewer
from db.inputs.days import Side
from db.inputs.places import Closing

ADD = "places_add"
#: The columns that a form fills.
_SAID = ("name", "name_en", "name_ar", "short_name", "city", "region", "opening_hours",
         "languages", "contact")  # fmt: skip
COLUMNS = {"agency": (*_SAID, "host_id"), "organisation": (*_SAID, "type", "training_type")}
#: What a manager reads of it.
READ = (
    *("name_ar", "name_en", "short_name", "city", "region", "type", "training_type", "host_id"),
    *("opening_hours", "languages", "contact"),
)


def draw(viewer: Viewer, opened: Opened) -> None:
    """The form of a new one, or one that is there."""
    label = i18n.t(f"places.back.{opened.kind.name}")
    editing.back(label, "places_back", kinds.back_to_list)
    if opened.id is None:
        _add(viewer, opened.kind)
        return
    known = reference.agencies() if opened.kind is AGENCY else reference.organisations()
    place = known.get(opened.id)
    if place is None:
        st.info(i18n.t("error.not_found"), icon=":material/search_off:")
        return
    _head(place)
    if may(viewer.role, Permission.PLACES_MANAGE):
        _edit(viewer, opened.kind, place)
        _states(viewer, opened.kind, place)
    else:
        _facts(place)
        _uses(viewer, opened.kind, place)


def _head(place: Place) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(plain(labels.place_name(place)))
        is_open = place.closed_on is None
        st.badge(state(place), color="green" if is_open else "gray")


def _add(viewer: Viewer, kind: Kind) -> None:
    st.header(i18n.t(f"places.add.{kind.name}"))
    problems = Problems(ADD)
    with st.form(f"{ADD}_form", border=False, enter_to_submit=False):
        raw = kind.fields(Entered(ADD, {}), problems)
        problems.summary()
        sent = st.form_submit_button(
            i18n.t("places.add_submit"), key=f"{ADD}_submit", type="primary", width="stretch"
        )
    if sent and submit(editing.in_words(kind.add, WORDS), kind.new, raw, viewer, problems):
        kinds.back_to_list()
        editing.leave_notice(i18n.t(f"places.added.{kind.name}", name=raw["name"]))
        st.rerun()


def _edit(viewer: Viewer, kind: Kind, place: Place) -> None:
    form = kinds.edit_form(kind, place.id)
    now = {name: getattr(place, name) for name in COLUMNS[kind.name]}
    seen, problems = editing.seen(form, now), Problems(form)
    with st.form(f"{form}_form", border=False, enter_to_submit=False):
        raw = kind.fields(Entered(form, _first(now)), problems)
        problems.summary()
        sent = st.form_submit_button(
            i18n.t("places.edit_submit"), key=f"{form}_submit", type="primary", width="stretch"
        )
    if not sent:
        return
    raw |= {"id": place.id, "seen": seen}
    saved = submit(editing.in_words(kind.edit, WORDS), kind.changed, raw, viewer, problems)
    if saved or problems.told:
        editing.look_again(form)
    if saved:
        editing.leave_notice(i18n.t("places.saved", name=raw["name"]))
        st.rerun()


def _first(now: dict[str, Any]) -> dict[str, Any]:
    spoken = [each for each in now["languages"].split(",") if each]
    return {**now, "languages": spoken}


def _facts(place: Place) -> None:
    lines = []
    for field in READ:
        if value := getattr(place, field, None):
            said = WORDS[field](value) if field in WORDS else value
            lines.append(f"- {i18n.t(f'places.{field}')}\u00a0: {plain(said)}")
    st.markdown("\n".join(lines))


def _uses(viewer: Viewer, kind: Kind, place: Place) -> bool:
    """What uses it, in words; whether anything does."""
    said = [i18n.t(f"places.used_by.{name}") for name in read(kind.uses, place.id, viewer=viewer)]
    if said:
        st.caption(i18n.t("places.uses", uses=i18n.line(*said)))
    return bool(said)


def _states(viewer: Viewer, kind: Kind, place: Place) -> None:
    form, by = f"places_close_{kind.name}_{place.id}", viewer.account_id
    is_used = _uses(viewer, kind, place)
    name = labels.place_name(place)
    if place.closed_on is not None:
        st.write(i18n.t(f"places.reopen_hint.{kind.name}"))
        if st.button(i18n.t("places.reopen"), key="places_reopen") and save(
            kind.reopen, place.id, by=by
        ):
            _done(i18n.t("places.reopened", name=name))
    else:
        _close(viewer, kind, place, form)
    if is_used:
        st.caption(i18n.t("places.delete_not"))
        return
    with st.popover(i18n.t("places.delete"), key=f"places_delete_{kind.name}_{place.id}"):
        st.write(plain(i18n.t("places.delete_sure", name=name)))
        if st.button(i18n.t("places.delete_now"), key="places_delete_now") and save(
            kind.delete, place.id, by=by
        ):
            kinds.back_to_list()
            _done(i18n.t("places.deleted", name=name))


def _close(viewer: Viewer, kind: Kind, place: Place, form: str) -> None:
    problems = Problems(form)
    with st.expander(i18n.t("places.close"), key=f"{form}_open", icon=":material/event_busy:"):
        st.write(i18n.t(f"places.close_hint.{kind.name}"))
        today, label = reference.today(), i18n.t("places.last_day")
        first = Entered(form, {"closed_on": as_typed(today)})
        day = day_text(first, f"{form}_closed_on", label, today, Side.EITHER)
        problems.beside("closed_on", label)
        problems.summary()
        sent = st.button(i18n.t("places.close_now"), key=f"{form}_submit")
    raw = {"id": place.id, "closed_on": day or None}
    if sent and submit(kind.close, Closing, raw, viewer, problems):
        _done(i18n.t("places.closed", name=labels.place_name(place)))


def _done(sentence: str) -> None:
    editing.leave_notice(sentence)
    st.rerun()
