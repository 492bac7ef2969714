"""What was typed or pasted and not saved yet, by agency, as long as the browser's session lasts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import streamlit as st

from components.language import i18n
from db.codes import CountMeasure
from db.inputs.register_counts import Cell

_KEPT = "register_typed"
#: What a cell that was not received shows.
NOT_RECEIVED = ""


@dataclass(kw_only=True)
class Typed:
    """``cells`` differ from ``seen``, what stood there when they were first shown."""

    seen: dict[Cell, int]
    cells: dict[Cell, str] = field(default_factory=dict)
    #: What the grid began with: it starts anew only with another number.
    begun: dict[Cell, str] = field(default_factory=dict)
    number: int = 0
    #: Whether the last save was refused for a cell: the next one is meant as it is.
    is_told: bool = False

    def shown(self, cell: Cell) -> str:
        """What a cell says when the grid begins."""
        return self.begun.get(cell, written(self.seen.get(cell)))

    def take(self, cells: Mapping[Cell, str]) -> None:
        """Cells as the grid or a paste has them; those that say what is stored are none."""
        for cell, text in cells.items():
            if text == written(self.seen.get(cell)):
                self.cells.pop(cell, None)
            else:
                self.cells[cell] = text

    def begin(self) -> None:
        """Draw the grid anew, with what is typed."""
        self.begun = dict(self.cells)
        self.number += 1

    def refresh(self, stored: Mapping[Cell, int]) -> None:
        """Show what stands now: at once where nothing is typed, else once a save has been told."""
        if stored != self.seen and (self.is_told or not self.cells):
            self.seen = dict(stored)
            self.take(dict(self.cells))
            self.begin()
        self.is_told = False


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
