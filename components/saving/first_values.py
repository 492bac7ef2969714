"""What a form's fields begin with: its draft, or what was entered once and is to be put right."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Protocol


class FirstValues(Protocol):
    """First values by the key of a widget, which is ``<form>_<field>``."""

    @property
    def form(self) -> str: ...

    def get(self, key: str, otherwise: Any = None) -> Any: ...


@dataclass(frozen=True)
class Entered:
    """An entry's values by field, for the widgets of one correction."""

    form: str
    values: dict[str, Any]

    def get(self, key: str, otherwise: Any = None) -> Any:
        """The value of the field, or what the form itself would begin with."""
        return self.values.get(key.removeprefix(f"{self.form}_"), otherwise)


def offered(first: FirstValues, key: str, options: Collection[Any], otherwise: Any = None) -> Any:
    """The first value of a choice, if it can still be chosen (codes are retired by date)."""
    wanted = (first.get(key, otherwise), otherwise)
    return next((value for value in wanted if value in options), None)
