"""Slips and open links: made by managers only, stored as hashes, told a day late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from db.access.clock import today
from db.access.viewer import viewer_of
from db.actions import slips
from db.errors import InvalidInput, NotAllowed, NotFound
from db.inputs.parse import validated
from db.inputs.self_completion import MOST_SLIPS, PlaceInput, SlipsInput
from db.models import AuditEntry, TrustCode, TrustWave
from db.queries import slips as queries
from db.queries.code_hashes import hash_of
from tests.cast import CAST

PLACE = {"wave_id": CAST.wave, "agency_id": CAST.rabat}


def make(session: Session, number: int = 3, by: int = CAST.manager) -> tuple[str, ...]:
    return slips.make(session, validated(SlipsInput, {**PLACE, "number": number}), by=by)


def test_codes_are_stored_as_hashes_and_the_log_tells_none(session: Session) -> None:
    codes = make(session)
    rows = session.exec(select(TrustCode)).all()
    assert {row.code_hash for row in rows} == {hash_of(code) for code in codes}
    assert len(set(codes)) == 3 and all(len(code) == 14 for code in codes)
    log = session.exec(select(AuditEntry)).all()
    kept = repr([row.model_dump() for row in [*rows, *log]])
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    assert [(row.action, row.entity_id) for row in log] == [("slip.make", "1/1")]


def test_only_a_manager_prints_them(session: Session) -> None:
    for other in (CAST.agent_rabat, CAST.administrator, CAST.partner):
        with pytest.raises(NotAllowed):
            make(session, by=other)


@pytest.mark.parametrize("number", [0, -1, MOST_SLIPS + 1])
def test_as_many_as_a_few_weeks_need(session: Session, number: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        make(session, number)
    assert list(refused.value.problems) == ["number"]


def test_none_for_a_wave_that_is_over_or_is_not_there(session: Session) -> None:
    with pytest.raises(NotFound):
        slips.make_link(session, PlaceInput(wave_id=99, agency_id=CAST.rabat), by=CAST.manager)
    wave = session.get_one(TrustWave, CAST.wave)
    wave.ends_on = today(session) - timedelta(days=1)
    session.flush()
    with pytest.raises(InvalidInput):
        make(session)


def test_a_wave_to_come_can_be_printed_for(session: Session) -> None:
    wave = session.get_one(TrustWave, CAST.wave)
    wave.starts_on = today(session) + timedelta(days=3)
    session.flush()
    assert len(make(session)) == 3


def test_links_are_switched_off_together(session: Session) -> None:
    for _ in range(2):
        slips.make_link(session, PlaceInput(**PLACE), by=CAST.manager)
    manager = viewer_of(session, CAST.manager)
    assert queries.of_wave(session, CAST.wave, viewer=manager).counts[CAST.rabat].open_links == 2
    slips.close_links(session, PlaceInput(**PLACE), by=CAST.manager)
    assert queries.of_wave(session, CAST.wave, viewer=manager).counts[CAST.rabat].open_links == 0


def test_what_was_used_is_told_up_to_yesterday_and_in_tens(session: Session) -> None:
    make(session, 23)
    manager = viewer_of(session, CAST.manager)
    codes = session.exec(select(TrustCode)).all()
    for number, row in enumerate(codes[:22]):
        row.created_on = row.used_on = today(session) - timedelta(days=number > 2)
        row.form_hash = "0" * 64
    session.flush()

    def used() -> int:
        return queries.of_wave(session, CAST.wave, viewer=manager).counts[CAST.rabat].used

    assert used() == 10
    codes[0].used_on = codes[0].created_on = today(session) - timedelta(days=1)
    session.flush()
    assert used() == 20
    codes[1].used_on = codes[1].created_on = today(session) - timedelta(days=1)
    session.get_one(TrustWave, CAST.wave).ends_on = today(session) - timedelta(days=1)
    session.flush()
    assert used() == 21


def test_the_agencies_of_a_wave(session: Session) -> None:
    manager = viewer_of(session, CAST.manager)
    found = queries.of_wave(session, CAST.wave, viewer=manager)
    assert [each.id for each in found.agencies] == [CAST.rabat, CAST.casablanca, CAST.tanger]
    assert found.takes_more
    found.wave.ends_on = today(session) - timedelta(days=1)
    session.flush()
    assert not queries.of_wave(session, CAST.wave, viewer=manager).takes_more
    with pytest.raises(NotFound):
        queries.of_wave(session, 99, viewer=manager)
