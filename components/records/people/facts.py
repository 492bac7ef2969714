"""What is known of a person, each fact one tap from being put right, with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from components.fields import reason, text
from components.language import i18n
from components.reads import labels, reference
from components.saving.edit_conflicts import in_words, look_again, seen
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import case_facts
from db.codes import Sex
from db.inputs.consents import asks_turned_18
from db.inputs.parse import whole_number
from db.inputs.people import CODES, FactsCorrection
from db.queries.person import Person

#: In the order in which a counter asks; what "has turned 18" says stands with the year.
SHOWN = (
    "birth_year",
    "sex",
    "nationality",
    "language",
    "education",
    "diploma_recognised",
    "occupation",
    "entry_channel",
    "status_group",
)
#: The fact that is being put right, with its person; what was put right in the last run.
_OPEN, _NOTICE = "person_fact", "person_notice"
#: More choices than this are looked for by typing.
MOST_PILLS = 14
DIPLOMA = ("yes", "no", "")


def name(field: str) -> str:
    """What a fact is called on screen."""
    return i18n.t(NAMES.get(field, f"people.fact.{field}"))


NAMES = {
    "birth_year": "entry.birth_year",
    "sex": "entry.sex",
    "nationality": "entry.nationality",
    "education": "entry.education",
    "status_group": "entry.status_group",
    "has_turned_18": "entry.turned_18",
}


def told(field: str, value: Any) -> str:
    """A stored value in words; also one that the history keeps as text."""
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if value in (None, ""):
        return i18n.t("people.fact.unknown")
    if field == "sex":
        return i18n.t(f"entry.sex.{Sex(value).value}")
    if value in ("yes", "no"):
        return i18n.t(f"people.fact.{value}")
    return labels.label(CODES[field], str(value)) if field in CODES else str(value)


def leave_notice(sentence: str) -> None:
    """What was done, for the next run to say."""
    st.session_state[_NOTICE] = sentence


def notice() -> None:
    """What the last run has done, if anything."""
    if said := st.session_state.pop(_NOTICE, ""):
        st.success(said, icon=":material/check_circle:")


def draw(viewer: Viewer, person: Person, *, may_write: bool) -> None:
    """Every fact that the viewer may see; touched, it is a form of one field."""
    st.subheader(i18n.t("people.facts"))
    if not may_write:
        for field in SHOWN:
            if field in person.facts:
                st.markdown(_line(person, field))
        return
    st.caption(i18n.t("people.facts_hint"))
    open_now = st.session_state.get(_OPEN)
    with st.container(gap="xsmall", key="person_facts"):
        for field in SHOWN:
            if open_now == (person.id, field):
                _form(viewer, person, field)
            else:
                st.button(
                    _line(person, field),
                    key=f"person_fact_{field}",
                    icon=":material/edit:",
                    width="stretch",
                    on_click=_open,
                    args=(person.id, field),
                )


def _line(person: Person, field: str) -> str:
    return f"{name(field)} · **{told(field, person.facts[field])}**"


def _open(case_id: int, field: str) -> None:
    look_again(_form_of(case_id, field))
    st.session_state[_OPEN] = (case_id, field)


def _close() -> None:
    st.session_state.pop(_OPEN, None)


def _form_of(case_id: int, field: str) -> str:
    return f"person_{case_id}_{field}"


def _form(viewer: Viewer, person: Person, field: str) -> None:
    form = _form_of(person.id, field)
    first = seen(form, person.facts)
    problems = Problems(form)
    with st.container(border=True, key="person_fact_form"):
        given = FIELDS.get(field, _code)(form, field, first)
        problems.beside(field, name(field))
        why = reason.choose(form, i18n.t("people.why"), "FACT_REASON", problems)
        problems.summary()
        sent = st.button(
            i18n.t("entry.save"), key="person_fact_save", type="primary", width="stretch"
        )
        st.button(i18n.t("people.leave"), key="person_fact_leave", type="tertiary", on_click=_close)
    if not sent:
        return
    raw = {"case_id": person.id, "facts": {**first, **given}, "seen": first, "reason": why}
    act = in_words(case_facts.correct, WORDS)
    if submit(act, FactsCorrection, raw, viewer, problems):
        _close()
        leave_notice(i18n.t("people.corrected", fact=name(field), value=_said(field, given)))
        st.rerun()
    if problems.theirs_stay:
        problems.settle()
        _close()
        stands = i18n.t(
            "people.theirs_stay", fact=name(field), value=told(field, person.facts[field])
        )
        leave_notice(stands)
        st.rerun()
    if problems.told:
        look_again(form)


def _said(field: str, given: Mapping[str, Any]) -> str:
    return told(field, given[field])


def _code(form: str, field: str, first: Mapping[str, Any]) -> dict[str, Any]:
    names = labels.choices(CODES[field])
    options = list(names)
    now = first[field] if first[field] in options else None
    if len(options) > MOST_PILLS:
        chosen = st.selectbox(
            name(field),
            options,
            index=None if now is None else options.index(now),
            format_func=names.__getitem__,
            placeholder=i18n.t("places.choose"),
            key=f"{form}_value",
        )
    else:
        chosen = st.pills(
            name(field), options, format_func=names.__getitem__, default=now, key=f"{form}_value"
        )
    # Nothing chosen is what stands there: a fact is put right, not wiped out.
    return {field: first[field] if chosen is None else chosen}


def _sex(form: str, field: str, first: Mapping[str, Any]) -> dict[str, Any]:
    chosen = st.segmented_control(
        name(field),
        list(labels.choices("SEX")),
        format_func=lambda code: i18n.t(f"entry.sex.{code}"),
        default=Sex(first[field]).value,
        required=True,
        key=f"{form}_value",
    )
    return {field: chosen or first[field]}


def _year(form: str, field: str, first: Mapping[str, Any]) -> dict[str, Any]:
    """Empty, with the stored year behind it: a thumb does not rub out four digits first."""
    typed = text.typed(
        name(field),
        key=f"{form}_value",
        type="phone",
        live="500ms",
        placeholder=str(first[field]),
        icon=":material/event:",
    )
    year = typed or str(first[field])
    try:
        asks = asks_turned_18(whole_number(year), reference.today())
    except ValueError:
        asks = False
    turned = asks and st.checkbox(
        i18n.t("entry.turned_18"), value=first["has_turned_18"], key=f"{form}_turned_18"
    )
    return {field: year, "has_turned_18": turned}


def _diploma(form: str, field: str, first: Mapping[str, Any]) -> dict[str, Any]:
    now = first[field]
    chosen = st.segmented_control(
        name(field),
        DIPLOMA,
        format_func=lambda each: told(field, each),
        default="" if now is None else "yes" if now else "no",
        required=True,
        key=f"{form}_value",
    )
    return {field: chosen}


Draw = Callable[[str, str, Mapping[str, Any]], dict[str, Any]]
FIELDS: dict[str, Draw] = {"birth_year": _year, "sex": _sex, "diploma_recognised": _diploma}
WORDS = {
    field: (lambda value, field=field: told(field, value)) for field in (*SHOWN, "has_turned_18")
}
