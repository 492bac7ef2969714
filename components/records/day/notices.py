"""What was just settled, for the next run to say, with the way to undo it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from components.language import i18n
from components.saving.save import save
from db.access.viewer import Viewer

_KEY = "day_notice"
DAY, PEOPLE, AGENCIES = "my-day", "people", "agency-days"
#: How long it stays on screen.
SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A sentence on one page; ``undo`` is the action that undoes it, and its arguments."""

    page: str
    sentence: str
    undo: tuple[Any, ...] = ()
    at: float = field(default_factory=time.time)


def leave(sentence: str, *undo: Any, page: str = DAY) -> None:
    """Say it in the next run of a page."""
    st.session_state[_KEY] = Notice(page=page, sentence=sentence, undo=undo)


def draw(viewer: Viewer, page: str = DAY) -> None:
    """What was done, if it was just now."""
    notice: Notice | None = st.session_state.get(_KEY)
    if notice is None or notice.page != page or time.time() - notice.at > SECONDS:
        return
    with st.container(key="day_notice"):
        st.success(notice.sentence, icon=":material/check_circle:")
        if not notice.undo:
            return
        pressed = st.button(
            i18n.t("entry.undo"), key="day_notice_undo", type="tertiary", icon=":material/undo:"
        )
    if pressed and save(*notice.undo, by=viewer.account_id):
        leave(i18n.t("day.undone"), page=page)
        st.rerun()
