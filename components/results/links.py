"""A link made in one language opens on the same figures in another.

Streamlit writes a filter's label into the address, so a French link says "6 mois": on arrival the
labels of all languages are understood, and the widget goes on in the language of who reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import streamlit as st

from components.language import i18n
from components.language.catalogue import LANGUAGES, Language, translate
from components.reads import labels, reference
from db.inputs.results import Against

Known = dict[str, str | int]
#: The widgets that a link asked for what they do not offer.
_UNKNOWN = "filters_unknown"


def follow(key: str, labels_known: Callable[[], Known], *, several: bool = False) -> bool:
    """Set widget ``key`` from labels of another language in the address, before it is drawn.

    ``labels_known`` gives the option of each label, and is called only when a link opened the page;
    unknown labels are ignored. Returns whether anything was set.
    """
    arrived = [] if key in st.session_state else st.query_params.get_all(key)
    known = labels_known() if arrived else {}
    found = [known[label] for label in arrived if label in known]
    if not found:
        return False
    st.session_state[key] = found if several else found[0]
    return True


def is_unknown(key: str, here: Iterable[str], labels_known: Callable[[], Known]) -> bool:
    """Whether the link that opened the page asked widget ``key`` for what it does not offer.

    ``here`` are its labels in the session's language. Asked before ``follow``, and remembered while
    nothing else was chosen.
    """
    held = unknown()
    if key not in st.session_state:
        arrived = set(st.query_params.get_all(key))
        is_asked = bool(arrived - {*here, ""} - labels_known().keys())
        st.session_state[_UNKNOWN] = held | {key} if is_asked else held - {key}
    elif st.session_state[key] and key in held:
        st.session_state[_UNKNOWN] = held - {key}
    return key in unknown()


def unknown() -> frozenset[str]:
    """The widgets of which ``is_unknown`` is true."""
    found: frozenset[str] = st.session_state.get(_UNKNOWN, frozenset())
    return found


def period(codes: Iterable[str]) -> Callable[[], Known]:
    """The periods' labels in the other languages."""
    return lambda: {
        translate(each, f"filter.period.{code}"): code for code in codes for each in _others()
    }


def _others() -> list[Language]:
    return [each for each in LANGUAGES if each != i18n.language()]


def _codes(list_name: str) -> Known:
    return {
        label: code
        for language in _others()
        for code, label in labels.labels_in(list_name, language).items()
    }


def _agencies() -> Known:
    return {
        name: each
        for each, agency in reference.agencies().items()
        for name in (agency.short_name, agency.name_ar)
        if name and name != labels.agency_name(agency, short=True)
    }


def _against() -> Known:
    return {translate(each, f"compare.{code}"): code for code in Against for each in _others()}


LABELS: dict[str, Callable[[], Known]] = {
    "agency": _agencies,
    "compare": lambda: _agencies() | _against(),
    "sex": lambda: _codes("SEX"),
    "age": lambda: _codes("AGE_BAND"),
}
