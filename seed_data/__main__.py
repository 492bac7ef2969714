"""``python -m seed_data``: code lists, the demo, or any volume of made-up cases."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from sqlmodel import select

from db.errors import SettingsError
from db.models import Account, Case, Programme
from db.operating.arguments import a_day
from db.operating.failures import FAILURES, in_one_line
from db.store.engine import engine, writing
from db.store.migrate import upgrade
from seed_data import code_lists
from seed_data.plan import Plan, present_day


def parser() -> argparse.ArgumentParser:
    """The options."""
    made = argparse.ArgumentParser(prog="python -m seed_data", description=__doc__)
    made.add_argument("--demo", action="store_true", help="fill an empty database with the demo")
    made.add_argument("--cases", type=int, metavar="N", help="with --demo: N cases (a load test)")
    made.add_argument("--seed", type=int, default=2018, metavar="S", help="same seed, same rows")
    made.add_argument(
        "--today", type=a_day, metavar="YYYY-MM-DD", help="the day on which the rows end"
    )
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when done, 1 when refused, 2 when misused."""
    made = parser()
    chosen = made.parse_args(arguments)
    if chosen.cases is not None and (not chosen.demo or chosen.cases < 1):
        made.error("--cases goes with --demo and takes a whole number from 1")
    if chosen.today is not None and chosen.today > present_day():
        made.error("--today cannot be in the future")
    try:
        upgrade(engine())
        print(f"Code lists: {code_lists.bring_up_to_date()} codes.")
        return _demo(chosen) if chosen.demo else 0
    except SettingsError as problem:
        print(problem, file=sys.stderr)
    except FAILURES as failure:
        print(in_one_line(failure), file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped: the stage under way was not stored.", file=sys.stderr)
        return 130
    return 1


def _demo(chosen: argparse.Namespace) -> int:
    from seed_data import demo, volume

    with writing() as session:
        filled = [
            session.exec(select(table.id)).first() is not None
            for table in (Programme, Account, Case)
        ]
    if any(filled):
        print("This database is not empty: the demo goes into a new one.", file=sys.stderr)
        return 1
    plan = Plan.of(chosen.seed, chosen.today)
    if chosen.cases is None:
        demo.fill(plan)
    else:
        volume.fill(plan, chosen.cases)
    return 0


if __name__ == "__main__":
    if "--demo" in sys.argv:
        # A demo brings its own keys.
        os.environ.setdefault("AMUDU_DEMO", "1")
    sys.exit(main())
