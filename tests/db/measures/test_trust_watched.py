"""Whoever watches the trust page night after night tells no single answer (``trust_watcher``).

Each agency of a wave is one stream of people, and each of its ten items a stream of answers: all
are played through the real reads, a night at a time, and asked for by every choice of sexes.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from sqlmodel import Session

from db.access import clock
from db.codes import TRUST_ITEMS
from db.inputs.results import ResultFilter
from db.measures import trust, trust_answers
from db.models import Agency, TrustWave, TrustWaveAgency
from tests import trust_tries, trust_watcher
from tests.at_length import tries
from tests.cast import CAST, ZONE
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.measures.events import Stage
from tests.trust_people import EVERYBODY, FILTERS, T1
from tests.trust_streams import (
    FIRST,
    KINDS,
    ONCE,
    REOPENED,
    SCALES,
    WATCHED,
    Rounds,
    moment,
    people,
    said,
    store,
    turn,
)
from tests.trust_watcher import Cell, Page

#: Of the ten items, those whose answers are tried in the short form.
SOME = ("T1", "D_INT")
MEAN = Cell._fields.index("mean")


def test_the_watcher_tells_answers_of_a_page_that_is_live() -> None:
    dice = random.Random(1)
    found: Counter[str] = Counter()
    for _ in range(2):
        group = people(dice, "ordinary")
        answers = said(dice, "ordinary", group)["T1"]
        for shows in (trust_watcher.live, trust_watcher.plain):
            found[shows.__name__] += len(
                trust_tries.told(group, answers, T1, shows, is_solved=False)
            )
        found["all"] += len(answers)
    assert found["live"] > 0.1 * found["all"]
    # Batches alone do not do: what is left over at the end is told.
    assert found["plain"] > 0


def test_n_12_at_42_percent_stays_when_a_13th_answers_five_seconds_later(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shown as n = 13 at 46 %, it would tell that the 13th person trusts."""
    stage, at = Stage(session), datetime(2026, 3, 5, 10, tzinfo=ZoneInfo(ZONE))
    wave = session.get_one(TrustWave, CAST.wave)
    wave.starts_on, wave.ends_on = FIRST, at.date() + timedelta(days=20)
    for day, trusting, others in ((1, 5, 7), (3, 5, 5)):
        stored = FIRST + timedelta(days=day)
        stage.answers(trusting, stored=stored, t1=8)
        stage.answers(others, stored=stored, t1=3)
    wanted = ResultFilter(FIRST, wave.ends_on, agencies=frozenset({CAST.rabat}))
    manager = CAST.viewer(session, CAST.manager)

    def shown(moment: datetime) -> tuple[int, int]:
        monkeypatch.setattr(clock, "now", lambda: moment)
        rows = trust.by_item(session, wanted, viewer=manager)
        row = rows[(rows["item"] == "T1") & (rows["agency_id"] == CAST.rabat)].iloc[0]
        return int(row["n"]), round(100 * row["share_trusting"])

    assert shown(at) == (12, 42)
    stage.answers(1, stored=at.date(), t1=8)
    assert shown(at + timedelta(seconds=5)) == (12, 42)
    assert shown(at + timedelta(days=1)) == (12, 42)


@POSTGRESQL_AT_LENGTH
def test_no_single_answer_is_told(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    assert play(session, monkeypatch, ["struck"], seed=3, tried=SOME) > 20


@pytest.mark.long
@POSTGRESQL_AT_LENGTH
def test_no_single_answer_is_told_of_a_wave_that_was_reopened(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert play(session, monkeypatch, ["struck"], 5, REOPENED, SOME) > 20


@pytest.mark.parametrize("rounds", [REOPENED, pytest.param(ONCE, marks=pytest.mark.nightly)])
@pytest.mark.parametrize("seed", tries(1, 4))
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_single_answer_is_told_of_thousands_of_streams(
    session: Session, monkeypatch: pytest.MonkeyPatch, seed: int, rounds: Rounds
) -> None:
    kinds = [kind for kind in KINDS for _ in range(4)]
    assert play(session, monkeypatch, kinds, seed, rounds) > 300


def play(
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    kinds: Sequence[str],
    seed: int,
    rounds: Rounds = ONCE,
    tried: Collection[str] = tuple(SCALES),
) -> int:
    """The agencies' streams, night by night; returns how many pages had something to tell.

    ``tried``: the items whose answers the watcher tries to tell.
    """
    dice = random.Random(seed)
    places = {}
    for number, kind in enumerate(kinds, start=100):
        _agency(session, number)
        group = people(dice, kind, rounds)
        places[number] = (group, said(dice, kind, group))
        store(session, number, *places[number])
    session.flush()
    seen = list(_nights(session, rounds, frozenset(places), monkeypatch, tried is SOME))
    shown = 0
    for agency, (group, answers) in places.items():
        for item, scale in SCALES.items():
            pages = [night[agency, item] for night in seen]
            assert pages == trust_watcher.held_back(group, answers[item], scale), (agency, item)
            cells = {each for page in pages for each in page.values() if each}
            shown += len(cells)
            if item in tried and not any(_is_of_one_mind(page) for page in pages):
                shows = trust_watcher.held_back
                assert trust_tries.told(group, answers[item], scale, shows) == [], (agency, item)
    return shown


def _is_of_one_mind(page: Page) -> bool:
    """Whether all said the same, or all of a sex: then a figure of a wave that is over says so."""
    every = page[EVERYBODY]
    if every is None:
        return False
    pairs = [(each.trusting, each.others) for each in page.values() if each]
    pairs += [(every.trusting - a, every.others - b) for a, b in pairs]
    return any((a == 0) != (b == 0) for a, b in pairs)


def _agency(session: Session, number: int) -> None:
    name = f"A{number}"
    session.add(
        Agency(
            id=number, code=name, name=name, short_name=name, name_ar=name, city=name,
            region="MA-04", host_id=1, sort=number,
        )
    )  # fmt: skip
    session.flush()
    session.add(TrustWaveAgency(wave_id=CAST.wave, agency_id=number))


def _nights(
    session: Session,
    rounds: Rounds,
    agencies: frozenset[int],
    monkeypatch: pytest.MonkeyPatch,
    is_short: bool,
) -> Iterator[dict[tuple[int, str], Page]]:
    """What the page shows on the morning after each day, by agency and item."""
    wanted = ResultFilter(FIRST, FIRST + timedelta(days=60), agencies=agencies)
    manager = CAST.viewer(session, CAST.manager)
    wave = session.get_one(TrustWave, CAST.wave)
    for day in range(WATCHED + 1):
        turn(wave, rounds, day + 1)
        session.flush()
        monkeypatch.setattr(clock, "now", lambda day=day: moment(day + 1, time(9)))
        # What every filter of a night is answered from is worked out once.
        kept = trust_answers.answers(session, agencies=agencies, waves=[1])
        monkeypatch.setattr(trust, "answers", lambda *_, kept=kept, **__: kept)
        found: dict[tuple[int, str], Page] = {}
        # Before the end, when no sex is told, the short form asks for none, the other for women.
        asked = FILTERS if day >= rounds[0][1] else FILTERS[:1] if is_short else FILTERS[:2]
        for sexes in asked:
            rows = trust.by_item(session, replace(wanted, sexes=sexes), viewer=manager)
            for place, cell in _cells(rows).items():
                found.setdefault(place, dict.fromkeys(FILTERS))[sexes] = cell
        yield {place: page for place, page in found.items() if place[0] in agencies}
        _check_together(found)


def _cells(rows: pd.DataFrame) -> dict[tuple[int, str], Cell | None]:
    columns = ["agency_id", "item", "quality", "n", "trusting", "neutral", "mean"]
    columns += ["dont_know", "refused", "not_applicable"]
    return {
        (agency, item): None if quality == trust.HIDDEN else _cell(int(n), int(trusting), more)
        for agency, item, quality, n, trusting, *more in rows[columns].itertuples(
            index=False, name=None
        )
    }


def _cell(n: int, trusting: int, more: list[float]) -> Cell:
    if all(pd.isna(each) for each in more):
        return Cell(trusting, n - trusting)
    neutral, mean, *no_answer = more
    return Cell(trusting, n - trusting, int(neutral), round(float(mean), 1), *map(int, no_answer))


def _check_together(found: dict[tuple[int, str], Page]) -> None:
    """All agencies together are the sum of those that are shown, and tell nothing beside them."""
    for item in TRUST_ITEMS:
        for sexes in FILTERS:
            shown = [
                page[sexes]
                for (agency, here), page in found.items()
                if here == item and agency != trust.ALL_AGENCIES
            ]
            together = found[trust.ALL_AGENCIES, item][sexes]
            cells = [each for each in shown if each]
            assert (together is None) == (cells == [])
            if together is None:
                continue
            if any(each.mean is None for each in cells):
                cells = [each.classes for each in cells]
                assert together == Cell(*map(sum, zip(*(each[:2] for each in cells), strict=True)))
            else:
                sums = [sum(each) for each in zip(*cells, strict=True)]
                sums[MEAN] = together.mean
                assert together == Cell(*sums)
