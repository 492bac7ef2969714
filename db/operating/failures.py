"""What the command lines say when something is wrong: plain lines, and no values of a row."""

from __future__ import annotations

import sqlite3

from alembic.util import CommandError
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError

from db.errors import AppError, InvalidInput, SettingsError

#: Of a database that cannot be used; SQLite's own where nothing stands between.
FAILURES = (SQLAlchemyError, CommandError, OSError, sqlite3.Error)
DAMAGED = (
    "The database is damaged: 'python -m db restore FILE --over' puts a backup in its place, "
    "and keeps it beside."
)
SENTENCES = {
    "error.username_form": "--username takes 3 to 60 small letters, digits, points and dashes.",
    "error.username_taken": "there is an account of this --username already.",
    "error.name_needed": "--name takes 1 to 120 characters.",
    "error.programme_ends_first": "a programme cannot end before it starts.",
    "error.short_name_needed": "--short-name is needed where --name has more than 30 characters.",
    "error.place_name_taken": "there is one of this name already.",
    "error.posting_twice": "the agent is posted there already.",
    "error.posting_ends_first": "a posting cannot end before it starts.",
    "error.posting_share": "--share is more than is left beside the agent's other postings.",
    "error.posting_full": "the agent's other postings take the full week then.",
    "error.organisation_needed": "a partner needs an --organisation.",
    "error.ends_in_the_past": "the last day has passed: give an --expires-on that has not.",
    "error.last_administrator": "no other administrator stays: one without an end date, with a "
    "password of their own, used in the last 90 days.",
    "error.account_is_open": "the account is open.",
    "error.account_is_closed": "the account is closed: 'reopen-account' opens it.",
    "error.account_has_ended": "the last day of the account has passed: change it on its screen.",
    "error.organisation_of_partner": "only a partner has an --organisation.",
}


class Refused(Exception):
    """A command that cannot be carried out; the message is one plain sentence."""


def in_one_line(failure: Exception) -> str:
    """The line for one of ``FAILURES``; a database error's own words may hold what people typed."""
    if isinstance(failure, CommandError):
        return "The database is of another version of Amudu."
    if is_damaged(failure):
        return DAMAGED
    if isinstance(failure, OSError):
        return f"The database cannot be opened: {failure.strerror}."
    return f"The database refused: {type(failure).__name__}."


def is_damaged(failure: BaseException) -> bool:
    """Whether SQLite says that a file is none of its own, or no longer whole."""
    said = getattr(failure, "orig", failure)
    code = getattr(said, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


#: What a command of ``python -m db`` may end with.
EXPECTED = (AppError, Refused, SettingsError, *FAILURES)


def message_lines(failure: Exception) -> list[str]:
    """The lines for one of ``EXPECTED``."""
    if isinstance(failure, InvalidInput):
        problems = failure.problems.items()
        # Two fields may have the same fault: a name, and the short one that is made from it.
        lines = [f"Not accepted: {_sentence(problem.key, field)}" for field, problem in problems]
        return list(dict.fromkeys(lines))
    if isinstance(failure, AppError):
        said = SENTENCES.get(failure.key, f"{failure.key.removeprefix('error.')}.")
        return [f"Refused: {said}"]
    if isinstance(failure, Refused | SettingsError):
        return [str(failure)]
    if isinstance(failure, IntegrityError):
        return ["Refused: it is there already, or breaks a rule of its table."]
    if isinstance(failure, OperationalError) and not is_damaged(failure):
        return [
            "The database does not answer, or lacks migrations: 'python -m db upgrade' adds them."
        ]
    return [in_one_line(failure)]


def _sentence(key: str, field: str) -> str:
    """The operator's sentence for a problem; screens have theirs in three languages."""
    return SENTENCES.get(key, f"{field} ({key.removeprefix('error.')}).")
