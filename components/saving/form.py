"""What a form tells of itself, so that its drafts can be kept."""

from __future__ import annotations

from typing import Protocol


class Form(Protocol):
    """A form that keeps drafts; ``keys`` are those of its widgets."""

    @property
    def name(self) -> str: ...

    @property
    def keys(self) -> tuple[str, ...]: ...

    @property
    def is_carried(self) -> bool:
        """Whether its values live in the browser's fields.

        When the server has forgotten a session, the browser sends them again, and what they hold is
        the submission whose id comes back with them.
        """

    @property
    def is_joined(self) -> bool:
        """Whether two tabs that were opened empty become one submission."""
