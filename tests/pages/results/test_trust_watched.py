"""All that a manager gets of a wave, night by night: the page, its charts' JSON and its files.

Two programmes with the same people on the same days: in the second, one person of each agency has
said otherwise in all ten items, and others with them, as the watcher of ``tests/trust_tries.py``
finds. Nothing that a manager gets differs, whatever agencies and sexes are asked for.
"""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Iterator, Sequence
from datetime import time, timedelta
from typing import NamedTuple

import pytest
import sqlalchemy as sa

from components.cards import card as cards
from components.reads import figures
from components.reads.dependency_cache import DependencyCache
from components.reads.read import read
from components.results import layout
from components.results.common import Asked
from components.results.trust import survey
from components.visit.streamlit_sent import Sent
from db.access import clock
from db.access.viewer import viewer_of
from db.audit import raise_version, version
from db.inputs.results import ResultFilter
from db.models import TrustResponse, TrustWave
from db.queries import trust_waves
from db.store import engine as engines
from tests.cast import CAST
from tests.trust_people import NONE, People
from tests.trust_streams import (
    FIRST,
    ONCE,
    REOPENED,
    SCALES,
    WATCHED,
    Rounds,
    Said,
    moment,
    people,
    said,
    store,
    turn,
)
from tests.trust_tries import another
from tests.trust_watcher import held_back


class Cut(NamedTuple):
    """What the page is asked for."""

    sexes: frozenset[str] = frozenset()
    agencies: frozenset[int] = frozenset()


Got = dict[Cut, list[object]]
AGENCIES = (CAST.rabat, CAST.casablanca, CAST.tanger)
ASKED: tuple[Cut, ...] = (Cut(), Cut(frozenset("F"), frozenset(AGENCIES[1:])))
MADE_AT = "docProps/core.xml"
#: Days in the wave, its ends, and after them.
DAYS = (6, 8, 12, 14, WATCHED)
Streams = dict[int, tuple[People, Said]]

pytestmark = [
    pytest.mark.usefixtures("no_figures_of_another_test", "sqlite_engine"),
    pytest.mark.long,
]


@pytest.mark.parametrize(
    ("kinds", "rounds"),
    [(("ordinary", "struck", "busy"), ONCE), (("lopsided", "busy", "struck"), REOPENED)],
    ids=["once", "reopened"],
)
def test_who_said_otherwise_in_all_items_changes_nothing_that_a_manager_gets(
    kinds: Sequence[str], rounds: Rounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(8)
    first: Streams = {}
    for agency, kind in zip(AGENCIES, kinds, strict=True):
        group = people(dice, kind, rounds)
        first[agency] = (group, said(dice, kind, group))
    second = {agency: (group, _otherwise(group, old)) for agency, (group, old) in first.items()}
    for agency, (group, old) in first.items():
        new = second[agency][1]
        changed = [
            place
            for place in range(len(group.visits))
            if all(
                {scale.kind(old[item][place]), scale.kind(new[item][place])} == {0, 1}
                for item, scale in SCALES.items()
            )
        ]
        assert changed
    one, two = (list(_nights(streams, rounds, monkeypatch)) for streams in (first, second))
    assert len({repr(each) for each in one}) > 2
    for day, seen, other in zip(DAYS, one, two, strict=True):
        for asked in seen:
            for number, (a, b) in enumerate(zip(seen[asked], other[asked], strict=True)):
                assert a == b, (day, asked, number)


def _otherwise(group: People, answers: Said) -> Said:
    """The streams in which the first person of whom this can be is of the other class."""
    for place in range(len(group.visits)):
        if any(scale.kind(answers[item][place]) == NONE for item, scale in SCALES.items()):
            continue
        found = {
            item: another(group, answers[item], place, scale, held_back)
            for item, scale in SCALES.items()
        }
        made = {item: each for item, each in found.items() if each is not None}
        if len(made) == len(SCALES):
            return made
    raise AssertionError("all said the same")


def _nights(streams: Streams, rounds: Rounds, monkeypatch: pytest.MonkeyPatch) -> Iterator[Got]:
    with engines.writing() as session:
        session.execute(sa.delete(TrustResponse))
        for agency, (group, answers) in streams.items():
            store(session, agency, group, answers)
        raise_version(session)
    monkeypatch.setattr(figures, "FOUND", DependencyCache(400))
    for day in DAYS:
        with engines.writing() as session:
            turn(session.get_one(TrustWave, CAST.wave), rounds, day + 1)
            raise_version(session)
        monkeypatch.setattr(clock, "now", lambda day=day: moment(day + 1, time(9)))
        yield {asked: _got(asked) for asked in ASKED}


def _got(cut: Cut) -> list[object]:
    """Everything of the trust page and of the wave's progress, as of now."""
    wanted = ResultFilter(FIRST, FIRST + timedelta(days=60), agencies=cut.agencies, sexes=cut.sexes)
    with engines.reading() as session:
        viewer, counter = viewer_of(session, CAST.manager), version(session)
    asked = Asked(viewer, wanted, counter)
    made = layout.completed(asked, survey.build(asked), Sent())
    found: list[object] = [made.answer, made.notices]
    for card in (*made.named, *made.more):
        words = (card.headline, card.note, card.reading, card.warning, card.empty)
        found += [words, card.table.to_csv(), json.dumps(card.spec, default=str)]
        makers = cards._makers(card, [card.headline, card.counts])
        found += [makers["csv"](), makers[cards.NOTES](), _parts(makers["xlsx"]())]
    return [*found, repr(read(trust_waves.progress, CAST.wave, viewer=viewer))]


def _parts(workbook: bytes) -> dict[str, bytes]:
    """What is in a workbook, but for the moment at which it was made."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as opened:
        return {name: opened.read(name) for name in opened.namelist() if name != MADE_AT}
