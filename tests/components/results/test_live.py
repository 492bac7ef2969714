"""The pulse of a results page: it redraws when it must, and says when it cannot look."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from components.language.catalogue import translate
from components.results import live
from db.audit import raise_version
from db.models import Account
from db.models.base import now
from db.store import engine as engines
from tests.cast import CAST, ago
from tests.pages.results_page import fill, open_page, said


class Redrawn(Exception):
    """Stands for the rerun of the whole page."""


@pytest.fixture
def beat(signed_in, monkeypatch: pytest.MonkeyPatch):
    """``beat(change)``: the manager's page is drawn, ``change`` happens, the pulse beats."""
    token = signed_in(CAST.manager)
    fill()

    def run(change) -> str:
        told: list[str] = []
        monkeypatch.setattr("components.visit.session.browser_token", lambda: token)
        with engines.reading() as session:
            viewer, seen = CAST.viewer(session, CAST.manager), live.figures.version()
        drawn_on = live.reference.today()
        change()
        monkeypatch.setattr(live.st, "rerun", lambda: (_ for _ in ()).throw(Redrawn))
        monkeypatch.setattr(live.st, "caption", told.append)
        live._pulse.__wrapped__(live.Permission.RESULTS_READ, viewer, seen, drawn_on)
        return told[0]

    return run


def close_manager() -> None:
    with engines.writing() as session:
        session.get_one(Account, CAST.manager).closed_at = now()


def move() -> None:
    with engines.writing() as session:
        raise_version(session)


def test_an_unchanged_page_is_left_alone(beat) -> None:
    assert beat(lambda: None).startswith(translate("fr", "live.as_of", hour=""))


def test_a_screen_on_a_wall_is_drawn_anew_on_the_next_day(beat, monkeypatch) -> None:
    tomorrow = ago(-1)
    with pytest.raises(Redrawn):
        beat(lambda: monkeypatch.setattr(live.reference, "today", lambda: tomorrow))


@pytest.mark.parametrize("change", [close_manager, move])
def test_what_has_moved_or_is_no_longer_theirs_is_drawn_anew(beat, change) -> None:
    with pytest.raises(Redrawn):
        beat(change)


def test_a_database_out_of_reach_is_told_in_words(beat, monkeypatch) -> None:
    def gone() -> int:
        raise OperationalError("", {}, Exception())

    said_so = beat(lambda: monkeypatch.setattr(live.figures, "version", gone))
    assert said_so.startswith(translate("fr", "live.lost", hour="").split(":")[0])


def test_a_closed_account_loses_its_charts_at_the_next_run(signed_in) -> None:
    signed_in(CAST.manager)
    fill()
    app = open_page("overview")
    assert app.metric
    close_manager()
    app.run()
    assert not app.metric and app.button(key="signin_submit")
    assert translate("fr", "page.overview") not in said(app)
