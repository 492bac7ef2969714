"""The log is read by whoever may, newest first, found by person, act, day and record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session

from db import audit
from db.access.viewer import Viewer, viewer_of
from db.errors import NotAllowed
from db.models import Account, AuditEntry
from db.models.base import now
from db.queries import audit_chain, audit_log
from db.queries.audit_log import SERVER, AuditFilter
from tests.cast import CAST, today

ALL = ["agency.create", "intervention.void", "intervention.record", "case.open"]


@pytest.fixture
def administrator(session: Session) -> Viewer:
    """Who reads; two people and the server have done something."""
    agent, manager = (viewer_of(session, who) for who in (CAST.agent_rabat, CAST.manager))
    audit.record(session, agent, "case.open", "case", 101, fields=["sex", "birth_year"])
    audit.record(session, agent, "intervention.record", "intervention", 7, fields=["type"])
    audit.record(session, manager, "intervention.void", "intervention", 7, reason="DUPLICATE")
    audit.record(session, None, "agency.create", "agency", 3)
    session.flush()
    return viewer_of(session, CAST.administrator)


def acts(session: Session, viewer: Viewer, **wanted: object) -> list[str]:
    found = audit_log.listed(session, AuditFilter(**wanted), viewer=viewer)  # type: ignore[arg-type]
    return [each.action for each in found]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ALL),
        ({"account_id": CAST.agent_rabat}, ["intervention.record", "case.open"]),
        ({"account_id": SERVER}, ["agency.create"]),
        ({"action": "intervention.void"}, ["intervention.void"]),
        ({"entity": "intervention"}, ["intervention.void", "intervention.record"]),
        ({"entity": "intervention", "entity_id": "8"}, []),
        ({"entity_id": "101"}, ["case.open"]),
        ({"start": today()}, ALL),
        ({"end": today() - timedelta(days=1)}, []),
        ({"start": today() + timedelta(days=1)}, []),
    ],
)  # fmt: skip
def test_acts_are_found(
    session: Session, administrator: Viewer, wanted: dict[str, object], found: list[str]
) -> None:
    assert acts(session, administrator, **wanted) == found


def test_a_page_goes_on_after_the_last_one(session: Session, administrator: Viewer) -> None:
    first = audit_log.listed(session, AuditFilter(), viewer=administrator, limit=3)
    wanted = AuditFilter(after=first[-1].id)
    rest = audit_log.listed(session, wanted, viewer=administrator, limit=3)
    assert [each.action for each in rest] == ["case.open"]
    assert rest[0].fields == ("birth_year", "sex")


def test_an_act_stays_with_its_author_when_the_account_is_closed(
    session: Session, administrator: Viewer
) -> None:
    session.get_one(Account, CAST.agent_rabat).closed_at = now()
    session.flush()
    found = audit_log.listed(session, AuditFilter(action="case.open"), viewer=administrator)
    assert [(each.author, each.role) for each in found] == [("Agent.Rabat", "agent")]
    assert audit_log.people(session, viewer=administrator)[CAST.agent_rabat] == "Agent.Rabat"


def test_the_day_is_the_programmes(session: Session, administrator: Viewer) -> None:
    """Half past midnight where the programme runs is yesterday in UTC, in summer at least."""
    session.add(AuditEntry(at=now().replace(year=2026, month=7, day=9, hour=23, minute=30),
                           action="demo.fill", entity="programme"))  # fmt: skip
    session.flush()
    tenth = today().replace(year=2026, month=7, day=10)
    assert acts(session, administrator, start=tenth, end=tenth) == ["demo.fill"]


@pytest.mark.parametrize("who", [CAST.agent_rabat, CAST.manager, CAST.partner])
def test_nobody_else_reads_it(session: Session, who: int) -> None:
    viewer = viewer_of(session, who)
    with pytest.raises(NotAllowed):
        audit_log.listed(session, AuditFilter(), viewer=viewer)
    with pytest.raises(NotAllowed):
        audit_log.people(session, viewer=viewer)
    with pytest.raises(NotAllowed):
        audit_chain.newest(session, viewer=viewer)
