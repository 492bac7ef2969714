"""How far a wave is: numbers by agency in steps of ten, shares in blocks, both up to yesterday."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from sqlmodel import Session, select

from db.access.clock import time_zone, today
from db.access.viewer import Viewer
from db.codes import TrustMode, TrustMoment, WaveState
from db.errors import NotFound
from db.models import NonUserCount, TrustFieldwork, TrustResponse, TrustWave, TrustWaveAgency
from db.models.base import now
from db.queries.trust_waves import Progress, listed, progress
from tests.cast import CAST, Cast


@pytest.fixture
def manager(session: Session, cast: Cast) -> Viewer:
    return cast.viewer(session, cast.manager)


def answers(
    session: Session, count: int, ago: int = 1, *, flagged: int = 0, moment: str = "T1"
) -> None:
    """So many answers stored on a day, of which so many are flagged; begun long before."""
    day = today(session) - timedelta(days=ago)
    stored = datetime.combine(day, time(), time_zone(session))
    for number in range(count):
        session.add(
            TrustResponse(
                agency_id=CAST.rabat, wave_id=CAST.wave, mode=TrustMode.SELF_TAB,
                moment=TrustMoment(moment), language="fr", t1=5, entered_at=stored,
                answered_on=today(session) - timedelta(days=40),
                conflict_of_interest=number < flagged, entered_by=CAST.agent_rabat,
                submission_id=f"{moment}-{ago}-{number}",
            )
        )  # fmt: skip
    session.flush()


def met(session: Session, people: int, ago: int, answer: str = "FEAR", agency: int = 1) -> None:
    day = today(session) - timedelta(days=ago)
    session.add(NonUserCount(agency_id=agency, day=day, answer=answer, people=people))
    session.flush()


def found(session: Session, viewer: Viewer) -> Progress:
    return progress(session, CAST.wave, viewer=viewer)


def test_waves_are_listed_newest_first_with_what_they_are(
    session: Session, manager: Viewer
) -> None:
    day = today(session)
    session.add(TrustWave(id=2, number=2, starts_on=day + timedelta(days=50),
                          ends_on=day + timedelta(days=60)))  # fmt: skip
    session.flush()
    session.add(TrustWaveAgency(wave_id=2, agency_id=CAST.tanger, target_n=40))
    session.flush()
    waves = listed(session, viewer=manager)
    assert [(each.row.number, each.state) for each in waves] == [
        (2, WaveState.PLANNED),
        (1, WaveState.OPEN),
    ]
    assert waves[0].targets == {CAST.tanger: 40}


def test_each_agency_of_an_open_wave_is_told_in_tens_up_to_yesterday(
    session: Session, manager: Viewer
) -> None:
    session.get_one(TrustWaveAgency, (CAST.wave, CAST.rabat)).target_n = 50
    session.add(TrustFieldwork(wave_id=1, agency_id=CAST.rabat, approached=37, refused=3))
    answers(session, 15, ago=0)
    answers(session, 8, ago=2)
    answers(session, 12, moment="NU")
    gone = session.exec(select(TrustResponse).where(TrustResponse.moment == "NU")).all()
    gone[0].voided_at = now() - timedelta(days=1)
    session.flush()
    told = found(session, manager)
    assert [each.agency_id for each in told.agencies] == [CAST.rabat, CAST.casablanca, CAST.tanger]
    rabat = told.agencies[0]
    assert (rabat.target, rabat.answers, rabat.approached, rabat.refused) == (50, 10, None, 3)
    assert (told.in_steps, told.answers) == (True, 10)
    # A strike-out of today waits as well.
    gone[0].voided_at = now()
    session.flush()
    assert found(session, manager).answers == 20
    # The cast's wave ends in 30 days.
    assert told.days_left == 31


def test_the_share_that_agreed_is_of_full_blocks(session: Session, manager: Viewer) -> None:
    session.add(TrustFieldwork(wave_id=1, agency_id=CAST.rabat, approached=40, refused=4))
    answers(session, 9, ago=3)
    assert (found(session, manager).agreed, found(session, manager).asked) == (0, 0)
    answers(session, 7, ago=2)
    answers(session, 9, ago=1)
    assert (found(session, manager).agreed, found(session, manager).asked) == (16, 20)


def test_a_wave_that_is_over_is_told_in_full(session: Session, manager: Viewer) -> None:
    session.add(TrustFieldwork(wave_id=1, agency_id=CAST.rabat, approached=20, refused=3))
    session.get_one(TrustWave, CAST.wave).ends_on = today(session) - timedelta(days=1)
    answers(session, 17, ago=2, flagged=3)
    told = found(session, manager)
    rabat = told.agencies[0]
    assert (rabat.answers, rabat.approached, rabat.refused) == (17, 20, 3)
    assert (told.in_steps, told.answers, told.agreed, told.asked) == (False, 17, 17, 20)
    assert (told.flagged, told.answers_of_users) == (3, 17)


def test_a_wave_that_is_over_has_no_day_left(session: Session, manager: Viewer) -> None:
    session.get_one(TrustWave, CAST.wave).ends_on = today(session) - timedelta(days=1)
    session.flush()
    assert found(session, manager).days_left == 0


def test_the_flagged_share_waits_for_ten_answers_of_past_days(
    session: Session, manager: Viewer
) -> None:
    answers(session, 9, ago=3, flagged=2)
    answers(session, 30, ago=0, flagged=30)
    answers(session, 30, ago=3, flagged=30, moment="T0")
    assert (found(session, manager).flagged, found(session, manager).answers_of_users) == (0, 0)
    answers(session, 1, ago=2, flagged=1)
    assert (found(session, manager).flagged, found(session, manager).answers_of_users) == (3, 10)


def test_two_looks_never_differ_by_fewer_than_ten(session: Session, manager: Viewer) -> None:
    answers(session, 12, ago=5, flagged=1)
    answers(session, 9, ago=2, flagged=9)
    assert (found(session, manager).flagged, found(session, manager).answers_of_users) == (1, 12)


def test_people_who_never_came_are_told_in_batches_of_the_wave(
    session: Session, manager: Viewer
) -> None:
    met(session, 6, ago=4)
    met(session, 30, ago=0)
    met(session, 30, ago=70)
    assert found(session, manager).non_users == {}
    met(session, 4, ago=3, answer="TRIED", agency=CAST.tanger)
    assert found(session, manager).non_users == {"FEAR": 6, "TRIED": 4}
    session.delete(session.get_one(TrustWaveAgency, (CAST.wave, CAST.tanger)))
    session.flush()
    assert found(session, manager).non_users == {}


def test_an_unknown_wave_is_told(session: Session, manager: Viewer) -> None:
    with pytest.raises(NotFound):
        progress(session, 99, viewer=manager)
