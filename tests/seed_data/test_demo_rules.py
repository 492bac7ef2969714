"""No row of the demo breaks a rule that the forms and actions hold people to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from db.access.postings import CORRECTION_DAYS
from db.actions.minors import work_problems
from db.codes import (
    GROUP_ONLY_TYPES,
    GROUP_TYPES,
    INTERVIEWER_MODES,
    TRUST_ITEMS,
    WORKING,
    ConsentPurpose,
    RetentionStatus,
    TrustMode,
)
from db.inputs import case_codes
from db.inputs.cases import age_problems, may_be_minor
from db.inputs.consents import is_minor
from db.inputs.placements import Outcome, answerable_from, contradictions, due_dates
from db.inputs.training import Enrolment, date_problems, ending_problems
from db.inputs.trust import TrustInput, checked_answers
from db.models import (
    AgencyCount,
    Case,
    CasePair,
    Code,
    Consent,
    Contact,
    ContactMark,
    FollowUp,
    Intervention,
    NonUserCount,
    Organisation,
    Placement,
    Posting,
    Programme,
    Referral,
    RetentionCheck,
    TrainingEnrolment,
    Transfer,
    TrustResponse,
    TrustWave,
    TrustWaveAgency,
)
from db.models.events import RecordedEvent
from tests.demo import LAST_DAY

ZONE = ZoneInfo("Africa/Casablanca")
END = datetime.combine(LAST_DAY + timedelta(days=1), time(), ZONE).astimezone(UTC)
EVENTS: tuple[tuple[type[RecordedEvent], str], ...] = (
    (Intervention, "happened_on"),
    (TrainingEnrolment, "starts_on"),
    (Placement, "starts_on"),
    (Referral, "sent_on"),
    (TrustResponse, "answered_on"),
)


def _cases(session: Session) -> dict[int, Case]:
    return {case.id: case for case in session.exec(select(Case))}


def _days(session: Session) -> Iterable[tuple[RecordedEvent, date]]:
    for table, day in EVENTS:
        for row in session.exec(select(table)):
            yield row, getattr(row, day)


def test_foreign_keys_hold(demo: Session) -> None:
    if demo.get_bind().dialect.name == "sqlite":
        assert demo.connection().exec_driver_sql("PRAGMA foreign_key_check").all() == []
        return
    for table in SQLModel.metadata.sorted_tables:
        for key in table.foreign_keys:
            target = key.column.table.alias()
            orphans = (
                sa.select(sa.func.count())
                .select_from(table.outerjoin(target, key.parent == target.c[key.column.name]))
                .where(key.parent.is_not(None), target.c[key.column.name].is_(None))
            )
            assert demo.execute(orphans).scalar_one() == 0, key


def test_every_event_lies_between_the_programmes_start_and_today(demo: Session) -> None:
    start = demo.exec(select(col(Programme.starts_on))).one()
    for row, day in _days(demo):
        assert start <= day <= LAST_DAY, row
        assert datetime.combine(day, time(), ZONE) <= row.entered_at < END, row


def test_whoever_entered_an_act_was_posted_there_on_that_day(demo: Session) -> None:
    postings = defaultdict(list)
    for posting in demo.exec(select(Posting)):
        postings[posting.account_id, posting.agency_id].append(posting)
    for row, day in _days(demo):
        if isinstance(row, TrustResponse):
            continue
        found = postings[row.entered_by, row.agency_id]
        assert any(each.starts_on <= day <= (each.ends_on or day) for each in found), row


def test_codes_of_rows_are_in_the_lists(demo: Session) -> None:
    known = {(code.list, code.code) for code in demo.exec(select(Code))}
    for column, list_name in (
        (Case.sex, "SEX"),
        (Case.nationality, "NATIONALITY"),
        (Case.education, "EDUCATION_ISCED"),
        (Case.occupation, "OCCUPATION_ISCO08"),
        (Case.language, "LANGUAGE"),
        (Case.entry_channel, "ENTRY_CHANNEL"),
        (Case.status_group, "STATUS_GROUP"),
        (Case.close_reason, "CLOSE_REASON"),
        (Intervention.type, "INTERVENTION_TYPE"),
        (Intervention.mode, "MODE"),
        (Intervention.language, "LANGUAGE"),
        (Intervention.void_reason, "VOID_REASON"),
        (TrainingEnrolment.type, "TRAINING_TYPE"),
        (TrainingEnrolment.status, "TRAINING_STATUS"),
        (TrainingEnrolment.drop_reason, "DROP_REASON"),
        (Referral.type, "REFERRAL_REASON"),
        (Referral.status, "REFERRAL_STATUS"),
        (Referral.refusal_reason, "REFERRAL_REFUSAL"),
        (Placement.type, "OUTCOME_TYPE"),
        (Placement.contract, "CONTRACT_TYPE"),
        (Placement.evidence, "EVIDENCE"),
        (RetentionCheck.status, "RETENTION_STATUS"),
        (TrustResponse.mode, "TRUST_MODE"),
        (TrustResponse.moment, "TRUST_MOMENT"),
        (TrustResponse.language, "LANGUAGE"),
        (Organisation.type, "ORG_TYPE"),
        (Organisation.training_type, "TRAINING_TYPE"),
    ):
        for value in demo.exec(select(column).distinct()).all():
            assert value is None or (list_name, str(value)) in known, (list_name, value)


def test_cases_have_sound_codes_and_nobody_is_under_15(demo: Session) -> None:
    for case in _cases(demo).values():
        assert case_codes.is_valid(case.code)
        assert age_problems(case.birth_year, case.opened_on) == {}
        assert not case.has_turned_18 or may_be_minor(case.birth_year, case.opened_on)


def test_the_guardians_of_minors_agreed_on_the_first_day(demo: Session) -> None:
    query = select(Consent).where(Consent.purpose == ConsentPurpose.GUARDIAN)
    agreed = {each.case_id: each.given_on for each in demo.exec(query)}
    minors = {
        case.id: case.opened_on
        for case in _cases(demo).values()
        if is_minor(case.birth_year, case.opened_on, has_turned_18=case.has_turned_18)
    }
    assert agreed == minors
    assert len(minors) > 10


def test_the_work_of_minors_is_an_apprenticeship(demo: Session) -> None:
    cases = _cases(demo)
    for job in demo.exec(select(Placement)):
        assert work_problems(demo, cases[job.case_id], job.type, job.starts_on) == {}, job


def test_who_shares_was_asked(demo: Session) -> None:
    query = select(Consent.case_id).where(Consent.purpose == ConsentPurpose.REFERRAL)
    shared = demo.exec(select(Referral.case_id).where(col(Referral.may_share)))
    assert set(demo.exec(query)) == set(shared)


def test_whoever_agreed_has_a_contact_and_nobody_else(demo: Session) -> None:
    query = select(Consent.case_id).where(
        Consent.purpose == ConsentPurpose.FOLLOW_UP, col(Consent.withdrawn_on).is_(None)
    )
    assert set(demo.exec(query)) == set(demo.exec(select(Contact.case_id)))
    assert set(demo.exec(select(ContactMark.case_id))) == set(demo.exec(select(Contact.case_id)))


def test_a_case_is_opened_by_its_first_entry_and_nothing_precedes_it(demo: Session) -> None:
    acts = defaultdict(list)
    for act in demo.exec(select(Intervention).where(col(Intervention.case_id).is_not(None))):
        acts[act.case_id].append(act)
    for case in _cases(demo).values():
        (first,) = [act for act in acts[case.id] if act.submission_id == case.submission_id]
        assert (first.happened_on, first.entered_at) == (case.opened_on, case.entered_at)
        assert first.voided_at is None
        assert all(act.happened_on >= case.opened_on for act in acts[case.id])
        assert all(act.entered_at >= case.entered_at for act in acts[case.id])
        assert {act.agency_id for act in acts[case.id]} == {case.agency_id}


def test_facts_belong_to_the_cases_agency_and_fall_before_its_closing(demo: Session) -> None:
    cases = _cases(demo)
    closed = 0
    for row, day in _days(demo):
        case = cases.get(getattr(row, "case_id", None) or 0)
        if case is None:
            continue
        assert row.agency_id == case.agency_id
        assert row.entered_at >= case.entered_at
        assert (case.closed_on is None) == (case.close_reason is None)
        assert case.closed_on is None or day <= case.closed_on <= LAST_DAY, row
        closed += case.closed_on is not None
    assert closed > 100


def test_types_about_nobody_have_heads_and_personal_types_a_person(demo: Session) -> None:
    for act in demo.exec(select(Intervention)):
        if act.case_id is None:
            assert act.type in GROUP_TYPES
            assert 1 <= (act.women or 0) + (act.men or 0) + (act.other or 0) <= 500
        else:
            assert act.type not in GROUP_ONLY_TYPES


def test_some_entries_were_voided_or_corrected_by_their_author_within_a_week(
    demo: Session,
) -> None:
    voided = corrected = 0
    for row, _ in _days(demo):
        for moment in filter(None, (row.voided_at, row.corrected_at)):
            assert row.entered_at <= moment <= row.entered_at + timedelta(days=CORRECTION_DAYS)
            assert moment < END
        assert (row.voided_at is None) == (row.voided_by is None) == (row.void_reason is None)
        assert row.voided_by in (None, row.entered_by)
        voided += row.voided_at is not None
        corrected += row.corrected_at is not None
    assert voided > 5
    assert corrected > 20


def test_follow_ups_are_kept_by_a_later_entry_for_the_same_person_or_stay_open(
    demo: Session,
) -> None:
    acts = {act.id: act for act in demo.exec(select(Intervention))}
    for follow_up in demo.exec(select(FollowUp)):
        made = acts[follow_up.intervention_id]
        assert follow_up.due_on > made.entered_at.astimezone(ZONE).date()
        assert (follow_up.case_id, follow_up.agency_id) == (made.case_id, made.agency_id)
        assert made.voided_at is None
        later = [
            act
            for act in acts.values()
            if act.case_id == made.case_id
            and act.id != made.id
            and act.voided_at is None
            and act.happened_on >= follow_up.due_on
        ]
        if follow_up.settled_by_id is None:
            assert follow_up.settled_at is None
            assert later == []
        else:
            kept = acts[follow_up.settled_by_id]
            assert kept in later
            assert follow_up.settled_at == kept.entered_at


def test_courses_have_sound_dates_statuses_reasons_and_centres(demo: Session) -> None:
    centres = {each.id: each.training_type for each in demo.exec(select(Organisation))}
    for row in demo.exec(select(TrainingEnrolment)):
        course = Enrolment.model_validate(row.model_dump(include=set(Enrolment.model_fields)))
        assert date_problems(course, LAST_DAY) == {}
        assert ending_problems(course) == {}
        assert row.starts_on <= row.status_on <= LAST_DAY
        assert row.centre_id is None or centres[row.centre_id] == row.type


def test_referrals_go_elsewhere_and_are_answered_after_they_were_sent(demo: Session) -> None:
    rows = demo.exec(select(Referral)).all()
    assert len(rows) > 200
    for row in rows:
        assert row.to_agency_id != row.agency_id
        assert row.sent_on <= row.status_on <= LAST_DAY
        assert row.answered_after is None or row.sent_on + timedelta(row.answered_after) <= LAST_DAY


def test_contracts_and_evidence_fit_the_kind_of_outcome(demo: Session) -> None:
    for row in demo.exec(select(Placement)):
        outcome = Outcome.model_validate(row.model_dump(include=set(Outcome.model_fields)))
        assert contradictions(outcome) == {}, row


def test_each_placement_has_its_three_checks_answered_in_time_or_open(demo: Session) -> None:
    checks: dict[int, dict[int, RetentionCheck]] = defaultdict(dict)
    for check in demo.exec(select(RetentionCheck)):
        checks[check.placement_id][check.month] = check
    for placement in demo.exec(select(Placement)):
        own = checks[placement.id]
        assert {month: check.due_on for month, check in own.items()} == due_dates(
            placement.starts_on
        )
        left = [check for check in own.values() if check.status is RetentionStatus.LEFT]
        for check in own.values():
            _check_is_sound(check, placement)
            after_leaving = any(gone.due_on < check.due_on for gone in left)
            assert after_leaving == (check.cancelled_at is not None)
            assert check.cancelled_at in (None, *(gone.entered_at for gone in left))


def _check_is_sound(check: RetentionCheck, placement: Placement) -> None:
    if check.done_on is None:
        assert (check.status, check.still_cnss, check.entered_at) == (None, None, None)
        return
    first = max(answerable_from(check.due_on), placement.starts_on)
    assert first <= check.done_on <= LAST_DAY
    assert check.entered_at is not None
    assert check.done_on <= check.entered_at.astimezone(ZONE).date()
    assert placement.entered_at <= check.entered_at < END
    assert check.entered_by == placement.entered_by
    assert check.still_cnss is None or check.status in WORKING


def test_checks_are_done_due_overdue_unreachable_and_to_come(demo: Session) -> None:
    checks = demo.exec(select(RetentionCheck).where(col(RetentionCheck.cancelled_at).is_(None)))
    found = Counter[str]()
    for check in checks:
        late = (LAST_DAY - check.due_on).days
        open_ = "coming" if late < 0 else "overdue" if late > 30 else "due"
        found["done" if check.done_on else open_] += 1
        found[str(check.status)] += 1
    assert all(found[kind] > 0 for kind in ("done", "coming", "due", "overdue", "UNREACH"))
    assert found["done"] > found["overdue"] * 5


def test_answers_of_the_survey_are_those_a_form_would_take(demo: Session) -> None:
    for row in demo.exec(select(TrustResponse)):
        answers = {
            item: value
            for item, value in ((k, getattr(row, k.lower())) for k in TRUST_ITEMS)
            if value is not None
        }
        data = TrustInput.model_validate(
            row.model_dump(include=set(TrustInput.model_fields)) | {"answers": answers}
        )
        assert checked_answers(data) == answers


def test_survey_rows_tell_no_hour_and_lie_within_their_wave(demo: Session) -> None:
    waves = {wave.id: wave for wave in demo.exec(select(TrustWave))}
    for row in demo.exec(select(TrustResponse)):
        assert waves[row.wave_id].starts_on <= row.answered_on <= waves[row.wave_id].ends_on
        assert row.entered_at == datetime.combine(row.answered_on, time(12), ZONE)
    assert [wave.number for wave in waves.values() if wave.ends_on >= LAST_DAY] == [3]


def test_answers_are_of_agencies_and_moments_of_their_wave(demo: Session) -> None:
    waves = {wave.id: wave for wave in demo.exec(select(TrustWave))}
    places = {(each.wave_id, each.agency_id) for each in demo.exec(select(TrustWaveAgency))}
    for row in demo.exec(select(TrustResponse)):
        assert (row.wave_id, row.agency_id) in places
        assert row.moment in waves[row.wave_id].moments.split(",")


def test_people_who_never_came_were_met_where_an_agent_is(demo: Session) -> None:
    known = set(demo.exec(select(Code.code).where(Code.list == "NON_USER")))
    has_agent = set(demo.exec(select(Posting.agency_id)))
    rows = demo.exec(select(NonUserCount)).all()
    assert {row.answer for row in rows} <= known
    assert {row.agency_id for row in rows} == has_agent
    assert all(row.people > 0 and row.day < LAST_DAY for row in rows)


def test_interviewers_posted_at_the_rated_agency_are_flagged_and_no_others(demo: Session) -> None:
    # Whoever stood in for some days asked nobody there on these.
    own_place = select(Posting.account_id, Posting.agency_id).where(col(Posting.ends_on).is_(None))
    posted = set(demo.exec(own_place).all())
    has_agent = {agency for _, agency in posted}
    for row in demo.exec(select(TrustResponse)):
        own = (row.interviewer_id, row.agency_id) in posted
        assert row.conflict_of_interest == own
        assert own == (row.mode is TrustMode.INT_SAME)
        if row.agency_id in has_agent:
            assert (row.interviewer_id is not None) == (row.mode in INTERVIEWER_MODES)
        else:
            assert row.mode in (TrustMode.SELF_QR, TrustMode.INT_EXT)


def test_registers_run_from_two_years_before_to_last_month_without_gaps(demo: Session) -> None:
    months = defaultdict(list)
    for count in demo.exec(select(AgencyCount)):
        assert count.month.day == 1
        assert count.value >= 0
        months[count.agency_id, count.measure].append(count.month)
    assert len(months) == 12
    for (agency, _), run in months.items():
        run.sort()
        numbers = [month.year * 12 + month.month for month in run]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        assert run[-1] == date(LAST_DAY.year, LAST_DAY.month - 1, 1)
        # Of the second agency, four months before its agent came only.
        assert len(run) == (4 + 44 if agency == 2 else 24 + 47)


@pytest.mark.parametrize("agency", [1, 2, 3, 4])
def test_every_agent_has_follow_ups_late_today_and_ahead(demo: Session, agency: int) -> None:
    open_ = demo.exec(
        select(col(FollowUp.due_on)).where(
            FollowUp.agency_id == agency, col(FollowUp.settled_at).is_(None)
        )
    ).all()
    assert {(day > LAST_DAY) - (day < LAST_DAY) for day in open_} == {-1, 0, 1}
    assert min(open_) > LAST_DAY - timedelta(days=30)


def test_something_was_entered_today_by_every_agent(demo: Session) -> None:
    today = select(Intervention.entered_by).where(Intervention.happened_on == LAST_DAY)
    assert set(demo.exec(today).all()) == set(demo.exec(select(Posting.account_id)).all())


def test_nobody_of_a_pair_that_waits_for_a_manager_is_on_the_way_elsewhere(demo: Session) -> None:
    asked = demo.exec(select(CasePair)).all()
    assert asked
    moving = set(demo.exec(select(Transfer.case_id)))
    assert not moving & {case for pair in asked for case in (pair.one_id, pair.other_id)}
