"""Fields that the forms of an account share."""

from __future__ import annotations

import streamlit as st

from components.fields import text
from components.language import i18n
from components.reads import reference
from components.saving.problems import Problems
from db.codes import Role

EXAMPLE = "31/12/2027"


def shown_name(key: str, problems: Problems) -> str:
    """The name that others read."""
    label = i18n.t("accounts.name")
    name = text.typed(label, key=key, autocomplete="off", help=i18n.t("accounts.name_help"))
    problems.beside("display_name", label)
    return name


def last_day(key: str, problems: Problems) -> str:
    """The last day on which the account opens anything, as typed."""
    label = i18n.t("accounts.expires")
    expires = text.typed(
        label,
        key=key,
        placeholder=EXAMPLE,
        autocomplete="off",
        help=i18n.t("accounts.expires_help"),
    )
    problems.beside("expires_on", label)
    return expires


def role(key: str, default: Role, *, under_heading: bool = False) -> Role:
    """Pills, since four names break into lines on a phone, and segments then lose their borders."""
    chosen = st.pills(
        i18n.t("accounts.role"),
        list(Role),
        format_func=lambda each: i18n.t(f"role.{each}"),
        default=default,
        required=True,
        key=key,
        label_visibility="collapsed" if under_heading else "visible",
    )
    return chosen or default


def language(key: str) -> str:
    """In which language the account's screens begin; its owner may choose another."""
    own = i18n.language()
    chosen = st.pills(
        i18n.t("account.language"),
        reference.languages(),
        format_func=lambda each: i18n.t(f"language.{each}"),
        default=own,
        required=True,
        key=key,
    )
    return chosen or own


def organisation(
    key: str, organisations: dict[int, str], problems: Problems, field: str = "organisation"
) -> int | None:
    """A partner's organisation."""
    label = i18n.t("accounts.organisation")
    chosen = st.selectbox(
        label,
        [None, *organisations],
        format_func=lambda found: organisations.get(found, "—"),
        key=key,
    )
    problems.beside(field, label)
    return chosen
