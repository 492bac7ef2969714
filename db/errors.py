"""One family of errors for people: a text key and its values; this layer speaks no language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from traceback import walk_tb
from typing import Any, NamedTuple

_ROOT = Path(__file__).resolve().parents[1]


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


#: What is wrong with a form, by field.
Problems = dict[str, Problem]


class InvalidInput(AppError):
    """One or more fields cannot be accepted; ``problems`` maps a field's name to its problem."""

    def __init__(self, problems: Mapping[str, Problem]) -> None:
        super().__init__("error.check_fields", count=len(problems))
        self.problems = dict(problems)


def invalid(field: str, key: str, **values: object) -> InvalidInput:
    """One field that cannot be accepted."""
    return InvalidInput({field: Problem(key, **values)})


class Change(NamedTuple):
    """A field that somebody else has changed: what the form was filled with, and what stands."""

    then: object
    now: object


class EditConflict(InvalidInput):
    """Somebody else has changed the same row since a form was filled with it.

    ``changes`` names only columns that the form was filled with. ``name``: who changed them last,
    as other people know them; empty where nobody signed in did.
    """

    def __init__(self, changes: Mapping[str, Change], name: str, at: datetime | None) -> None:
        super().__init__({field: stands_now(each.now) for field, each in changes.items()})
        self.changes, self.name, self.at = dict(changes), name, at
        #: What a screen adds: the values of its own form, and how it calls those of a column.
        self.mine: dict[str, object] = {}
        self.words: Mapping[str, Callable[[Any], str]] = {}


def stands_now(value: object) -> Problem:
    """That something else stands by now, and what."""
    return Problem("error.stands_now", value="—" if value in (None, "") else value)


class SettingsError(Exception):
    """A wrong or missing setting; the message is one plain sentence for the operator."""


def traced(failure: BaseException) -> str:
    """What a log may say of a failure: its kind, the database's code, and our line that was last
    under way. Never its own words, which can repeat what was typed."""
    said = getattr(failure, "orig", None)
    code = getattr(said, "sqlstate", None) or getattr(said, "sqlite_errorname", None)
    kind = f"{type(failure).__name__} {code}" if code else type(failure).__name__
    places = (
        (Path(each.f_code.co_filename), line) for each, line in walk_tb(failure.__traceback__)
    )
    ours = [
        f"{path.relative_to(_ROOT)}:{line}"
        for path, line in places
        if path.is_relative_to(_ROOT) and "site-packages" not in path.parts
    ]
    return f"{kind} at {ours[-1] if ours else '?'}"
