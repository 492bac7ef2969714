"""What a form tells of itself, so that its drafts can be kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Form(Protocol):
    """A form that keeps drafts; ``keys`` are those of its widgets."""

    @property
    def name(self) -> str: ...

    @property
    def keys(self) -> tuple[str, ...]: ...

    @property
    def has_hidden_field(self) -> bool:
        """Whether its values live in the browser's fields.

        When the server has forgotten a session, the browser sends them again, and what they hold is
        the submission whose id comes back with them.
        """

    @property
    def is_joined(self) -> bool:
        """Whether two tabs that were opened empty become one submission."""


@dataclass(frozen=True, kw_only=True)
class FieldForm:
    """A form whose values live in fields of its own: the key of each begins with its name."""

    name: str
    fields: tuple[str, ...]
    has_hidden_field: bool = True
    is_joined: bool = True

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(f"{self.name}_{field}" for field in self.fields)
