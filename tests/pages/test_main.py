"""Every page opens for whom it is meant, through the real gate."""

from __future__ import annotations

from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from components.language.catalogue import translate
from components.visit import session
from components.visit.navigation import SCREENS, Screen
from db.access.permissions import Permission, may
from db.access.viewer import Viewer
from db.models import Account
from db.store import engine as engines
from tests.cast import CAST, NAMES
from tests.pages.opening import PAGES, opened_at
from tests.pages.phone import SignedIn

GUARDED = [screen for screen in SCREENS if screen.name != "account"]


each_of = partial(pytest.mark.parametrize, "screen", ids=lambda screen: screen.name)


@each_of(SCREENS)
@pytest.mark.parametrize("account_id", [a for a in NAMES if a != CAST.closed])
def test_a_page_opens_only_for_its_roles(
    signed_in: SignedIn, screen: Screen, account_id: int
) -> None:
    signed_in(account_id)
    app = opened_at(screen.path).run()
    assert not app.exception
    allowed = may(NAMES[account_id][1], screen.permission)
    denied = translate("fr", "session.no_access") in [each.value for each in app.warning]
    assert denied is not allowed
    assert (translate("fr", screen.text) in [each.value for each in app.title]) is allowed


@pytest.mark.parametrize("who", [None, CAST.partner])
def test_the_frame_does_not_begin_a_page_for_whoever_may_not_see_it(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, who: int | None
) -> None:
    """The first thing a page does by itself is to ask for its permission."""
    begun: list[Permission] = []
    require = session.require

    def note(wanted: Permission) -> Viewer:
        begun.append(wanted)
        return require(wanted)

    monkeypatch.setattr(session, "require", note)
    signed_in(who)
    app = opened_at("manage/accounts.py").run()
    assert not app.exception
    assert begun == []
    signed_in(CAST.administrator)
    app.run()
    assert begun == [Permission.ACCOUNT_MANAGE]


def shown_alone(screen: Screen) -> list[str]:
    """All that the page's own file shows, without the frame that would have asked before it."""
    app = AppTest.from_file(str(PAGES / screen.path), default_timeout=10)
    app.session_state["language"] = "fr"
    app.run()
    assert not app.exception
    return [str(getattr(each, "value", each)) for each in app.main.children.values()]


@each_of(SCREENS)
def test_a_page_by_itself_shows_a_stranger_nothing(signed_in: SignedIn, screen: Screen) -> None:
    signed_in(None)
    assert shown_alone(screen) == [translate("fr", "session.ended")]


@each_of(GUARDED)
def test_a_page_by_itself_shows_the_wrong_role_nothing(signed_in: SignedIn, screen: Screen) -> None:
    signed_in(next(a for a, (_, role) in NAMES.items() if not may(role, screen.permission)))
    assert shown_alone(screen) == [translate("fr", "session.no_access")]


@each_of(GUARDED)
def test_a_page_by_itself_waits_for_the_first_password(signed_in: SignedIn, screen: Screen) -> None:
    who = next(a for a, (_, role) in NAMES.items() if may(role, screen.permission))
    with engines.writing() as opened:
        opened.get_one(Account, who).must_change_password = True
    signed_in(who)
    assert shown_alone(screen) == [translate("fr", "session.password_first")]
