"""The pulse of a results page: it redraws when it must, and says when it cannot look."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from components.language.catalogue import translate
from components.reads import figures
from components.results import live
from db.audit import raise_version
from db.models import Account
from db.models.base import now
from db.store import engine as engines
from tests.cast import CAST, ago, today
from tests.pages.phone import SignedIn
from tests.pages.results_page import fill, open_page, said

#: ``drawn(day)``: a page drawn on this day, of this version of the figures; a run is a beat.
Drawn = Callable[..., AppTest]


def page() -> None:
    """What stays of a page between its own runs; when it is drawn anew, it says so."""
    import streamlit as st

    from components.results import live
    from components.visit import session
    from db.access.permissions import Permission

    viewer, seen, day, is_own_run = st.session_state["page"]
    if st.session_state.pop(session.TICK, False):
        st.title("drawn anew")
    elif is_own_run:
        live.pulse(Permission.RESULTS_READ, viewer, seen)
    else:
        live._pulse(Permission.RESULTS_READ, viewer, seen, day)


@pytest.fixture
def drawn(signed_in: SignedIn) -> Drawn:
    signed_in(CAST.manager)

    def draw(day: date | None = None, *, is_own_run: bool = False) -> AppTest:
        with engines.reading() as session:
            viewer = CAST.viewer(session, CAST.manager)
        app = AppTest.from_function(page, default_timeout=120)
        app.session_state["page"] = (viewer, figures.version(), day or today(), is_own_run)
        app.session_state["language"] = "fr"
        return app

    return draw


def beat(app: AppTest) -> str:
    """All that is on screen after a beat."""
    app.run()
    assert not app.exception
    return said(app)


def close_manager() -> None:
    with engines.writing() as session:
        session.get_one(Account, CAST.manager).closed_at = now()


def move() -> None:
    with engines.writing() as session:
        raise_version(session)


def lose_the_counter() -> None:
    with engines.writing() as session:
        session.execute(sa.text("ALTER TABLE change_counter RENAME TO out_of_reach"))


def test_an_unchanged_page_is_left_alone(drawn: Drawn) -> None:
    app = drawn()
    for _ in range(2):
        assert beat(app).startswith(translate("fr", "live.as_of", hour=""))


def test_a_screen_on_a_wall_is_drawn_anew_on_the_next_day(drawn: Drawn) -> None:
    assert beat(drawn(ago(1))) == "drawn anew"


@pytest.mark.parametrize("change", [close_manager, move])
def test_what_has_moved_or_is_no_longer_theirs_is_drawn_anew(
    drawn: Drawn, change: Callable[[], None]
) -> None:
    app = drawn()
    assert beat(app) != "drawn anew"
    change()
    assert beat(app) == "drawn anew"


def test_the_pages_own_run_does_not_look_again_at_what_it_has_just_read(drawn: Drawn) -> None:
    app = drawn(is_own_run=True)
    move()
    assert beat(app).startswith(translate("fr", "live.as_of", hour=""))


def test_who_asks_just_after_a_drawing_is_not_drawn_again_at_once(drawn: Drawn) -> None:
    """A browser that was kept waiting has asked meanwhile: drawn again, it would lose the drawing
    that it has not been sent yet."""
    app = drawn()
    hour = beat(app)
    app.session_state[live._DRAWN] = time.monotonic()
    move()
    # It vouches for no hour at which it has not looked.
    assert beat(app) == hour
    app.session_state[live._DRAWN] = time.monotonic() - live.TOO_SOON
    assert beat(app) == "drawn anew"


def test_a_database_out_of_reach_is_told_in_words_with_the_hour_of_the_last_look(
    drawn: Drawn,
) -> None:
    app = drawn()
    hour = beat(app).removeprefix(translate("fr", "live.as_of", hour="")).strip(" .")
    lose_the_counter()
    assert beat(app) == translate("fr", "live.lost", hour=hour)


def test_a_closed_account_loses_its_charts_at_the_next_run(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    fill()
    app = open_page("overview")
    assert app.metric
    close_manager()
    app.run()
    assert not app.metric and app.button(key="signin_submit")
    assert translate("fr", "page.overview") not in said(app)
