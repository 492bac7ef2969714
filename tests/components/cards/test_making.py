"""A file that was made is given only while it says what stands in the fields."""

from __future__ import annotations

from threading import Timer

import pytest

from components.cards import jobs, making
from components.language import i18n
from db.errors import AppError


def test_what_is_typed_while_a_file_is_taken_refuses_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(making, "TYPED_WITHIN", 5.0)
    with i18n.speaking("fr"):
        job = jobs.started(lambda _: b"old")
    assert job.is_done(within=5)
    Timer(0.01, job.stop).start()
    with pytest.raises(AppError, match="overtaken"):
        making.refuse_overtaken(job)


def test_a_file_that_nothing_overtook_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "TYPED_WITHIN", 0.0)
    with i18n.speaking("fr"):
        job = jobs.started(lambda _: b"as it stands")
    making.refuse_overtaken(job)
    assert job.content() == b"as it stands"
