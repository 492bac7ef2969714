"""Events and notes that managers mark: once each, on days that can be, and removed for good."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import Session, select

from db.access.viewer import viewer_of
from db.audit import version
from db.errors import InvalidInput, NotAllowed, NotFound
from db.inputs.results import ResultFilter
from db.models import AuditEntry, MarkedEvent
from db.queries.marks import Marked, marks
from tests.acts_marks import add, remove
from tests.cast import CAST, ago, today
from tests.conftest import POSTGRESQL_AT_LENGTH

pytestmark = POSTGRESQL_AT_LENGTH


def seen(session: Session, by: int, **cut: Any) -> list[Marked]:
    wanted = ResultFilter(ago(60), today(), **cut)
    return marks(session, wanted, viewer=viewer_of(session, by))


def test_a_mark_is_kept_once_and_moves_the_figures(session: Session) -> None:
    before = version(session)
    assert add(session) == add(session)
    assert version(session) > before
    (found,) = seen(session, CAST.manager)
    assert (found.agency_id, found.kind, found.is_note) == (CAST.rabat, "STRIKE", False)
    entry = session.exec(select(AuditEntry).where(AuditEntry.action == "mark.add")).one()
    assert entry.fields == "ends_on,sentence,starts_on"


def test_what_is_removed_is_shown_no_more_and_stays(session: Session) -> None:
    remove(session)
    assert seen(session, CAST.manager) == []
    row = session.exec(select(MarkedEvent)).one()
    assert row.removed_by == CAST.manager
    # The same can be marked anew.
    add(session)
    assert len(seen(session, CAST.manager)) == 1


def test_an_agent_reads_those_of_the_own_agency_and_of_the_programme(session: Session) -> None:
    add(session, agency_id=CAST.casablanca)
    add(session, agency_id=None, kind="RAMADAN")
    assert [each.agency_id for each in seen(session, CAST.agent_rabat)] == [None]
    only = seen(session, CAST.manager, agencies=frozenset({CAST.casablanca}))
    assert [each.agency_id for each in only] == [CAST.casablanca, None]


def test_those_that_do_not_touch_the_period_are_left_out(session: Session) -> None:
    add(session, starts_on=ago(90), ends_on=ago(61))
    add(session, starts_on=ago(90), ends_on=ago(60))
    assert [each.ends_on for each in seen(session, CAST.manager)] == [ago(60)]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_on": ago(41)}, "ends_on"),
        ({"starts_on": ago(420)}, "ends_on"),
        ({"ends_on": ago(-800)}, "ends_on"),
        ({"starts_on": "1900-01-01"}, "starts_on"),
        ({"kind": "WEDDING"}, "kind"),
        ({"kind": None}, "kind"),
        ({"sentence": "  "}, "sentence"),
        ({"sentence": "x" * 201}, "sentence"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    session: Session, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        add(session, **wrong)
    assert set(refused.value.problems) == {field}


def test_only_managers_mark(session: Session) -> None:
    for who in (CAST.agent_rabat, CAST.administrator, CAST.partner):
        with pytest.raises(NotAllowed):
            add(session, by=who)
        with pytest.raises(NotAllowed):
            remove(session, by=who)
    with pytest.raises(NotFound):
        add(session, agency_id=99)
