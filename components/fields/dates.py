"""Days and minutes as a thumb chooses them, answered in words."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from components.language import i18n
from components.saving.first_values import FirstValues
from components.saving.problems import Problems
from db.inputs import parse

TODAY, YESTERDAY, OTHER = "today", "yesterday", "other"
MINUTES = ("10", "20", "30", "45", "60", OTHER)


def past_day(
    first: FirstValues, field: str, today: date, problems: Problems, label: str = ""
) -> date | str:
    """Today, yesterday or another day; what cannot be read as a day comes back as typed.

    Widgets: ``<form>_day`` and ``<form>_day_text``. ``field`` names the problem's place.
    """
    chosen = st.segmented_control(
        label or i18n.t("entry.day"),
        [TODAY, YESTERDAY, OTHER],
        format_func=lambda code: i18n.t(f"entry.day.{code}"),
        default=first.get(f"{first.form}_day", TODAY),
        required=True,
        key=f"{first.form}_day",
    )
    day: date | str = today - timedelta(days=chosen == YESTERDAY)
    if chosen == OTHER:
        day = day_text(first, f"{first.form}_day_text", i18n.t("entry.day.which"), today)
    problems.beside(field)
    return day


def as_past_day(day: date, today: date) -> dict[str, str]:
    """A stored day as first values of ``past_day``."""
    near = {today: TODAY, today - timedelta(days=1): YESTERDAY}
    return {"day": near.get(day, OTHER), "day_text": as_typed(day)}


def as_typed(day: date | None) -> str:
    """A stored day as it would be typed."""
    return f"{day:%d/%m/%Y}" if day else ""


def day_text(
    first: FirstValues, key: str, label: str, today: date | None, *, ahead: bool = False
) -> date | str:
    """A day as typed, day first; answered in words when it can be read.

    Without a year it lies before ``today``, with ``ahead`` after it.
    """
    typed = st.text_input(
        label, value=first.get(key, ""), key=key, live="500ms", placeholder=_example(today)
    )
    return _answered(typed, today, ahead=ahead)


def day_or_today(key: str, label: str, today: date) -> date | str:
    """Today unless another day is typed; never kept as a draft, since one touch saves it."""
    typed = st.text_input(label, key=key, live="500ms", placeholder=i18n.t("training_form.today"))
    return _answered(typed, today) if typed else today


def _answered(typed: str | None, today: date | None, *, ahead: bool = False) -> date | str:
    """What was typed as a day, and below its field in words when it can be read."""
    day = as_day(typed or "", today, ahead=ahead)
    if isinstance(day, date):
        st.caption(i18n.day(day))
    return day


def as_day(typed: str, today: date | None, *, ahead: bool = False) -> date | str:
    """The day that was typed, or the text itself when it is none."""
    try:
        return parse.calendar_day(typed, today, ahead=ahead)
    except ValueError:
        return typed


def _example(today: date | None) -> str:
    return f"{today.day}/{today.month}/{today.year}" if today else ""


def minutes(first: FirstValues, usual: int | None, problems: Problems) -> str:
    """How long it took, as text: one of the usual ones or as typed; empty when not said."""
    form = first.form
    likely = str(usual) if str(usual) in MINUTES else None
    chosen = st.pills(
        i18n.t("entry.minutes"),
        MINUTES,
        format_func=lambda code: i18n.t("entry.minutes.other") if code == OTHER else code,
        default=first.get(f"{form}_minutes", likely),
        key=f"{form}_minutes",
    )
    typed = chosen or ""
    if chosen == OTHER:
        typed = st.text_input(
            i18n.t("entry.minutes.how_many"),
            value=first.get(f"{form}_minutes_text", ""),
            key=f"{form}_minutes_text",
            type="phone",
            icon=":material/timer:",
            live="500ms",
        )
    problems.beside("minutes")
    return typed or ""


def as_minutes(stored: int | None) -> dict[str, str | None]:
    """Stored minutes as first values of ``minutes``."""
    if stored is None:
        return {"minutes": None, "minutes_text": ""}
    text = str(stored)
    return {"minutes": text if text in MINUTES else OTHER, "minutes_text": text}
