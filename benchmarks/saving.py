"""Twenty agents saving at once on SQLite: how long a save takes, and that nothing is lost.

Each saves about every half second, far more often than a hand can.

Run: ``python -m benchmarks.saving``.
"""

from __future__ import annotations

import itertools
import random
import statistics
import tempfile
import threading
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import demo

if TYPE_CHECKING:
    from db.models import Posting

AGENTS, SAVES = 20, 15


def main() -> None:
    """Print median and 95th percentile of a save, and how many rows arrived."""
    with tempfile.TemporaryDirectory() as folder:
        demo.environment(Path(folder))
        demo.fill("--cases", "6000")
        times, errors = _race()
        print(
            f"{len(times) // SAVES} agents, {len(times)} saves, {len(errors)} failed {errors[:1]}"
        )
        times.sort()
        p95 = times[int(0.95 * len(times))]
        print(f"median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms")


class Agents:
    """Those who are posted today, each with a person of their agency to enter something of."""

    def __init__(self, number: int) -> None:
        from sqlmodel import col, select

        from db.access.clock import today
        from db.models import Case, Posting
        from db.store.engine import reading

        with reading() as session:
            self._day = today(session)
            running = select(Posting).where(
                col(Posting.ends_on).is_(None), Posting.starts_on <= self._day
            )
            posts = list(session.exec(running.limit(number)))
            session.expunge_all()
            self._cases = {
                post.agency_id: session.exec(
                    select(Case.id)
                    .where(Case.agency_id == post.agency_id, col(Case.closed_on).is_(None))
                    .limit(1)
                ).one()
                for post in posts
            }
        self.posts = list(itertools.islice(itertools.cycle(posts), number))

    def save(self, post: Posting) -> None:
        """One intervention, as the form would store it."""
        from db.actions import interventions
        from db.inputs.interventions import InterventionInput
        from db.store.engine import writing

        data = InterventionInput(
            submission_id=str(uuid.uuid4()),
            agency_id=post.agency_id,
            type="CV",
            mode="AGENCY",
            happened_on=self._day,
            case_ids=(self._cases[post.agency_id],),
        )
        with writing() as session:
            interventions.record(session, data, by=post.account_id)


def _stored() -> int:
    import sqlalchemy as sa
    from sqlmodel import col, select

    from db.models import Intervention
    from db.store.engine import reading

    with reading() as session:
        return session.exec(select(sa.func.count(col(Intervention.id)))).one()


def _race() -> tuple[list[float], list[str]]:
    times: list[float] = []
    errors: list[str] = []
    agents = Agents(AGENTS)

    def agent(post: Posting) -> None:
        for _ in range(SAVES):
            began = time.perf_counter()
            try:
                agents.save(post)
            except Exception as failure:
                errors.append(type(failure).__name__)
            times.append(1000 * (time.perf_counter() - began))
            time.sleep(random.uniform(0.1, 0.9))

    # What a server loads and puts together once is not what a save takes.
    agents.save(agents.posts[0])
    before = _stored()
    threads = [threading.Thread(target=agent, args=(post,)) for post in agents.posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if (arrived := _stored() - before) != len(times) - len(errors):
        errors.append(f"{arrived} rows arrived")
    return times, errors


if __name__ == "__main__":
    main()
