"""What must hold for all reads: they know who looks, refuse the wrong ones, and stay in scope."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
from sqlmodel import Session

from db.access.clock import today
from db.access.permissions import ROLES, Permission
from db.access.viewer import Viewer, viewer_of
from db.codes import OUTCOME_GROUPS, OutcomeType, Role, TrainingStatus
from db.derived import first_contacts
from db.errors import AppError, NotAllowed
from db.inputs.people import PeopleSearch, PersonWord
from db.inputs.results import ResultFilter
from db.models import Intervention, Placement, Referral, RetentionCheck, TrainingEnrolment
from db.queries.entries import EntryFilter
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
    "measures.base.", "measures.trust_answers.", "queries.counted.", "queries.submissions.found",
    "queries.place_uses.using",
    "queries.code_uses.in_use", "queries.drafts.expiry",
    "queries.last_steps.",
    "queries.place_uses.counted",
    "queries.code_uses.uses_of",
    "queries.code_uses.uses_of", "queries.drafts.expiry",
    "queries.self_completion.has_answered",
    "queries.self_completion.is_sent",
    "queries.person.theirs",
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
        first_contacts.rebuild(opened)
        opened.commit()
    yield engine
    engine.dispose()


@pytest.fixture
def reading(entered: sa.Engine) -> Iterator[Session]:
    with Session(entered.execution_options(writes=True), expire_on_commit=False) as opened:
        yield opened
        opened.rollback()


def _events(session: Session, agent: int, agency: int, case: int, suffix: str = "") -> None:
    day = today(session) - timedelta(days=100)
    common: dict[str, Any] = {"agency_id": agency, "entered_by": agent, "case_id": case}
    session.add(
        Intervention(**common, submission_id=f"i{agent}{suffix}", type="REGISTRATION",
                     mode="AGENCY", happened_on=day)
    )  # fmt: skip
    session.add(
        TrainingEnrolment(**common, submission_id=f"t{agent}{suffix}", type="EN_CEF", centre_id=2,
                          starts_on=day, status=TrainingStatus.ONGOING, status_on=day)
    )  # fmt: skip
    session.add(
        Referral(**common, submission_id=f"r{agent}{suffix}", type="WORK", organisation_id=2,
                 may_share=True, sent_on=day, status_on=day)
    )  # fmt: skip
    job = Placement(**common, submission_id=f"p{agent}{suffix}", type=OutcomeType.WAGE,
                    starts_on=day, contract="CDI", evidence="SELF")  # fmt: skip
    session.add(job)
    session.flush()
    session.add(RetentionCheck(placement_id=job.id, month=3, due_on=day + timedelta(days=92)))
    session.flush()


def arguments(session: Session, function: Callable[..., Any]) -> dict[str, Any]:
    """Something to ask for; where a place or person is named, that of Casablanca."""
    day = today(session)
    known: dict[str, Any] = {
        "agency_id": CAST.casablanca,
        "ids": (CAST.case_casablanca,),
        "organisation_id": 1,
        "posting_id": 2,
        "case_id": CAST.case_casablanca,
        "typed": "2345CFG",
        "entry_id": 2,
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
        "wanted": ResultFilter(day - timedelta(days=300), day),
    }
    if "PeopleSearch" in str(inspect.signature(function).parameters.get("wanted")):
        known["wanted"] = PeopleSearch((PersonWord(code="2345"), PersonWord(birth_year=1995)))
    if "EntryFilter" in str(inspect.signature(function).parameters.get("wanted")):
        known["wanted"] = EntryFilter()
    wanted = inspect.signature(function).parameters.values()
    needed = [each.name for each in wanted if each.default is each.empty]
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


@pytest.mark.parametrize("name", sorted(READS))
def test_a_read_must_be_told_who_looks(name: str) -> None:
    viewer = inspect.signature(READS[name]).parameters.get("viewer")
    assert viewer is not None
    assert (viewer.kind, viewer.default) == (viewer.KEYWORD_ONLY, viewer.empty)


def ask_as(session: Session, name: str, viewer: Viewer) -> None:
    READS[name](session, **arguments(session, READS[name]), viewer=viewer)


@pytest.mark.parametrize("name", sorted(READS))
def test_a_closed_account_reads_nothing_with_a_viewer_of_yesterday(
    reading: Session, name: str
) -> None:
    agent = viewer_of(reading, CAST.agent_rabat)
    with pytest.raises(NotAllowed):
        ask_as(reading, name, replace(agent, account_id=CAST.closed))


@pytest.mark.parametrize("name", sorted(set(READS) - PARTNER))
def test_a_partner_reads_nothing_but_releases(reading: Session, name: str) -> None:
    with pytest.raises(NotAllowed):
        ask_as(reading, name, viewer_of(reading, CAST.partner))


@pytest.mark.parametrize("name", sorted(READS))
def test_claiming_more_agencies_shows_no_more(reading: Session, name: str) -> None:
    honest = viewer_of(reading, CAST.agent_rabat)
    claiming = replace(honest, agencies=frozenset({CAST.rabat, CAST.casablanca, CAST.tanger}))
    seen = answer(reading, name, honest)
    assert answer(reading, name, claiming) == seen
    assert "2345CFG" not in seen


@pytest.mark.parametrize("name", sorted(READS))
@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR])
def test_claiming_another_role_shows_the_same(reading: Session, name: str, role: Role) -> None:
    """In an agency with an entry of somebody else, which a manager would see."""
    _events(reading, CAST.agent_casablanca, CAST.rabat, CAST.case_rabat_2, "-in-rabat")
    honest = viewer_of(reading, CAST.agent_rabat)
    asked = {"entry_id": 3}
    seen = answer(reading, name, honest, **asked)
    assert answer(reading, name, replace(honest, role=role), **asked) == seen


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
