"""The fields of an intervention: what was done, when, how long and how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from components.fields import dates, text
from components.language import i18n
from components.reads import labels, reference
from components.saving.first_values import FirstValues, offered
from components.saving.problems import Problems
from db.codes import GROUP_ONLY_TYPES, GROUP_TYPES
from db.inputs.interventions import HEADS
from db.models import Intervention

FORM = "intervention"
ICONS = {
    "RECEPTION": "waving_hand",
    "REGISTRATION": "app_registration",
    "POSITIONING": "forum",
    "CV": "description",
    "TRAIN_REF": "school",
    "ADMIN": "assignment",
    "MEDIATION": "translate",
    "FOLLOW_UP": "event_repeat",
    "OUTREACH": "campaign",
    "INFO_SESSION": "groups",
}
#: A type that has no sign of its own.
OTHER_ICON = "label"
MORE = "MORE"
#: Where nearly all is done: the one place that goes without saying.
AT_THE_AGENCY = "AGENCY"
#: The widgets of these fields, without the form's name.
NAMES = (
    "type",
    "more",
    "scope",
    *HEADS,
    "day",
    "day_text",
    "minutes",
    "minutes_text",
    "mode",
    "language",
)


@dataclass(frozen=True)
class Usual:
    """What the last entry suggests for the next."""

    mode: str = AT_THE_AGENCY
    language: str | None = None
    minutes: int | None = None

    @classmethod
    def of(cls, last: Intervention | None) -> Usual:
        return cls(last.mode, last.language, last.minutes) if last else cls()


def draw(first: FirstValues, today: date, problems: Problems) -> dict[str, Any]:
    """The fields that can be corrected; whom it was about is not one of them."""
    of_group = first.get(f"{first.form}_scope") == "group"
    every = frozenset(labels.choices("INTERVENTION_TYPE"))
    raw: dict[str, Any] = {
        "type": type_of(first, problems, every - GROUP_TYPES if of_group else GROUP_ONLY_TYPES)
    }
    if of_group:
        raw |= heads(first, problems)
    return raw | when_and_how(first, today, problems, Usual())


def entered(row: Intervention, today: date) -> dict[str, Any]:
    """A stored row as first values of ``draw``."""
    is_big = row.type in reference.big_types()
    return {
        "type": row.type if is_big else MORE,
        "more": None if is_big else row.type,
        "scope": "group" if row.case_id is None else "person",
        **{name: str(getattr(row, name)) for name in HEADS},
        **dates.as_past_day(row.happened_on, today),
        **dates.as_minutes(row.minutes),
        "mode": row.mode,
        "language": row.language,
    }


def type_of(
    first: FirstValues, problems: Problems, unfit: frozenset[str] = frozenset()
) -> str | None:
    """What was done: one of the programme's big types, or of the others behind "more"."""
    names = {
        code: name
        for code, name in labels.choices("INTERVENTION_TYPE").items()
        if code not in unfit
    }
    big, more = f"{first.form}_type", f"{first.form}_more"
    large = [code for code in reference.big_types() if code in names]
    small = [code for code in names if code not in large]
    options = [*large, MORE] if small else large
    # A draft may be older than the programme's present choice of big types.
    code = first.get(more) if first.get(big) == MORE else first.get(big)
    at_first = MORE if code in small else offered(first, big, options)
    chosen: str | None = st.pills(
        i18n.t("entry.type"),
        options,
        format_func=lambda code: _named(code, names),
        default=code if code in large else at_first,
        required=True,
        key=big,
    )
    if chosen == MORE:
        chosen = st.pills(
            i18n.t("entry.type.more"),
            small,
            format_func=names.__getitem__,
            default=code if code in small else None,
            required=True,
            key=more,
        )
    problems.beside("type", i18n.t("entry.type"))
    return chosen


def _named(code: str, names: dict[str, str]) -> str:
    if code == MORE:
        return f":material/more_horiz: {i18n.t('entry.more')}"
    return f":material/{ICONS.get(code, OTHER_ICON)}: {names[code]}"


def heads(first: FirstValues, problems: Problems) -> dict[str, str]:
    """How many people a group had, by sex."""
    st.markdown(i18n.t("entry.heads"))
    found: dict[str, str] = {}
    with st.grid(3, min_column_width=90, key=f"{first.form}_heads"):
        for name in HEADS:
            with st.container():
                key = f"{first.form}_{name}"
                found[name] = text.typed(
                    i18n.t(f"entry.heads.{name}"),
                    value=first.get(key, ""),
                    key=key,
                    type="phone",
                    icon=":material/tag:",
                    live="500ms",
                )
                problems.beside(name, i18n.t(f"entry.heads.{name}"))
    problems.beside("form", i18n.t("entry.heads"))
    return found


def when_and_how(
    first: FirstValues,
    today: date,
    problems: Problems,
    usual: Usual,
    *,
    opens_how: bool = False,
) -> dict[str, Any]:
    """The day, the minutes, the place and the language; ``opens_how`` where a place that only the
    last entry suggests is to be looked at."""
    return {
        "happened_on": dates.past_day(first, "happened_on", today, problems),
        "minutes": dates.minutes(first, usual.minutes, problems),
        **_how(first, usual, problems, opens=opens_how),
    }


def _how(first: FirstValues, usual: Usual, problems: Problems, *, opens: bool) -> dict[str, Any]:
    mode, language = f"{first.form}_mode", f"{first.form}_language"
    is_open = opens and first.get(mode, usual.mode) != AT_THE_AGENCY
    # A folded list that is on screen does not open by itself.
    place = (
        st.container(border=True, key=f"{first.form}_how_open")
        if is_open
        else st.expander(i18n.t("entry.how"), key=f"{first.form}_how", icon=":material/tune:")
    )
    with place:
        modes, languages = labels.choices("MODE"), labels.choices("LANGUAGE")
        chosen_mode = st.pills(
            i18n.t("entry.mode"),
            list(modes),
            format_func=modes.__getitem__,
            default=offered(first, mode, modes, usual.mode),
            required=True,
            key=mode,
        )
        problems.beside("mode", i18n.t("entry.mode"))
        chosen_language = st.pills(
            i18n.t("entry.optional", label=i18n.t("entry.language")),
            list(languages),
            format_func=languages.__getitem__,
            default=offered(first, language, languages, usual.language),
            key=language,
        )
        problems.beside("language", i18n.t("entry.language"))
    if chosen_mode in modes and chosen_mode != AT_THE_AGENCY and not is_open:
        st.caption(modes[chosen_mode])
    return {"mode": chosen_mode or usual.mode, "language": chosen_language}
