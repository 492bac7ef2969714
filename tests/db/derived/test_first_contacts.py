"""Whatever is done with interventions, the first contacts say the same as they do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from db.access.clock import today
from db.actions import events, interventions
from db.derived import first_contacts
from db.models import FirstContact
from db.store.migrate import upgrade
from tests.cast import CAST
from tests.db.actions.test_interventions import correction, record
from tests.db.measures.events import Stage
from tests.migrations import downgrade


def contact(session: Session, case: int) -> tuple[date, int | None, int | None] | None:
    session.flush()
    found = session.exec(
        select(FirstContact).where(FirstContact.case_id == case),
        execution_options={"populate_existing": True},
    ).first()
    if found is None:
        return None
    return found.contacted_on, found.registered_after, found.returned_after


def test_every_act_keeps_them_true(session: Session) -> None:
    day = today(session)
    first = record(session, happened_on=day - timedelta(days=3), type="RECEPTION")
    assert contact(session, CAST.case_rabat) == (day - timedelta(days=3), None, None)
    second = record(session, happened_on=day - timedelta(days=1), type="REGISTRATION")
    assert contact(session, CAST.case_rabat) == (day - timedelta(days=3), 2, 2)
    data = correction(session, first.ids[0], happened_on=day - timedelta(days=4), type="RECEPTION")
    interventions.correct(session, data, by=CAST.agent_rabat)
    assert contact(session, CAST.case_rabat) == (day - timedelta(days=4), 3, 3)
    events.void(session, "intervention", second.ids[0], "MISTAKE", by=CAST.agent_rabat)
    assert contact(session, CAST.case_rabat) == (day - timedelta(days=4), None, None)
    events.void(session, "intervention", first.ids[0], "MISTAKE", by=CAST.agent_rabat)
    assert contact(session, CAST.case_rabat) is None
    assert first_contacts.differing(session) == 0


def test_a_difference_is_noticed(session: Session) -> None:
    record(session)
    assert first_contacts.differing(session) == 0
    session.execute(sa.update(FirstContact).values(registered_after=77))
    assert first_contacts.differing(session) == 1
    first_contacts.rebuild(session)
    assert first_contacts.differing(session) == 0


def test_of_two_on_one_day_the_first_entered_gives_the_agency(session: Session) -> None:
    stage = Stage(session)
    case, day = stage.case(), date(2026, 3, 3)
    stage.met(case, day, agency=CAST.casablanca)
    stage.met(case, day, agency=CAST.rabat)
    found = session.exec(select(FirstContact).where(FirstContact.case_id == case)).one()
    assert (found.agency_id, found.returned_after) == (CAST.casablanca, None)


def test_a_group_is_nobodys_first_contact(session: Session) -> None:
    stage = Stage(session)
    stage.met(None, date(2026, 3, 3), "INFO_SESSION", heads=(3, 2, 0))
    assert session.exec(select(FirstContact)).all() == []
    stage.met(stage.case(), date(2026, 3, 3), "INFO_SESSION")
    assert len(session.exec(select(FirstContact)).all()) == 1


@pytest.mark.long
def test_rows_from_before_they_were_kept_are_filled_in(database: sa.Engine) -> None:
    writer = database.execution_options(writes=True)
    with Session(writer) as session:
        stage = Stage(session)
        case, day = stage.case(), date(2026, 3, 3)
        stage.met(case, day, "POSITIONING")
        stage.met(case, day + timedelta(days=40), "REGISTRATION")
        stage.met(stage.case(), day)
        session.commit()
    downgrade(database, "0001")
    upgrade(database)
    with Session(database) as session:
        assert first_contacts.differing(session) == 0
        found = session.exec(select(FirstContact).where(FirstContact.case_id == case)).one()
        assert (found.registered_after, found.returned_after, found.positioned) == (40, 40, True)
