"""What was typed or pasted and not saved yet, by agency, as long as the browser's session lasts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from components.language import i18n
from components.programme.cells import TypedCells
from db.codes import CountMeasure
from db.inputs.register_counts import Cell

_KEPT = "register_typed"
#: What a cell that was not received shows.
NOT_RECEIVED = ""


class Typed(TypedCells[Cell, int]):
    """What was typed of one agency."""

    def stands(self, cell: Cell) -> str:
        return written(self.seen.get(cell))


def of(agency_id: int, stored: Mapping[Cell, int]) -> Typed:
    """What is typed for one agency."""
    kept: dict[int, Typed] = st.session_state.setdefault(_KEPT, {})
    if agency_id not in kept:
        kept[agency_id] = Typed(seen=dict(stored))
    return kept[agency_id]


def written(value: int | None) -> str:
    """A stored count as it would be typed."""
    return NOT_RECEIVED if value is None else str(value)


def named(cell: Cell) -> str:
    """A cell in words: "mars 2024, personnes inscrites"."""
    month, measure = cell
    return i18n.t("register.cell", month=i18n.month(month), measure=measured(measure))


def measured(measure: CountMeasure) -> str:
    """The short name of what is counted."""
    return i18n.t(f"register.measure.{measure}")


def months_between(first: date, last: date) -> list[date]:
    """The first day of each month from one to the other."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [
        date(first.year + (first.month - 1 + each) // 12, (first.month - 1 + each) % 12 + 1, 1)
        for each in range(max(0, count))
    ]
