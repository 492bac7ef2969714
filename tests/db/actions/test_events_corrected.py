"""What is put right afterwards: by whom, until when, and what a taken-back entry leaves behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from db.access.clock import today
from db.actions import events, interventions, placements
from db.actions.rows import Stored
from db.codes import Sex
from db.errors import AppError, InvalidInput, NotAllowed, NotFound
from db.inputs.cases import NewPerson
from db.inputs.interventions import InterventionCorrection, InterventionInput
from db.inputs.parse import validated
from db.inputs.placements import PlacementCorrection, PlacementInput
from db.models import AuditEntry, Case, FollowUp, Intervention, Posting
from db.models.base import now
from db.queries import cases, corrections, entries
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH

pytestmark = POSTGRESQL_AT_LENGTH


def record(session: Session, **changes: Any) -> Stored[Intervention]:
    raw = {
        "submission_id": "one",
        "agency_id": CAST.rabat,
        "type": "RECEPTION",
        "mode": "AGENCY",
        "happened_on": today(session),
        "case_ids": (CAST.case_rabat,),
    }
    data = validated(InterventionInput, raw | changes)
    return interventions.record(session, data, by=CAST.agent_rabat)


def correct(session: Session, entry_id: int, by: int, **changes: Any) -> None:
    raw = {"id": entry_id, "type": "CV", "mode": "PHONE", "happened_on": today(session)}
    interventions.correct(session, validated(InterventionCorrection, raw | changes), by=by)


def end_posting(session: Session, days_ago: int) -> None:
    posting = session.exec(select(Posting).where(Posting.account_id == CAST.agent_rabat)).one()
    posting.ends_on = today(session) - timedelta(days=days_ago)
    session.flush()


def test_a_second_tab_that_asks_for_something_else_is_not_taken_for_a_resend(
    session: Session,
) -> None:
    record(session)
    assert record(session).as_asked
    for changes in (
        {"type": "CV"},
        {"case_ids": (CAST.case_rabat_2,)},
        {"minutes": "20"},
        {"case_ids": (), "new_case": {"sex": "F", "birth_year": 1990}, "type": "CV"},
    ):
        again = record(session, **changes)
        assert (again.already, again.as_asked, again.row.type) == (True, False, "RECEPTION")
    assert len(session.exec(select(Intervention)).all()) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"new_case": {"sex": "M", "birth_year": 1990}},
        {"new_case": {"sex": "F", "birth_year": 1980}},
        {"new_case": {"sex": "F", "birth_year": 1990, "nationality": "CI"}},
        {"case_ids": (CAST.case_rabat,), "new_case": None},
        {"agency_id": CAST.tanger},
        {"follow_up_in": None},
        {"follow_up_in": 4},
        {"follow_up_at": "14h30"},
    ],
)
def test_another_new_person_agency_or_follow_up_is_not_taken_for_a_resend(
    session: Session, changes: dict[str, Any]
) -> None:
    def sent(**more: Any) -> Stored[Intervention]:
        raw: dict[str, Any] = {
            "case_ids": (),
            "new_case": {"sex": "F", "birth_year": 1990},
            "follow_up_in": 3,
        } | more
        days = raw.pop("follow_up_in")
        due = None if days is None else today(session) + timedelta(days=days)
        return record(session, follow_up_on=due, **raw)

    sent()
    again = sent()
    assert (again.already, again.as_asked) == (True, True)
    assert not sent(**changes).as_asked


def test_what_was_taken_back_is_not_told_as_stored(session: Session) -> None:
    record(session)
    events.undo(session, "intervention", "one", by=CAST.agent_rabat)
    assert not record(session).as_asked


def test_nobody_takes_back_what_another_one_saved(session: Session) -> None:
    record(session)
    assert events.undo(session, "intervention", "one", by=CAST.agent_casablanca) == 0
    assert session.exec(select(Intervention)).one().voided_at is None


def test_undoing_a_new_persons_entry_closes_the_case_it_opened(session: Session) -> None:
    made = record(session, case_ids=(), new_case=NewPerson(sex=Sex.MAN, birth_year=1990))
    case = session.exec(select(Case).where(Case.code == made.codes[0])).one()
    events.undo(session, "intervention", "one", by=CAST.agent_rabat)
    assert case.closed_on == case.opened_on
    viewer = CAST.viewer(session, CAST.agent_rabat)
    assert cases.recent(session, CAST.rabat, viewer=viewer) == []
    audited = session.exec(select(AuditEntry.action).where(AuditEntry.reason == "UNDO")).all()
    assert sorted(audited) == ["case.close", "intervention.void"]


def test_a_case_with_another_entry_stays_open_when_the_first_is_undone(session: Session) -> None:
    made = record(session, case_ids=(), new_case=NewPerson(sex=Sex.MAN, birth_year=1990))
    case = session.exec(select(Case).where(Case.code == made.codes[0])).one()
    record(session, submission_id="two", case_ids=(case.id,))
    events.undo(session, "intervention", "one", by=CAST.agent_rabat)
    assert case.closed_on is None


def test_a_manager_corrects_a_day_of_a_posting_long_over(session: Session) -> None:
    day = today(session) - timedelta(days=60)
    entry_id = record(session, happened_on=day).ids[0]
    end_posting(session, 30)
    correct(session, entry_id, CAST.manager, happened_on=day, reason="MISTAKE")
    assert session.get_one(Intervention, entry_id).type == "CV"
    after = today(session) - timedelta(days=20)
    with pytest.raises(InvalidInput) as refused:
        seen = session.get_one(Intervention, entry_id).corrected_at
        correct(
            session,
            entry_id,
            CAST.manager,
            happened_on=after,
            reason="MISTAKE",
            seen=seen.isoformat() if seen else "",
        )
    assert refused.value.problems["happened_on"].key == "error.not_posted_that_day"


def test_what_came_after_a_posting_is_not_its_agents_to_know(session: Session) -> None:
    days = [today(session) - timedelta(days=ago) for ago in (10, 1)]
    for number, (case_id, day) in enumerate([(CAST.case_rabat, days[0]), (CAST.case_rabat, days[1]),
                                             (CAST.case_rabat_2, days[1])]):  # fmt: skip
        record(session, submission_id=str(number), case_ids=(case_id,), happened_on=day)
    for case_id, day in ((CAST.case_rabat, days[0]), (CAST.case_rabat_2, days[1])):
        session.get_one(Case, case_id).opened_on = day
    end_posting(session, 5)
    viewer = CAST.viewer(session, CAST.agent_rabat)
    (line,) = cases.recent(session, CAST.rabat, viewer=viewer)
    assert (line.id, line.last_on) == (CAST.case_rabat, days[0])
    (named,) = cases.by_ids(session, (CAST.case_rabat, CAST.case_rabat_2), viewer=viewer)
    assert (named.id, named.last_on) == (CAST.case_rabat, days[0])


@pytest.mark.parametrize(("days_ago", "open_still"), [(1, True), (7, True), (8, False)])
def test_for_a_week_after_a_posting_its_people_and_entries_are_in_reach(
    session: Session, days_ago: int, open_still: bool
) -> None:
    entry_id = record(session, happened_on=today(session) - timedelta(days=10)).ids[0]
    end_posting(session, days_ago)
    viewer = CAST.viewer(session, CAST.agent_rabat)
    assert viewer.agencies == frozenset()
    found = cases.recent(session, CAST.rabat, viewer=viewer)
    assert bool(found) is open_still
    assert bool(entries.listed(session, entries.EntryFilter(), viewer=viewer)) is open_still
    assert bool(corrections.entry(session, "intervention", entry_id, viewer=viewer)) is open_still
    places = cases.entry_places(session, viewer=viewer)
    assert places.agencies == ((CAST.rabat,) if open_still else ())


def test_a_person_may_not_be_entered_for_a_year_when_they_were_too_young(session: Session) -> None:
    day = today(session)
    session.get_one(Case, CAST.case_rabat).birth_year = day.year - 14
    with pytest.raises(InvalidInput) as refused:
        record(session)
    assert refused.value.problems["form"].key == "error.under_15"


def test_a_closed_case_takes_nothing_after_its_closing(session: Session) -> None:
    case = session.get_one(Case, CAST.case_rabat)
    case.closed_on = today(session) - timedelta(days=2)
    with pytest.raises(NotAllowed, match="case_closed"):
        record(session)
    record(session, happened_on=case.closed_on)


def test_an_entry_is_not_moved_to_a_day_on_which_it_could_not_be_recorded(
    session: Session,
) -> None:
    case, day = session.get_one(Case, CAST.case_rabat), today(session)
    entry_id = record(session, happened_on=day - timedelta(days=1)).ids[0]
    case.closed_on = day - timedelta(days=1)
    with pytest.raises(NotAllowed, match="case_closed"):
        correct(session, entry_id, CAST.agent_rabat, happened_on=day)
    case.closed_on, case.birth_year = None, day.year - 15
    year_before = day - timedelta(days=366)
    with pytest.raises(InvalidInput) as refused:
        correct(session, entry_id, CAST.agent_rabat, happened_on=year_before)
    assert refused.value.problems["happened_on"].key == "error.under_15"


@pytest.mark.parametrize("days_ago", [5, 8])
def test_after_a_posting_its_agent_changes_only_what_is_dated_within_it(
    session: Session, days_ago: int
) -> None:
    day = today(session)
    job = PlacementInput(
        case_id=CAST.case_rabat, type="WAGE", starts_on=day - timedelta(days=450),
        contract="CDI", evidence="SELF", submission_id="before",
    )  # fmt: skip
    before = placements.record(session, job, by=CAST.agent_rabat).row
    again = {"submission_id": "within", "starts_on": day - timedelta(days=30)}
    within = placements.record(session, job.model_copy(update=again), by=CAST.agent_rabat).row
    met = record(session, happened_on=day - timedelta(days=10)).ids[0]
    end_posting(session, days_ago)
    wanted = PlacementCorrection(id=within.id, **job.model_dump())
    with pytest.raises(AppError):
        placements.correct(session, wanted, by=CAST.agent_rabat)
    shown = {
        each.id: each.may_change
        for each in entries.listed(
            session,
            entries.EntryFilter(kind="placement"),
            viewer=CAST.viewer(session, CAST.agent_rabat),
        )
    }
    assert shown == ({before.id: False, within.id: True} if days_ago == 5 else {})
    with pytest.raises(NotAllowed, match="no_longer_posted"):
        events.void(session, "placement", before.id, "MISTAKE", by=CAST.agent_rabat)
    for kind, entry_id in (("placement", within.id), ("intervention", met)):
        if days_ago == 5:
            events.void(session, kind, entry_id, "MISTAKE", by=CAST.agent_rabat)
        else:
            with pytest.raises(NotAllowed, match="no_longer_posted"):
                events.void(session, kind, entry_id, "MISTAKE", by=CAST.agent_rabat)
            events.void(session, kind, entry_id, "MISTAKE", by=CAST.manager)


def follow_up(session: Session, days_ahead: int, case_id: int = CAST.case_rabat) -> FollowUp:
    due = today(session) + timedelta(days=days_ahead)
    made = record(session, submission_id=f"for {days_ahead}", case_ids=(case_id,), follow_up_on=due)
    query = select(FollowUp).where(FollowUp.intervention_id == made.ids[0])
    return session.exec(query).one()


def test_an_entry_keeps_the_oldest_follow_up_that_was_due(session: Session) -> None:
    later, sooner = follow_up(session, 9), follow_up(session, 5)
    later.due_on, sooner.due_on = today(session), today(session) - timedelta(days=2)
    made = record(session)
    assert (sooner.settled_by_id, later.settled_by_id) == (made.ids[0], None)


def test_a_follow_up_ahead_waits_unless_it_is_named(session: Session) -> None:
    ahead = follow_up(session, 3)
    record(session)
    assert ahead.settled_at is None
    record(session, submission_id="two", settles=ahead.id)
    assert ahead.settled_at is not None


def test_a_follow_up_settled_meanwhile_does_not_stop_an_entry(session: Session) -> None:
    ahead, before = follow_up(session, 3), now()
    ahead.settled_at = before
    made = [record(session, settles=ahead.id)]
    made += [record(session, submission_id="two", settles=987_654)]
    stored = [session.get_one(Intervention, each.ids[0]).submission_id for each in made]
    assert stored == ["one", "two"]
    assert (ahead.settled_at, ahead.settled_by_id) == (before, None)


def test_nobody_names_another_persons_or_agencys_follow_up(session: Session) -> None:
    other = follow_up(session, 3, CAST.case_rabat_2)
    record(session, settles=other.id)
    assert other.settled_at is None


def test_an_undone_entry_opens_again_what_it_had_kept(session: Session) -> None:
    ahead = follow_up(session, 3)
    record(session, settles=ahead.id)
    events.undo(session, "intervention", "one", by=CAST.agent_rabat)
    assert (ahead.settled_at, ahead.settled_by_id) == (None, None)


@pytest.mark.parametrize("first", ["follow_up", "keeping"])
def test_a_voided_follow_up_never_comes_back(session: Session, first: str) -> None:
    ahead = follow_up(session, 3)
    kept_by = record(session, settles=ahead.id).ids[0]
    both = [ahead.intervention_id, kept_by]
    for entry_id in both if first == "follow_up" else reversed(both):
        events.void(session, "intervention", entry_id, "MISTAKE", by=CAST.agent_rabat)
    assert ahead.settled_at is not None
    assert ahead.settled_by_id is None


def test_a_voided_entry_cannot_be_corrected_nor_found_by_a_stranger(session: Session) -> None:
    entry_id = record(session).ids[0]
    with pytest.raises(NotFound):
        correct(session, entry_id, CAST.agent_casablanca)
    with pytest.raises(NotAllowed):
        correct(session, entry_id, CAST.partner)
    events.void(session, "intervention", entry_id, "DUPLICATE", by=CAST.agent_rabat)
    with pytest.raises(AppError, match="already_voided"):
        correct(session, entry_id, CAST.agent_rabat)


@pytest.mark.parametrize("by", [CAST.agent_rabat, CAST.manager])
@pytest.mark.parametrize("reason", ["UNDO", "she lost her papers"])
def test_a_reason_to_correct_is_one_of_the_list(session: Session, by: int, reason: str) -> None:
    entry_id = record(session).ids[0]
    with pytest.raises(InvalidInput) as refused:
        correct(session, entry_id, by, reason=reason)
    assert refused.value.problems["reason"].key == "error.unknown_choice"


@pytest.mark.parametrize("reason", ["", "MISTAKE"])
def test_an_agent_may_give_a_reason_to_correct(session: Session, reason: str) -> None:
    correct(session, record(session).ids[0], CAST.agent_rabat, reason=reason)
    audited = select(AuditEntry.reason).where(AuditEntry.action == "intervention.correct")
    assert (session.exec(audited).one() or "") == reason


def test_a_reason_to_void_is_one_of_the_list(session: Session) -> None:
    entry_id = record(session).ids[0]
    for reason in ("UNDO", "", "BECAUSE"):
        with pytest.raises(InvalidInput) as refused:
            events.void(session, "intervention", entry_id, reason, by=CAST.agent_rabat)
        assert refused.value.problems["reason"].key == "error.unknown_choice"


@pytest.mark.long
def test_entries_are_filtered_and_paged_by_key(session: Session) -> None:
    ids = [
        record(session, submission_id=str(number), type="CV" if number % 2 else "ADMIN").ids[0]
        for number in range(entries.PAGE + 3)
    ]
    viewer = CAST.viewer(session, CAST.manager)
    first = entries.listed(session, entries.EntryFilter(), viewer=viewer)
    assert [each.id for each in first] == ids[:2:-1]
    rest = entries.listed(session, entries.EntryFilter(after=first[-1].place), viewer=viewer)
    assert [each.id for each in rest] == ids[2::-1]
    only = entries.listed(session, entries.EntryFilter(type="CV"), viewer=viewer)
    assert {each.type for each in only} == {"CV"}
    elsewhere = entries.EntryFilter(agency_id=CAST.casablanca)
    assert entries.listed(session, elsewhere, viewer=viewer) == []
    tomorrow = entries.EntryFilter(start=today(session) + timedelta(days=1))
    assert entries.listed(session, tomorrow, viewer=viewer) == []
