"""An agent says what is wrong about a place; a manager or administrator has the last word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from db.access.clock import today
from db.actions import organisations, place_proposals
from db.errors import AppError, InvalidInput, NotAllowed, Problem
from db.inputs.parse import validated
from db.inputs.place_proposals import CLOSED, FIELDS, Decision, ProposalInput
from db.inputs.places import Closing
from db.models import AuditEntry, Organisation, PlaceProposal
from db.queries.place_proposals import listed
from tests.acts import a_course
from tests.cast import CAST, Cast
from tests.conftest import POSTGRESQL_AT_LENGTH

PLACE = 2

pytestmark = POSTGRESQL_AT_LENGTH


def proposed(session: Session, field: str = "contact", value: str = "05 37 00 00 00") -> int:
    raw = {"organisation_id": PLACE, "field": field, "value": value}
    return place_proposals.propose(session, validated(ProposalInput, raw), by=CAST.agent_rabat)


def now_there(session: Session, proposal: int) -> str:
    """What a page that is opened now shows beside it."""
    row = session.get_one(PlaceProposal, proposal)
    return place_proposals.stands(session.get_one(Organisation, row.organisation_id), row.field)


def decided(
    session: Session,
    proposal: int,
    *,
    is_accepted: bool,
    by: int = CAST.manager,
    seen: str | None = None,
) -> None:
    seen = now_there(session, proposal) if seen is None else seen
    data = Decision(id=proposal, is_accepted=is_accepted, seen=seen)
    place_proposals.decide(session, data, by=by)


@pytest.mark.parametrize("field", FIELDS)
def test_what_is_accepted_stands_in_the_directory(session: Session, cast: Cast, field: str) -> None:
    proposal = proposed(session, field, "Autre chose")
    manager = cast.viewer(session, cast.manager)
    (waiting,) = listed(session, viewer=manager)
    assert (waiting.organisation_id, waiting.field, waiting.value) == (PLACE, field, "Autre chose")
    decided(session, proposal, is_accepted=True)
    assert getattr(session.get_one(Organisation, PLACE), field) == "Autre chose"
    assert listed(session, viewer=manager) == []
    entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert entry and (entry.action, entry.account_id) == ("place_proposal.decide", CAST.manager)


def test_what_is_turned_down_changes_nothing_and_is_decided_once(
    session: Session, cast: Cast
) -> None:
    before = session.get_one(Organisation, PLACE).contact
    proposal = proposed(session)
    decided(session, proposal, is_accepted=False, by=cast.administrator)
    decided(session, proposal, is_accepted=False)
    with pytest.raises(AppError) as told:
        decided(session, proposal, is_accepted=True)
    assert told.value.key == "error.proposed_decided"
    assert session.get_one(Organisation, PLACE).contact == before


def test_the_same_twice_is_one_and_what_stands_is_not_proposed(
    session: Session, cast: Cast
) -> None:
    assert proposed(session) == proposed(session)
    with pytest.raises(InvalidInput) as told:
        proposed(session, "name", session.get_one(Organisation, PLACE).name)
    assert told.value.problems["value"].key == "error.proposed_stands"
    assert len(session.exec(select(PlaceProposal)).all()) == 1


def test_one_agent_floods_no_list(session: Session, cast: Cast) -> None:
    for number in range(place_proposals.MOST_OPEN):
        proposed(session, value=f"05 37 {number:02}")
    with pytest.raises(AppError) as told:
        proposed(session, value="06")
    assert told.value.key == "error.proposed_many"


@pytest.mark.parametrize(
    ("field", "value", "wrong"),
    [
        ("code", "X", "field"),
        ("", "X", "field"),
        ("contact", " ", "value"),
        ("contact", "x" * 121, "value"),
        ("city", "x" * 61, "value"),
        (CLOSED, "bientôt", "value"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    session: Session, cast: Cast, field: str, value: str, wrong: str
) -> None:
    with pytest.raises(InvalidInput) as told:
        proposed(session, field, value)
    assert wrong in told.value.problems


def test_a_name_that_another_place_has_is_not_accepted(session: Session, cast: Cast) -> None:
    proposal = proposed(session, "name", session.get_one(Organisation, 1).name)
    with pytest.raises(InvalidInput) as told:
        decided(session, proposal, is_accepted=True)
    assert told.value.problems["value"].key == "error.place_name_taken"


@pytest.mark.parametrize("who", ["agent_rabat", "partner"])
def test_only_managers_and_administrators_decide(session: Session, cast: Cast, who: str) -> None:
    proposal = proposed(session)
    with pytest.raises(NotAllowed):
        decided(session, proposal, is_accepted=True, by=getattr(cast, who))
    with pytest.raises(NotAllowed):
        listed(session, viewer=cast.viewer(session, getattr(cast, who)))


@pytest.mark.parametrize("who", ["manager", "partner", "administrator"])
def test_only_agents_propose(session: Session, cast: Cast, who: str) -> None:
    raw = {"organisation_id": PLACE, "field": "city", "value": "Rabat"}
    with pytest.raises(NotAllowed):
        place_proposals.propose(session, validated(ProposalInput, raw), by=getattr(cast, who))


def test_a_place_that_has_closed_is_offered_no_more_once_it_is_accepted(
    session: Session, cast: Cast
) -> None:
    day = today(session) - timedelta(days=9)
    proposal = proposed(session, CLOSED, f"{day:%d/%m/%Y}")
    assert session.get_one(PlaceProposal, proposal).value == day.isoformat()
    assert session.get_one(Organisation, PLACE).closed_on is None
    decided(session, proposal, is_accepted=True)
    assert session.get_one(Organisation, PLACE).closed_on == day
    with pytest.raises(InvalidInput) as told:
        proposed(session, CLOSED, day.isoformat())
    assert told.value.problems["value"].key == "error.proposed_stands"
    with pytest.raises(InvalidInput) as told:
        proposed(session, CLOSED, (day - timedelta(days=1)).isoformat())
    assert told.value.problems == {"value": Problem("error.proposed_closed", day=day)}
    proposed(session, "opening_hours", "Le matin")


def test_a_place_that_was_closed_meanwhile_keeps_its_day(session: Session, cast: Cast) -> None:
    day, earlier = today(session) + timedelta(days=40), today(session) + timedelta(days=10)
    proposal = proposed(session, CLOSED, earlier.isoformat())
    organisations.close(session, Closing(id=PLACE, closed_on=day), by=cast.administrator)
    for seen in ("", day.isoformat()):
        with pytest.raises(InvalidInput) as told:
            decided(session, proposal, is_accepted=True, seen=seen)
        assert told.value.problems == {"value": Problem("error.place_is_closed", day=day)}
    assert session.get_one(Organisation, PLACE).closed_on == day
    decided(session, proposal, is_accepted=False, seen="")


def test_what_somebody_has_changed_since_the_page_was_opened_is_told(
    session: Session, cast: Cast
) -> None:
    proposal = proposed(session, "contact", "05 37 00 00 00")
    seen = now_there(session, proposal)
    session.get_one(Organisation, PLACE).contact = "06 61 00 00 00"
    session.flush()
    with pytest.raises(InvalidInput) as told:
        decided(session, proposal, is_accepted=True, seen=seen)
    assert told.value.problems == {"value": Problem("error.stands_now", value="06 61 00 00 00")}
    assert session.get_one(Organisation, PLACE).contact == "06 61 00 00 00"
    decided(session, proposal, is_accepted=True, seen="06 61 00 00 00")
    assert session.get_one(Organisation, PLACE).contact == "05 37 00 00 00"


def test_a_centre_is_not_closed_before_its_last_course_begins(session: Session, cast: Cast) -> None:
    begins = today(session) - timedelta(days=20)
    a_course(session, starts_on=begins)
    proposal = proposed(session, CLOSED, (begins - timedelta(days=1)).isoformat())
    with pytest.raises(InvalidInput) as told:
        decided(session, proposal, is_accepted=True)
    assert told.value.problems["value"].key == "error.closed_before_entry"
    assert session.get_one(Organisation, PLACE).closed_on is None
