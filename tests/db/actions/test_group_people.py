"""People named of a group session: persons, with its day and kind, and no further heads."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from db import audit
from db.access.clock import today
from db.actions import events, group_people, interventions, merges
from db.actions.rows import Stored
from db.codes import Sex
from db.derived import first_contacts
from db.errors import AppError, InvalidInput, NotAllowed, NotFound
from db.inputs.duplicates import Merge
from db.inputs.group_people import GroupPeopleInput
from db.inputs.interventions import InterventionCorrection, InterventionInput
from db.inputs.parse import validated
from db.models import AuditEntry, Case, CasePair, FirstContact, Intervention, NameKey, Posting
from db.queries import group_people as queries
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.actions.test_duplicates import FAMILY, FIRST
from tests.db.actions.test_duplicates import opened as a_case

pytestmark = POSTGRESQL_AT_LENGTH
_numbers = itertools.count(1)
AGENT = CAST.agent_rabat


def a_session(session: Session, ago: int = 3, **more: Any) -> Intervention:
    raw = {
        "submission_id": f"group-{next(_numbers)}",
        "agency_id": CAST.rabat,
        "type": "INFO_SESSION",
        "mode": "FIELD",
        "minutes": "60",
        "happened_on": today(session) - timedelta(days=ago),
        "is_group": True,
        "women": "2",
        "men": "1",
        **more,
    }
    return interventions.record(session, validated(InterventionInput, raw), by=AGENT).row


def line(
    position: int = 0, sex: str | None = "F", year: str = "1995", **more: Any
) -> dict[str, Any]:
    return {"position": position, "sex": sex, "birth_year": year, **more}


def name(
    session: Session, group: Intervention, *lines: dict[str, Any], by: int = AGENT, **more: Any
) -> Stored[Intervention]:
    raw = {
        "submission_id": f"list-{next(_numbers)}",
        "group_id": group.id,
        "lines": list(lines),
        **more,
    }
    return group_people.record(session, validated(GroupPeopleInput, raw), by=by)


def refused(session: Session, group: Intervention, *lines: Any, **more: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as told:
        name(session, group, *lines, **more)
    return {field: problem.key for field, problem in told.value.problems.items()}


def standing(session: Session, group: Intervention) -> list[Intervention]:
    query = select(Intervention).where(
        Intervention.group_id == group.id, col(Intervention.voided_at).is_(None)
    )
    return list(session.exec(query.order_by(col(Intervention.id))))


def correct(session: Session, row: Intervention, **changes: Any) -> None:
    names = ("type", "mode", "language", "minutes", "happened_on", "women", "men", "other")
    raw = {"id": row.id, "seen": row.seen, **{each: getattr(row, each) for each in names}}
    data = validated(InterventionCorrection, raw | changes)
    interventions.correct(session, data, by=AGENT)


def test_each_line_is_a_case_whose_first_contact_is_the_session(session: Session) -> None:
    group, before = a_session(session), audit.version(session)
    stored = name(session, group, line(0, nationality="CI"), line(3, "M", "1988"))
    assert audit.version(session) == before + 1
    assert [row.group_id for row in stored.rows] == [group.id, group.id]
    for row, sex in zip(stored.rows, (Sex.WOMAN, Sex.MAN), strict=True):
        case = session.get_one(Case, row.case_id)
        assert (case.sex, case.agency_id, case.opened_on) == (sex, CAST.rabat, group.happened_on)
        assert (row.type, row.mode, row.happened_on) == ("INFO_SESSION", "FIELD", group.happened_on)
        # The session's minutes are spent once.
        assert (row.minutes, row.women) == (None, None)
        first = session.get_one(FirstContact, row.case_id)
        assert (first.contacted_on, first.agency_id) == (group.happened_on, CAST.rabat)
    assert (group.women, group.men, group.other) == (2, 1, 0)
    log = session.exec(select(AuditEntry.action).order_by(col(AuditEntry.id).desc()).limit(4))
    assert sorted(log) == ["case.open"] * 2 + ["intervention.record"] * 2


def test_a_known_person_is_named_too_and_not_a_second_time(session: Session) -> None:
    group = a_session(session)
    name(session, group, line(), case_ids=(CAST.case_rabat,))
    ids = [row.case_id for row in standing(session, group)]
    assert ids[0] == CAST.case_rabat and len(ids) == 2
    assert refused(session, group, case_ids=(CAST.case_rabat,)) == {
        "form": "error.group_named_already"
    }


def test_two_cards_of_one_person_are_named_once(session: Session) -> None:
    group = a_session(session)
    data = Merge(kept_id=CAST.case_rabat, merged_id=CAST.case_rabat_2)
    merges.merge(session, data, by=AGENT)
    both = (CAST.case_rabat_2, CAST.case_rabat)
    assert refused(session, group, case_ids=both) == {"form": "error.group_named_already"}


def test_a_list_that_is_sent_again_after_a_merge_is_the_same_list(session: Session) -> None:
    group = a_session(session)
    asked: dict[str, Any] = {"submission_id": "again", "case_ids": (CAST.case_rabat_2,)}
    first = name(session, group, **asked)
    data = Merge(kept_id=CAST.case_rabat, merged_id=CAST.case_rabat_2)
    merges.merge(session, data, by=AGENT)
    again = name(session, group, **asked)
    assert (again.ids, again.already, again.as_asked) == (first.ids, True, True)


def test_the_same_list_twice_is_one_and_another_is_told_apart(session: Session) -> None:
    group = a_session(session)
    first = name(session, group, line(), submission_id="same")
    again = name(session, group, line(), submission_id="same")
    assert (again.ids, again.already, again.as_asked) == (first.ids, True, True)
    for lines in ([line(year="1996")], [line(sex="M")], [line(), line(1)]):
        other = name(session, group, *lines, submission_id="same")
        assert (other.already, other.as_asked) == (True, False)
    assert len(standing(session, group)) == 1


def test_every_wrong_line_is_told_under_its_own_number(session: Session) -> None:
    group = a_session(session)
    young, minor = str(today(session).year - 10), str(today(session).year - 16)
    assert refused(session, group, line(0, year="19"), line(2), {"position": 5, "sex": "F"}) == {
        "0_birth_year": "error.year_form",
        "5_birth_year": "error.needed",
    }
    assert refused(
        session, group, line(0, year=young), line(1, "M", minor), line(4, nationality="XX")
    ) == {
        "0_birth_year": "error.under_15",
        "1_birth_year": "error.group_minor",
        "4_nationality": "error.unknown_choice",
    }
    aged = line(0, year=young) | {"met_on": group.happened_on.isoformat()}
    assert refused(session, group, aged, {"position": 1, "birth_year": "1990"}) == {
        "0_birth_year": "error.under_15",
        "1_sex": "error.needed",
    }
    assert standing(session, group) == []
    assert session.exec(select(Case).where(Case.opened_by == AGENT, Case.id > 999)).all() == []


def test_whoever_has_turned_18_is_added_and_empty_lines_are_none(session: Session) -> None:
    group = a_session(session)
    born = str(group.happened_on.year - 18)
    stored = name(
        session, group, line(0, year=born, has_turned_18=True), {"position": 1, "nationality": "CI"}
    )
    assert len(stored.rows) == 1
    assert refused(session, group, {"position": 1}) == {"form": "error.group_nobody"}


def test_no_more_people_than_heads_of_each_sex(session: Session) -> None:
    group = a_session(session)
    assert refused(session, group, line(0, "M"), line(1, "M")) == {"men": "error.group_heads.M"}
    assert refused(session, group, line(0, "X")) == {"other": "error.group_heads.X"}
    name(session, group, line(0), line(1))
    # A known woman is one too many now.
    assert refused(session, group, case_ids=(CAST.case_rabat,)) == {"women": "error.group_heads.F"}
    name(session, group, line(0, "M"))
    assert len(standing(session, group)) == 3


@pytest.mark.parametrize("type_code", ["COORD", "EMPLOYER", "STAFF"])
def test_nobody_is_named_of_a_session_about_no_person(session: Session, type_code: str) -> None:
    group = a_session(session, type=type_code)
    with pytest.raises(NotFound):
        name(session, group, line())


def test_nobody_names_people_of_another_ones_session_or_of_no_session(session: Session) -> None:
    group = a_session(session)
    with pytest.raises(NotFound):
        name(session, group, line(), by=CAST.agent_casablanca)
    with pytest.raises(NotAllowed):
        name(session, group, line(), by=CAST.manager)
    person = name(session, group, line()).row
    with pytest.raises(NotFound):
        name(session, person, line())
    events.void(session, "intervention", group.id, "MISTAKE", by=AGENT)
    with pytest.raises(NotFound):
        name(session, group, line())
    with pytest.raises(NotFound):
        name(session, a_session(session), case_ids=(CAST.case_casablanca,))


def test_people_are_named_as_long_as_the_day_can_be_entered(session: Session) -> None:
    group, day = a_session(session, 20), today(session)
    posting = session.exec(select(Posting).where(Posting.account_id == AGENT)).one()
    posting.ends_on = day - timedelta(days=7)
    name(session, group, line())
    posting.ends_on = day - timedelta(days=8)
    assert refused(session, group, line()) == {"happened_on": "error.not_posted_that_day"}


def test_taking_one_back_leaves_the_person_and_what_follows(session: Session) -> None:
    group = a_session(session)
    row = name(session, group, line()).row
    case_id, later = row.case_id, today(session) - timedelta(days=1)
    raw = {
        "submission_id": "later", "agency_id": CAST.rabat, "type": "REGISTRATION",
        "mode": "AGENCY", "happened_on": later, "case_ids": (case_id,),
    }  # fmt: skip
    interventions.record(session, validated(InterventionInput, raw), by=AGENT)
    first = session.get_one(FirstContact, case_id)
    assert (first.contacted_on, first.registered_after) == (group.happened_on, 2)
    events.void(session, "intervention", row.id, "WRONG_PERSON", by=AGENT)
    session.expire_all()
    first = session.get_one(FirstContact, case_id)
    assert (first.contacted_on, first.registered_after) == (later, 0)
    assert session.get_one(Case, case_id).closed_on is None
    # There is room for another one now.
    name(session, group, line(0), line(1))


def test_undoing_a_list_closes_the_cases_it_opened_and_no_other(session: Session) -> None:
    group = a_session(session)
    stored = name(session, group, line(), case_ids=(CAST.case_rabat,), submission_id="list")
    known, new = (row.case_id for row in stored.rows)
    assert events.undo(session, "intervention", "list", by=AGENT) == 2
    assert session.get_one(Case, known).closed_on is None
    assert session.get_one(Case, new).closed_on == group.happened_on
    assert first_contacts.differing(session) == 0


def test_voiding_the_session_voids_that_people_were_there(session: Session) -> None:
    group = a_session(session)
    stored = name(session, group, line(), case_ids=(CAST.case_rabat,))
    gone = name(session, group, line(0, "M")).row
    events.void(session, "intervention", gone.id, "MISTAKE", by=AGENT)
    events.void(session, "intervention", group.id, "NOT_HAPPENED", by=CAST.manager)
    for row in stored.rows:
        assert (row.void_reason, row.voided_by) == ("NOT_HAPPENED", CAST.manager)
        assert session.get_one(Case, row.case_id).closed_on is None
        assert session.get(FirstContact, row.case_id, populate_existing=True) is None
    assert gone.void_reason == "MISTAKE"
    last = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(3)).all()
    assert {each.action for each in last} == {"intervention.void"}


def test_people_follow_the_corrected_day_and_kind_of_their_session(session: Session) -> None:
    group = a_session(session, 3)
    row = name(session, group, line()).row
    day = today(session) - timedelta(days=5)
    correct(session, group, happened_on=day, type="OUTREACH", language="fr")
    assert (row.happened_on, row.type, row.language) == (day, "OUTREACH", "fr")
    first = session.get_one(FirstContact, row.case_id, populate_existing=True)
    assert first.contacted_on == day
    correct(session, group, happened_on=today(session) - timedelta(days=3))
    first = session.get_one(FirstContact, row.case_id, populate_existing=True)
    assert first.contacted_on == today(session) - timedelta(days=3)


def refused_correction(session: Session, group: Intervention, **changes: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as told:
        correct(session, group, **changes)
    return {field: problem.key for field, problem in told.value.problems.items()}


def test_a_session_is_not_corrected_against_the_people_named(session: Session) -> None:
    group = a_session(session, 3)
    name(session, group, line(0), line(1))
    assert refused_correction(session, group, women=1) == {"women": "error.group_heads.F"}
    assert refused_correction(session, group, type="COORD") == {"type": "error.group_has_people"}
    correct(session, group, men=5)
    case = session.get_one(Case, standing(session, group)[0].case_id)
    case.birth_year = group.happened_on.year - 15
    earlier = date(group.happened_on.year - 1, 12, 1)
    session.flush()
    posting = session.exec(select(Posting).where(Posting.account_id == AGENT)).one()
    posting.starts_on = earlier
    assert refused_correction(session, group, happened_on=earlier) == {
        "happened_on": "error.under_15"
    }


def test_a_persons_own_row_is_not_corrected_apart_from_its_session(session: Session) -> None:
    row = name(session, a_session(session), line()).row
    with pytest.raises(AppError) as told:
        correct(session, row, women=0, men=0, other=0, mode="PHONE")
    assert told.value.key == "error.group_correct"


def test_ones_own_session_is_read_with_who_is_named(session: Session) -> None:
    group = a_session(session)
    stored = name(session, group, line(nationality="SN"))
    viewer = CAST.viewer(session, AGENT)
    found = queries.own(session, group.id, viewer=viewer)
    assert found is not None
    assert found.heads == {Sex.WOMAN: 2, Sex.MAN: 1, Sex.OTHER: 0}
    assert [(each.code, each.sex, each.nationality) for each in found.named] == [
        (stored.codes[0], "F", "SN")
    ]
    other = CAST.viewer(session, CAST.agent_casablanca)
    assert queries.own(session, group.id, viewer=other) is None
    assert queries.own(session, stored.row.id, viewer=viewer) is None
    manager = CAST.viewer(session, CAST.manager)
    for each, count in ((viewer, 1), (other, 0), (manager, 1)):
        assert queries.named_count(session, group.id, viewer=each) == count


@pytest.mark.parametrize("lines", ["x", [1], [{"sex": "F"}], [{"position": "0"}], [None]])
def test_what_is_no_list_of_lines_is_told(session: Session, lines: Any) -> None:
    raw = {"submission_id": "odd", "group_id": a_session(session).id, "lines": lines}
    with pytest.raises(InvalidInput) as told:
        validated(GroupPeopleInput, raw)
    assert told.value.problems["lines"].key == "error.not_understood"


def test_two_lines_of_one_number_are_not_taken_for_one(session: Session) -> None:
    with pytest.raises(InvalidInput):
        name(session, a_session(session), line(0), line(0, year="1990"))


def test_a_name_in_a_line_is_kept_as_a_mark_with_what_was_said_of_those_found(
    session: Session,
) -> None:
    known = a_case(session, sex="F", birth_year="1995")
    named = {"first_name": FIRST, "family_name": FAMILY, "different": (known,)}
    made = name(session, a_session(session), line(names=named), line(1, year="1980"))
    keys = set(session.exec(select(NameKey.case_id)))
    assert keys == {known, made.rows[0].case_id}
    (pair,) = session.exec(select(CasePair))
    assert {pair.one_id, pair.other_id} == keys
    wrong = line(names={"first_name": "123"})
    assert refused(session, a_session(session), wrong) == {"0_first_name": "error.name_form"}
    only = line(sex=None, year="", names={"first_name": FIRST})
    assert set(refused(session, a_session(session), only)) == {"0_sex", "0_birth_year"}
