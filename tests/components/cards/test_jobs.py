"""A long file is made beside the app, tells how far it is, and is whole or not there."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event, Thread

import pytest

from components.cards import jobs
from components.cards.jobs import Tell
from components.language import i18n
from db.errors import AppError

SOON = 5.0


@pytest.fixture(autouse=True)
def _speaking() -> Iterator[None]:
    with i18n.speaking("ar"):
        yield


def test_a_file_is_made_in_the_language_it_was_asked_for_in() -> None:
    job = jobs.started(lambda tell: i18n.language().encode())
    assert job.is_done(within=SOON)
    assert job.content() == b"ar"


def test_how_far_it_is_can_be_asked_and_it_can_be_stopped() -> None:
    told, go = Event(), Event()
    steps: list[int] = []

    def work(tell: Tell) -> bytes:
        for step in range(3):
            tell(step, 3)
            steps.append(step)
            told.set()
            go.wait(SOON)
        return b"whole"

    job = jobs.started(work)
    assert told.wait(SOON)
    assert job.progress == (0, 3) and not job.is_done()
    job.stop()
    go.set()
    assert job.is_done(within=SOON)
    with pytest.raises(AppError, match=r"take\.stopped"):
        job.content()
    assert steps == [0]


def test_one_that_is_stopped_at_its_last_step_leaves_nothing() -> None:
    told, go = Event(), Event()

    def work(_: Tell) -> bytes:
        told.set()
        go.wait(SOON)
        return b"whole"

    job = jobs.started(work)
    assert told.wait(SOON)
    job.stop()
    go.set()
    assert job.is_done(within=SOON)
    with pytest.raises(AppError, match=r"take\.stopped"):
        job.content()


def test_one_that_waits_behind_another_can_be_stopped_before_it_begins() -> None:
    go = Event()
    first = jobs.started(lambda tell: b"1" if go.wait(SOON) else b"")
    second = jobs.started(lambda tell: b"2")
    assert not second.is_done(within=0.05)
    second.stop()
    go.set()
    assert first.is_done(within=SOON) and first.content() == b"1"
    assert second.is_done(within=SOON)
    with pytest.raises(AppError, match=r"take\.stopped"):
        second.content()


def test_one_that_nobody_asks_for_any_more_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "LEFT_AFTER", -1.0)

    def work(tell: Tell) -> bytes:
        tell(0, 1)
        return b"whole"

    job = jobs.started(work)
    assert job.is_done(within=SOON)
    with pytest.raises(AppError, match=r"take\.stopped"):
        job.content()


def test_a_fault_is_said_in_words_and_the_next_file_is_made() -> None:
    def fails(_: Tell) -> bytes:
        raise ZeroDivisionError

    job = jobs.started(fails)
    assert job.is_done(within=SOON)
    with pytest.raises(AppError, match=r"take\.failed"):
        job.content()
    after = jobs.started(lambda tell: b"next")
    assert after.is_done(within=SOON) and after.content() == b"next"


def test_a_panic_below_python_fails_its_file_alone() -> None:
    class Panic(BaseException):
        """As a library in Rust raises it."""

    def panics(_: Tell) -> bytes:
        raise Panic

    job = jobs.started(panics)
    assert job.is_done(within=SOON)
    with pytest.raises(AppError, match=r"take\.failed"):
        job.content()
    after = jobs.started(lambda tell: b"next")
    assert after.is_done(within=SOON) and after.content() == b"next"


def test_a_thread_that_died_holds_up_no_file() -> None:
    dead = Thread(target=lambda: None)
    dead.start()
    dead.join()
    jobs._line.workers.add(dead)
    job = jobs.started(lambda tell: b"next")
    assert job.is_done(within=SOON)
    jobs._line.workers.discard(dead)
