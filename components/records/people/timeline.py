"""All that was done with a person, the newest first, in one line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from components.fields import long_list
from components.language import i18n
from components.language.plain import plain
from components.reads import labels, reference
from components.records.people import course_path, facts
from db.queries.person import Person
from db.queries.person_courses import CoursePath
from db.queries.person_timeline import Happening

_LIST = "person_timeline"
ICONS = {
    "intervention": "forum",
    "referral": "send",
    "training": "school",
    "placement": "work",
    "retention": "task_alt",
    "ended": "work_off",
    "changed": "edit",
    "opened": "person_add",
}
#: The list of what was done, and the list of what more is said of it.
TYPES = {
    "intervention": ("INTERVENTION_TYPE", "MODE"),
    "referral": ("REFERRAL_REASON", "REFERRAL_STATUS"),
    "training": ("TRAINING_TYPE", "TRAINING_STATUS"),
    "placement": ("OUTCOME_TYPE", "CONTRACT_TYPE"),
    "retention": ("RETENTION_STATUS", ""),
    "ended": ("OUTCOME_TYPE", "PLACEMENT_END"),
}
CLOSED_ON, AGENCY = "closed_on", "agency_id"


def draw(lines: Sequence[Happening], person: Person, courses: Mapping[int, CoursePath]) -> None:
    """The lines that there is room for, and the way to more."""
    st.subheader(i18n.t("people.timeline"))
    with st.container(gap="xsmall", key="person_timeline"):
        for line in lines[: long_list.limit(_LIST)]:
            st.markdown(_written(line))
            st.caption(_about(line, person))
            if line.kind == "training" and line.id in courses:
                course_path.draw(courses[line.id])
    long_list.button(_LIST, len(lines))


def _written(line: Happening) -> str:
    return f":material/{ICONS[line.kind]}: {_said(line)}"


def _said(line: Happening) -> str:
    day = i18n.day(line.day)
    if line.kind == "changed":
        return f"{day} · **{_changed(line)}**"
    if line.kind == "opened":
        return f"{day} · **{i18n.t('people.event.opened')}**"
    types, more = TYPES[line.kind]
    what = labels.label(types, line.code)
    if line.kind == "retention":
        month = i18n.tn("day.check_month", line.month or 0)
        return f"{day} · {i18n.t('people.due.check')} ({month}) · **{what}**"
    detail = f" · {labels.label(more, line.detail)}" if line.detail else ""
    if line.kind == "ended":
        return f"{day} · {i18n.t('people.event.ended')} · **{what}**{detail}"
    if line.kind == "referral":
        return f"{day} · {i18n.t('people.record.referral')} · **{what}**{detail}"
    return f"{day} · **{what}**{detail}"


def _changed(line: Happening) -> str:
    if line.code == CLOSED_ON:
        return i18n.t("people.event.closed" if line.after else "people.event.reopened")
    if line.code == AGENCY:
        before, after = (labels.agency(int(each)) for each in (line.before, line.after))
        return plain(i18n.t("people.event.transferred", before=before, after=after))
    return i18n.t("people.event.corrected", fact=facts.name(line.code))


def _about(line: Happening, person: Person) -> str:
    """Who, and of a correction what stood there and why."""
    parts = []
    is_fact = line.kind == "changed" and line.code not in (CLOSED_ON, AGENCY)
    if is_fact and (line.before or line.after):
        before, after = (facts.told(line.code, each) for each in (line.before, line.after))
        parts.append(i18n.t("people.event.values", before=before, after=after))
    if line.reason and (line.code != CLOSED_ON or line.after):
        reasons = "CLOSE_REASON" if line.code == CLOSED_ON else "FACT_REASON"
        parts.append(labels.label(reasons, line.reason))
    if line.minutes:
        parts.append(i18n.tn("people.event.minutes", line.minutes))
    if line.group_id is not None:
        parts.append(i18n.t("group_people.was_there"))
    if line.employer_id is not None:
        parts.append(labels.place_name(reference.organisations()[line.employer_id]))
    if line.sector:
        parts.append(labels.label("SECTOR", line.sector))
    if line.agency_id not in (None, person.agency_id):
        parts.append(labels.agency(line.agency_id or 0, short=True))
    return plain(i18n.line(*parts, i18n.t("people.event.by", name=line.author)))
