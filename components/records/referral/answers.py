"""Referrals that wait for an answer, and the answer to one: one tap opens it, one saves it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from components.fields import dates
from components.language import i18n
from components.language.plain import plain
from components.reads import labels
from components.reads.labels import card_code
from components.records import ending
from components.records.kinds import REFERRAL
from components.records.referral.fields import place_name
from components.saving import saved
from components.saving.problems import Problems
from components.saving.saved import Link, Result
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.codes import REFERRAL_STEPS, ReferralStatus
from db.inputs.referrals import AnswerInput
from db.queries.referrals import OpenReferral

_ICONS = {
    ReferralStatus.ACCEPTED: "thumb_up",
    ReferralStatus.SERVED: "task_alt",
    ReferralStatus.NO_SHOW: "person_off",
    ReferralStatus.NO_REPLY: "phone_missed",
}


def choose(referrals: list[OpenReferral]) -> int | None:
    """The list of referrals; the id of the one that was touched."""
    touched, is_late = None, False
    for each in referrals:
        if not is_late and each.due_on is None:
            st.markdown(f"**{i18n.t('referral_form.late_answers')}**")
            is_late = True
        with st.container(border=True, key=f"referral_open_{each.id}"):
            _describe(each)
            label = i18n.t("referral_form.answer")
            if st.button(label, key=f"referral_answer_{each.id}", width="stretch"):
                touched = each.id
    return touched


def undoable(referrals: list[OpenReferral]) -> int | None:
    """The last answers that can be undone; the id of the referral whose button was touched."""
    touched = None
    if not referrals:
        return touched
    with st.expander(i18n.t("referral_form.own_answers"), icon=":material/undo:"):
        for each in referrals:
            with st.container(border=True, key=f"referral_last_{each.id}"):
                _describe(each)
                status = labels.label("REFERRAL_STATUS", each.status)
                label = i18n.t("referral_form.undo_answer", status=status)
                if st.button(label, key=f"referral_undo_{each.id}", width="stretch"):
                    touched = each.id
    return touched


def draw(
    referral: OpenReferral, begun_on: date, today: date, problems: Problems
) -> dict[str, Any] | None:
    """One referral and its possible answers; the raw fields of ``AnswerInput`` of the touched."""
    _describe(referral)
    # What was on screen when the agent began: an answer of somebody else's is not overwritten.
    seen = st.session_state.setdefault(seen_key(referral.id), referral.status)
    st.caption(i18n.t(f"referral_form.may_share.{'yes' if referral.may_share else 'no'}"))
    st.markdown(f"**{i18n.t('referral_form.what_came')}**")
    name = f"referral_{referral.id}"
    chosen, reason = touched(REFERRAL_STEPS[referral.status], name)
    problems.beside("status", i18n.t("referral_form.what_came"))
    problems.beside("refusal_reason", i18n.t("referral_form.refused"))
    label = i18n.t("referral_form.answered_on")
    day = dates.day_or_begun(f"{name}_day", label, begun_on, today)
    problems.beside("status_on", label)
    problems.summary()
    if chosen is None:
        return None
    return {
        "referral_id": referral.id,
        "status": chosen,
        "status_on": day,
        "refusal_reason": reason,
        "seen": seen,
    }


def seen_key(referral_id: int) -> str:
    """The key of the status that a referral had when its answers came on screen."""
    return f"referral_{referral_id}_seen"


def touched(steps: Sequence[ReferralStatus], name: str) -> tuple[ReferralStatus | None, str | None]:
    """The answer that was touched, and the reason of a refusal."""
    chosen: ReferralStatus | None = None
    reason = None
    for status in steps:
        if status is not ReferralStatus.REFUSED and st.button(
            labels.label("REFERRAL_STATUS", status),
            key=f"{name}_{status.value}",
            icon=f":material/{_ICONS[status]}:",
            width="stretch",
        ):
            chosen = status
    if ReferralStatus.REFUSED in steps:
        with st.expander(i18n.t("referral_form.refused"), icon=":material/block:"):
            for code, label in labels.choices("REFERRAL_REFUSAL").items():
                if st.button(label, key=f"{name}_refused_{code}", width="stretch"):
                    chosen, reason = ReferralStatus.REFUSED, code
    return chosen, reason


def place_of(referral: OpenReferral) -> str:
    """Where a person was sent, to be shown as it is."""
    return plain(place_name((referral.organisation_id, referral.to_agency_id)))


def _describe(referral: OpenReferral) -> None:
    st.markdown(f"**{card_code(referral.case_code)}** · {place_of(referral)}")
    reason = labels.label("REFERRAL_REASON", referral.type)
    status = labels.label("REFERRAL_STATUS", referral.status)
    sent = i18n.t("referral_form.sent_on", day=referral.sent_on)
    st.caption(f"{reason} · {sent} · {status}")
    if referral.days_late > 0:
        text = i18n.tn("referral_form.late", referral.days_late)
        st.badge(text, icon=":material/schedule:", color="orange")
    elif referral.due_on is not None:
        st.badge(i18n.t("referral_form.due_on", day=referral.due_on), icon=":material/event:")


def save(
    act: Callable[..., Any],
    raw: dict[str, Any],
    code: str,
    problems: Problems,
    viewer: Viewer,
    *,
    undo: Callable[..., object],
    person: Link | None = None,
) -> bool:
    """Note an answer by ``act``; said afterwards with the way back, and to an entry of the person
    where there is one. Whether it was noted."""
    referral_id = raw["referral_id"]
    st.session_state.pop(seen_key(referral_id), None)
    if submit(act, AnswerInput, raw, viewer, problems) is None:
        return False
    sentence = i18n.t(
        "referral_form.answer_saved",
        code=f"**{card_code(code)}**",
        status=labels.label("REFERRAL_STATUS", raw["status"]),
    )
    saved.remember(
        Result(
            form=REFERRAL.name,
            sentence=ending.dated(sentence, raw["status_on"]),
            next_key="referral_form.next_answer",
            undo=(undo, referral_id),
            person=person,
        )
    )
    return True
