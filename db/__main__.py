"""The command line: ``python -m db COMMAND``; one plain line when something is wrong."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from db.codes import Role
from db.operating.arguments import a_count, a_database, a_day, a_share, a_time_zone
from db.operating.backups.folder import DEFAULT as BACKUPS
from db.operating.commands import accounts, backups, checks, programme, setting_up
from db.operating.failures import EXPECTED, message_lines

#: What a new server begins with; any other command wants a database that is there.
FIRST = {setting_up.create_keys, setting_up.upgrade_database, backups.verify, backups.restore}


def parser() -> argparse.ArgumentParser:
    """All commands and their options; an option's name is that of a command's argument."""
    made = argparse.ArgumentParser(prog="python -m db", description="Look after Amudu's database.")
    commands = made.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, act: Callable[..., None], what: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=what, description=what)
        one.set_defaults(act=act)
        return one

    add("create-keys", setting_up.create_keys, "Print new keys for the .env file.")
    add("upgrade", setting_up.upgrade_database, "Apply the missing migrations.")
    add(
        "create-setup-code",
        setting_up.create_setup_code,
        "Make and print a new code for the set-up page.",
    )
    add("check", checks.check, "Say whether settings, database and rules are in order.")
    add("recount", checks.recount, "Make counts anew from the rows they count.")
    _programme(add("create-programme", programme.create_programme, "Describe the programme, once."))
    _agency(add("create-agency", programme.create_agency, "Add an agency."))
    _account(add("create-account", accounts.create_account, "Add an account; prints its code."))
    _reopening(
        add("reopen-account", accounts.reopen_account, "Open a closed account; prints its code.")
    )
    for name, act, what in (
        ("close-account", accounts.close_account, "Close an account; ends its postings."),
        ("reset-code", accounts.reset_code, "Print a code that sets a new password."),
        ("unlock-account", accounts.unlock_account, "End the wait after failed sign-ins."),
    ):
        add(name, act, what).add_argument("--username", required=True)
    _posting(add("create-posting", accounts.create_posting, "Post an agent to an agency."))
    _backup(add("backup", backups.backup, "Make a backup file, while the server runs."))
    _file(add("verify", backups.verify, "Say whether a backup file can be restored."))
    _restore(add("restore", backups.restore, "Put a backup in the place of the database."))
    _copy(add("copy", backups.copy, "Copy all rows into an empty database, of either kind."))
    return made


def _backup(one: argparse.ArgumentParser) -> None:
    one.add_argument("--to", type=Path, default=BACKUPS, metavar="FOLDER")
    one.add_argument("--keep", type=a_count, metavar="N", help="delete all but the newest N")


def _file(one: argparse.ArgumentParser) -> None:
    what = "a backup file, or a folder: its newest one"
    one.add_argument("file", type=Path, nargs="?", default=BACKUPS, metavar="FILE", help=what)


def _restore(one: argparse.ArgumentParser) -> None:
    one.add_argument("file", type=Path, metavar="FILE", help="or a folder: its newest one")
    one.add_argument("--over", action="store_true", help="the database is not empty: replace it")
    one.add_argument("--yes", action="store_true", help="without asking")
    one.add_argument("--other-keys", action="store_true", help="the backup's keys are lost")


def _copy(one: argparse.ArgumentParser) -> None:
    one.add_argument("--to", type=a_database, required=True, metavar="URL")


def _programme(one: argparse.ArgumentParser) -> None:
    for name in ("--name", "--institution", "--country-fr", "--country-en", "--country-ar"):
        one.add_argument(name, required=True)
    one.add_argument("--time-zone", type=a_time_zone, default="Africa/Casablanca")
    one.add_argument("--starts-on", type=a_day, required=True, metavar="YYYY-MM-DD")
    one.add_argument("--ends-on", type=a_day, required=True, metavar="YYYY-MM-DD")
    one.add_argument("--languages", default="fr,en,ar", help="those offered, the first one first")


def _agency(one: argparse.ArgumentParser) -> None:
    one.add_argument("--code", help="made from the name if left out")
    for name in ("--name", "--city"):
        one.add_argument(name, required=True)
    for name in ("--short-name", "--name-en", "--name-ar"):
        one.add_argument(name, default="")
    one.add_argument("--region", required=True, help="a code of the list REGION, e.g. MA-04")
    one.add_argument("--host", required=True, help="the host institution's name")


def _account(one: argparse.ArgumentParser) -> None:
    one.add_argument("--username", required=True)
    one.add_argument("--name", required=True, help="the displayed name")
    one.add_argument("--role", required=True, choices=[role.value for role in Role])
    one.add_argument("--organisation", help="an organisation's name, for a partner")
    one.add_argument(
        "--language", choices=["fr", "en", "ar"], help="the programme's first one unless told"
    )
    one.add_argument("--expires-on", type=a_day, metavar="YYYY-MM-DD")


def _reopening(one: argparse.ArgumentParser) -> None:
    one.add_argument("--username", required=True)
    one.add_argument("--expires-on", type=a_day, metavar="YYYY-MM-DD", help="none unless told")


def _posting(one: argparse.ArgumentParser) -> None:
    one.add_argument("--username", required=True)
    one.add_argument("--agency", required=True, help="the agency's code")
    one.add_argument("--starts-on", type=a_day, required=True, metavar="YYYY-MM-DD")
    one.add_argument("--ends-on", type=a_day, metavar="YYYY-MM-DD")
    one.add_argument("--share", type=a_share, default=100, help="percent of a full week")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when done, 1 when refused, 2 when misused."""
    chosen = vars(parser().parse_args(arguments))
    act = chosen.pop("act")
    try:
        if act not in FIRST:
            checks.refuse_no_database()
        act(**chosen)
    except EXPECTED as failure:
        print(*message_lines(failure), sep="\n", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
