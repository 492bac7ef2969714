"""The audit of a release runs beside the app, once for all who look, and only while they do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from threading import Event
from typing import Any, NamedTuple, cast

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from components.reads import reference
from components.reads.read import read
from components.releases import drafting
from db.access.viewer import Viewer
from db.actions import releases as actions
from db.errors import AppError
from db.inputs.releases import Period, Year
from db.models import Programme
from db.releases import drafts
from db.releases.drafts import Draft, Progress
from tests.cast import CAST

YEAR, SECONDS = Year(2025), 20


class Made(NamedTuple):
    """A draft, as far as it is kept."""

    name: str

    def digest(self) -> str:
        return self.name


class Audit:
    """In the place of the real one; each asks its next question when it may."""

    def __init__(self, *outcomes: Exception | str) -> None:
        self.outcomes, self.begun, self.ended = list(outcomes), list[Period](), 0
        self.may_go_on, self.has_told = Event(), Event()

    def __call__(self, session: Session, period: Period, *, by: int, tell: Any) -> Made:
        outcome = self.outcomes[len(self.begun)]
        self.begun.append(period)
        tell(Progress(2, 7))
        self.has_told.set()
        assert self.may_go_on.wait(SECONDS)
        tell(Progress(2.5, 7))
        self.ended += 1
        if isinstance(outcome, Exception):
            raise outcome
        drafts.hold(cast(Draft, Made(outcome)))
        return Made(outcome)


@pytest.fixture(autouse=True)
def no_other_jobs() -> Iterator[None]:
    drafting._jobs.clear()
    drafts._kept.clear()
    yield
    drafting._jobs.clear()
    drafts._kept.clear()


@pytest.fixture
def manager(sqlite_engine: sa.Engine) -> Viewer:
    with Session(sqlite_engine) as session:
        return CAST.viewer(session, CAST.manager)


def begun(monkeypatch: pytest.MonkeyPatch, *outcomes: Exception | str) -> Audit:
    audit = Audit(*outcomes)
    monkeypatch.setattr(actions, "preview", audit)
    return audit


def made(job: drafting.Job) -> str:
    assert job.is_done(within=SECONDS)
    return job.draft().digest()


def name_of_programme(session: Session) -> str:
    return session.exec(select(Programme.name)).one()


def test_others_go_on_while_an_audit_tells_how_far_it_is(
    manager: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit = begun(monkeypatch, "draft")
    job = drafting.started(manager, YEAR, 1)
    assert audit.has_told.wait(SECONDS)
    assert not job.is_done() and job.progress == (2, 7)
    assert read(name_of_programme)
    audit.may_go_on.set()
    assert made(job) == "draft"


def test_a_version_is_audited_once(manager: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    audit = begun(monkeypatch, "first", "second")
    audit.may_go_on.set()
    job = drafting.started(manager, YEAR, 1)
    assert drafting.started(manager, YEAR, 1) is job and job.is_done(within=SECONDS)
    assert made(drafting.started(manager, YEAR, 2)) == "second" and len(audit.begun) == 2


def test_a_refusal_stands_and_a_failure_is_tried_again(
    manager: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit = begun(monkeypatch, RuntimeError(), AppError("error.edition_nothing_new"), "never")
    audit.may_go_on.set()
    failed = drafting.started(manager, YEAR, 1)
    assert failed.is_done(within=SECONDS)
    with pytest.raises(AppError, match="audit_failed"):
        failed.draft()
    # A fault that stays is not tried at each run of the page.
    assert drafting.started(manager, YEAR, 1) is failed
    monkeypatch.setattr(drafting, "AGAIN_AFTER", -1.0)
    refused = drafting.started(manager, YEAR, 1)
    assert refused.is_done(within=SECONDS) and drafting.started(manager, YEAR, 1) is refused
    with pytest.raises(AppError, match="nothing_new"):
        refused.draft()
    assert len(audit.begun) == 2


def test_what_was_forgotten_is_worked_out_anew(
    manager: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit = begun(monkeypatch, "first", "second", "third")
    audit.may_go_on.set()
    assert drafting.started(manager, YEAR, 1).is_done(within=SECONDS)
    drafting.forget(manager, YEAR, 1)
    assert made(drafting.started(manager, YEAR, 1)) == "second"
    # Lists and trust go by the day: tomorrow's draft is another one.
    monkeypatch.setattr(reference, "today", lambda: date(2030, 1, 1))
    assert made(drafting.started(manager, YEAR, 1)) == "third"


def test_one_audit_runs_and_the_others_wait(
    manager: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit = begun(monkeypatch, *"abc")
    first, *others = [drafting.started(manager, Year(year), 1) for year in (2023, 2024, 2025)]
    assert audit.has_told.wait(SECONDS)
    assert audit.begun == [Year(2023)] and len(drafting._line.workers) == drafting.AT_ONCE == 1
    # The page says of these that another one is running.
    assert all(job.progress is None and not job.is_done() for job in others)
    audit.may_go_on.set()
    assert [made(job) for job in (first, *others)] == [*"abc"]


def test_an_audit_of_older_figures_is_stopped(
    manager: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit = begun(monkeypatch, "older", "newest")
    running = drafting.started(manager, YEAR, 1)
    assert audit.has_told.wait(SECONDS)
    waiting = drafting.started(manager, YEAR, 2)
    newest = drafting.started(manager, YEAR, 3)
    assert waiting.is_done() and not running.is_done()
    audit.may_go_on.set()
    assert made(newest) == "newest"
    assert running.is_done() and (len(audit.begun), audit.ended) == (2, 1)
    for stopped in (running, waiting):
        with pytest.raises(AppError, match="audit_failed"):
            stopped.draft()


def test_more_audits_than_drafts_are_kept_are_not_made(
    manager: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_KEPT", 2)
    audit = begun(monkeypatch, *"abcd")
    running = drafting.started(manager, Year(2022), 1)
    assert audit.has_told.wait(SECONDS)
    others = [drafting.started(manager, Year(year), 1) for year in (2023, 2024, 2025)]
    audit.may_go_on.set()
    assert all(job.is_done(within=SECONDS) for job in (running, *others))
    assert audit.begun == [Year(2022), Year(2024), Year(2025)] and audit.ended == 2
    assert len(drafting._jobs) == 2


def test_what_a_page_shows_can_be_frozen(manager: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A draft that is kept no more is made anew before it is shown."""
    audit = begun(monkeypatch, "first", "again")
    audit.may_go_on.set()
    assert made(drafting.started(manager, YEAR, 1)) == "first"
    assert drafts.held("first")
    drafts._kept.clear()
    assert made(drafting.started(manager, YEAR, 1)) == "again" and drafts.held("again")
