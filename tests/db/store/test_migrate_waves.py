"""Waves from before they had agencies keep the meaning they had: every agency open then."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from db.models import Agency, TrustWave, TrustWaveAgency
from db.store.migrate import upgrade
from tests.cast import CAST
from tests.migrations import downgrade


@pytest.mark.long
def test_an_older_wave_is_in_every_agency_that_was_open(database: sa.Engine) -> None:
    writer = database.execution_options(writes=True)
    with Session(writer) as session:
        first = session.get_one(TrustWave, CAST.wave).starts_on
        session.get_one(Agency, CAST.tanger).closed_on = first - timedelta(days=1)
        session.get_one(Agency, CAST.casablanca).closed_on = first
        session.commit()
    downgrade(database, "0006")
    upgrade(database)
    with Session(database) as session:
        rows = session.exec(select(TrustWaveAgency)).all()
        assert {each.agency_id for each in rows} == {CAST.rabat, CAST.casablanca}
        assert {each.target_n for each in rows} == {None}
        wave = session.get_one(TrustWave, CAST.wave)
        assert (wave.languages, wave.moments) == ("fr,en,ar", "T0,T1,T2,NU")
