"""The fields that the forms of postings share."""

from __future__ import annotations

from datetime import date

import streamlit as st

from components.fields.dates import day_text
from components.language import i18n
from components.reads import labels, reference
from components.saving.first_values import FirstValues
from components.saving.problems import Problems
from db.inputs.days import Side

SHARES = (100, 80, 60, 50, 40, 20)


def day(
    first: FirstValues, field: str, problems: Problems, near: date, side: Side, label: str = ""
) -> date | str | None:
    """A day as typed; nothing where nothing is."""
    label = label or i18n.t(f"postings.{field}")
    typed = day_text(first, f"{first.form}_{field}", label, near, side)
    problems.beside(field, label)
    return typed or None


def agency(first: FirstValues, problems: Problems, but: int | None = None) -> int | None:
    """An agency that is open, by its full name."""
    today, label = reference.today(), i18n.t("postings.agency")
    options = [
        key for key, each in reference.agencies().items() if each.is_open(today) and key != but
    ]
    chosen = st.selectbox(
        label,
        options,
        index=0 if len(options) == 1 else None,
        format_func=labels.agency,
        placeholder=i18n.t("places.choose"),
        key=f"{first.form}_agency",
    )
    problems.beside("agency_id", label)
    return chosen


def share(first: FirstValues, problems: Problems) -> int | None:
    """The part of a full week."""
    label = i18n.t("postings.share")
    chosen = st.pills(
        label,
        SHARES,
        format_func=lambda each: i18n.percent(each / 100),
        default=SHARES[0],
        required=True,
        key=f"{first.form}_share",
    )
    problems.beside("share", label)
    return chosen
