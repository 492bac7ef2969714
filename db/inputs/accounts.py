"""What an administrator or the command line may say of an account."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator

from db.codes import Role
from db.errors import InvalidInput, Problem, invalid
from db.inputs import case_codes, normalisation
from db.inputs.normalisation import InputModel
from db.inputs.parse import MaybeDay, problem

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
LONGEST_NAME = 120


def _is_name(text: str) -> bool:
    return 1 <= len(text) <= LONGEST_NAME


def _shown_name(text: str) -> str:
    if not _is_name(text):
        raise problem("error.name_needed")
    return text


def organisation_problems(role: Role, organisation_id: int | None) -> dict[str, Problem]:
    """A partner's account needs an organisation; no other may have one."""
    if role is Role.PARTNER and organisation_id is None:
        return {"organisation": Problem("error.organisation_needed")}
    if role is not Role.PARTNER and organisation_id is not None:
        return {"organisation": Problem("error.organisation_of_partner")}
    return {}


@dataclass(frozen=True)
class NewAccount:
    """Raises ``InvalidInput`` when made from values that cannot be an account."""

    username: str
    display_name: str
    role: Role
    organisation_id: int | None = None
    expires_on: date | None = None
    language: str = "fr"

    def __post_init__(self) -> None:
        _read(self, username=normalisation.username, display_name=normalisation.normalised)
        problems: dict[str, Problem] = {}
        if not USERNAME.fullmatch(self.username):
            problems["username"] = Problem("error.username_form")
        if not _is_name(self.display_name):
            problems["display_name"] = Problem("error.name_needed")
        problems |= organisation_problems(self.role, self.organisation_id)
        if problems:
            raise InvalidInput(problems)


class AccountChange(InputModel):
    """What is edited of an account; ``seen`` are the columns as the form showed them."""

    COLUMNS: ClassVar[tuple[str, ...]] = ("display_name", "expires_on", "organisation_id")

    account_id: int
    display_name: Annotated[str, AfterValidator(_shown_name)]
    expires_on: MaybeDay
    organisation_id: int | None = None
    seen: dict[str, Any]


class RoleChange(InputModel):
    """Another role for an account that had the role ``seen``."""

    account_id: int
    role: Role
    organisation_id: int | None = None
    seen: Role


class Reopening(InputModel):
    """Open a closed account again, until a last day or without one."""

    account_id: int
    expires_on: MaybeDay


@dataclass(frozen=True, kw_only=True)
class FirstAdministrator:
    """Who sets a new programme up, with the password that they choose."""

    username: str
    display_name: str
    language: str
    new: str
    again: str

    def __post_init__(self) -> None:
        _read(self, username=normalisation.username, display_name=normalisation.normalised)
        if self.language not in ("fr", "en", "ar"):
            raise invalid("language", "error.unknown_choice")


@dataclass(frozen=True)
class PasswordChange:
    """Change one's own password; each character of one counts."""

    current: str
    new: str
    again: str


@dataclass(frozen=True)
class PasswordReset:
    """Set a new password with an administrator's one-time code."""

    username: str
    code: str
    new: str
    again: str

    def __post_init__(self) -> None:
        _read(self, username=normalisation.username, code=case_codes.normal)


def _read(wanted: object, **readers: Callable[[str], str]) -> None:
    """Each named field of a frozen input in the one spelling of ``db.inputs.normalisation``."""
    for name, reader in readers.items():
        object.__setattr__(wanted, name, reader(getattr(wanted, name)))
