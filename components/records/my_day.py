"""The lists of an agent's day."""

from __future__ import annotations

import streamlit as st

from components.fields import long_list
from components.language import i18n
from components.reads import labels, reference
from components.reads.labels import card_code
from components.records.kinds import INTERVENTION, KINDS, REFERRAL, RETENTION
from components.records.links import CHECK, PERSON, SETTLES
from components.records.links import REFERRAL as ASKED
from components.records.referral.answers import place_of
from components.visit import navigation
from db.access.permissions import may
from db.access.viewer import Viewer
from db.queries.drafts import Kept
from db.queries.follow_ups import DueFollowUp
from db.queries.referrals import OpenReferral
from db.queries.retention import DueCheck

FOLLOW_UPS, CHECKS, REFERRALS = "day_follow_ups", "day_checks", "day_referrals"


def other_forms(viewer: Viewer) -> None:
    """The pages of all other kinds of record, side by side."""
    pages = dict.fromkeys(kind.page for kind in KINDS.values() if kind is not INTERVENTION)
    with st.container(horizontal=True, key="day_others"):
        for name in pages:
            screen = navigation.BY_NAME[name]
            if may(viewer.role, screen.permission) and st.button(
                i18n.t(f"{screen.text}.short"),
                key=f"day_{name}",
                icon=f":material/{screen.icon}:",
                width="stretch",
            ):
                navigation.go(name)


def drafts(found: list[Kept]) -> None:
    """What was begun and not saved."""
    if not found:
        return
    st.subheader(i18n.t("day.drafts"))
    zone = reference.programme().time_zone
    for draft in found:
        page = KINDS[draft.form].page
        form = i18n.t(navigation.BY_NAME[page].text)
        at = i18n.in_zone(draft.kept_at, zone)
        line = i18n.t("day.draft_line", form=form, at=i18n.clock(at), day=i18n.day_short(at.date()))
        if st.button(line, key=f"day_draft_{draft.form}", width="stretch", icon=":material/edit:"):
            navigation.go(page)


def follow_ups(found: list[DueFollowUp], total: int) -> None:
    """Follow-ups, late ones first."""
    if not found:
        return
    st.subheader(i18n.tn("day.promises", total))
    for each in found:
        if st.button(
            _follow_up_line(each),
            key=f"day_follow_up_{each.id}",
            width="stretch",
            icon=f":material/{_sign(each.days_late)}:",
        ):
            person = {} if each.case_id is None else {PERSON: str(each.case_id)}
            navigation.go(INTERVENTION.page, **{SETTLES: str(each.id)}, **person)
    long_list.button(FOLLOW_UPS, total)


def _follow_up_line(due: DueFollowUp) -> str:
    who = _code(due.case_code) if due.case_code else i18n.t("entry.scope.group")
    day = i18n.day_short(due.due_on)
    moment = i18n.joined(day, i18n.clock(due.due_at)) if due.due_at else day
    return f"{who} · {moment} · {when(due.days_late)}"


def checks(found: list[DueCheck], total: int) -> None:
    """Retention checks that may be answered, late ones first."""
    if not found:
        return
    st.subheader(i18n.tn("day.checks", total))
    for check in found:
        kind = labels.label("OUTCOME_TYPE", check.type.value)
        month = i18n.tn("day.check_month", check.month)
        line = f"{_code(check.case_code)} · {kind} · {month} · {when(check.days_late)}"
        if st.button(
            line,
            key=f"day_check_{check.id}",
            width="stretch",
            icon=f":material/{_sign(check.days_late)}:",
        ):
            navigation.go(RETENTION.page, **{CHECK: str(check.id)})
    long_list.button(CHECKS, total)


def referrals(found: list[OpenReferral], total: int) -> None:
    """Referrals whose answer is expected, late ones first."""
    if not found:
        return
    st.subheader(i18n.tn("day.referrals", total))
    for each in found:
        line = f"{_code(each.case_code)} · {place_of(each)} · {when(each.days_late)}"
        if st.button(
            line,
            key=f"day_referral_{each.id}",
            width="stretch",
            icon=f":material/{_sign(each.days_late)}:",
        ):
            navigation.go(REFERRAL.page, **{ASKED: str(each.id)})
    long_list.button(REFERRALS, total)


def _code(code: str) -> str:
    return f"**{card_code(code)}**"


def when(days_late: int) -> str:
    """How late something is, or how far ahead, in words."""
    if days_late == 0:
        return i18n.t("day.today")
    return i18n.tn("day.late" if days_late > 0 else "day.ahead", abs(days_late))


def _sign(days_late: int) -> str:
    return "schedule" if days_late < 0 else "today" if days_late == 0 else "running_with_errors"
