"""The form of an intervention: big choices, and only what the chosen type needs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import streamlit as st

from components.fields import dates, new_person, persons, text
from components.language import i18n
from components.records.intervention import fields
from components.records.intervention.fields import FORM, Usual
from components.records.links import settles_key
from components.saving.draft import Draft
from components.saving.problems import Problems
from db.access.viewer import Viewer
from db.codes import GROUP_ONLY_TYPES, GROUP_TYPES
from db.inputs.days import Side
from db.queries.cases import EntryPlaces

#: What is about the persons, and does not serve for the next ones.
PERSONAL = (persons.case_key(FORM), *new_person.keys(FORM), settles_key(FORM))
KEYS = (
    *persons.keys(FORM),
    *new_person.keys(FORM),
    settles_key(FORM),
    *(f"{FORM}_{name}" for name in fields.NAMES),
    *(f"{FORM}_{name}" for name in ("follow_up", "follow_up_day", "follow_up_hour")),
)


def draw(
    draft: Draft, places: EntryPlaces, usual: Usual, viewer: Viewer, problems: Problems
) -> dict[str, Any]:
    """All fields; returns the raw values of ``InterventionInput``."""
    agency_id = persons.agency(draft, places.agencies, problems)
    type_code = fields.type_of(draft, problems)
    if type_code is None:
        return {"type": None}
    whom = _whom(draft, type_code, agency_id, viewer, problems)
    is_new = whom.get("new_case") is not None
    return {
        "agency_id": agency_id,
        "type": type_code,
        "settles": draft.get(settles_key(FORM)),
        **whom,
        **fields.when_and_how(draft, draft.day, problems, usual, opens_how=is_new),
        # Each person has an appointment of their own; a group has none.
        **({} if whom.get("is_group") else _follow_up(draft, draft.day, problems)),
    }


def _whom(
    draft: Draft, type_code: str, agency_id: int | None, viewer: Viewer, problems: Problems
) -> dict[str, Any]:
    if type_code in GROUP_ONLY_TYPES or (type_code in GROUP_TYPES and _is_group(draft)):
        return {"is_group": True, **fields.heads(draft, problems)}
    chosen = persons.persons(draft, agency_id, viewer, problems, several=True)
    return {"case_ids": chosen.ids, "new_case": chosen.new, "name_fields": chosen.names}


def _is_group(draft: Draft) -> bool:
    chosen: str | None = st.segmented_control(
        i18n.t("entry.scope"),
        ["group", "person"],
        format_func=lambda code: i18n.t(f"entry.scope.{code}"),
        default=draft.get(f"{FORM}_scope", "group"),
        required=True,
        key=f"{FORM}_scope",
    )
    return chosen != "person"


def _follow_up(draft: Draft, today: date, problems: Problems) -> dict[str, Any]:
    key = f"{FORM}_follow_up"
    chosen = st.pills(
        i18n.t("entry.follow_up"),
        [dates.WEEK, dates.FORTNIGHT, dates.MONTH, dates.OTHER],
        format_func=lambda code: i18n.t(f"entry.follow_up.{code}"),
        default=draft.get(key),
        key=key,
    )
    if chosen is None:
        return {}
    day: date | str = today
    if chosen == dates.OTHER:
        label = i18n.t("entry.follow_up.which")
        day = dates.day_text(draft, f"{FORM}_follow_up_day", label, today, Side.AHEAD)
    else:
        day = today + timedelta(days=int(chosen))
        st.caption(i18n.day(day))
    problems.beside("follow_up_on", i18n.t("entry.follow_up"))
    at = text.typed(
        i18n.t("entry.follow_up.hour"),
        value=draft.get(f"{FORM}_follow_up_hour", ""),
        key=f"{FORM}_follow_up_hour",
        live="500ms",
        placeholder="14h30",
    )
    problems.beside("follow_up_at", i18n.t("entry.follow_up.hour"))
    return {"follow_up_on": day, "follow_up_at": at}
