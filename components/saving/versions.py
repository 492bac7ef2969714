"""The same form on two pages, of two devices or of one: it is said, and none replaces the other."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from components.language import i18n
from components.reads import reference
from components.saving.draft import Draft, read_again
from db.access.viewer import Viewer
from db.actions import drafts
from db.store.engine import once


def tell(draft: Draft, viewer: Viewer) -> None:
    """Where a draft was begun on another device; and the way to the text that lies beside it."""
    if found := draft.from_elsewhere:
        said = i18n.t("versions.begun", begun=_clock(found.begun_at), last=_clock(found.kept_at))
        st.info(said, icon=":material/devices:")
    if draft.aside_at is None or draft.newer:
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"{draft.form}_aside"):
        st.caption(i18n.t("versions.beside"))
        label = i18n.t("versions.bring_back")
        if st.button(label, key=f"{draft.form}_bring_back", type="tertiary"):
            _bring_back(draft, viewer)
            st.rerun()


def ask(draft: Draft, viewer: Viewer) -> None:
    """Which of two texts is to be gone on with; in the place of the buttons that save."""
    found = draft.newer
    if found is None:
        return
    place = "device" if found.is_other_device else "window"
    said = i18n.t(f"versions.newer_{place}", last=_clock(found.kept_at))
    st.warning(said, icon=":material/devices:")
    if st.button(i18n.t("versions.keep_this"), key=f"{draft.form}_keep_this", width="stretch"):
        _keep_this(draft, viewer)
        st.rerun()
    if st.button(i18n.t("versions.take_other"), key=f"{draft.form}_take_other", width="stretch"):
        _take_other(draft, viewer)
        st.rerun()


def _keep_this(draft: Draft, viewer: Viewer) -> None:
    """Go on with this text; what another page has typed lies beside it until it is saved."""
    kept = draft.store(drafts.overrule, viewer)
    if kept is not None:
        draft.kept_at, draft.mark, draft.newer, draft.aside_at = kept.at, kept.mark, None, kept.at


def _take_other(draft: Draft, viewer: Viewer) -> None:
    """Go on with what another page has typed; this text lies beside it until it is saved."""
    draft.store(drafts.give_way, viewer)
    read_again(draft, viewer)


def _bring_back(draft: Draft, viewer: Viewer) -> None:
    """Go on with the text that lies beside; this one takes its place."""
    once(drafts.bring_back, draft.form, by=viewer.account_id)
    read_again(draft, viewer)


def _clock(moment: datetime) -> str:
    """ "14:05"; with the day, where that is another one."""
    at = reference.local(moment)
    if at.date() == reference.today():
        return i18n.clock(at)
    return i18n.joined(i18n.day_short(at.date()), i18n.clock(at))
