"""Whoever watches the trust page night after night tells no single answer (``trust_watcher``).

Each agency of a wave is one stream of people, and each of its ten items a stream of answers: all
are played through the real reads, a night at a time.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from db.access import clock
from db.codes import DONT_KNOW, TRUST_ITEMS, TRUST_SCALE, TrustMode, TrustMoment
from db.inputs.results import ResultFilter
from db.measures import trust
from db.models import Agency, TrustResponse, TrustWave, TrustWaveAgency
from tests import trust_watcher as watcher
from tests.cast import CAST, ZONE
from tests.trust_watcher import NEVER, NONE, NOT, TRUSTS, People, Seen, Visit

#: What a stream is like: how many in a hundred trust, how many come a day, are struck out.
KINDS = {
    "ordinary": (60, 2, 0),
    "busy": (55, 6, 0),
    "lopsided": (93, 3, 0),
    "against": (10, 2, 0),
    "small": (60, 1, 0),
    "struck": (60, 3, 8),
    "lopsided and struck": (88, 3, 8),
}
FIRST = date(2026, 3, 1)
LAST, WATCHED = 14, 20
#: A value of each class of an item.
VALUES = {
    item: {TRUSTS: TRUST_SCALE[item], NOT: 0, NONE: DONT_KNOW} for item in TRUST_ITEMS
}  # fmt: skip
Said = dict[str, list[int]]


def people(dice: random.Random, kind: str) -> People:
    """Who comes on which day; a few late, after the wave."""
    _, a_day, struck = KINDS[kind]
    visits = []
    for day in range(1, LAST + 1):
        for _ in range(dice.randint(0, 2 * a_day)):
            gone = day + dice.randint(0, 9) if dice.randrange(100) < struck else NEVER
            visits.append(Visit(day, gone))
    late = [Visit(LAST + dice.randint(1, 3)) for _ in range(dice.choice([0, 0, 1, 3]))]
    return People([*visits, Visit(1), *late], LAST, WATCHED)


def said(dice: random.Random, kind: str, group: People) -> Said:
    share = KINDS[kind][0]
    one = [NONE if dice.randrange(100) < 4 else NOT for _ in group.visits]
    return {
        item: [
            TRUSTS if each == NOT and dice.randrange(100) < share else each for each in one
        ]
        for item in TRUST_ITEMS
    }  # fmt: skip


def test_the_watcher_tells_answers_of_a_page_that_is_live() -> None:
    dice = random.Random(1)
    found: Counter[str] = Counter()
    for _ in range(8):
        group = people(dice, "ordinary")
        answers = said(dice, "ordinary", group)["T1"]
        found["live"] += len(watcher.told(group, answers, watcher.live, 20))
        found["plain"] += len(watcher.told(group, answers, watcher.plain, 20))
        found["all"] += len(answers)
    assert found["live"] > 0.1 * found["all"]
    # Batches alone do not do: what is left over at the end is told.
    assert found["plain"] > 0


def test_no_single_answer_is_told(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    assert play(session, monkeypatch, ["ordinary", "lopsided and struck"], seed=3) > 20


@pytest.mark.long
@pytest.mark.parametrize("seed", range(14))
def test_no_single_answer_is_told_of_thousands_of_streams(
    session: Session, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    kinds = [kind for kind in KINDS for _ in range(4)]
    assert play(session, monkeypatch, kinds, seed) > 300


def play(session: Session, monkeypatch: pytest.MonkeyPatch, kinds: Sequence[str], seed: int) -> int:
    """The agencies' streams, night by night; returns how many pages had something to tell."""
    dice = random.Random(seed)
    places = {}
    wave = session.get_one(TrustWave, CAST.wave)
    wave.starts_on, wave.ends_on = FIRST, FIRST + timedelta(days=LAST - 1)
    for number, kind in enumerate(kinds, start=100):
        _agency(session, number)
        group = people(dice, kind)
        places[number] = (group, said(dice, kind, group))
        _store(session, number, *places[number])
    session.flush()
    seen = list(_nights(session, frozenset(places), monkeypatch))
    shown = 0
    for agency, (group, answers) in places.items():
        for item in TRUST_ITEMS:
            pages = [night[agency, item] for night in seen]
            assert pages == watcher.held_back(group, answers[item]), (agency, item)
            shown += len({each for each in pages if each})
            # Where all said the same, the figure of the wave that is over says so.
            ends = [group.counts(answers[item])[day] for day in (LAST, WATCHED)]
            if all(min(each[:2]) > 0 for each in ends):
                assert watcher.told(group, answers[item], watcher.held_back) == []
    return shown


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


def _store(session: Session, agency: int, group: People, answers: Said) -> None:
    rows = []
    for place, visit in enumerate(group.visits):
        rows.append(
            {
                "id": agency * 1_000 + place,
                "agency_id": agency,
                "wave_id": CAST.wave,
                "entered_at": _moment(visit.came, time()),
                "voided_at": None if visit.gone == NEVER else _moment(visit.gone, time(15)),
                "submission_id": f"{agency}-{place}",
                "mode": TrustMode.SELF_QR,
                "moment": TrustMoment.T1,
                "language": "fr",
                # What a form says of its day decides nothing.
                "answered_on": FIRST,
                **{item.lower(): VALUES[item][answers[item][place]] for item in TRUST_ITEMS},
            }
        )
    session.bulk_insert_mappings(TrustResponse.__mapper__, rows)  # type: ignore[attr-defined]


def _moment(day: int, hour: time) -> datetime:
    return datetime.combine(FIRST + timedelta(days=day - 1), hour, ZoneInfo(ZONE))


def _nights(
    session: Session, agencies: frozenset[int], monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[tuple[int, str], Seen]]:
    """What the page shows on the morning after each day, by agency and item."""
    wanted = ResultFilter(FIRST, FIRST + timedelta(days=60), agencies=agencies)
    manager = CAST.viewer(session, CAST.manager)
    for day in range(WATCHED + 1):
        morning = _moment(day + 1, time(9))
        monkeypatch.setattr(clock, "now", lambda morning=morning: morning)
        rows = trust.by_item(session, wanted, viewer=manager)
        rows = rows[rows["agency_id"] != trust.ALL_AGENCIES]
        columns = ["agency_id", "item", "quality", "n", "trusting"]
        columns += ["dont_know", "refused", "not_applicable"]
        yield {
            (agency, item): None
            if quality == trust.HIDDEN
            else (int(trusting), int(n - trusting), int(sum(no_answer)))
            for agency, item, quality, n, trusting, *no_answer in rows[columns].itertuples(
                index=False, name=None
            )
        }
