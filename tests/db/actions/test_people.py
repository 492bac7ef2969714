"""A search is limited and written down, without what was typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from db.actions import people
from db.errors import AppError, NotAllowed
from db.inputs.people import SEARCHES_AN_HOUR, PeopleSearch, PersonWord
from db.models import AuditEntry
from db.models.base import now
from tests.cast import CAST

BORN = PeopleSearch((PersonWord(code="234"), PersonWord(birth_year=1995)))


def searched(session: Session, ago: timedelta, count: int, by: int = CAST.agent_rabat) -> None:
    for _ in range(count):
        session.add(
            AuditEntry(
                at=now() - ago, account_id=by, role="AGENT", action="people.search", entity="people"
            )
        )
    session.flush()


def test_the_log_says_what_a_search_went_by_and_not_its_words(session: Session) -> None:
    assert people.search(session, BORN, by=CAST.agent_rabat).total == 2
    session.flush()
    row = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert row is not None
    assert (row.action, row.entity, row.entity_id) == ("people.search", "people", "")
    assert row.fields == "birth_year,code"
    assert "234" not in row.model_dump_json(exclude={"id", "at", "account_id"})


def test_an_hour_holds_so_many_searches_and_no_more(session: Session) -> None:
    searched(session, timedelta(minutes=50), SEARCHES_AN_HOUR - 1)
    people.search(session, BORN, by=CAST.agent_rabat)
    session.flush()
    with pytest.raises(AppError, match="too_many_searches") as told:
        people.search(session, BORN, by=CAST.agent_rabat)
    assert told.value.values == {"count": SEARCHES_AN_HOUR, "minutes": 10}
    # Each has an hour of their own, and an hour ends.
    people.search(session, BORN, by=CAST.agent_casablanca)


def test_searches_of_an_hour_ago_count_no_more(session: Session) -> None:
    searched(session, timedelta(minutes=61), SEARCHES_AN_HOUR)
    assert people.search(session, BORN, by=CAST.agent_rabat).total == 2


@pytest.mark.parametrize("account", ["partner", "administrator", "closed"])
def test_nobody_else_searches(session: Session, account: str) -> None:
    with pytest.raises(NotAllowed):
        people.search(session, BORN, by=getattr(CAST, account))
