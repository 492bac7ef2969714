"""Open enrolments, each with its possible next statuses: one tap chooses, one saves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.reads import labels
from components.reads.labels import card_code
from components.records.training.fields import ending
from components.saving.problems import Problems
from db.codes import TRAINING_STEPS, TrainingStatus
from db.queries.training import OpenEnrolment


@dataclass(frozen=True)
class Step:
    """The raw fields of ``StatusInput``, once the button was touched."""

    enrolment: OpenEnrolment
    raw: dict[str, Any]


def draw(enrolments: list[OpenEnrolment], today: date) -> tuple[Step, Problems] | None:
    """Draw the list; returns the step to save, and the place for its problems."""
    if not enrolments:
        st.info(i18n.t("training_form.none_open"), icon=":material/school:")
    wanted = None
    for enrolment in enrolments:
        problems = Problems(f"training_step_{enrolment.id}")
        with st.container(border=True, key=f"training_open_{enrolment.id}"):
            _describe(enrolment, today)
            raw = _step(enrolment, today, problems)
        if raw:
            wanted = Step(enrolment, raw), problems
    return wanted


def steps_back(enrolments: list[OpenEnrolment], today: date) -> int | None:
    """The last steps that can be undone; the id of the enrolment whose button was touched."""
    touched = None
    if not enrolments:
        return touched
    with st.expander(i18n.t("training_form.steps_back"), icon=":material/undo:"):
        for enrolment in enrolments:
            with st.container(border=True, key=f"training_last_{enrolment.id}"):
                _describe(enrolment, today)
                status = labels.label("TRAINING_STATUS", enrolment.status)
                label = i18n.t("training_form.step_back", status=status)
                if st.button(label, key=f"training_back_{enrolment.id}", width="stretch"):
                    touched = enrolment.id
    return touched


def _describe(enrolment: OpenEnrolment, today: date) -> None:
    code = card_code(enrolment.case_code)
    kind = labels.label("TRAINING_TYPE", enrolment.type)
    st.markdown(
        f"**{code}** · {kind}"
        + (f" · {plain(i18n.bidi_isolated(enrolment.centre))}" if enrolment.centre else "")
    )
    status = labels.label("TRAINING_STATUS", enrolment.status)
    parts = [status, i18n.t("training_form.since", day=enrolment.starts_on)]
    if enrolment.planned_end_on:
        parts.append(i18n.t("training_form.until", day=enrolment.planned_end_on))
    st.caption(i18n.line(*parts))
    end = enrolment.planned_end_on
    if end is not None and end < today and enrolment.status is not TrainingStatus.COMPLETED:
        st.badge(i18n.t("training_form.past_end"), icon=":material/schedule:", color="orange")


def _step(enrolment: OpenEnrolment, today: date, problems: Problems) -> dict[str, Any] | None:
    name = f"training_step_{enrolment.id}"
    status = st.pills(
        i18n.t("training_form.next_status"),
        [each.value for each in TRAINING_STEPS[enrolment.status]],
        format_func=lambda code: labels.label("TRAINING_STATUS", code),
        required=True,
        key=name,
    )
    problems.beside("status", i18n.t("training_form.next_status"))
    if status is None:
        return None
    said, has_turned = ending(name, status, today, problems)
    pressed = st.button(
        i18n.t("training_form.save_step"), key=f"{name}_save", type="primary", width="stretch"
    )
    if not pressed or has_turned:
        return None
    return {"enrolment_id": enrolment.id, "status": status, **said}
