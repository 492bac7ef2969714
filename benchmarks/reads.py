"""Every read behind a results page, cold, at several volumes.

Run: ``python -m benchmarks.reads [cases ...]`` (about 3.8 interventions a case).
"""

from __future__ import annotations

import importlib
import inspect
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from benchmarks import demo

ASKED = ["session", "wanted", "viewer"]


def main(volumes: list[int]) -> None:
    """Print milliseconds a measure, one column a volume."""
    found: dict[str, list[float]] = {}
    for cases in volumes:
        with tempfile.TemporaryDirectory() as folder:
            settings = demo.environment(Path(folder))
            demo.fill("--cases", str(cases))
            for name, milliseconds in _measure(settings["AMUDU_DATABASE_URL"]).items():
                found.setdefault(name, []).append(milliseconds)
    print("measure".ljust(38) + "".join(f"{cases:>12,}" for cases in volumes))
    for name, times in found.items():
        print(name.ljust(38) + "".join(f"{each:12.1f}" for each in times))


def _measures() -> dict[str, Callable[..., object]]:
    """Every measure that is asked for a period alone, by module and name."""
    found: dict[str, Callable[..., object]] = {}
    for path in sorted(Path("db/measures").glob("*.py")):
        module = importlib.import_module(f"db.measures.{path.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_own = function.__module__ == module.__name__ and not name.startswith("_")
            if is_own and list(inspect.signature(function).parameters) == ASKED:
                found[f"{path.stem}.{name}"] = function
    return found


def _measure(url: str) -> dict[str, float]:
    from sqlmodel import Session

    from db.access.clock import today
    from db.access.viewer import viewer_of
    from db.inputs.results import ResultFilter
    from db.store.engine import connect, use
    from db.store.settings import settings

    settings.cache_clear()
    engine = connect(url)
    use(url, engine)
    times = {}
    with Session(engine) as session:
        viewer, day = viewer_of(session, 5), today(session)
        wanted = ResultFilter(day - timedelta(days=364), day)
        for name, measure in _measures().items():
            began = time.perf_counter()
            measure(session, wanted, viewer=viewer)
            times[name] = 1000 * (time.perf_counter() - began)
    engine.dispose()
    return times


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [260, 26_000])
