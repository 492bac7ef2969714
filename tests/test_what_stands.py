"""A figure that is kept while its tables stand still is the figure that would be read: after each
act, whatever has changed had read something that the act has written."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import partial
from itertools import cycle
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from db import audit
from db.access import table_tracking
from db.access.clock import today
from db.derived import tallies
from db.inputs.indicators import Breakdown, IndicatorFilter, PlaceFilter
from db.inputs.results import ResultFilter
from db.measures import targets
from db.measures.indicator import indicator
from db.measures.shortfall import shortfall
from db.models import Indicator, Tally
from tests.acts import ACTS
from tests.at_length import NIGHTLY
from tests.cast import CAST
from tests.db.measures.test_tallied import crowd, plain
from tests.source import files, name_of

Read = Callable[[Session], Any]
#: Of each figure what it was, and which subjects were read for it.
Known = Mapping[str, tuple[Any, frozenset[str]]]
#: In each run; at length one of each kind of record, and of what figures go by.
FEW = ("interventions.record", "placements.record", "approvals.approve")
SOME = (
    "events.void",
    "retention.answer",
    "training.record",
    "training.set_status",
    "referrals.answer",
    "trust.record",
    "register_counts.save",
    "targets.save",
    "merges.merge",
)


def reads(session: Session) -> dict[str, Read]:
    """Every measure and query that is asked for a period, and each indicator beside its path."""
    wanted = ResultFilter(date(2020, 1, 1), today(session))
    viewer = CAST.viewer(session, CAST.manager)
    found: dict[str, Read] = {
        name: partial(each, wanted=wanted, viewer=viewer) for name, each in of_a_period()
    }
    for code, by in zip(session.exec(select(Indicator.code)), cycle(Breakdown), strict=False):
        parts = IndicatorFilter(code, wanted, by)
        found[f"{code} by {by}"] = partial(indicator, wanted=parts, viewer=viewer)
        for agency in (None, CAST.rabat):
            place = PlaceFilter(code, agency, wanted.end)
            read = partial(targets.followed, wanted=place, viewer=viewer)
            found[f"{code} at {agency}"] = read
    for each in (targets.periods, targets.series, shortfall):
        place = PlaceFilter("SO.1", CAST.rabat, wanted.end)
        found[f"{each.__name__} of SO.1"] = partial(each, wanted=place, viewer=viewer)
    return found


def of_a_period() -> Iterator[tuple[str, Callable[..., Any]]]:
    for path in files("db/measures", "db/queries"):
        module = importlib.import_module(name_of(path).removesuffix(".py").replace("/", "."))
        for name, function in inspect.getmembers(module, inspect.isfunction):
            asked = inspect.signature(function).parameters
            is_own = function.__module__ == module.__name__ and not name.startswith("_")
            is_of_period = list(asked) == ["session", "wanted", "viewer"]
            if is_own and is_of_period and asked["wanted"].annotation == "ResultFilter":
                yield f"{path.stem}.{name}", function


def told(found: Any) -> Any:
    """A figure as values that can be compared."""
    if is_dataclass(found) and not isinstance(found, type):
        return {each.name: told(getattr(found, each.name)) for each in fields(found)}
    if isinstance(found, list | tuple):
        return [told(each) for each in found]
    return (
        {name: told(each) for name, each in found.items()}
        if isinstance(found, dict)
        else (plain(found))
    )


def known(session: Session) -> Known:
    found = {}
    for name, read in reads(session).items():
        with table_tracking.reading() as subjects:
            value = told(read(session))
        found[name] = value, frozenset(subjects)
    return found


def changed_unnoticed(session: Session, act: str, before: Known) -> list[str]:
    """Figures that an act has changed, though it wrote nothing that was read for them."""
    session.connection().info.pop("touched", None)
    ACTS[act](session)
    tallies.settle(session)
    if session.info["audit_pending"].counters["reference"]:
        return []  # All is read anew.
    written = table_tracking.written(session)
    assert written - {table_tracking.EVERYTHING}, act
    return [
        f"{act}: {name}"
        for name, read in reads(session).items()
        if not written & before[name][1] and told(read(session)) != before[name][0]
    ]


@pytest.mark.parametrize("database", ["sqlite", NIGHTLY], indirect=True)
@pytest.mark.parametrize(
    "acts",
    [
        FEW,
        pytest.param(SOME, marks=[pytest.mark.long, pytest.mark.slow]),
        pytest.param(tuple(sorted(ACTS)), marks=pytest.mark.nightly),
    ],
)
def test_what_an_act_changes_had_read_what_it_writes(
    session: Session, acts: tuple[str, ...]
) -> None:
    crowd(session, 1, 20)
    before, unnoticed = known(session), list[str]()
    for act in acts:
        with session.begin_nested() as savepoint:
            unnoticed += changed_unnoticed(session, act, before)
            savepoint.rollback()
    assert unnoticed == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_some_figures_stand_while_people_are_seen(session: Session) -> None:
    before = known(session)
    ACTS["interventions.record"](session)
    tallies.settle(session)
    stands = {
        name for name, (_, read) in before.items() if not table_tracking.written(session) & read
    }
    assert {"trust_survey.survey", "counts.registered_by_month", "SO.1 at None"} <= stands
    assert stands.isdisjoint({"activity.interventions_by_month", "overview.figures"})


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_kind_of_counts_is_a_subject_of_its_own(session: Session) -> None:
    """A kind that is no word of ``db.models.tallies`` would be mistaken for a code."""
    crowd(session, 1, 20)
    tallies.settle(session)
    kinds = set(session.exec(select(col(Tally.kind)).distinct())) - {"edition"}
    assert len(kinds) > 20
    for each in kinds:
        query = select(Tally.n).where(Tally.kind == each)
        with table_tracking.reading() as subjects:
            session.exec(query).all()
        name = each.removeprefix("new:").removeprefix("all:").partition(":")[0]
        assert subjects == {f"tallies.{name}"}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_act_says_what_it_wrote_and_when(session: Session) -> None:
    ACTS["interventions.record"](session)
    session.commit()
    changes, version = audit.last_changes(session).at, audit.version(session)
    assert changes["interventions"] == changes["tallies.acts"] == version
    assert changes[table_tracking.EVERYTHING] < version
    session.execute(sa.text("UPDATE indicator_targets SET value = value"))
    audit.record(session, None, "test.write", "test")
    session.commit()
    # Nobody is told, but whoever is told of something else looks at it too.
    assert audit.version(session) == version
    assert audit.last_changes(session).at["indicator_targets"] == version + 1
    session.connection().info.pop("touched")
    audit.raise_version(session)
    session.commit()
    assert audit.last_changes(session).at[table_tracking.EVERYTHING] == version + 1


def test_a_deletion_of_counts_may_be_of_any_kind(session: Session) -> None:
    """The value of "all but this kind" is the one kind that stays."""
    session.connection().info.pop("touched", None)
    tally = SQLModel.metadata.tables["tallies"]
    session.execute(sa.delete(tally).where(tally.c.kind != "revision"))
    assert table_tracking.written(session) == {table_tracking.EVERYTHING}
