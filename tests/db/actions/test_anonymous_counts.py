"""The number of people counted, made by the first of several writers at once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa
from sqlmodel import Session

from db.access.clock import today
from db.actions.anonymous_counts import locked
from db.actions.self_completion import finish
from db.actions.slips import make
from db.codes import TRUST_ITEMS, TRUST_SCALE, TrustMoment
from db.inputs.self_completion import SelfAnswers, SlipsInput
from db.models import TrustFieldwork
from db.store.engine import reading, writing
from tests.cast import CAST

PLACE = {"wave_id": CAST.wave, "agency_id": CAST.rabat}


def said(session: Session, form: str) -> SelfAnswers:
    answers = {item: TRUST_SCALE[item] for item in TRUST_ITEMS}
    return SelfAnswers(
        form=form, begun=today(session), moment=TrustMoment.T1, language="fr", answers=answers
    )


def answer(code: str) -> None:
    with writing() as session:
        finish(session, code, said(session, code * 2))


def wait_for_a_second_writer(database: sa.Engine) -> None:
    """Until PostgreSQL holds somebody up; on SQLite nobody else has begun to write anyway."""
    until = time.monotonic() + 10
    query = sa.text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    while database.dialect.name == "postgresql" and time.monotonic() < until:
        with database.connect() as connection:
            if connection.execute(query).scalar():
                return


def test_the_first_two_slips_of_a_wave_at_once_are_both_stored(database: sa.Engine) -> None:
    with writing() as session:
        one, other = make(session, SlipsInput(**PLACE, number=2), by=CAST.manager)
    with ThreadPoolExecutor(1) as later:
        with writing() as session:
            finish(session, one, said(session, one * 2))
            session.flush()
            second = later.submit(answer, other)
            wait_for_a_second_writer(database)
        second.result()
    with reading() as session:
        found = session.get_one(TrustFieldwork, (CAST.wave, CAST.rabat))
        assert (found.approached, found.refused) == (2, 0)


def test_a_number_that_is_missing_begins_at_nothing(database: sa.Engine) -> None:
    for expected in (0, 3):
        with writing() as session:
            found = locked(session, TrustFieldwork, **PLACE)
            assert found.approached == expected
            found.approached = 3
