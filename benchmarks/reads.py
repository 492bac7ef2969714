"""Every read behind a results page, each in a session of its own, at several volumes: the best of
four by the clock, and in brackets of this process's own processor time, which for SQLite is all.

Run: ``python -m benchmarks.reads [cases ...]`` (about 3.8 interventions, and a referral, a
case), or with the address of a database that is there instead of a number.
"""

from __future__ import annotations

import importlib
import inspect
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import demo

ASKED = ["session", "wanted", "viewer"]
TURNS = 4


def main(volumes: list[str]) -> None:
    """Print milliseconds a measure, one column a volume."""
    found: dict[str, list[tuple[float, float]]] = {}
    for volume in volumes:
        with tempfile.TemporaryDirectory() as folder:
            url = demo.environment(Path(folder))["AMUDU_DATABASE_URL"]
            if volume.isdecimal():
                _fill(url, volume)
            else:
                url = os.environ["AMUDU_DATABASE_URL"] = volume
            for name, milliseconds in _measure(url).items():
                found.setdefault(name, []).append(milliseconds)
    print("measure".ljust(38) + "".join(f"{volume[-18:]:>20}" for volume in volumes))
    for name, times in found.items():
        print(name.ljust(38) + "".join(f"{clock:11.1f} ({own:6.1f})" for clock, own in times))


def _fill(url: str, cases: str) -> None:
    from benchmarks import approved, sent
    from db.store.engine import connect, use, writing
    from db.store.settings import settings

    demo.fill("--cases", cases)
    settings.cache_clear()
    engine = connect(url)
    use(url, engine)
    with writing() as session:
        sent.fill(session)
    with writing() as session:
        approved.fill(session)
    engine.dispose()


def _measures() -> dict[str, Callable[..., object]]:
    """Every measure that is asked for a period alone, by module and name; those of the page on the
    quality of the data, and what is approved, are queries."""
    found: dict[str, Callable[..., object]] = {}
    queries = (*Path("db/queries").glob("quality_*.py"), Path("db/queries/approvals.py"))
    paths = (*Path("db/measures").glob("*.py"), *queries)
    for path in sorted(paths):
        module = importlib.import_module(".".join(path.with_suffix("").parts))
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_own = function.__module__ == module.__name__ and not name.startswith("_")
            asked = inspect.signature(function).parameters
            # Rows behind a figure are asked for with its name and place as well.
            is_of_period = list(asked) == ASKED and asked["wanted"].annotation == "ResultFilter"
            if is_own and is_of_period:
                found[f"{path.stem}.{name}"] = function
    return found


def _measure(url: str) -> dict[str, tuple[float, float]]:
    from db.access.clock import today
    from db.access.viewer import viewer_of
    from db.inputs.results import EARLIEST, ResultFilter, preset
    from db.store.engine import connect, reading, use
    from db.store.settings import settings

    settings.cache_clear()
    engine = connect(url)
    use(url, engine)
    times: dict[str, list[tuple[float, float]]] = {}
    with reading() as session:
        viewer, day = viewer_of(session, 5), today(session)
    wanted = ResultFilter(*preset("12m", day, EARLIEST))
    for name, measure in list(_measures().items()) * TURNS:
        began, worked = time.perf_counter(), time.process_time()
        with reading() as session:
            measure(session, wanted, viewer=viewer)
        took = time.perf_counter() - began, time.process_time() - worked
        times.setdefault(name, []).append((1000 * took[0], 1000 * took[1]))
    engine.dispose()
    return {
        name: (min(clock for clock, _ in each), min(own for _, own in each))
        for name, each in times.items()
    }


if __name__ == "__main__":
    main(sys.argv[1:] or ["260", "26000"])
