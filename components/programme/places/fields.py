"""The fields of an agency and of an organisation."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import streamlit as st

from components.fields import text
from components.language import i18n
from components.reads import labels, reference
from components.reads.order import in_order
from components.saving.first_values import FirstValues
from components.saving.problems import Problems

#: Its name, and those of the other languages.
NAMES = ("name", "name_ar", "name_en")
#: What is folded away, since a place can do without it at first.
MORE = ("opening_hours", "languages", "contact")
#: Fields that hold a code, and its list.
CODES = {"region": "REGION", "type": "ORG_TYPE", "training_type": "TRAINING_TYPE"}


def agency(first: FirstValues, problems: Problems) -> dict[str, Any]:
    """The raw fields of ``AgencyInput``."""
    raw = _names(first, problems)
    raw |= {name: _text(first, name, problems) for name in ("short_name", "city")}
    raw |= {"region": _code(first, "region", problems), "host_id": _host(first, problems)}
    return raw | _more(first, problems)


def organisation(first: FirstValues, problems: Problems) -> dict[str, Any]:
    """The raw fields of ``OrganisationInput``."""
    raw = _names(first, problems)
    raw["type"] = _code(first, "type", problems)
    raw["training_type"] = _code(first, "training_type", problems, none="places.no_centre")
    raw["short_name"] = _text(first, "short_name", problems)
    raw["city"] = _text(first, "city", problems, is_optional=True)
    raw["region"] = _code(first, "region", problems, none="places.no_region")
    return raw | _more(first, problems)


def _names(first: FirstValues, problems: Problems) -> dict[str, Any]:
    raw = {name: _text(first, name, problems) for name in NAMES}
    st.caption(i18n.t("places.names_hint"))
    return raw


def _more(first: FirstValues, problems: Problems) -> dict[str, Any]:
    is_filled = any(first.get(_key(first, name)) or problems.names(name) for name in MORE)
    label = i18n.t("places.more")
    with st.expander(label, expanded=is_filled, key=f"{first.form}_more"):
        raw: dict[str, Any] = {"opening_hours": _text(first, "opening_hours", problems)}
        raw["languages"] = languages(first, problems, i18n.t("places.languages"))
        raw["contact"] = _text(first, "contact", problems)
        st.caption(i18n.t("places.contact_hint"))
    return raw


def languages(first: FirstValues, problems: Problems, label: str) -> list[str]:
    """Languages spoken, as many as wanted; one that is no longer offered stays where it was."""
    key = _key(first, "languages")
    held = list(first.get(key, []))
    chosen = st.pills(
        label,
        _with(list(labels.choices("LANGUAGE")), *held),
        format_func=lambda code: labels.label("LANGUAGE", code),
        selection_mode="multi",
        default=held,
        key=key,
    )
    problems.beside("languages", label)
    return chosen


def _text(first: FirstValues, field: str, problems: Problems, *, is_optional: bool = False) -> str:
    key, label = _key(first, field), i18n.t(f"places.{field}")
    shown = i18n.t("entry.optional", label=label) if is_optional else label
    typed = text.typed(shown, value=first.get(key, ""), key=key, autocomplete="off")
    problems.beside(field, label)
    return typed


def _code(
    first: FirstValues, field: str, problems: Problems, none: str | None = None
) -> str | None:
    """A code of the field's list; ``none``: what no code at all is called, where that is one."""
    key, label, list_name = _key(first, field), i18n.t(f"places.{field}"), CODES[field]
    held = first.get(key)
    codes: list[str | None] = [*([None] if none else []), *labels.choices(list_name)]
    options = _with(codes, *([held] if held else []))
    chosen = st.selectbox(
        label,
        options,
        index=options.index(held) if held in options else None,
        format_func=lambda code: labels.label(list_name, code) if code else i18n.t(none or ""),
        placeholder=i18n.t("places.choose"),
        key=key,
    )
    problems.beside(field, label)
    return chosen


def _host(first: FirstValues, problems: Problems) -> int | None:
    """Who the agency belongs to; the programme's institution is offered before it is listed."""
    key, label = _key(first, "host_id"), i18n.t("places.host_id")
    known, held, day = reference.organisations(), first.get(key), reference.today()
    names = in_order(
        {
            each.id: labels.place_name(each)
            for each in known.values()
            if each.is_open(day) or each.id == held
        }
    )
    institution = reference.programme().institution
    own = next((each.id for each in known.values() if each.name == institution), None)
    options: list[int | None] = [*([None] if own is None else []), *names]
    usual = held if held in options else own
    chosen = st.selectbox(
        label,
        options,
        index=options.index(usual) if usual in options else 0,
        format_func=lambda each: names.get(each, institution) if each else institution,
        key=key,
    )
    problems.beside("host_id", label)
    return chosen


def _with(codes: list[Any], *held: Any) -> list[Any]:
    return [*codes, *(each for each in held if each not in codes)]


def _key(first: FirstValues, field: str) -> str:
    return f"{first.form}_{field}"


def spoken(codes: Collection[str] | str) -> str:
    """Languages in words, one after the other."""
    found = codes.split(",") if isinstance(codes, str) else codes
    return i18n.joined(*(labels.label("LANGUAGE", code) for code in found if code))
