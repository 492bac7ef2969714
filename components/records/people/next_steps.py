"""What comes next for a person, each one tap from its form; and a new entry of any kind."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.language import i18n
from components.reads import labels
from components.records.kinds import INTERVENTION, PLACEMENT, REFERRAL, RETENTION, TRAINING
from components.records.links import AGENCY, CHECK, PERSON, SETTLES
from components.records.links import REFERRAL as ASKED
from components.records.my_day import when
from components.records.training.page import OPEN
from components.visit import navigation
from components.visit.navigation import FORM_ICONS
from db.access.viewer import Viewer
from db.queries.person import Due, Person

#: Entries of one person, the usual one first.
FORMS = (INTERVENTION, REFERRAL, TRAINING, PLACEMENT)


def draw(viewer: Viewer, person: Person, due: Sequence[Due], *, may_write: bool) -> None:
    """What waits, and buttons for those who record."""
    st.subheader(i18n.t("people.next"))
    if not due:
        st.caption(i18n.t("people.next_none"))
    with st.container(gap="xsmall", key="person_due"):
        for each in due:
            _line(viewer, person, each, may_write=may_write)
    if may_write and person.closed_on is None:
        with st.container(horizontal=True, key="person_forms"):
            for form in FORMS:
                _form(viewer, person, form.name, form.page)


def _form(viewer: Viewer, person: Person, name: str, page: str) -> None:
    is_usual = name == INTERVENTION.name
    if st.button(
        i18n.t(f"people.record.{name}"),
        key=f"person_{page}",
        icon=f":material/{FORM_ICONS[name]}:",
        type="primary" if is_usual else "secondary",
        width="stretch",
    ):
        navigation.go(page, **_about(viewer, person))


def _about(viewer: Viewer, person: Person) -> dict[str, str]:
    about = {PERSON: str(person.id)}
    return about | ({AGENCY: str(person.agency_id)} if len(viewer.agencies) > 1 else {})


def _line(viewer: Viewer, person: Person, due: Due, *, may_write: bool) -> None:
    said, icon = _said(due), f":material/{_sign(due)}:"
    # Nobody can be met while the case is closed; whether work lasts is asked all the same.
    is_met = due.kind == "follow_up"
    if not may_write or not due.is_open or (is_met and person.closed_on is not None):
        st.markdown(f"{icon} {said}")
        return
    if st.button(said, key=f"person_{due.kind}_{due.id}", width="stretch", icon=icon):
        if is_met:
            navigation.go(INTERVENTION.page, **_about(viewer, person), **{SETTLES: str(due.id)})
        elif due.kind == "check":
            navigation.go(RETENTION.page, **{CHECK: str(due.id)})
        elif due.kind == "referral":
            navigation.go(REFERRAL.page, **{ASKED: str(due.id)})
        else:
            navigation.go(TRAINING.page, view=OPEN)


def _said(due: Due) -> str:
    """ "Rendez-vous · 3 févr., 14:30 · en retard de 2 jours"."""
    what = i18n.t(f"people.due.{due.kind}")
    if due.kind == "check":
        month = i18n.tn("day.check_month", due.month or 0)
        parts = labels.label("OUTCOME_TYPE", due.code), month
        what = f"{what} ({i18n.t('headline.comma').join(parts)})"
    elif due.kind == "referral":
        what = f"{what} ({labels.label('REFERRAL_REASON', due.code)})"
    elif due.kind == "training":
        what = f"{what} ({labels.label('TRAINING_TYPE', due.code)})"
    if due.due_on is None:
        return what
    day = i18n.day_short(due.due_on)
    if due.due_at:
        day = i18n.joined(day, i18n.clock(due.due_at))
    return f"{what} · {day} · {when(due.days_late)}"


def _sign(due: Due) -> str:
    if due.days_late > 0:
        return "running_with_errors"
    return "today" if due.days_late == 0 and due.due_on else "schedule"
