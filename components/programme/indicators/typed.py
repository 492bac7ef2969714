"""What was typed or pasted into a table of targets and not saved yet, by indicator, as long as the
browser's session lasts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import streamlit as st

from components.programme.cells import TypedCells
from db.inputs.targets import Cell

_KEPT = "targets_typed"


@dataclass(kw_only=True)
class Typed(TypedCells[Cell, str]):
    """What was typed of one indicator."""

    #: Days that were added as columns, and have no target yet.
    added: set[date] = field(default_factory=set)

    def stands(self, cell: Cell) -> str:
        return self.seen.get(cell, "")


def of(code: str, stored: Mapping[Cell, str]) -> Typed:
    """What is typed for one indicator."""
    kept: dict[str, Typed] = st.session_state.setdefault(_KEPT, {})
    if code not in kept:
        kept[code] = Typed(seen=dict(stored))
    return kept[code]
