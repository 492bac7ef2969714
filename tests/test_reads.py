"""What must hold for all reads: they know who looks, refuse the wrong ones, and stay in scope."""

from __future__ import annotations

import functools
import importlib
import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.permissions import ROLES, Permission
from db.access.viewer import Viewer, viewer_of
from db.codes import (
    OUTCOME_GROUPS,
    AttendanceMark,
    ConsentPurpose,
    OutcomeType,
    Role,
    TrainingStatus,
)
from db.derived import first_contacts
from db.errors import AppError, NotAllowed
from db.inputs.decomposition import Against, DecompositionFilter, Step
from db.inputs.figure_rows import RowFilter
from db.inputs.indicators import Breakdown, IndicatorFilter, PlaceFilter
from db.inputs.people import PeopleSearch, PersonWord
from db.inputs.reports import ReportOf
from db.inputs.results import ResultFilter
from db.models import (
    Attendance,
    Consent,
    Course,
    CourseAgency,
    Intervention,
    Placement,
    Referral,
    RetentionCheck,
    TrainingEnrolment,
)
from db.queries.entries import EntryFilter
from db.queries.quality_doubts import Rule
from db.queries.waiting import Whose
from db.records import BY_NAME
from db.store import engine as engines
from tests.cast import CAST
from tests.conftest import copied
from tests.source import files

#: Read before anybody is known, or the same for everybody and about nobody.
NO_VIEWER = {
    "queries.sign_ins.behind",
    "queries.sign_ins.lost",
    "queries.sign_ins.account_named",
    "queries.first_start.is_needed",
    "queries.first_start.has_programme",
    "queries.first_start.opens",
    "queries.self_completion.behind",
    "queries.referral_links.behind",
    "queries.codes.all_codes",
    "queries.codes.require_active",
    "queries.codes.require_all_active",
    "queries.places.agencies",
    "queries.places.organisations",
    "queries.places.centres",
    "queries.programme.current",
    "queries.trust.wave_state",
    "queries.audit_chain.checked",
    "queries.audit_guards.are_intact",
}
#: Building blocks: whoever calls them has asked who looks.
INNER = (
    "measures.base.", "measures.movers.", "measures.tallied", "measures.checks.",
    "measures.trust_answers.",
    "queries.row_count.", "queries.submissions.found",
    "queries.place_uses.using", "queries.consents.active_consent", "queries.consents.is_minor_now",
    "queries.consents.withdrawn_since", "queries.consents.waits_for_guardian",
    "queries.consents.sql_", "queries.consents.may_be_spoken_of",
    "queries.received_referrals.is_in_time",
    "queries.code_uses.in_use", "queries.drafts.expiry",
    "queries.last_steps.",
    "queries.waiting.ranked", "queries.waiting.as_line", "queries.open_tasks.",
    "queries.colleagues.agents", "queries.my_week.posted_ever",
    "queries.place_uses.counted",
    "queries.code_uses.uses_of", "queries.self_completion.has_answered",
    "queries.self_completion.is_sent",
    "queries.person.theirs", "queries.people.lines_of",
    "queries.merges.surviv", "queries.merges.families",
    "queries.referrals.code_on_paper", "queries.contacts.named", "queries.contacts.rung_at",
    "queries.duplicates.alike", "queries.duplicates.own_lines", "queries.duplicates.looked_at",
    "queries.approval_changes.", "queries.approval_revisions.", "queries.quality_days.",
    "queries.quality_entry.agencies_of",
    "queries.quality_tallies.",
    "queries.approvals.last_word", "queries.approvals.has_agent",
    "queries.sign_ins.failures", "queries.sign_ins.open_browsers", "queries.accounts.places",
    "queries.accounts.staying",
)  # fmt: skip
#: The only reads of a partner, beside what is their own whoever they are.
PARTNER = {
    "queries.released.releases",
    "queries.released.cells",
    "queries.released.since_the_start",
    "queries.sign_ins.own",
    "queries.drafts.own",
    "queries.drafts.of_form",
}


def functions() -> dict[str, Callable[..., Any]]:
    """Every public function under ``db/queries`` and ``db/measures`` that gets a session."""
    found: dict[str, Callable[..., Any]] = {}
    for path in files("db/queries", "db/measures"):
        name = f"db.{path.parent.name}.{path.stem}".removesuffix(".__init__")
        for each, function in inspect.getmembers(importlib.import_module(name), inspect.isfunction):
            if function.__module__ != name or each.startswith("_"):
                continue
            if "session" in inspect.signature(function).parameters:
                found[f"{path.parent.name}.{path.stem}.{each}"] = function
    return found


def by_kind(name: str, function: Callable[..., Any]) -> dict[str, Callable[..., Any]]:
    """The function itself, or one a kind of record where it is asked for one kind."""
    if "kind" not in inspect.signature(function).parameters:
        return {name: function}
    return {f"{name}[{kind}]": partial(function, kind=kind) for kind in BY_NAME}


READS = {
    each: read
    for name, function in functions().items()
    if name not in NO_VIEWER and not name.startswith(INNER)
    for each, read in by_kind(name, function).items()
}


@pytest.fixture(scope="module")
def entered(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    """A database in which both agents have entered one event of each kind."""
    copy = copied(sqlite_template, tmp_path_factory.mktemp("entered") / "amudu.db")
    engine = engines.connect(f"sqlite:///{copy}")
    with Session(engine.execution_options(writes=True)) as opened:
        for agent, agency, case in (
            (CAST.agent_rabat, CAST.rabat, CAST.case_rabat),
            (CAST.agent_casablanca, CAST.casablanca, CAST.case_casablanca),
        ):
            _events(opened, agent, agency, case)
        for agent, agency in (
            (CAST.agent_rabat, CAST.rabat),
            (CAST.agent_casablanca, CAST.casablanca),
        ):
            _a_group(opened, agent, agency)
        first_contacts.rebuild(opened)
        opened.commit()
    yield engine
    engine.dispose()


@pytest.fixture
def reading(entered: sa.Engine) -> Iterator[Session]:
    with Session(entered.execution_options(writes=True), expire_on_commit=False) as opened:
        yield opened
        opened.rollback()


def _a_group(session: Session, agent: int, agency: int) -> None:
    """A group session; its id follows those of all events before."""
    day = today(session) - timedelta(days=100)
    session.add(
        Intervention(agency_id=agency, entered_by=agent, submission_id=f"g{agent}", women=5, men=0,
                     other=0, type="INFO_SESSION", mode="AGENCY", happened_on=day)
    )  # fmt: skip
    session.flush()


def _events(session: Session, agent: int, agency: int, case: int, suffix: str = "") -> None:
    day = today(session) - timedelta(days=100)
    common: dict[str, Any] = {"agency_id": agency, "entered_by": agent, "case_id": case}
    session.add(
        Intervention(**common, submission_id=f"i{agent}{suffix}", type="REGISTRATION",
                     mode="AGENCY", happened_on=day)
    )  # fmt: skip
    course = _course(session, agency, agent, suffix)
    enrolment = TrainingEnrolment(
        **common, submission_id=f"t{agent}{suffix}", type="EN_CEF", centre_id=2, starts_on=day,
        status=TrainingStatus.ONGOING, status_on=day, course_id=course.id,
    )  # fmt: skip
    session.add(enrolment)
    session.flush()
    session.add(
        Attendance(enrolment_id=enrolment.id, day=today(session), mark=AttendanceMark.PRESENT,
                   entered_by=agent)
    )  # fmt: skip
    session.add(
        Referral(**common, submission_id=f"r{agent}{suffix}", type="WORK", organisation_id=2,
                 may_share=True, sent_on=day, status_on=day)
    )  # fmt: skip
    session.add(
        Consent(case_id=case, purpose=ConsentPurpose.FOLLOW_UP, given_on=day, recorded_by=agent)
    )
    job = Placement(**common, submission_id=f"p{agent}{suffix}", type=OutcomeType.WAGE,
                    starts_on=day, contract="CDI", evidence="SELF")  # fmt: skip
    session.add(job)
    session.flush()
    session.add(RetentionCheck(placement_id=job.id, month=3, due_on=day + timedelta(days=92)))
    session.flush()


def _course(session: Session, agency: int, agent: int, suffix: str) -> Course:
    """One that is to come, to which this agency alone sends people."""
    course = Course(
        submission_id=f"c{agent}{suffix}", type="EN_CEF", centre_id=2, title="Couture",
        starts_on=today(session), ends_on=today(session) + timedelta(days=60), places=10,
        made_by=agent,
    )  # fmt: skip
    session.add(course)
    session.flush()
    session.add(CourseAgency(course_id=course.id, agency_id=agency))
    return course


@functools.cache
def asked_for(function: Callable[..., Any]) -> tuple[str, list[str]]:
    """What kind of thing is wanted, and the parameters that must be given."""
    found = inspect.signature(function).parameters
    needed = [each.name for each in found.values() if each.default is each.empty]
    return str(found.get("wanted")), needed


def arguments(session: Session, function: Callable[..., Any]) -> dict[str, Any]:
    """Something to ask for; where a place or person is named, that of Casablanca."""
    day = today(session)
    known: dict[str, Any] = {
        "agency_id": CAST.casablanca,
        "ids": (CAST.case_casablanca,),
        "organisation_id": 1,
        "posting_id": 2,
        "case_id": CAST.case_casablanca,
        "course_id": 2,
        "day": day,
        "code": "IR2.1",
        "item": "T1",
        "typed": "2345CFG",
        "entry_id": 2,
        "group_id": 4,
        "check_id": 2,
        "referral_id": 2,
        "wave_id": CAST.wave,
        "form": "intervention",
        "account_id": CAST.agent_casablanca,
        "username": "agent.casablanca",
        "number": 1,
        "submission_id": f"i{CAST.agent_casablanca}",
        "type_code": "REGISTRATION",
        "list_name": "MODE",
        "token": None,
        "group": next(iter(OUTCOME_GROUPS)),
        "whose": Whose.MINE,
        "rule": Rule.PLACED_FIRST,
        "month": (day - timedelta(days=100)).replace(day=1),
        "wanted": ResultFilter(day - timedelta(days=300), day),
        "periods": [ResultFilter(day - timedelta(days=ago), day) for ago in (300, 30)],
        "names": ["people_seen", "enrolled"],
    }
    wanted, needed = asked_for(function)
    if "PeopleSearch" in wanted:
        known["wanted"] = PeopleSearch((PersonWord(code="2345"), PersonWord(birth_year=1995)))
    if "EntryFilter" in wanted:
        known["wanted"] = EntryFilter()
    if "RowFilter" in wanted:
        known["wanted"] = RowFilter(figure="people_seen", within=known["wanted"])
    if "IndicatorFilter" in wanted:
        known["wanted"] = IndicatorFilter("IR2.1", known["wanted"], Breakdown.AGENCY)
    if "DecompositionFilter" in wanted:
        since = day - timedelta(days=300)
        known["wanted"] = DecompositionFilter(
            CAST.casablanca, since, day, Step.TRAINING, Against.MEAN
        )
    if "PlaceFilter" in wanted:
        known["wanted"] = PlaceFilter("IR2.1", CAST.casablanca, day)
    if "ReportOf" in wanted:
        known["wanted"] = ReportOf("DONOR", day, day)
    return {name: known[name] for name in needed if name not in {"session", "viewer"}}


def answer(session: Session, name: str, viewer: Viewer, **instead: Any) -> str:
    """What comes back, or what is refused, as a text that can be compared."""
    asked = arguments(session, READS[name])
    asked |= {each: value for each, value in instead.items() if each in asked}
    try:
        found = READS[name](session, **asked, viewer=viewer)
    except AppError as refused:
        return f"refused: {refused.key}"
    return found.to_csv() if isinstance(found, pd.DataFrame) else repr(found)


def test_the_exceptions_are_functions_that_exist() -> None:
    assert (NO_VIEWER | PARTNER) - set(functions()) == set()


def test_a_read_must_be_told_who_looks() -> None:
    def is_told(name: str) -> bool:
        viewer = inspect.signature(READS[name]).parameters.get("viewer")
        return viewer is not None and (viewer.kind, viewer.default) == (
            viewer.KEYWORD_ONLY,
            viewer.empty,
        )

    assert [name for name in READS if not is_told(name)] == []


def answers_to(session: Session, names: Iterable[str], viewer: Viewer) -> dict[str, str]:
    """Those of the reads that answer this viewer, and what they say."""
    found = {}
    for name in sorted(names):
        try:
            answered = READS[name](session, **arguments(session, READS[name]), viewer=viewer)
        except NotAllowed:
            continue
        found[name] = repr(answered)
    return found


def test_a_closed_account_reads_nothing_with_a_viewer_of_yesterday(reading: Session) -> None:
    agent = viewer_of(reading, CAST.agent_rabat)
    assert answers_to(reading, READS, replace(agent, account_id=CAST.closed)) == {}


def test_a_partner_reads_nothing_but_releases(reading: Session) -> None:
    partner = viewer_of(reading, CAST.partner)
    assert answers_to(reading, set(READS) - PARTNER, partner) == {}


def test_claiming_more_agencies_shows_no_more(reading: Session) -> None:
    honest = viewer_of(reading, CAST.agent_rabat)
    claiming = replace(honest, agencies=frozenset({CAST.rabat, CAST.casablanca, CAST.tanger}))
    seen = {name: answer(reading, name, honest) for name in READS}
    assert {name: answer(reading, name, claiming) for name in READS} == seen
    assert [name for name, text in seen.items() if "2345CFG" in text] == []


def test_claiming_another_role_shows_the_same(reading: Session) -> None:
    """In an agency with an entry of somebody else, which a manager would see."""
    _events(reading, CAST.agent_casablanca, CAST.rabat, CAST.case_rabat_2, "-in-rabat")
    honest = viewer_of(reading, CAST.agent_rabat)
    newest = sa.select(sa.func.max(col(Intervention.id)))
    asked = {"entry_id": reading.execute(newest).scalar_one()}
    seen = {name: answer(reading, name, honest, **asked) for name in READS}
    for role in (Role.MANAGER, Role.ADMINISTRATOR):
        claiming = replace(honest, role=role)
        assert {name: answer(reading, name, claiming, **asked) for name in READS} == seen


def test_the_claim_would_be_noticed(reading: Session) -> None:
    """The manager, who may see both agencies, is answered otherwise by what counts events."""
    agent, manager = (viewer_of(reading, who) for who in (CAST.agent_rabat, CAST.manager))
    for name in ("queries.entries.listed", "measures.placements.outcomes_by_kind"):
        assert answer(reading, name, agent) != answer(reading, name, manager)


def test_a_partner_may_read_releases_and_their_account_only() -> None:
    assert ROLES[Role.PARTNER] == {
        Permission.RELEASE_READ,
        Permission.FILE_TAKE,
        Permission.OWN_ACCOUNT,
    }
