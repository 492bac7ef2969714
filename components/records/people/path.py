"""The way of a person, from the first contact to work that lasts, and today's place on it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.language import i18n
from components.reads import labels
from db.codes import WORKING
from db.queries.person import Step

#: Steps beside the way: whoever works without a course has left nothing out.
ASIDE = "trained"
KINDS = {"trained": "TRAINING_TYPE", "working": "OUTCOME_TYPE"}


def draw(steps: Sequence[Step]) -> None:
    """Today's place in a sentence, then every step with its day."""
    reached = [step for step in steps if step.on is not None]
    here = reached[-1] if reached else None
    with st.container(border=True, gap="small", key="person_path"):
        st.markdown(f"**{_today(here, steps)}**")
        with st.container(horizontal=True, gap="xsmall", key="person_steps"):
            for step in steps:
                if step.on is not None or step.name != ASIDE:
                    _step(step, is_here=step is here)


def _today(here: Step | None, steps: Sequence[Step]) -> str:
    if here is None or here.on is None:
        return i18n.t("people.today.nothing")
    news = next((step for step in steps if step.status), None)
    if news is not None and news.status not in WORKING:
        status = labels.label("RETENTION_STATUS", news.status)
        return i18n.t("people.today.news", status=status, day=news.status_on)
    name = i18n.t(f"people.step.{here.name}")
    kind = labels.label(KINDS[here.name], here.kind) if here.kind else ""
    return i18n.t("people.today", step=f"{name} ({kind})" if kind else name, day=here.on)


def _step(step: Step, *, is_here: bool) -> None:
    name = i18n.t(f"people.step.{step.name}")
    if step.on is None:
        st.badge(name, icon=":material/radio_button_unchecked:", color="gray")
        return
    icon = ":material/location_on:" if is_here else ":material/check_circle:"
    st.badge(f"{name} · {i18n.day(step.on)}", icon=icon, color="green")
