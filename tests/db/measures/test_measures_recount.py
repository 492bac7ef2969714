"""The program's figures against those of ``recount.py``, which shares no code with it.

On programmes made at random with merges, transfers and voids; the demo is in
``tests/seed_data/test_demo_recount.py``.
"""

from __future__ import annotations

import ast
import inspect
import pkgutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import import_module
from itertools import product
from random import Random

import pytest
from sqlmodel import Session, col, select

from db import measures
from db.access.clock import time_zone, today
from db.codes import CountMeasure, ReferralStatus, Sex, TrustMode, TrustMoment
from db.derived import tallies
from db.inputs.dates import month_index, month_of
from db.inputs.results import ResultFilter
from db.measures.indicators import INDICATORS as OF_THE_PROGRAM
from db.models import Agency, AgencyCount, Case, Posting, TrustWave, TrustWaveAgency
from tests.at_length import tries
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.derived.random_acts import Acts
from tests.db.measures.both import Both, of_part
from tests.db.measures.compared import ELSEWHERE, INDICATORS
from tests.db.measures.events import Stage
from tests.db.measures.test_tallied import crowd
from tests.source import ROOT, nodes

#: Twenty on one database say more than ten on two.
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def surroundings(session: Session, seed: int) -> None:
    """Referrals, postings, registers and a survey beside the people that there are."""
    dice, stage, day = Random(seed), Stage(session), today(session)
    people = session.exec(select(Case).order_by(col(Case.id))).all()
    for case in people:
        for _ in range(dice.choice([0, 1, 2])):
            sent = day - timedelta(days=dice.choice([0, 30, 31, dice.randint(0, 700)]))
            said = dice.choice(list(ReferralStatus))
            answered = said not in (ReferralStatus.SENT, ReferralStatus.NO_REPLY)
            stage.sent(
                case.id, sent, agency=case.agency_id,
                type=dice.choice(["TRAINING", "WORK"]), status=said,
                answered_after=dice.choice([0, 29, 30, 31, 60]) if answered else None,
                refusal_reason="OTHER" if said is ReferralStatus.REFUSED else None,
                may_share=dice.random() < 0.8,
                voided_at=datetime.now(time_zone(session)) if dice.random() < 0.1 else None,
            )  # fmt: skip
    session.get_one(Agency, CAST.tanger).closed_on = day - timedelta(days=dice.randint(1, 200))
    for account in (CAST.agent_rabat, CAST.agent_casablanca, CAST.closed):
        first = day - timedelta(days=dice.randint(401, 700))
        for _ in range(3):
            last = first + timedelta(days=dice.randint(0, 150))
            session.add(
                Posting(account_id=account, agency_id=dice.randint(1, 3), starts_on=first,
                        ends_on=dice.choice([last, None]))
            )  # fmt: skip
            first = last + timedelta(days=dice.randint(1, 60))
    for agency, ago in product((1, 2, 3), range(24)):
        if dice.random() < 0.7:
            session.add(
                AgencyCount(agency_id=agency, month=month_of(month_index(day) - ago),
                            measure=CountMeasure.REGISTERED, value=dice.randint(0, 9), source="r")
            )  # fmt: skip
    _survey(session, stage, dice)
    session.flush()


def _survey(session: Session, stage: Stage, dice: Random) -> None:
    """Three waves that are over, each in some agencies, all answers on one day."""
    for number in range(31, 34):
        first = today(session) - timedelta(days=200 * (number - 30))
        session.add(
            TrustWave(id=number, number=number, starts_on=first,
                      ends_on=first + timedelta(days=dice.randint(5, 60)))
        )  # fmt: skip
        session.flush()
        for agency in dice.sample((1, 2, 3), dice.randint(1, 3)):
            session.add(TrustWaveAgency(wave_id=number, agency_id=agency))
            for _ in range(dice.choice([5, 12, 25])):
                stage.answers(
                    1, agency=agency, wave=number, day=first, stored=first,
                    t1=dice.choice([*range(11), 98]), d_fai=dice.choice([0, 1, 2, 3, 97]),
                    s_sat=dice.choice([1, 2, 3, 99]),
                    moment=dice.choice([TrustMoment.T0, *[TrustMoment.T1, TrustMoment.T2] * 4]),
                    mode=dice.choice([TrustMode.OPEN_LINK, *[TrustMode.SELF_TAB] * 7]),
                    conflict_of_interest=dice.random() < 0.1,
                    sex=dice.choice([None, *Sex]),
                )  # fmt: skip


def made(session: Session, seed: int, people: int, acts: int) -> Both:
    crowd(session, seed, people)
    surroundings(session, seed)
    Acts(session, seed).do(acts)
    tallies.settle(session)
    return Both(session)


def dealt(cells: list[ResultFilter], places: int, numbers: range) -> Iterator[ResultFilter]:
    """Some of all combinations: nine quarters, eleven parts and four places are coprime, so that in
    a hundred numbers each of one kind meets each of another."""
    quarters = len(cells) // places
    for at in numbers:
        yield of_part(cells[at % quarters * places + at % places], at)


def test_every_measure_is_recounted_or_it_is_said_why_not() -> None:
    known = {
        f"{name}.{measure}"
        for _, name, _ in pkgutil.iter_modules(measures.__path__)
        if name not in ("base", "indicator")
        for measure, each in vars(import_module(f"db.measures.{name}")).items()
        if inspect.isfunction(each)
        and each.__module__ == f"db.measures.{name}"
        and not measure.startswith("_")
        and "viewer" in inspect.signature(each).parameters
    }
    named = {
        ast.unparse(node)
        for file in ("tests/db/measures/compared.py", "db/measures/indicators.py")
        for node in nodes(ROOT / file)
        if isinstance(node, ast.Attribute)
    }
    assert set(INDICATORS) == set(OF_THE_PROGRAM)
    assert known - named == set(ELSEWHERE)


@pytest.mark.long
@POSTGRESQL_AT_LENGTH
@pytest.mark.parametrize("seed", [1])
def test_a_small_random_programme(session: Session, seed: int) -> None:
    both = made(session, seed, 15, 25)
    for wanted in dealt(both.cells(9), 4, range(7 * seed, 7 * seed + 1)):
        both.measures(wanted)
        both.indicators(wanted)


@ON_SQLITE
@pytest.mark.parametrize("seed", tries(5, 15))
def test_twenty_random_programmes(session: Session, seed: int) -> None:
    """Over all of them, by night, each agency, quarter and part meets each of the others."""
    both = made(session, seed, 25, 50)
    for wanted in dealt(both.cells(9), 4, range(5 * seed, 5 * seed + 5)):
        both.measures(wanted)
        both.indicators(wanted)
