"""People who decline at the door: counted once, and taken back by nobody else and nowhere else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from db.access.clock import today
from db.actions import trust
from db.errors import NotFound
from db.inputs.trust import RefusalInput
from db.models import Agency, AuditEntry, TrustFieldwork, TrustWave, TrustWaveAgency
from tests import guards
from tests.cast import CAST, Cast


def counts(session: Session, agency_id: int = CAST.rabat) -> tuple[int, int]:
    found = session.get_one(TrustFieldwork, (CAST.wave, agency_id))
    return found.approached, found.refused


def test_refusals_at_the_door_count_the_person_once(session: Session, cast: Cast) -> None:
    for submission in ("two", "two", "three"):
        trust.refuse(
            session,
            RefusalInput(agency_id=cast.rabat, wave_id=cast.wave, submission_id=submission),
            by=cast.agent_rabat,
        )
    assert counts(session) == (2, 2)


def test_a_refusal_counted_by_a_slip_is_taken_back_once(session: Session, cast: Cast) -> None:
    refusal = RefusalInput(agency_id=cast.rabat, wave_id=cast.wave, submission_id="two")
    trust.refuse(session, refusal, by=cast.agent_rabat)
    for _ in range(2):
        trust.undo_refusal(session, refusal, by=cast.agent_rabat)
    assert counts(session) == (0, 0)
    with pytest.raises(NotFound):
        unknown = refusal.model_copy(update={"submission_id": "none"})
        trust.undo_refusal(session, unknown, by=cast.agent_rabat)


@pytest.mark.parametrize("said", [{"agency_id": CAST.casablanca}, {"wave_id": 2}])
def test_a_refusal_elsewhere_is_not_taken_back_with_ones_own(
    session: Session, cast: Cast, said: dict[str, int]
) -> None:
    region = session.get_one(Agency, cast.rabat).region
    session.get_one(Agency, cast.casablanca).region = region
    session.add(TrustWave(id=2, number=2, starts_on=today(session), ends_on=today(session)))
    session.flush()
    session.add(TrustWaveAgency(wave_id=2, agency_id=cast.rabat))
    for agency_id, wave_id in ((cast.casablanca, cast.wave), (cast.rabat, 2)):
        session.add(TrustFieldwork(wave_id=wave_id, agency_id=agency_id, approached=3, refused=3))
    session.flush()
    refusal = RefusalInput(agency_id=cast.rabat, wave_id=cast.wave, submission_id="two")
    trust.refuse(session, refusal, by=cast.agent_rabat)
    with pytest.raises(NotFound):
        trust.undo_refusal(session, refusal.model_copy(update=said), by=cast.agent_rabat)
    found = session.exec(select(TrustFieldwork))
    assert sorted(each.refused for each in found) == [1, 3, 3]


def test_a_refusal_of_yesterday_stays(session: Session, cast: Cast) -> None:
    refusal = RefusalInput(agency_id=cast.rabat, wave_id=cast.wave, submission_id="two")
    trust.refuse(session, refusal, by=cast.agent_rabat)
    with guards.off(session.connection()):
        session.exec(select(AuditEntry)).one().at -= timedelta(days=1)
        session.flush()
    with pytest.raises(NotFound):
        trust.undo_refusal(session, refusal, by=cast.agent_rabat)
    assert counts(session) == (1, 1)


def test_a_refusal_counts_although_another_account_used_its_id(
    session: Session, cast: Cast
) -> None:
    for agency_id, account in (
        (cast.casablanca, cast.agent_casablanca),
        (cast.rabat, cast.agent_rabat),
    ):
        refusal = RefusalInput(agency_id=agency_id, wave_id=cast.wave, submission_id="two")
        trust.refuse(session, refusal, by=account)
        assert counts(session, agency_id) == (1, 1)
