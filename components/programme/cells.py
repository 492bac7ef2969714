"""Cells of a table that were typed or pasted and not saved yet."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Cell = TypeVar("Cell")
Value = TypeVar("Value")


@dataclass(kw_only=True)
class TypedCells(ABC, Generic[Cell, Value]):
    """``cells`` differ from ``seen``, what stood there when they were first shown."""

    seen: dict[Cell, Value]
    cells: dict[Cell, str] = field(default_factory=dict)
    #: What the grid began with: it starts anew only with another number.
    begun: dict[Cell, str] = field(default_factory=dict)
    number: int = 0
    #: Whether the last save told of cells that say something else by now.
    is_told: bool = False

    @abstractmethod
    def stands(self, cell: Cell) -> str:
        """What was seen in a cell, as it would be typed."""

    def shown(self, cell: Cell) -> str:
        """What a cell says when the grid begins."""
        return self.begun.get(cell, self.stands(cell))

    def take(self, cells: Mapping[Cell, str]) -> None:
        """Cells as the grid or a paste has them; those that say what is stored are none."""
        for cell, text in cells.items():
            if text == self.stands(cell):
                self.cells.pop(cell, None)
            else:
                self.cells[cell] = text

    def begin(self) -> None:
        """Draw the grid anew, with what is typed."""
        self.begun = dict(self.cells)
        self.number += 1

    def refresh(self, stored: Mapping[Cell, Value]) -> None:
        """Show what stands now: at once where nothing is typed, else once a save has been told."""
        if stored != self.seen and (self.is_told or not self.cells):
            self.seen = dict(stored)
            self.take(dict(self.cells))
            self.begin()
        self.is_told = False
