"""From a figure, or from a bar of its chart, to the page of the rows behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

import streamlit as st

from components.cards.charts.theme import Spec
from components.language import i18n
from components.visit import carried, navigation
from components.visit.carried import FILTERS

#: The page of rows; its figure, the page that leads there, and what all its other words begin with.
PAGE, FIGURE, BACK, WORD = "rows", "rows_figure", "rows_back", "rows_"
#: The selection of a chart's marks, and the marks that can be touched: of several the first here,
#: for a rectangle may be the band of an event, and a ring the gap among bars.
_TOUCHED, _MARKS = "touched", ("bar", "point", "rect")
#: Streamlit's own words, which no page may set.
_OWN = ("embed", "embed_options")
#: What a mark stands for, in words of the page of rows.
Said = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Opens:
    """What a card opens: ``figure``, narrowed by ``said``; and by a field of a chart's rows, what
    each label there narrows it by."""

    figure: str
    said: Said = field(default_factory=dict)
    marks: Mapping[str, Mapping[str, Said]] = field(default_factory=dict)

    @property
    def query(self) -> dict[str, str]:
        """The words of all its rows."""
        return {FIGURE: self.figure, **self.said}

    def of_mark(self, touched: Mapping[str, Any]) -> dict[str, str]:
        """The words of a mark's rows; labels stand in a chart on several lines."""
        query = self.query
        for name, labels in self.marks.items():
            query |= labels.get(str(touched.get(name, "")).replace("\n", " "), {})
        return query


def link(opens: Opens, key: str) -> None:
    """The way to all rows of a card."""
    icon = ":material/table_rows:"
    if st.button(i18n.t("rows.open"), key=f"rows_{key}", type="tertiary", icon=icon):
        go(opens.query)


def go(query: Said) -> None:
    """Leave for the rows. Filters are bound to the widgets of this page: no switch may say them."""
    carried.take(address(query))
    navigation.go(PAGE)


def address(query: Said) -> dict[str, Any]:
    """The words of some rows, with the filters of this page and the way back to it.

    A filter that has no widget here is left over from another page, and narrowed no figure.
    """
    held, others = dict[str, list[str]](), dict[str, list[str]]()
    for name in st.query_params:
        if not name.startswith(FILTERS):
            others[name] = st.query_params.get_all(name)
        elif name in st.session_state:
            held[name] = st.query_params.get_all(name)
    page = st.session_state.get(BACK, "")
    return {**held, BACK: f"{page}?{urlencode(others, doseq=True)}".rstrip("?"), **query}


def back() -> tuple[str, dict[str, Any]]:
    """The page that led to these rows, and its address as it was, with the filters of now."""
    page, _, said = st.query_params.get(BACK, "").partition("?")
    held = {
        each: st.query_params.get_all(each) for each in st.query_params if each.startswith(FILTERS)
    }
    words = {name: each for name, each in parse_qs(said).items() if name not in _OWN}
    return page, {**words, **held}


def touchable(spec: Spec, fields: Iterable[str]) -> Spec:
    """A chart whose bars, cells or dots can be touched; another one stays as it is."""
    layers = spec.get("layer", [spec])
    kinds = [_kind(each) for each in layers]
    kind = next((each for each in _MARKS if each in kinds), None)
    if kind is None:
        return spec
    found = kinds.index(kind)
    touched = {"name": _TOUCHED, "select": {"type": "point", "fields": list(fields)}}
    layer = layers[found]
    mark = {**layer["mark"], "cursor": "pointer"}
    one = {**layer, "mark": mark, "params": [touched]}
    if "layer" not in spec:
        return spec | one
    return spec | {"layer": [*layers[:found], one, *layers[found + 1 :]]}


def is_touchable(spec: Spec) -> bool:
    """Whether ``touchable`` has found a mark."""
    return any("params" in each for each in spec.get("layer", [spec]))


def _kind(layer: Mapping[str, Any]) -> str:
    mark = layer.get("mark")
    return str(mark.get("type", "")) if isinstance(mark, dict) else ""


def touched(state: Any) -> Mapping[str, Any] | None:
    """The fields of the mark that somebody has just touched."""
    points = state["selection"].get(_TOUCHED, []) if state else []
    return points[0] if points else None
