"""Recording an intervention: every rule, one row a person, and nothing twice."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from db import audit
from db.access.clock import today
from db.actions import drafts, events, interventions
from db.actions.rows import Stored
from db.codes import Sex
from db.errors import AppError, InvalidInput, NotAllowed, NotFound
from db.inputs.cases import NewPerson
from db.inputs.drafts import DraftInput
from db.inputs.interventions import InterventionCorrection, InterventionInput
from db.inputs.parse import validated
from db.models import AuditEntry, Case, Draft, FollowUp, Intervention, Posting
from db.models.base import now
from db.queries import cases as case_queries
from db.queries import drafts as draft_queries
from db.queries import entries, waiting
from tests.cast import CAST
from tests.statements import noted


def entry(session: Session, **changes: Any) -> InterventionInput:
    raw: dict[str, Any] = {
        "submission_id": str(uuid.uuid4()),
        "agency_id": CAST.rabat,
        "type": "RECEPTION",
        "mode": "AGENCY",
        "minutes": "30",
        "happened_on": today(session),
        "case_ids": (CAST.case_rabat,),
    }
    return validated(InterventionInput, raw | changes)


def record(session: Session, by: int = CAST.agent_rabat, **changes: Any) -> Stored[Intervention]:
    return interventions.record(session, entry(session, **changes), by=by)


def key_of(session: Session, **changes: Any) -> tuple[str, str]:
    with pytest.raises(InvalidInput) as refused:
        record(session, **changes)
    ((field, problem),) = refused.value.problems.items()
    return field, problem.key


def test_an_entry_stores_its_row_its_audit_and_moves_the_counter(session: Session) -> None:
    before = audit.version(session)
    made = record(session, language="fr")
    row = session.get_one(Intervention, made.ids[0])
    assert (row.case_id, row.minutes, row.entered_by) == (CAST.case_rabat, 30, CAST.agent_rabat)
    assert audit.version(session) == before + 1
    entry_row = session.exec(select(AuditEntry)).one()
    assert (entry_row.action, entry_row.entity_id) == ("intervention.record", str(row.id))


def test_several_persons_make_one_row_each(session: Session) -> None:
    made = record(session, case_ids=(CAST.case_rabat, CAST.case_rabat_2))
    assert len(made.ids) == 2
    assert made.codes == ("2345678", "2345679")


def test_the_same_submission_is_stored_once_and_says_so(session: Session) -> None:
    data = entry(session)
    first = interventions.record(session, data, by=CAST.agent_rabat)
    again = interventions.record(session, data, by=CAST.agent_rabat)
    assert (again.ids, again.already) == (first.ids, True)
    assert len(session.exec(select(Intervention)).all()) == 1


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"type": "NOTHING"}, ("type", "error.unknown_choice")),
        ({"mode": "NOTHING"}, ("mode", "error.unknown_choice")),
        ({"language": "xx"}, ("language", "error.unknown_choice")),
        ({"minutes": "601"}, ("minutes", "error.minutes_range")),
        ({"minutes": "half"}, ("minutes", "error.whole_number_form")),
        ({"case_ids": ()}, ("form", "error.person_needed")),
        ({"type": "COORD"}, ("form", "error.type_needs_group")),
        ({"case_ids": (), "is_group": True, "women": 3}, ("form", "error.type_needs_person")),
        ({"case_ids": tuple(range(21))}, ("form", "error.too_many_persons")),
        ({"women": 1}, ("form", "error.person_or_group")),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(
    session: Session, changes: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert key_of(session, **changes) == expected


@pytest.mark.parametrize(
    ("heads", "ok"),
    [({"women": "0"}, False), ({"women": "٥٠٠"}, True), ({"women": 400, "men": 101}, False)],
)
def test_a_group_counts_one_to_five_hundred_heads(
    session: Session, heads: dict[str, Any], ok: bool
) -> None:
    changes = {"type": "INFO_SESSION", "case_ids": (), "is_group": True, **heads}
    if ok:
        made = record(session, **changes)
        assert session.get_one(Intervention, made.ids[0]).women == 500
    else:
        assert key_of(session, **changes)[1] == "error.head_count_needed"


def test_a_day_lies_within_programme_posting_and_present(session: Session) -> None:
    tomorrow = today(session) + timedelta(days=1)
    assert key_of(session, happened_on=tomorrow) == ("happened_on", "error.in_the_future")
    early = date(2018, 3, 14)
    assert key_of(session, happened_on=early) == ("happened_on", "error.before_programme")
    unposted = today(session) - timedelta(days=401)
    assert key_of(session, happened_on=unposted) == ("happened_on", "error.not_posted_that_day")


def end_posting(session: Session, days_ago: int) -> None:
    posting = session.exec(select(Posting).where(Posting.account_id == CAST.agent_rabat)).one()
    posting.ends_on = today(session) - timedelta(days=days_ago)
    session.flush()


def test_after_a_posting_its_days_may_be_entered_for_a_week(session: Session) -> None:
    end_posting(session, 7)
    record(session, happened_on=today(session) - timedelta(days=8))
    end_posting(session, 8)
    changes = {"happened_on": today(session) - timedelta(days=9)}
    assert key_of(session, **changes) == ("happened_on", "error.not_posted_that_day")


def test_another_agency_and_its_cases_are_out_of_reach(session: Session) -> None:
    with pytest.raises(NotAllowed, match="not_posted_there"):
        record(session, agency_id=CAST.casablanca, case_ids=(CAST.case_casablanca,))
    with pytest.raises(NotFound, match="case_not_found"):
        record(session, case_ids=(CAST.case_casablanca,))


@pytest.mark.parametrize("who", [CAST.manager, CAST.partner, CAST.administrator, CAST.closed])
def test_only_an_agent_records(session: Session, who: int) -> None:
    with pytest.raises(NotAllowed):
        record(session, by=who)


def test_a_new_person_gets_a_case_of_the_agency(session: Session) -> None:
    person = NewPerson(sex=Sex.WOMAN, birth_year=1999, nationality="CI")
    made = record(session, case_ids=(), new_case=person)
    case = session.exec(select(Case).where(Case.code == made.codes[0])).one()
    assert (case.agency_id, case.birth_year, case.nationality) == (CAST.rabat, 1999, "CI")


def test_a_person_under_fifteen_is_referred_elsewhere(session: Session) -> None:
    year = today(session).year
    young = NewPerson(sex=Sex.MAN, birth_year=year - 14)
    assert key_of(session, case_ids=(), new_case=young) == ("birth_year", "error.under_15")
    person = NewPerson(sex=Sex.MAN, birth_year=year - 15, guardian_agrees=True)
    record(session, case_ids=(), new_case=person)


def test_turned_18_is_kept_only_where_it_can_matter(session: Session) -> None:
    year = today(session).year
    for age, kept in ((18, True), (19, False)):
        person = NewPerson(sex=Sex.MAN, birth_year=year - age, has_turned_18=True)
        made = record(session, case_ids=(), new_case=person)
        case = session.exec(select(Case).where(Case.code == made.codes[0])).one()
        assert case.has_turned_18 is kept


def test_a_follow_up_waits_and_the_next_entry_settles_it(session: Session) -> None:
    due = today(session) + timedelta(days=3)
    first = record(session, follow_up_on=due, follow_up_at="14h30")
    viewer = CAST.viewer(session, CAST.agent_rabat)

    def ahead() -> list[waiting.Waiting]:
        found = waiting.lists(session, viewer=viewer)
        return found.lines.get((waiting.Whose.MINE, waiting.Part.AHEAD), [])

    (planned,) = ahead()
    assert (planned.case_code, planned.days_late) == ("2345678", -3)
    second = record(session, settles=planned.id)
    assert ahead() == []
    events.undo(session, "intervention", _submission(session, second.ids[0]), by=CAST.agent_rabat)
    assert len(ahead()) == 1
    events.undo(session, "intervention", _submission(session, first.ids[0]), by=CAST.agent_rabat)
    assert ahead() == []


def _submission(session: Session, entry_id: int) -> str:
    return session.get_one(Intervention, entry_id).submission_id


def test_a_follow_up_lies_ahead(session: Session) -> None:
    for day in (today(session), today(session) + timedelta(days=551)):
        assert key_of(session, follow_up_on=day) == ("follow_up_on", "error.follow_up_range")


def test_undo_lasts_thirty_seconds(session: Session) -> None:
    made = record(session)
    row = session.get_one(Intervention, made.ids[0])
    row.entered_at = now() - timedelta(seconds=31)
    with pytest.raises(AppError, match="too_late_to_undo"):
        events.undo(session, "intervention", row.submission_id, by=CAST.agent_rabat)
    row.entered_at = now()
    assert events.undo(session, "intervention", row.submission_id, by=CAST.agent_rabat) == 1
    assert row.void_reason == "UNDO"


def test_an_agent_changes_their_own_entries_for_a_week(session: Session) -> None:
    made = record(session)
    row = session.get_one(Intervention, made.ids[0])
    with pytest.raises(NotFound):
        events.void(session, "intervention", made.ids[0], "MISTAKE", by=CAST.agent_casablanca)
    row.entered_at = now() - timedelta(days=8)
    with pytest.raises(NotAllowed, match="too_late"):
        events.void(session, "intervention", made.ids[0], "MISTAKE", by=CAST.agent_rabat)
    events.void(session, "intervention", made.ids[0], "MISTAKE", by=CAST.manager)
    with pytest.raises(AppError, match="already_voided"):
        events.void(session, "intervention", made.ids[0], "MISTAKE", by=CAST.manager)


def correction(session: Session, entry_id: int, **changes: Any) -> InterventionCorrection:
    raw = {"id": entry_id, "type": "CV", "mode": "PHONE", "happened_on": today(session)}
    return validated(InterventionCorrection, raw | changes)


def test_a_correction_names_the_fields_it_changed(session: Session) -> None:
    made = record(session)
    data = correction(session, made.ids[0], minutes="45")
    interventions.correct(session, data, by=CAST.agent_rabat)
    audited = session.exec(select(AuditEntry).where(AuditEntry.action == "intervention.correct"))
    assert audited.one().fields == "minutes,mode,type"
    with pytest.raises(AppError, match="changed_meanwhile"):
        interventions.correct(session, data, by=CAST.agent_rabat)


def test_a_manager_corrects_with_a_reason(session: Session) -> None:
    made = record(session)
    with pytest.raises(InvalidInput):
        interventions.correct(session, correction(session, made.ids[0]), by=CAST.manager)
    data = correction(session, made.ids[0], reason="MISTAKE")
    interventions.correct(session, data, by=CAST.manager)


def test_a_correction_keeps_a_person_a_person(session: Session) -> None:
    made = record(session)
    with pytest.raises(InvalidInput):
        data = correction(session, made.ids[0], type="COORD")
        interventions.correct(session, data, by=CAST.agent_rabat)


def test_a_draft_is_sealed_kept_and_forgotten_with_its_save(session: Session) -> None:
    values = {"minutes": "quarante-cinq", "submission_id": "one"}
    drafts.keep(session, DraftInput("intervention", values), by=CAST.agent_rabat)
    session.flush()
    assert b"quarante-cinq" not in session.exec(select(Draft)).one().sealed
    viewer = CAST.viewer(session, CAST.agent_rabat)
    kept = draft_queries.of_form(session, "intervention", viewer=viewer)
    assert kept is not None
    assert kept.values == values
    record(session, submission_id=values["submission_id"])
    assert draft_queries.own(session, viewer=viewer) == []


def test_a_resend_leaves_the_draft_begun_since(session: Session) -> None:
    sent = entry(session)
    interventions.record(session, sent, by=CAST.agent_rabat)
    values = {"minutes": "45", "submission_id": "begun since"}
    drafts.keep(session, DraftInput("intervention", values), by=CAST.agent_rabat)
    interventions.record(session, sent, by=CAST.agent_rabat)
    viewer = CAST.viewer(session, CAST.agent_rabat)
    assert [kept.values for kept in draft_queries.own(session, viewer=viewer)] == [values]


def test_a_draft_needs_its_forms_right_and_a_bound(session: Session) -> None:
    with pytest.raises(NotAllowed):
        drafts.keep(session, DraftInput("intervention", {}), by=CAST.partner)
    with pytest.raises(NotAllowed):
        drafts.keep(session, DraftInput("anything", {}), by=CAST.agent_rabat)
    with pytest.raises(AppError, match="draft_too_long"):
        large = DraftInput("intervention", {"text": "x" * 30_000})
        drafts.keep(session, large, by=CAST.agent_rabat)


def test_recent_persons_are_those_of_the_agency_newest_first(session: Session) -> None:
    record(session)
    record(session, case_ids=(CAST.case_rabat_2,))
    viewer = CAST.viewer(session, CAST.agent_rabat)
    lines = case_queries.recent(session, CAST.rabat, viewer=viewer)
    assert [line.code for line in lines] == ["2345679", "2345678"]
    other = CAST.viewer(session, CAST.agent_casablanca)
    assert case_queries.recent(session, CAST.rabat, viewer=other) == []


def test_a_code_of_another_agency_is_told_like_none(session: Session) -> None:
    viewer = CAST.viewer(session, CAST.agent_rabat)
    session.get_one(Case, CAST.case_casablanca).code = "234567J"
    with pytest.raises(AppError):
        case_queries.by_code(session, "2345670", viewer=viewer)


def test_entries_are_ones_own_for_an_agent_and_all_for_a_manager(session: Session) -> None:
    record(session)
    filters = entries.EntryFilter()
    own = entries.listed(session, filters, viewer=CAST.viewer(session, CAST.agent_rabat))
    assert [(each.case_code, each.may_change) for each in own] == [("2345678", True)]
    other = CAST.viewer(session, CAST.agent_casablanca)
    assert entries.listed(session, filters, viewer=other) == []
    assert len(entries.listed(session, filters, viewer=CAST.viewer(session, CAST.manager))) == 1
    assert session.exec(select(FollowUp)).first() is None


def test_an_entry_holds_its_people_once(session: Session) -> None:
    people = (CAST.case_rabat, CAST.case_rabat_2)
    with noted(session.connection()) as statements:
        record(session, case_ids=people)
    asked = [each for each in statements if "FROM case_merges" in each]
    # Of all at once: whom they were put together with, and on PostgreSQL again behind the lock.
    assert len(asked) == (2 if session.get_bind().dialect.name == "postgresql" else 1)
