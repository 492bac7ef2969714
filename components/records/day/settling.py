"""What can be done with a thing instead of settling it: put it off, hand it over, give it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from components.fields import dates
from components.language import i18n
from components.language.plain import plain
from components.reads import reference
from components.reads.labels import card_code
from components.records.day import handover, notices
from components.records.people.links import CASE
from components.saving.first_values import Entered
from components.saving.problems import Problems
from components.saving.save import save
from components.saving.submit import submit
from components.visit import navigation
from db.access.viewer import Viewer
from db.actions import tasks
from db.inputs.days import Side
from db.inputs.tasks import PutOff, Thing
from db.queries.colleagues import Colleague
from db.queries.waiting import Part, Waiting, Whose

#: The line whose panel is open.
_OPEN = "day_open"
#: So many days from today each choice is.
SOON = {"tomorrow": 1, "three_days": 3, "week": 7}


def button(each: Waiting, name: str) -> None:
    """Beside a line: what else can be done with it."""
    who = card_code(each.case_code) if each.case_code else i18n.t("entry.scope.group")
    st.button(
        i18n.t("day.more"),
        key=f"day_more_{name}",
        help=i18n.t("day.more_about", who=who),
        width="content",
        on_click=_toggle,
        args=(name,),
    )


def is_open(name: str) -> bool:
    """Whether the panel of a line is open."""
    return bool(st.session_state.get(_OPEN) == name)


def _toggle(name: str) -> None:
    if is_open(name):
        st.session_state.pop(_OPEN)
    else:
        st.session_state[_OPEN] = name


def close() -> None:
    """No panel is open any more."""
    st.session_state.pop(_OPEN, None)


def draw(viewer: Viewer, each: Waiting, name: str, colleagues: Sequence[Colleague]) -> None:
    """The panel under a line."""
    thing = Thing(kind=each.kind, id=each.id)
    problems = Problems(f"day_panel_{name}")
    with st.container(border=True, key="day_panel"):
        if each.part is Part.PUT_OFF:
            _bring_back(viewer, thing)
        _put_off(viewer, each, problems)
        problems.summary()
        if each.whose is not Whose.MINE:
            _take(viewer, thing)
        elif each.handed_by and not each.is_back and each.handed_by_id != viewer.account_id:
            _give_back(viewer, thing, each.handed_by)
        extent = {"thing": thing.model_dump()}
        found = handover.takers(colleagues, each.agency_id)
        handover.draw(viewer, f"day_hand_{name}", found, extent, done=_handed)
        if each.case_code and st.button(
            i18n.t("day.person"), key="day_person", icon=":material/person:", type="tertiary"
        ):
            navigation.go("people", **{CASE: each.case_code})


def _put_off(viewer: Viewer, each: Waiting, problems: Problems) -> None:
    today = reference.today()
    st.markdown(f"**{i18n.t('day.put_off')}**")
    with st.container(horizontal=True, gap="xsmall", key="day_soon"):
        for choice, days in SOON.items():
            if st.button(i18n.t(f"day.put_off.{choice}"), key=f"day_to_{choice}", width="stretch"):
                _save_put_off(viewer, each, today + timedelta(days=days), problems)
    form = f"day_panel_{each.kind.value}_{each.id}"
    label = i18n.t("day.put_off.which")
    day = dates.day_text(Entered(form, {}), f"{form}_to", label, today, Side.AHEAD)
    problems.beside("to", label)
    # A date that was typed has its button; without one there is nothing to send.
    if day and st.button(i18n.t("day.put_off.to_date"), key="day_to_date", width="stretch"):
        _save_put_off(viewer, each, day, problems)


def _save_put_off(viewer: Viewer, each: Waiting, to: date | str, problems: Problems) -> None:
    raw = {"kind": each.kind.value, "id": each.id, "to": to}
    if submit(tasks.put_off, PutOff, raw, viewer, problems):
        close()
        thing = Thing(kind=each.kind, id=each.id)
        notices.leave(i18n.t("day.put_off_done", day=to), tasks.bring_back, thing)
        st.rerun()


def _bring_back(viewer: Viewer, thing: Thing) -> None:
    label = i18n.t("day.bring_back")
    if st.button(label, key="day_bring_back", icon=":material/undo:", width="stretch") and save(
        tasks.bring_back, thing, by=viewer.account_id
    ):
        _said(i18n.t("day.brought_back"))


def _take(viewer: Viewer, thing: Thing) -> None:
    label = i18n.t("day.take")
    if st.button(label, key="day_take", icon=":material/front_hand:", width="stretch") and save(
        tasks.take, thing, by=viewer.account_id
    ):
        _said(i18n.t("day.taken"))


def _give_back(viewer: Viewer, thing: Thing, name: str) -> None:
    label = plain(i18n.t("day.give_back", name=name))
    if st.button(label, key="day_give_back", icon=":material/reply:", width="stretch") and save(
        tasks.give_back, thing, by=viewer.account_id
    ):
        _said(plain(i18n.t("day.given", name=name)))


def _handed(count: int, name: str) -> None:
    _said(plain(i18n.tn("day.handed_over", count, name=name)))


def _said(sentence: str) -> None:
    close()
    notices.leave(sentence)
    st.rerun()
