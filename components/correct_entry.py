"""Put an intervention right: the same fields, with what was entered in them."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components import data_entry, i18n, labels
from components.data_entry import Intervention
from components.fields import Problems
from components.forms.dates import as_day
from components.save import save
from db.actions import interventions
from db.codes import GROUP_ONLY_TYPES, GROUP_TYPES, UNDO, Role
from db.errors import InvalidInput
from db.inputs.interventions import CorrectionInput
from db.inputs.parse import validated
from db.permissions import Viewer


def draw(viewer: Viewer, entry_id: int) -> None:
    """The form; whom it was about does not change: that is voided and entered anew."""
    row = data_entry.intervention(viewer, entry_id)
    if row is None:
        return
    form = f"correct_{entry_id}"
    problems = Problems(form)
    # As it stood when the form was opened: each run reads the row afresh.
    seen = st.session_state.setdefault(f"entries_seen_intervention_{entry_id}", row.seen)
    with st.form(form, border=False):
        raw: dict[str, Any] = {
            "id": entry_id,
            "seen": seen,
            **_fields(row, form, problems),
        }
        if viewer.role is Role.MANAGER:
            raw["reason"] = _choice(
                form, "reason", "VOID_REASON", None, problems, without=frozenset({UNDO})
            )
        sent = st.form_submit_button(
            i18n.t("entries.correct_it"), key=f"{form}_save", type="primary"
        )
    if sent:
        _send(viewer, raw, problems)


def _fields(row: Intervention, form: str, problems: Problems) -> dict[str, Any]:
    of_group = row.case_id is None
    every = frozenset(labels.choices("INTERVENTION_TYPE"))
    unfit = every - GROUP_TYPES if of_group else GROUP_ONLY_TYPES
    raw: dict[str, Any] = {
        "type": _choice(form, "type", "INTERVENTION_TYPE", row.type, problems, without=unfit),
        "happened_on": as_day(
            _text(form, "happened_on", "entry.day.which", f"{row.happened_on:%d/%m/%Y}", problems),
            None,
        ),
        "minutes": _text(form, "minutes", "entry.minutes", _shown(row.minutes), problems),
    }
    if of_group:
        for name in ("women", "men", "other"):
            shown = _shown(getattr(row, name))
            raw[name] = _text(form, name, f"entry.heads.{name}", shown, problems)
    raw["mode"] = _choice(form, "mode", "MODE", row.mode, problems)
    raw["language"] = _choice(form, "language", "LANGUAGE", row.language, problems)
    return raw


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)


def _text(form: str, name: str, label: str, value: str, problems: Problems) -> str:
    typed = st.text_input(i18n.t(label), value=value, key=f"{form}_{name}")
    problems.beside(name)
    return typed or ""


def _choice(
    form: str,
    name: str,
    list_name: str,
    value: str | None,
    problems: Problems,
    without: frozenset[str] = frozenset(),
) -> str | None:
    names = {code: text for code, text in labels.choices(list_name).items() if code not in without}
    options = [*names] if value in names else [None, *names]
    chosen = st.selectbox(
        i18n.t(_LABELS[name]),
        options,
        index=options.index(value) if value in options else 0,
        format_func=lambda code: names.get(code, "—"),
        key=f"{form}_{name}",
    )
    problems.beside(name)
    return chosen


_LABELS = {
    "type": "entry.type",
    "mode": "entry.mode",
    "language": "entry.language",
    "reason": "entries.why",
}


def _send(viewer: Viewer, raw: dict[str, Any], problems: Problems) -> None:
    try:
        wanted = validated(CorrectionInput, raw)
    except InvalidInput as refused:
        problems.clear()
        problems.show(refused)
        return
    if save(interventions.correct, wanted, by=viewer.account_id, problems=problems):
        st.session_state.pop(f"entries_change_intervention_{wanted.id}", None)
        st.rerun()
