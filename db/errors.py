"""One family of errors for people: a text key and its values; this layer speaks no language."""

from __future__ import annotations

from collections.abc import Mapping


class AppError(Exception):
    """Something a person can understand and act upon; ``key`` names the sentence."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class NotAllowed(AppError):
    """The account may not do this, or is no longer what it was."""


class NotFound(AppError):
    """No such thing, or one that this person may not know of; the message is the same."""


class Problem:
    """What is wrong with one field: a text key and its values."""

    def __init__(self, key: str, **values: object) -> None:
        self.key = key
        self.values = values

    def __repr__(self) -> str:
        return f"Problem({self.key!r}, {self.values!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Problem) and (self.key, self.values) == (other.key, other.values)

    __hash__ = None  # type: ignore[assignment]


class InvalidInput(AppError):
    """One or more fields cannot be accepted; ``problems`` maps a field's name to its problem."""

    def __init__(self, problems: Mapping[str, Problem]) -> None:
        super().__init__("error.check_fields", count=len(problems))
        self.problems = dict(problems)


def invalid(field: str, key: str, **values: object) -> InvalidInput:
    """One field that cannot be accepted."""
    return InvalidInput({field: Problem(key, **values)})


class SettingsError(Exception):
    """A wrong or missing setting; the message is one plain sentence for the operator."""
