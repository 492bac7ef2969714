"""Persons who wait for a yes or no from here, and those whom another agency was asked about."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.fields import reason
from components.language import i18n
from components.language.plain import plain
from components.reads import labels
from components.reads.labels import card_code
from components.records.day import notices
from components.records.people.links import CASE
from components.saving.problems import Problems
from components.saving.save import save
from components.saving.submit import submit
from components.visit import navigation
from db.access.viewer import Viewer
from db.actions import transfers
from db.inputs.tasks import TransferDeclined
from db.models.tasks import TransferState
from db.queries.transfers import Incoming, Outgoing, Withdrawn

#: The transfer that is being declined.
_DECLINED = "day_transfer_declined"


def incoming(viewer: Viewer, found: Sequence[Incoming]) -> None:
    """Each with what it takes to say yes or no, and both answers."""
    if not found:
        return
    st.subheader(i18n.t("transfer.incoming", count=len(found)))
    for each in found:
        with st.container(border=True, key=f"day_transfer_{each.id}"):
            nationality = labels.label("NATIONALITY", each.nationality)
            year = i18n.t("transfer.born", year=str(each.birth_year))
            st.markdown(f"**{card_code(each.code)}** · {year} · {nationality}")
            st.caption(_asked(each))
            _answers(viewer, each)


def not_coming(found: Sequence[Withdrawn]) -> None:
    """Who was to come and does not: whoever expected them reads it for some days."""
    for each in found:
        agency, code = labels.agency(each.from_agency_id), f"**{card_code(each.code)}**"
        said = i18n.t("transfer.not_coming", code=code, agency=plain(agency), day=each.decided_on)
        with st.container(key=f"day_transfer_over_{each.id}"):
            st.markdown(f":material/person_off: {said}")


def _asked(each: Incoming) -> str:
    """From where, since when, why; and to which of my agencies."""
    return plain(
        i18n.t(
            "transfer.asked",
            agency=labels.agency(each.from_agency_id),
            to=labels.agency(each.to_agency_id),
            day=each.asked_on,
            reason=labels.label("TRANSFER_REASON", each.reason),
        )
    )


def _answers(viewer: Viewer, each: Incoming) -> None:
    if st.session_state.get(_DECLINED) == each.id:
        _decline(viewer, each)
        return
    with st.container(horizontal=True, key=f"day_transfer_answers_{each.id}"):
        if st.button(
            i18n.t("transfer.accept"),
            key=f"day_accept_{each.id}",
            type="primary",
            icon=":material/person_add:",
            width="stretch",
        ):
            accepted = save(transfers.accept, each.id, by=viewer.account_id)
            if accepted:
                sentence = i18n.t("transfer.accepted", code=f"**{card_code(each.code)}**")
                notices.leave(sentence, page=notices.PEOPLE)
                navigation.go(notices.PEOPLE, **{CASE: accepted.value})
        st.button(
            i18n.t("transfer.decline"),
            key=f"day_decline_{each.id}",
            width="stretch",
            on_click=_choose,
            args=(each.id,),
        )


def _choose(transfer_id: int | None) -> None:
    st.session_state[_DECLINED] = transfer_id


def _decline(viewer: Viewer, each: Incoming) -> None:
    form = f"day_declined_{each.id}"
    problems = Problems(form)
    why = reason.choose(form, i18n.t("transfer.why_not"), "TRANSFER_REFUSAL", problems)
    problems.summary()
    sent = st.button(i18n.t("transfer.decline"), key=f"{form}_send", width="stretch")
    st.button(
        i18n.t("people.leave"), key=f"{form}_leave", type="tertiary", on_click=_choose, args=(None,)
    )
    raw = {"transfer_id": each.id, "reason": why}
    if sent and submit(transfers.decline, TransferDeclined, raw, viewer, problems):
        _choose(None)
        notices.leave(i18n.t("transfer.declined", code=f"**{card_code(each.code)}**"))
        st.rerun()


def outgoing(viewer: Viewer, found: Sequence[Outgoing]) -> None:
    """What was asked from here: how it stands, and the way to withdraw it."""
    if not found:
        return
    st.subheader(i18n.t("transfer.outgoing", count=len(found)))
    for each in found:
        with st.container(border=True, key=f"day_transfer_out_{each.id}"):
            st.markdown(f"**{card_code(each.code)}** · {said(each)}")
            if each.state is TransferState.PENDING:
                withdrawn(viewer, each, f"day_withdraw_{each.id}")


def withdrawn(viewer: Viewer, each: Outgoing, key: str, page: str = notices.DAY) -> None:
    """The button that withdraws it, and what follows."""
    label = i18n.t("transfer.withdraw")
    if st.button(label, key=key, icon=":material/undo:", width="stretch") and save(
        transfers.withdraw, each.id, by=viewer.account_id
    ):
        sentence = i18n.t("transfer.withdrawn", code=f"**{card_code(each.code)}**")
        notices.leave(sentence, page=page)
        st.rerun()


def said(each: Outgoing) -> str:
    """How it stands: waiting since a day, accepted, withdrawn, or declined and why."""
    agency = labels.agency(each.to_agency_id)
    if each.state is TransferState.ACCEPTED:
        return plain(i18n.t("transfer.is_there", agency=agency, day=each.decided_on))
    if each.state is TransferState.DECLINED:
        reason = labels.label("TRANSFER_REFUSAL", each.refusal_reason or "OTHER")
        return plain(i18n.t("transfer.stays", agency=agency, day=each.decided_on, reason=reason))
    if each.state is TransferState.WITHDRAWN:
        return plain(i18n.t("transfer.ended", agency=agency, day=each.decided_on))
    return plain(i18n.t("transfer.waits", agency=agency, day=each.asked_on, name=each.asked_by))
