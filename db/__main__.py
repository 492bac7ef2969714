"""The command line: ``python -m db COMMAND``; one plain line when something is wrong."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from sqlalchemy.exc import IntegrityError, OperationalError

from db.codes import Role
from db.errors import AppError, InvalidInput, SettingsError
from db.operating import commands
from db.operating.failures import FAILURES, in_one_line

Command = Callable[[argparse.Namespace], None]
SENTENCES = {
    "error.username_form": "--username takes 3 to 60 small letters, digits, points and dashes.",
    "error.username_taken": "there is an account of this --username already.",
    "error.name_needed": "--name takes 1 to 120 characters.",
    "error.organisation_needed": "a partner needs an --organisation.",
    "error.organisation_of_partner": "only a partner has an --organisation.",
}


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    made = argparse.ArgumentParser(prog="python -m db", description="Look after Amudu's database.")
    commands_of = made.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, act: Command, what: str) -> argparse.ArgumentParser:
        one = commands_of.add_parser(name, help=what, description=what)
        one.set_defaults(act=act)
        return one

    add("create-keys", commands.create_keys, "Print new keys for the .env file.")
    add("upgrade", commands.upgrade_database, "Apply the missing migrations.")
    add("check", commands.check, "Say whether settings, database and rules are in order.")
    _programme(add("create-programme", commands.create_programme, "Describe the programme, once."))
    _agency(add("create-agency", commands.create_agency, "Add an agency."))
    _account(add("create-account", commands.create_account, "Add an account; prints its code."))
    _posting(add("create-posting", commands.create_posting, "Post an agent to an agency."))
    return made


def _programme(one: argparse.ArgumentParser) -> None:
    for name in ("--name", "--institution", "--country-fr", "--country-en", "--country-ar"):
        one.add_argument(name, required=True)
    one.add_argument("--time-zone", type=commands.a_time_zone, default="Africa/Casablanca")
    one.add_argument("--starts-on", type=commands.a_day, required=True, metavar="YYYY-MM-DD")
    one.add_argument("--ends-on", type=commands.a_day, required=True, metavar="YYYY-MM-DD")


def _agency(one: argparse.ArgumentParser) -> None:
    for name in ("--code", "--name", "--short-name", "--name-ar", "--city"):
        one.add_argument(name, required=True)
    one.add_argument("--region", required=True, help="a code of the list REGION, e.g. MA-04")
    one.add_argument("--host", required=True, help="the host institution's name")


def _account(one: argparse.ArgumentParser) -> None:
    one.add_argument("--username", required=True)
    one.add_argument("--name", required=True, help="the displayed name")
    one.add_argument("--role", required=True, choices=[role.value for role in Role])
    one.add_argument("--organisation", help="an organisation's name, for a partner")
    one.add_argument("--language", default="fr", choices=["fr", "en", "ar"])
    one.add_argument("--expires-on", type=commands.a_day, metavar="YYYY-MM-DD")


def _posting(one: argparse.ArgumentParser) -> None:
    one.add_argument("--username", required=True)
    one.add_argument("--agency", required=True, help="the agency's code")
    one.add_argument("--starts-on", type=commands.a_day, required=True, metavar="YYYY-MM-DD")
    one.add_argument("--ends-on", type=commands.a_day, metavar="YYYY-MM-DD")


def said(key: str, field: str) -> str:
    """The operator's sentence for a problem; screens have theirs in three languages."""
    return SENTENCES.get(key, f"{field} ({key.removeprefix('error.')}).")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when done, 1 when refused, 2 when misused."""
    chosen = parser().parse_args(arguments)
    try:
        chosen.act(chosen)
    except InvalidInput as refused:
        for field, problem in refused.problems.items():
            print(f"Not accepted: {said(problem.key, field)}", file=sys.stderr)
        return 1
    except AppError as refused:
        print(f"Refused: {refused.key.removeprefix('error.')}.", file=sys.stderr)
        return 1
    except (commands.Refused, SettingsError) as refused:
        print(refused, file=sys.stderr)
        return 1
    except IntegrityError:
        print("Refused: it is there already, or breaks a rule of its table.", file=sys.stderr)
        return 1
    except OperationalError:
        print(
            "The database does not answer, or lacks migrations: 'python -m db upgrade' adds them.",
            file=sys.stderr,
        )
        return 1
    except FAILURES as failure:
        print(in_one_line(failure), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
