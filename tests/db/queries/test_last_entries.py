"""When each agent entered last: of those posted today, from whatever they entered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from db.codes import CountMeasure, OutcomeType
from db.errors import NotAllowed
from db.inputs.results import EARLIEST, LATEST, ResultFilter
from db.models import AgencyCount, Intervention, Placement, Posting
from db.models.base import now
from db.queries.last_entries import SILENT_DAYS, LastEntry, is_anything_entered, last_entries
from tests.cast import CAST, ago

EVER = ResultFilter(EARLIEST, LATEST)


def told(session: Session, agencies: frozenset[int] = frozenset()) -> list[LastEntry]:
    viewer = CAST.viewer(session, CAST.manager)
    return last_entries(session, ResultFilter(EARLIEST, LATEST, agencies), viewer=viewer)


def entered(session: Session, agent: int, agency: int, days: int) -> None:
    session.add(
        Intervention(
            agency_id=agency, entered_by=agent, submission_id=f"i {agent} {days}",
            type="CV", mode="AGENCY", happened_on=ago(90), entered_at=now() - timedelta(days=days),
        )
    )  # fmt: skip
    session.flush()


def test_whoever_entered_nothing_for_longest_comes_first(session: Session) -> None:
    entered(session, CAST.agent_casablanca, CAST.casablanca, SILENT_DAYS)
    entered(session, CAST.agent_casablanca, CAST.casablanca, 40)
    entered(session, CAST.agent_rabat, CAST.rabat, SILENT_DAYS - 1)
    found = told(session)
    assert [(each.agency_id, each.day, each.is_silent) for each in found] == [
        (CAST.casablanca, ago(SILENT_DAYS), True),
        (CAST.rabat, ago(SILENT_DAYS - 1), False),
    ]
    assert [each.agency_id for each in told(session, frozenset({CAST.rabat}))] == [CAST.rabat]


def test_any_kind_of_entry_counts(session: Session) -> None:
    entered(session, CAST.agent_rabat, CAST.rabat, 30)
    session.add(
        Placement(
            agency_id=CAST.rabat, entered_by=CAST.agent_rabat, case_id=CAST.case_rabat,
            submission_id="p", type=OutcomeType.WAGE, starts_on=ago(100), contract="CDI",
            evidence="SELF",
        )
    )  # fmt: skip
    session.flush()
    (found,) = told(session, frozenset({CAST.rabat}))
    assert (found.day, found.is_silent) == (ago(0), False)


def test_whoever_came_yesterday_is_not_silent_and_whoever_left_is_not_told(
    session: Session,
) -> None:
    for posting in session.exec(select(Posting)):
        if posting.agency_id == CAST.rabat:
            posting.starts_on = ago(1)
        else:
            posting.ends_on = ago(1)
    session.flush()
    assert [(each.agency_id, each.day, each.is_silent) for each in told(session)] == [
        (CAST.rabat, None, False)
    ]


def test_whoever_never_entered_anything_is_silent(session: Session) -> None:
    for posting in session.exec(select(Posting).where(col(Posting.agency_id) == CAST.rabat)):
        posting.starts_on = ago(SILENT_DAYS)
    session.flush()
    assert (None, True) in {(each.day, each.is_silent) for each in told(session)}


def test_an_agent_is_told_of_nobody(session: Session) -> None:
    with pytest.raises(NotAllowed):
        last_entries(session, EVER, viewer=CAST.viewer(session, CAST.agent_rabat))


def test_an_entry_stands_only_for_whoever_reads_its_agency(session: Session) -> None:
    manager, agent = (CAST.viewer(session, each) for each in (CAST.manager, CAST.agent_rabat))
    assert not is_anything_entered(session, viewer=manager)
    entered(session, CAST.agent_casablanca, CAST.casablanca, 1)
    assert is_anything_entered(session, viewer=manager)
    assert not is_anything_entered(session, viewer=agent)
    for row in session.exec(select(Intervention)):
        row.voided_at = now()
    session.flush()
    assert not is_anything_entered(session, viewer=manager)


def test_a_number_of_a_register_is_something_to_show(session: Session) -> None:
    manager, agent = (CAST.viewer(session, each) for each in (CAST.manager, CAST.agent_rabat))
    month = ago(40).replace(day=1)
    session.add(
        AgencyCount(
            agency_id=CAST.casablanca,
            month=month,
            measure=CountMeasure.REGISTERED,
            value=3,
            source="registre",
            entered_by=CAST.manager,
        )
    )
    session.flush()
    assert is_anything_entered(session, viewer=manager)
    assert not is_anything_entered(session, viewer=agent)
