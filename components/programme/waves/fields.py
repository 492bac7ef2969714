"""The fields of a wave's plan, for a new one and for one that is changed before it begins."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from components.fields import dates, text
from components.language import i18n
from components.programme.waves import words
from components.reads import labels, reference
from components.saving.first_values import FirstValues
from components.saving.problems import Problems
from db.codes import TrustMoment
from db.inputs.days import Side
from db.inputs.parse import whole_number
from db.queries.trust_waves import Wave
from db.statistics import detectable
from db.statistics.rounding import percent
from db.statistics.stratified import comparisons


def draw(first: FirstValues, problems: Problems) -> dict[str, Any]:
    """The raw fields of ``WavePlan``."""
    return {
        "name": _text(first, "name", problems),
        **_days(first, problems),
        **_agencies(first, problems),
        "languages": _several(first, "languages", _languages(), problems),
        "moments": _several(first, "moments", _moments(), problems),
        "sampling": _text(first, "sampling", problems),
    }


def entered(wave: Wave) -> dict[str, Any]:
    """A stored plan as first values."""
    numbers = {agency: str(each or "") for agency, each in wave.targets.items()}
    usual = max(numbers.values(), key=list(numbers.values()).count, default="")
    apart = [agency for agency, number in numbers.items() if number != usual]
    every = set(open_agencies())
    return {
        "name": wave.row.name,
        "sampling": wave.row.sampling,
        "starts_on": dates.as_typed(wave.row.starts_on),
        "ends_on": dates.as_typed(wave.row.ends_on),
        "languages": wave.row.languages.split(","),
        "moments": wave.row.moments.split(","),
        "everywhere": set(wave.targets) == every,
        "agencies": words.in_order(wave.targets),
        "target": usual,
        "apart": apart,
        **{f"target_{agency}": numbers[agency] for agency in apart},
    }


def _text(first: FirstValues, field: str, problems: Problems) -> str:
    label = i18n.t(f"waves.field.{field}")
    key = f"{first.form}_{field}"
    typed = text.typed(
        label, key=key, value=first.get(key, ""), placeholder=i18n.t(f"waves.example.{field}")
    )
    problems.beside(field, label)
    return typed


def _days(first: FirstValues, problems: Problems) -> dict[str, date | str]:
    today, raw = reference.today(), {}
    for field in ("starts_on", "ends_on"):
        label = i18n.t(f"waves.field.{field}")
        raw[field] = dates.day_text(first, f"{first.form}_{field}", label, today, Side.AHEAD)
        problems.beside(field, label)
    return raw


def open_agencies() -> list[int]:
    """Where a wave may be."""
    return [each.id for each in reference.agencies().values() if each.closed_on is None]


def _agencies(first: FirstValues, problems: Problems) -> dict[str, Any]:
    """Where, and how many answers are wanted: the same number for all, and another for some."""
    form, offered = first.form, open_agencies()
    everywhere = st.toggle(
        i18n.tn("waves.everywhere", len(offered)),
        value=first.get(f"{form}_everywhere", True),
        key=f"{form}_everywhere",
    )
    chosen = offered
    if not everywhere:
        known = [*dict.fromkeys([*first.get(f"{form}_agencies", []), *offered])]
        chosen = _choose(first, "agencies", known)
    problems.beside("targets", i18n.t("waves.field.agencies"))
    label = i18n.t("waves.field.target")
    key = f"{form}_target"
    usual = text.typed(label, key=key, value=first.get(key, ""), placeholder="90", live="500ms")
    problems.beside("target", label)
    targets = dict.fromkeys(chosen, "")
    with st.expander(i18n.t("waves.field.apart"), key=f"{form}_apart_open"):
        for agency in _choose(first, "apart", chosen):
            name, key = labels.agency(agency), f"{form}_target_{agency}"
            targets[agency] = text.typed(name, key=key, value=first.get(key, ""))
            problems.beside(f"target_{agency}", name)
    _what_it_shows(usual, len(chosen))
    return {"target": usual, "targets": targets}


def _choose(first: FirstValues, field: str, offered: list[int]) -> list[int]:
    key = f"{first.form}_{field}"
    # In the session alone: a default beside it would be one value too many.
    known = st.session_state.get(key, first.get(key, []))
    st.session_state[key] = [each for each in known if each in offered]
    return st.multiselect(
        i18n.t(f"waves.field.{field}"),
        offered,
        format_func=labels.agency,
        placeholder=i18n.t("waves.choose_agencies"),
        key=key,
    )


def _what_it_shows(typed: str, agencies: int) -> None:
    """What so many answers can show, as long as the number can still be chosen."""
    try:
        wanted = whole_number(typed)
    except ValueError:
        return
    if wanted > 0 and agencies:
        st.caption(can_show(wanted, wanted * agencies, agencies))


def can_show(one: int, together: int, agencies: int) -> str:
    """The smallest change between two waves of ``one`` answers at an agency, and of all
    ``together``, that is told from chance."""
    said = []
    for key, n in (("one", one), ("all", together)):
        points = detectable(n, n, tests=comparisons(agencies))
        if points is not None and (key == "one" or agencies > 1):
            said.append(i18n.t(f"waves.can_show.{key}", n=n, points=percent(points)))
    return " ".join(said)


def _several(
    first: FirstValues, field: str, offered: dict[str, str], problems: Problems
) -> tuple[str, ...]:
    label, key = i18n.t(f"waves.field.{field}"), f"{first.form}_{field}"
    chosen = st.pills(
        label,
        list(offered),
        selection_mode="multi",
        default=[each for each in first.get(key, list(offered)) if each in offered],
        format_func=offered.__getitem__,
        key=key,
    )
    problems.beside(field, label)
    return tuple(chosen)


def _languages() -> dict[str, str]:
    return {each: labels.label("LANGUAGE", each) for each in reference.languages()}


def _moments() -> dict[str, str]:
    return {each.value: labels.label("TRUST_MOMENT", each) for each in TrustMoment}
