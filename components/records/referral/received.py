"""Persons whom another agency has sent here: code, reason and day, and the answer in one touch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from components.fields import dates, long_list
from components.language import i18n
from components.reads import labels
from components.reads.labels import card_code
from components.reads.read import read
from components.records.kinds import REFERRAL
from components.records.links import RECEIVED as ASKED
from components.records.referral import answers
from components.saving.problems import Problems
from components.visit import navigation
from db.access.viewer import Viewer
from db.actions import received_referrals as actions
from db.queries import received_referrals
from db.queries.received_referrals import Received

DAY_LIST, _LIST = "day_received", "referral_received"


def of_the_day(found: Sequence[Received], total: int) -> None:
    """The section of the agent's day."""
    if not found:
        return
    st.subheader(i18n.tn("day.received", total))
    for each in found:
        line = f"**{card_code(each.case_code)}** · {_why(each)}"
        if st.button(line, key=f"{DAY_LIST}_{each.id}", width="stretch", icon=":material/login:"):
            navigation.go(REFERRAL.page, **{ASKED: str(each.id)})
    long_list.button(DAY_LIST, total)


def view(total: int, viewer: Viewer, today: date) -> None:
    """Those that wait here, or the one that the address names."""
    asked = navigation.link_id(st.query_params.get(ASKED, ""))
    one = None if asked is None else read(received_referrals.one, asked, viewer=viewer)
    if asked is not None and one is None:
        _close()
        st.info(i18n.t("error.referral_not_open"), icon=":material/info:")
    if one is not None:
        _answer(one, today, viewer)
        return
    for each in read(received_referrals.waiting, limit=long_list.limit(_LIST), viewer=viewer):
        with st.container(border=True, key=f"{_LIST}_{each.id}"):
            _describe(each)
            label = i18n.t("referral_form.answer")
            if st.button(label, key=f"{_LIST}_answer_{each.id}", width="stretch"):
                st.query_params[ASKED] = str(each.id)
                st.rerun()
    long_list.button(_LIST, total)


def _why(each: Received) -> str:
    sent = i18n.t("referral_form.sent_on", day=each.sent_on)
    return f"{labels.label('REFERRAL_REASON', each.type)} · {sent}"


def _describe(each: Received) -> None:
    st.markdown(f"**{card_code(each.case_code)}**")
    st.caption(f"{_why(each)} · {labels.label('REFERRAL_STATUS', each.status)}")


def _answer(each: Received, today: date, viewer: Viewer) -> None:
    problems, name = Problems("referral_received"), f"referral_{each.id}"
    _describe(each)
    seen = st.session_state.setdefault(answers.seen_key(each.id), each.status)
    st.caption(i18n.t("referral_form.received_hint"))
    st.markdown(f"**{i18n.t('referral_form.what_came')}**")
    chosen, reason = answers.touched(received_referrals.steps(each.status), name)
    problems.beside("status", i18n.t("referral_form.what_came"))
    problems.beside("refusal_reason", i18n.t("referral_form.refused"))
    begun, label = dates.begun(name, today), i18n.t("referral_form.answered_here_on")
    day = dates.day_or_begun(f"{name}_day", label, begun.day, today)
    problems.beside("status_on", label)
    problems.summary()
    back = i18n.t("referral_form.back")
    if st.button(back, key="referral_received_back", type="tertiary", width="stretch"):
        _close()
        st.rerun()
    if chosen is not None and not begun.has_turned:
        raw = {"referral_id": each.id, "status": chosen, "status_on": day}
        raw |= {"refusal_reason": reason, "seen": seen}
        if answers.save(actions.answer, raw, each.case_code, problems, viewer, undo=actions.undo):
            _close()
            st.rerun()


def _close() -> None:
    st.query_params.pop(ASKED, None)
