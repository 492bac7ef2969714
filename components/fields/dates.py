"""Days and minutes as a thumb chooses them, answered in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import streamlit as st

from components.fields import text
from components.language import i18n
from components.saving.first_values import FirstValues
from components.saving.problems import Problems
from db.inputs.days import Side, calendar_day

TODAY, YESTERDAY, OTHER = "today", "yesterday", "other"
WEEK, FORTNIGHT, MONTH = "7", "14", "30"
#: The choices that go by the present day, and the field of any other day.
CHOICES = {"day": "day_text", "start": "start_text", "follow_up": "follow_up_day"}
#: How many days from the present one each of them is.
DAYS_OFF = {TODAY: 0, YESTERDAY: -1, WEEK: 7, FORTNIGHT: 14, MONTH: 30}
MINUTES = ("10", "20", "30", "45", "60", OTHER)


def past_day(
    first: FirstValues, field: str, today: date, problems: Problems, label: str = ""
) -> date | str:
    """Today, yesterday or another day; what cannot be read as a day comes back as typed.

    Widgets: ``<form>_day`` and ``<form>_day_text``. ``field`` names the problem's place.
    """
    label = label or i18n.t("entry.day")
    chosen = st.segmented_control(
        label,
        [TODAY, YESTERDAY, OTHER],
        format_func=lambda code: i18n.t(f"entry.day.{code}"),
        default=first.get(f"{first.form}_day", TODAY),
        required=True,
        key=f"{first.form}_day",
    )
    day: date | str = today - timedelta(days=chosen == YESTERDAY)
    if chosen != OTHER:
        st.caption(i18n.day(today - timedelta(days=chosen == YESTERDAY)))
    else:
        day = day_text(first, f"{first.form}_day_text", i18n.t("entry.day.which"), today)
    problems.beside(field, label)
    return day


def dated(form: str, values: dict[str, Any], day: date) -> dict[str, Any]:
    """Choices that were made on ``day`` and go by it, as dates: today, yesterday, in a week."""
    found: dict[str, Any] = {}
    for name, text_name in CHOICES.items():
        choice = values.get(f"{form}_{name}")
        if choice in DAYS_OFF:
            meant = day + timedelta(days=DAYS_OFF[choice])
            found |= {f"{form}_{name}": OTHER, f"{form}_{text_name}": as_typed(meant)}
    return found


def dated_text(form: str, values: dict[str, Any], day: date) -> dict[str, Any]:
    """The same of a form whose empty ``<form>_day`` stands for the present day."""
    key = f"{form}_day"
    return {} if values.get(key) else {key: as_typed(day)}


def as_past_day(day: date, today: date) -> dict[str, str]:
    """A stored day as first values of ``past_day``."""
    near = {today: TODAY, today - timedelta(days=1): YESTERDAY}
    return {"day": near.get(day, OTHER), "day_text": as_typed(day)}


def as_typed(day: date | None) -> str:
    """A stored day as it would be typed."""
    return f"{day:%d/%m/%Y}" if day else ""


def day_text(
    first: FirstValues, key: str, label: str, near: date, side: Side = Side.PAST
) -> date | str:
    """A day as typed, day first; answered in words when it can be read.

    Without a year it lies on this ``side`` of ``near``.
    """
    typed = text.typed(
        label, value=first.get(key, ""), key=key, live="500ms", placeholder=_example(near)
    )
    return answered(typed, near, side)


@dataclass(frozen=True)
class Begun:
    """When a form without a draft came on screen, and whether that day has passed unnoticed."""

    day: date
    has_turned: bool


def begun(key: str, today: date) -> Begun:
    """The one day that a form without a draft goes by: that on which it came on screen.

    The browser holds it, in case the server forgets the session over night. ``has_turned`` is true
    in the one run that says so for the first time: nothing is saved in it.
    """
    # ``look.css`` hides it by the end of this name.
    with st.container(key=f"{key}_begun_unseen"):
        held = text.typed(i18n.t("entry.day"), value=today.isoformat(), key=f"{key}_begun")
    day = _held_day(held, today)
    told = f"{key}_begun_told"
    is_news = st.session_state.get(told) != today
    st.session_state[told] = today
    if day != today:
        st.warning(i18n.t("draft.day_kept", day=day), icon=":material/event_repeat:")
    return Begun(day, has_turned=is_news and day != today)


def _held_day(held: str, today: date) -> date:
    try:
        return date.fromisoformat(held)
    except ValueError:
        return today


def day_or_begun(key: str, label: str, begun_on: date, today: date, kept: str = "") -> date | str:
    """The day on which the form was begun, unless another one is typed; ``kept``: in a draft."""
    is_today = begun_on == today
    meant = i18n.t("training_form.today") if is_today else as_typed(begun_on)
    typed = text.typed(label, value=kept, key=key, live="500ms", placeholder=meant)
    if typed:
        return answered(typed, today)
    if not is_today:
        st.caption(i18n.day(begun_on))
    return begun_on


def answered(typed: str, near: date, side: Side = Side.PAST) -> date | str:
    """What was typed as a day, and below its field in words when it can be read."""
    day = as_day(typed, near, side)
    if isinstance(day, date):
        st.caption(i18n.day(day))
    if isinstance(day, date) and isinstance(as_day(typed), str) and _is_beyond(day, near, side):
        st.warning(i18n.t("entry.day.write_the_year"), icon=":material/event_busy:")
    return day


def filter_day(typed: str, today: date) -> date | None:
    """A day that limits a list, in words below its field; an unreadable one is said there."""
    if not typed:
        return None
    day = answered(typed, today)
    if isinstance(day, str):
        st.error(i18n.t("error.date_form"), icon=":material/error:")
        return None
    return day


def _is_beyond(day: date, near: date, side: Side) -> bool:
    """Whether a day without its year lies where the field takes none."""
    return (side is Side.PAST and day > near) or (side is Side.AHEAD and day < near)


def as_day(typed: str, near: date | None = None, side: Side = Side.PAST) -> date | str:
    """The day that was typed, or the text itself when it is none."""
    try:
        return calendar_day(typed, near, side)
    except ValueError:
        return typed


def _example(near: date) -> str:
    return f"{near.day}/{near.month}/{near.year}"


def minutes(first: FirstValues, usual: int | None, problems: Problems) -> str:
    """How long it took, as text: one of the usual ones or as typed; empty when not said."""
    form = first.form
    likely = str(usual) if str(usual) in MINUTES else None
    chosen = st.pills(
        i18n.t("entry.optional", label=i18n.t("entry.minutes")),
        MINUTES,
        format_func=lambda code: i18n.t("entry.minutes.other") if code == OTHER else code,
        default=first.get(f"{form}_minutes", likely),
        key=f"{form}_minutes",
    )
    typed = chosen or ""
    if chosen == OTHER:
        typed = text.typed(
            i18n.t("entry.minutes.how_many"),
            value=first.get(f"{form}_minutes_text", ""),
            key=f"{form}_minutes_text",
            type="phone",
            icon=":material/timer:",
            live="500ms",
        )
    problems.beside("minutes", i18n.t("entry.minutes"))
    return typed


def as_minutes(stored: int | None) -> dict[str, str | None]:
    """Stored minutes as first values of ``minutes``."""
    if stored is None:
        return {"minutes": None, "minutes_text": ""}
    text = str(stored)
    return {"minutes": text if text in MINUTES else OTHER, "minutes_text": text}
