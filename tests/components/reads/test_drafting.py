"""The audit of a release runs beside the app, once for all who look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from components.reads import drafting, reference
from components.reads.read import read
from db.access.viewer import Viewer
from db.actions import releases as actions
from db.actions.releases import Progress
from db.errors import AppError
from db.inputs.releases import Year
from db.models import Programme
from tests.cast import CAST

YEAR, SECONDS = Year(2025), 20


class Audit:
    """In the place of the real one; each ends when it is let go."""

    def __init__(self, *outcomes: object) -> None:
        self.outcomes, self.begun = list(outcomes), 0
        self.may_end, self.has_told = Event(), Event()

    def __call__(self, session: Session, period: object, *, by: int, tell: Any) -> object:
        outcome = self.outcomes[self.begun]
        self.begun += 1
        tell(Progress(2, 7))
        self.has_told.set()
        assert self.may_end.wait(SECONDS)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@pytest.fixture(autouse=True)
def no_other_jobs() -> Iterator[None]:
    drafting._jobs.clear()
    yield
    drafting._jobs.clear()


@pytest.fixture
def manager(sqlite_engine: sa.Engine) -> Viewer:
    with Session(sqlite_engine) as session:
        return CAST.viewer(session, CAST.manager)


def begun(monkeypatch: pytest.MonkeyPatch, *outcomes: object) -> Audit:
    audit = Audit(*outcomes)
    monkeypatch.setattr(actions, "preview", audit)
    return audit


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
    audit.may_end.set()
    assert job.is_done(within=SECONDS) and str(job.draft()) == "draft"


def test_a_version_is_audited_once(manager: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    audit = begun(monkeypatch, "first", "second")
    audit.may_end.set()
    job = drafting.started(manager, YEAR, 1)
    assert drafting.started(manager, YEAR, 1) is job and job.is_done(within=SECONDS)
    later = drafting.started(manager, YEAR, 2)
    assert later.is_done(within=SECONDS) and str(later.draft()) == "second" and audit.begun == 2


def test_a_refusal_stands_and_a_failure_is_tried_again(
    manager: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit = begun(monkeypatch, RuntimeError(), AppError("error.edition_nothing_new"), "never")
    audit.may_end.set()
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
    assert audit.begun == 2


def test_what_was_forgotten_is_worked_out_anew(
    manager: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit = begun(monkeypatch, "first", "second", "third")
    audit.may_end.set()
    assert drafting.started(manager, YEAR, 1).is_done(within=SECONDS)
    drafting.forget(manager, YEAR, 1)
    assert str(drafting.started(manager, YEAR, 1).draft()) == "second"
    # Lists and trust go by the day: tomorrow's draft is another one.
    monkeypatch.setattr(reference, "today", lambda: date(2030, 1, 1))
    assert str(drafting.started(manager, YEAR, 1).draft()) == "third"


def test_few_drafts_are_kept(manager: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    audit = begun(monkeypatch, *("draft" for _ in range(drafting.MOST_KEPT + 1)))
    audit.may_end.set()
    jobs = [drafting.started(manager, YEAR, number) for number in range(drafting.MOST_KEPT + 1)]
    assert jobs[-1].is_done(within=SECONDS) and len(drafting._jobs) == drafting.MOST_KEPT
