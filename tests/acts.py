"""One accepted call of every action, by name: what the enumerating tests run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.viewer import viewer_of
from db.actions import (
    accounts,
    agencies,
    case_facts,
    code_lists,
    consents,
    contacts,
    course_groups,
    courses,
    duplicates,
    events,
    exports,
    group_people,
    interventions,
    merges,
    non_users,
    organisations,
    own_account,
    people,
    place_proposals,
    placements,
    postings,
    programme,
    received_referrals,
    referral_links,
    referrals,
    register_counts,
    releases,
    retention,
    sign_ins,
    slips,
    training,
    trust,
    trust_waves,
)
from db.codes import TRUST_ITEMS, TRUST_SCALE, ConsentPurpose, Role
from db.inputs.accounts import AccountChange, NewAccount, PasswordChange, Reopening, RoleChange
from db.inputs.code_lists import BigTypes, NewCode, Relabel, Reorder, Retire
from db.inputs.consents import ConsentInput, ConsentWithdrawal
from db.inputs.contacts import ContactInput
from db.inputs.courses import Cancelling, CourseChange, CourseInput, GroupStep, Marks
from db.inputs.duplicates import Look, Merge, Pair
from db.inputs.group_people import GroupPeopleInput
from db.inputs.interventions import InterventionCorrection, InterventionInput
from db.inputs.non_users import NonUserInput
from db.inputs.parse import validated
from db.inputs.people import FACTS, CaseClosing, FactsCorrection, PeopleSearch, PersonWord
from db.inputs.place_proposals import Decision, ProposalInput
from db.inputs.placements import PlacementCorrection, PlacementInput, RetentionInput
from db.inputs.places import (
    AgencyEdit,
    AgencyInput,
    Closing,
    OrganisationEdit,
    OrganisationInput,
)
from db.inputs.postings import PostingEnd, PostingExtension, PostingInput, PostingMove
from db.inputs.programme import ProgrammeChange, ProgrammeSettings
from db.inputs.referrals import AnswerInput, ReferralCorrection, ReferralInput
from db.inputs.register_counts import RegisterInput
from db.inputs.release_groups import GroupsChoice
from db.inputs.releases import FreezeInput, ripe_years
from db.inputs.self_completion import SlipsInput
from db.inputs.training import StatusInput, TrainingCorrection, TrainingInput
from db.inputs.trust import RefusalInput, TrustInput
from db.inputs.trust_waves import (
    WaveChange,
    WaveClosing,
    WaveExtension,
    WavePlan,
    WaveReopening,
)
from db.models import (
    Account,
    Agency,
    Case,
    Code,
    Course,
    Posting,
    Programme,
    Referral,
    RetentionCheck,
    SignInSession,
    TrainingEnrolment,
)
from db.models.base import now
from tests.acts_approvals import APPROVAL_ACTS
from tests.acts_indicators import INDICATOR_ACTS
from tests.acts_marks import MARK_ACTS
from tests.acts_reports import REPORT_ACTS
from tests.acts_tasks import TASK_ACTS
from tests.acts_views import VIEW_ACTS
from tests.cast import CAST, PASSWORD

AGENT = CAST.agent_rabat


def _day(session: Session, ago: int = 0) -> date:
    return today(session) - timedelta(days=ago)


def an_intervention(session: Session, submission: str = "act") -> int:
    raw = {
        "submission_id": submission, "agency_id": CAST.rabat, "type": "RECEPTION",
        "mode": "AGENCY", "happened_on": _day(session), "case_ids": (CAST.case_rabat,),
    }  # fmt: skip
    return interventions.record(session, validated(InterventionInput, raw), by=AGENT).ids[0]


def correct_intervention(session: Session) -> None:
    raw = {
        "id": an_intervention(session), "type": "RECEPTION", "mode": "PHONE",
        "happened_on": _day(session),
    }  # fmt: skip
    interventions.correct(session, validated(InterventionCorrection, raw), by=AGENT)


def a_group(session: Session) -> int:
    """A group session of two women."""
    raw: dict[str, Any] = {
        "submission_id": "act-group", "agency_id": CAST.rabat, "type": "INFO_SESSION",
        "mode": "AGENCY", "happened_on": _day(session), "is_group": True, "women": 2,
    }  # fmt: skip
    return interventions.record(session, validated(InterventionInput, raw), by=AGENT).ids[0]


def name_people(session: Session) -> int:
    """One new person of a group session."""
    line = {"position": 0, "sex": "F", "birth_year": 1990}
    raw = {"submission_id": "act", "group_id": a_group(session), "lines": [line]}
    return group_people.record(session, validated(GroupPeopleInput, raw), by=AGENT).ids[0]


def correct_facts(
    session: Session,
    case_id: int = CAST.case_rabat,
    *,
    seen: dict[str, Any] | None = None,
    reason: str = "MISTAKE",
    by: int = AGENT,
    **wanted: Any,
) -> list[str]:
    """In a form that was filled when the facts were ``seen``, or as they are now."""
    row = session.get_one(Case, case_id)
    seen = seen or {name: getattr(row, name) for name in FACTS}
    raw = {"case_id": case_id, "facts": {**seen, **wanted}, "seen": seen, "reason": reason}
    return case_facts.correct(session, validated(FactsCorrection, raw), by=by)


def close_case(
    session: Session, case_id: int = CAST.case_rabat, reason: str = "LEFT", *, by: int = AGENT
) -> case_facts.Closed:
    data = validated(CaseClosing, {"case_id": case_id, "reason": reason})
    return case_facts.close(session, data, by=by)


def reopen_case(session: Session) -> None:
    close_case(session)
    case_facts.reopen(session, CAST.case_rabat, by=AGENT)


def a_merge(session: Session) -> int:
    raw = {"kept_id": CAST.case_rabat, "merged_id": CAST.case_rabat_2}
    return merges.merge(session, validated(Merge, raw), by=AGENT).id


def look_for_duplicates(session: Session) -> None:
    raw = {"first_name": "Awa", "family_name": "Diallo", "sex": "F", "birth_year": "1995"}
    duplicates.look(session, validated(Look, raw), by=AGENT)


def tell_apart(
    session: Session, one: int = CAST.case_rabat, other: int = CAST.case_rabat_2, by: int = AGENT
) -> None:
    duplicates.tell_apart(session, validated(Pair, {"one_id": one, "other_id": other}), by=by)


def give_consent(
    session: Session,
    case_id: int = CAST.case_rabat,
    purpose: str = "FOLLOW_UP",
    *,
    language: str = "fr",
    by: int = AGENT,
) -> None:
    raw = {"case_id": case_id, "purpose": purpose, "language": language}
    consents.give(session, validated(ConsentInput, raw), by=by)


def withdraw_consent(
    session: Session, case_id: int = CAST.case_rabat, purpose: str = "FOLLOW_UP", *, by: int = AGENT
) -> tuple[ConsentPurpose, ...]:
    data = validated(ConsentWithdrawal, {"case_id": case_id, "purpose": purpose})
    return consents.withdraw(session, data, by=by)


def a_contact(
    session: Session, case_id: int = CAST.case_rabat, *, by: int = AGENT, **more: Any
) -> None:
    """Of a person who has agreed to be called."""
    raw = {"case_id": case_id, "name": "Aïcha Diallo", "phone": "06 12 34 56 78", **more}
    contacts.keep(session, validated(ContactInput, raw), by=by)


def a_contact_of_one_who_agreed(session: Session) -> None:
    give_consent(session)
    a_contact(session)


def show_contact(session: Session) -> None:
    a_contact_of_one_who_agreed(session)
    contacts.show(session, CAST.case_rabat, by=AGENT)


def give_and_withdraw(session: Session) -> None:
    give_consent(session)
    withdraw_consent(session)


def _course(session: Session, **more: Any) -> dict[str, Any]:
    return {
        "type": "EN_CEF", "centre_id": 2, "starts_on": _day(session, 30),
        "planned_end_on": _day(session, -60), "status": "ENROLLED", **more,
    }  # fmt: skip


def an_enrolment(session: Session) -> int:
    raw = _course(session, case_id=CAST.case_rabat, submission_id="act")
    return training.record(session, validated(TrainingInput, raw), by=AGENT).row.id


def correct_enrolment(session: Session) -> None:
    row = session.get_one(TrainingEnrolment, an_enrolment(session))
    raw = _course(session, id=row.id, seen=row.seen, planned_end_on=_day(session, -61))
    training.correct(session, validated(TrainingCorrection, raw), by=AGENT)


def step_enrolment(session: Session) -> int:
    enrolment = an_enrolment(session)
    raw = {"enrolment_id": enrolment, "status": "ONGOING", "status_on": _day(session)}
    training.set_status(session, validated(StatusInput, raw), by=AGENT)
    return enrolment


def _course_facts(session: Session, **more: Any) -> dict[str, Any]:
    return {
        "type": "EN_CEF", "centre_id": 2, "starts_on": _day(session, 30),
        "ends_on": _day(session, -60), "places": "20", "agency_ids": [CAST.rabat], **more,
    }  # fmt: skip


def a_course(session: Session, **more: Any) -> int:
    raw = _course_facts(session, submission_id="course", **more)
    return courses.add(session, validated(CourseInput, raw), by=AGENT)


def change_course(session: Session, **wanted: Any) -> None:
    row = session.get_one(Course, a_course(session))
    raw = _course_facts(session, places="25", **wanted)
    raw |= {"id": row.id, "seen": row.model_dump() | {"agency_ids": raw["agency_ids"]}}
    courses.change(session, validated(CourseChange, raw), by=AGENT)


def cancel_course(session: Session) -> int:
    course = a_course(session)
    raw = {"id": course, "reason": "FEW"}
    courses.cancel(session, validated(Cancelling, raw), by=AGENT)
    return course


def in_a_course(session: Session) -> tuple[int, int]:
    """A course, and an enrolment in it."""
    course = a_course(session)
    raw = _course(session, course_id=course, case_id=CAST.case_rabat, submission_id="act")
    return course, training.record(session, validated(TrainingInput, raw), by=AGENT).row.id


def move_group(session: Session) -> tuple[int, ...]:
    course, enrolment = in_a_course(session)
    raw = {
        "course_id": course, "status": "ONGOING", "status_on": _day(session),
        "lines": {enrolment: "ENROLLED"},
    }  # fmt: skip
    return course_groups.set_status(session, validated(GroupStep, raw), by=AGENT)


def mark_group(session: Session) -> None:
    course, enrolment = in_a_course(session)
    raw = {
        "course_id": course, "day": _day(session), "marks": {enrolment: "PRESENT"},
        "seen": {enrolment: None},
    }  # fmt: skip
    course_groups.mark(session, validated(Marks, raw), by=AGENT)


def _sending(session: Session, **more: Any) -> dict[str, Any]:
    return {
        "type": "TRAINING", "organisation_id": 2, "may_share": True,
        "sent_on": _day(session, 3), **more,
    }  # fmt: skip


def a_referral(session: Session) -> int:
    raw = _sending(session, case_id=CAST.case_rabat, submission_id="act")
    return referrals.record(session, validated(ReferralInput, raw), by=AGENT).row.id


def correct_referral(session: Session) -> None:
    row = session.get_one(Referral, a_referral(session))
    raw = _sending(session, id=row.id, seen=row.seen, type="WORK")
    referrals.correct(session, validated(ReferralCorrection, raw), by=AGENT)


def a_proposal(session: Session, value: str = "05 37 00 00 00") -> int:
    raw = {"organisation_id": 2, "field": "contact", "value": value}
    return place_proposals.propose(session, validated(ProposalInput, raw), by=AGENT)


def decide_proposal(session: Session, *, is_accepted: bool = True) -> None:
    wanted = Decision(id=a_proposal(session), is_accepted=is_accepted, seen="")
    place_proposals.decide(session, wanted, by=CAST.manager)


def answer_received(session: Session) -> int:
    raw = _sending(session, case_id=CAST.case_casablanca, submission_id="act")
    raw |= {"organisation_id": None, "to_agency_id": CAST.rabat}
    sent = referrals.record(session, validated(ReferralInput, raw), by=CAST.agent_casablanca).row
    said = {"referral_id": sent.id, "status": "ACCEPTED", "status_on": _day(session)}
    received_referrals.answer(session, validated(AnswerInput, said), by=AGENT)
    return sent.id


def answer_referral(session: Session) -> int:
    referral = a_referral(session)
    raw = {"referral_id": referral, "status": "ACCEPTED", "status_on": _day(session)}
    referrals.answer(session, validated(AnswerInput, raw), by=AGENT)
    return referral


def _job(session: Session, **more: Any) -> dict[str, Any]:
    return {
        "type": "WAGE", "starts_on": _day(session, 200), "contract": "CDI",
        "evidence": "SELF", **more,
    }  # fmt: skip


def a_placement(session: Session) -> int:
    raw = _job(session, case_id=CAST.case_rabat, submission_id="act")
    return placements.record(session, validated(PlacementInput, raw), by=AGENT).row.id


def correct_placement(session: Session) -> None:
    raw = _job(session, id=a_placement(session), contract="CDD")
    placements.correct(session, validated(PlacementCorrection, raw), by=AGENT)


def answer_check(session: Session) -> int:
    placement = a_placement(session)
    check = session.exec(
        select(RetentionCheck.id).where(
            RetentionCheck.placement_id == placement, RetentionCheck.month == 3
        )
    ).one()
    raw = {"check_id": check, "status": "SAME", "done_on": _day(session)}
    retention.answer(session, validated(RetentionInput, raw), by=AGENT)
    return check or 0


def _place(**more: Any) -> dict[str, Any]:
    return {"agency_id": CAST.rabat, "wave_id": CAST.wave, "submission_id": "act", **more}


def _slips(number: int) -> SlipsInput:
    return SlipsInput(agency_id=CAST.rabat, wave_id=CAST.wave, number=number)


def a_questionnaire(session: Session) -> None:
    answers = {item: TRUST_SCALE[item] for item in TRUST_ITEMS}
    raw = _place(mode="SELF_TAB", moment="T1", language="wo", answers=answers)
    trust.record(session, validated(TrustInput, raw), by=AGENT)


def a_refusal(session: Session) -> RefusalInput:
    data = validated(RefusalInput, _place())
    trust.refuse(session, data, by=AGENT)
    return data


def freeze(session: Session) -> None:
    period = ripe_years(date(2018, 3, 15), today(session), today(session))[0]
    draft = releases.preview(session, period, by=CAST.manager)
    releases.freeze(session, FreezeInput(period, "act", draft.digest()), by=CAST.manager)


def an_agency(session: Session) -> int:
    raw = {"name": "Agence Fès", "city": "Fès", "region": "MA-03", "host_id": 1}
    return agencies.add(session, validated(AgencyInput, raw), by=CAST.administrator)


def edit_agency(session: Session) -> None:
    raw = {
        "id": an_agency(session), "seen": {"name_en": ""}, "name_en": "Fez",
        "name": "Agence Fès", "city": "Fès", "region": "MA-03", "host_id": 1,
    }  # fmt: skip
    agencies.edit(session, validated(AgencyEdit, raw), by=CAST.administrator)


def close_agency(session: Session) -> int:
    data = Closing(id=an_agency(session), closed_on=_day(session))
    agencies.close(session, data, by=CAST.administrator)
    return data.id


def an_organisation(session: Session) -> int:
    raw = {"name": "Association Amal", "type": "CSO", "training_type": "LANGUAGE"}
    return organisations.add(session, validated(OrganisationInput, raw), by=CAST.manager)


def edit_organisation(session: Session) -> None:
    raw = {
        "id": an_organisation(session), "seen": {"name": "Association Amal"},
        "name": "Association Amal", "type": "CSO", "training_type": "SOFT",
    }  # fmt: skip
    organisations.edit(session, validated(OrganisationEdit, raw), by=CAST.administrator)


def close_organisation(session: Session) -> int:
    data = Closing(id=an_organisation(session), closed_on=_day(session))
    organisations.close(session, data, by=CAST.administrator)
    return data.id


def a_posting(session: Session, **more: Any) -> int:
    """Of the agent of Casablanca, whose first posting takes half a week here."""
    first = session.exec(select(Posting).where(Posting.account_id == CAST.agent_casablanca)).one()
    first.share = 50
    session.flush()
    raw = {
        "account_id": CAST.agent_casablanca, "agency_id": CAST.tanger,
        "starts_on": _day(session, 10), "ends_on": _day(session, -10), "share": 50, **more,
    }  # fmt: skip
    return postings.post(session, validated(PostingInput, raw), by=CAST.manager)


def end_posting(session: Session) -> None:
    raw = {"id": a_posting(session), "seen": {"ends_on": _day(session, -10)}}
    data = validated(PostingEnd, raw | {"ends_on": _day(session)})
    postings.end(session, data, by=CAST.manager)


def extend_posting(session: Session) -> None:
    raw = {"id": a_posting(session), "seen": {"ends_on": _day(session, -10)}}
    postings.extend(session, validated(PostingExtension, raw), by=CAST.manager)


def move_posting(session: Session) -> None:
    raw = {
        "id": a_posting(session), "seen": {"ends_on": _day(session, -10)},
        "agency_id": CAST.rabat, "starts_on": _day(session),
    }  # fmt: skip
    postings.move(session, validated(PostingMove, raw), by=CAST.manager)


def a_register(session: Session) -> None:
    raw = {
        "agency_id": CAST.tanger, "source": "registre", "noted_on": _day(session),
        "cells": {"2024-01 REGISTERED": "12"}, "seen": {},
    }  # fmt: skip
    register_counts.save(session, validated(RegisterInput, raw), by=CAST.manager)


def an_account(session: Session) -> None:
    wanted = NewAccount("new.person", "New Person", Role.MANAGER)
    accounts.create(session, wanted, "act", by=CAST.administrator)


def change_account(session: Session) -> None:
    seen = {"display_name": "Agent.Rabat", "expires_on": None, "organisation_id": None}
    raw = {"account_id": AGENT, "display_name": "Another", "expires_on": "", "seen": seen}
    accounts.change(session, validated(AccountChange, raw), by=CAST.administrator)


def reopen_account(session: Session) -> None:
    raw = {"account_id": CAST.closed, "expires_on": ""}
    accounts.reopen(session, validated(Reopening, raw), by=CAST.administrator)


def change_role(
    session: Session,
    account_id: int = AGENT,
    role: Role = Role.MANAGER,
    organisation_id: int | None = None,
    *,
    by: int = CAST.administrator,
) -> None:
    """From the role that the account has."""
    seen = session.get_one(Account, account_id).role
    raw = {"account_id": account_id, "role": role, "organisation_id": organisation_id, "seen": seen}
    accounts.set_role(session, validated(RoleChange, raw), by=by)


def unlock_account(session: Session) -> None:
    sign_ins.begin_attempt(session, "agent.rabat", "192.0.2.1")
    accounts.unlock(session, AGENT, by=CAST.administrator)


def a_session(session: Session) -> int:
    """An open one of the agent's."""
    row = SignInSession(
        account_id=AGENT, token_hash="of-a-test", expires_at=now() + timedelta(hours=1)
    )
    session.add(row)
    session.flush()
    return row.id


def sign_out_somebody(session: Session) -> None:
    a_session(session)
    accounts.sign_out_everywhere(session, AGENT, by=CAST.administrator)


def change_password(session: Session) -> None:
    new = "another quiet sentence"
    own_account.change_password(session, PasswordChange(PASSWORD, new, new), None, by=AGENT)


def end_own_session(session: Session) -> None:
    sign_ins.end_own(session, a_session(session), by=AGENT)


def undo_refusal(session: Session) -> None:
    trust.undo_refusal(session, a_refusal(session), by=AGENT)


def undo_questionnaire(session: Session) -> None:
    a_questionnaire(session)
    trust.undo(session, "act", by=AGENT)


def undo_intervention(session: Session) -> None:
    an_intervention(session)
    events.undo(session, "intervention", "act", by=AGENT)


def change_programme(session: Session, seen: dict[str, Any] | None = None, **wanted: Any) -> None:
    """Change settings in a form that was filled when they were ``seen``, or as they are now."""
    row = session.exec(select(Programme)).one()
    seen = seen or {name: getattr(row, name) for name in ProgrammeSettings.model_fields}
    raw = {"settings": {**seen, **wanted}, "seen": seen, "reason": "Decided by the committee"}
    programme.change(session, validated(ProgrammeChange, raw), by=CAST.administrator)


def choose_big_types(session: Session, *types: str) -> None:
    seen = session.exec(select(Programme.big_types)).one()
    raw = {"types": types, "seen": seen, "reason": "Asked for by the agents"}
    programme.choose_big_types(session, validated(BigTypes, raw), by=CAST.administrator)


def choose_release_groups(session: Session) -> None:
    seen = session.exec(select(Programme.release_groups)).one()
    raw = {"agency": "EACH", "sex": "NONE", "age": "TWO", "kind": "TWO", "seen": seen}
    data = validated(GroupsChoice, raw | {"reason": "Too much was hidden"})
    programme.choose_release_groups(session, data, by=CAST.manager)


LABELS = {"label_fr": "Bus", "label_en": "By bus", "label_ar": "الحافلة"}


def a_code(session: Session, list_name: str = "MODE", **other: Any) -> str:
    raw = {"list": list_name, **LABELS, **other}
    return code_lists.add(session, validated(NewCode, raw), by=CAST.administrator)


def relabel(
    session: Session, list_name: str, code: str, seen: dict[str, str] | None = None, **wanted: str
) -> None:
    row = session.get_one(Code, (list_name, code))
    seen = seen or {name: getattr(row, name) for name in LABELS}
    raw = {"list": list_name, "code": code, **seen, **wanted, "seen": seen}
    code_lists.relabel(session, validated(Relabel, raw), by=CAST.administrator)


def retire_code(session: Session, list_name: str, code: str, ago: int = 0) -> None:
    raw = {"list": list_name, "code": code, "from_day": _day(session, ago)}
    code_lists.retire(session, validated(Retire, raw), by=CAST.administrator)


def restore_code(session: Session) -> None:
    retire_code(session, "MODE", "FIELD")
    code_lists.restore(session, "MODE", "FIELD", by=CAST.administrator)


def reorder(session: Session, list_name: str, *order: str, seen: tuple[str, ...] = ()) -> None:
    raw = {"list": list_name, "order": order, "seen": seen}
    code_lists.reorder(session, validated(Reorder, raw), by=CAST.administrator)


def reverse_modes(session: Session) -> None:
    query = select(Code.code).where(Code.list == "MODE").order_by(col(Code.sort))
    order = tuple(session.exec(query))
    reorder(session, "MODE", *reversed(order), seen=order)


def a_wave(session: Session, *, agency: int = CAST.rabat, first: int = 40) -> int:
    """A planned wave, which begins in so many days: later than the cast's own ends."""
    raw = {
        "starts_on": _day(session, -first), "ends_on": _day(session, -first - 20),
        "languages": ("fr", "ar"), "moments": ("T1", "T2"), "target": "50",
        "targets": {agency: ""},
    }  # fmt: skip
    return trust_waves.plan(session, validated(WavePlan, raw), by=CAST.manager)


def change_wave(session: Session) -> None:
    wave = a_wave(session)
    raw = {
        "id": wave, "starts_on": _day(session, -41), "ends_on": _day(session, -70),
        "languages": ("fr",), "moments": ("T1",), "targets": {CAST.tanger: "60"},
    }  # fmt: skip
    trust_waves.change(session, validated(WaveChange, raw), by=CAST.manager)


def begin_wave(session: Session) -> None:
    extra = Agency(code="SALE", name="Salé", short_name="Salé", name_ar="سلا", city="Salé",
                   region="MA-04", host_id=1)  # fmt: skip
    session.add(extra)
    session.flush()
    trust_waves.begin(session, a_wave(session, agency=extra.id), by=CAST.manager)


def extend_wave(session: Session) -> None:
    raw = {"id": CAST.wave, "ends_on": _day(session, -60)}
    trust_waves.extend(session, validated(WaveExtension, raw), by=CAST.manager)


def close_wave(session: Session) -> None:
    raw = {"id": CAST.wave, "reason": "Enough answers"}
    trust_waves.close(session, validated(WaveClosing, raw), by=CAST.manager)


def reopen_wave(session: Session) -> None:
    close_wave(session)
    raw = {"id": CAST.wave, "ends_on": _day(session, -5), "reason": "One agency was missing"}
    trust_waves.reopen(session, validated(WaveReopening, raw), by=CAST.manager)


def a_non_user(session: Session) -> NonUserInput:
    raw = {"agency_id": CAST.rabat, "answer": "UNKNOWN", "submission_id": "act"}
    data = validated(NonUserInput, raw)
    non_users.count(session, data, by=AGENT)
    return data


ACTS: dict[str, Callable[[Session], object]] = {
    "agencies.add": an_agency,
    "agencies.edit": edit_agency,
    "agencies.close": close_agency,
    "agencies.reopen": lambda s: agencies.reopen(s, close_agency(s), by=CAST.administrator),
    "agencies.delete": lambda s: agencies.delete(s, an_agency(s), by=CAST.administrator),
    "organisations.add": an_organisation,
    "organisations.edit": edit_organisation,
    "organisations.close": close_organisation,
    "organisations.reopen": lambda s: organisations.reopen(
        s, close_organisation(s), by=CAST.administrator
    ),
    "organisations.delete": lambda s: organisations.delete(
        s, an_organisation(s), by=CAST.administrator
    ),
    "postings.post": a_posting,
    "postings.end": end_posting,
    "postings.extend": extend_posting,
    "postings.move": move_posting,
    "postings.delete": lambda s: postings.delete(s, a_posting(s), by=CAST.manager),
    "accounts.create": an_account,
    "accounts.close": lambda s: accounts.close(s, AGENT, by=CAST.administrator),
    "accounts.change": change_account,
    "accounts.reopen": reopen_account,
    "accounts.set_role": change_role,
    "accounts.unlock": unlock_account,
    "accounts.make_reset_code": lambda s: accounts.make_reset_code(s, AGENT, by=CAST.administrator),
    "case_facts.correct": lambda s: correct_facts(s, birth_year="1996"),
    "case_facts.close": close_case,
    "case_facts.reopen": reopen_case,
    "code_lists.add": a_code,
    "code_lists.relabel": lambda s: relabel(s, "MODE", "FIELD", label_en="Outdoors"),
    "code_lists.retire": lambda s: retire_code(s, "MODE", "FIELD"),
    "code_lists.restore": restore_code,
    "code_lists.reorder": reverse_modes,
    "code_lists.delete": lambda s: code_lists.delete(s, "MODE", a_code(s), by=CAST.administrator),
    "accounts.sign_out_everywhere": sign_out_somebody,
    "own_account.change_password": change_password,
    "own_account.set_language": lambda s: own_account.set_language(s, "ar", by=AGENT),
    "consents.give": give_consent,
    "consents.withdraw": give_and_withdraw,
    "contacts.keep": a_contact_of_one_who_agreed,
    "contacts.show": show_contact,
    "exports.record": lambda s: exports.record(
        s, "amudu-release-1.xlsx", viewer_of(s, CAST.partner), by=CAST.partner
    ),
    "events.void": lambda s: events.void(
        s, "intervention", an_intervention(s), "DUPLICATE", by=AGENT
    ),
    "events.undo": undo_intervention,
    "duplicates.look": look_for_duplicates,
    "duplicates.tell_apart": tell_apart,
    "merges.merge": a_merge,
    "merges.undo": lambda s: merges.undo(s, a_merge(s), by=AGENT),
    "interventions.record": an_intervention,
    "interventions.correct": correct_intervention,
    "group_people.record": name_people,
    "people.search": lambda s: people.search(
        s, PeopleSearch((PersonWord(birth_year=1995),)), by=AGENT
    ),
    "placements.record": a_placement,
    "placements.correct": correct_placement,
    "programme.change": lambda s: change_programme(s, name="Tawjih"),
    "programme.choose_big_types": lambda s: choose_big_types(s, "CV", "SKILLS"),
    "programme.choose_release_groups": choose_release_groups,
    "register_counts.save": a_register,
    "releases.freeze": freeze,
    "retention.answer": answer_check,
    "retention.undo": lambda s: retention.undo(s, answer_check(s), by=AGENT),
    "courses.add": a_course,
    "courses.change": change_course,
    "courses.cancel": cancel_course,
    "courses.reopen": lambda s: courses.reopen(s, cancel_course(s), by=AGENT),
    "course_groups.set_status": move_group,
    "course_groups.undo_status": lambda s: course_groups.undo_status(s, move_group(s), by=AGENT),
    "course_groups.mark": mark_group,
    "sign_ins.end_own": end_own_session,
    "sign_ins.end_all_own": lambda s: sign_ins.end_all_own(s, None, by=AGENT),
    "slips.make": lambda s: slips.make(s, _slips(number=2), by=CAST.manager),
    "slips.make_link": lambda s: slips.make_link(s, _slips(number=1), by=CAST.manager),
    "slips.close_links": lambda s: slips.close_links(s, _slips(number=1), by=CAST.manager),
    "referrals.record": a_referral,
    "referrals.correct": correct_referral,
    "referrals.answer": answer_referral,
    "referral_links.make": lambda s: referral_links.make(s, a_referral(s), by=AGENT),
    "place_proposals.propose": a_proposal,
    "place_proposals.decide": decide_proposal,
    "received_referrals.answer": answer_received,
    "received_referrals.undo": lambda s: received_referrals.undo(s, answer_received(s), by=AGENT),
    "referrals.undo_answer": lambda s: referrals.undo_answer(s, answer_referral(s), by=AGENT),
    "training.record": an_enrolment,
    "training.correct": correct_enrolment,
    "training.set_status": step_enrolment,
    "training.undo_status": lambda s: training.undo_status(s, step_enrolment(s), by=AGENT),
    "trust.record": a_questionnaire,
    "trust.refuse": a_refusal,
    "trust.undo": undo_questionnaire,
    "trust.undo_refusal": undo_refusal,
    "trust_waves.plan": a_wave,
    "trust_waves.change": change_wave,
    "trust_waves.begin": begin_wave,
    "trust_waves.extend": extend_wave,
    "trust_waves.close": close_wave,
    "trust_waves.reopen": reopen_wave,
    "non_users.count": a_non_user,
    "non_users.undo": lambda s: non_users.undo(s, a_non_user(s), by=AGENT),
    **APPROVAL_ACTS,
    **MARK_ACTS,
    **TASK_ACTS,
    **INDICATOR_ACTS,
    **REPORT_ACTS,
    **VIEW_ACTS,
}
