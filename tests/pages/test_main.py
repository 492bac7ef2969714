"""Every page opens for whom it is meant, through the real gate."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from components.language.catalogue import translate
from components.visit import browser, session
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


OPEN = [account_id for account_id in NAMES if account_id != CAST.closed]


def allowed() -> Iterator[Any]:
    """Each page with those for whom it opens: the first in every run, the others at length."""
    for screen in SCREENS:
        who = [each for each in OPEN if may(NAMES[each][1], screen.permission)]
        for number, each in enumerate(who):
            late = [pytest.mark.long] if number else []
            yield pytest.param(screen, each, marks=late, id=f"{screen.name}-{each}")


def opens(app: AppTest, screen: Screen) -> bool:
    """Whether the page is there, with its title and without the sentence that it is not for one."""
    assert not app.exception
    denied = translate("fr", "session.no_access") in [each.value for each in app.warning]
    titled = translate("fr", screen.text) in [each.value for each in app.title]
    assert denied is not titled
    return titled


@pytest.mark.parametrize(("screen", "account_id"), allowed())
def test_a_page_opens_for_its_roles(signed_in: SignedIn, screen: Screen, account_id: int) -> None:
    signed_in(account_id)
    assert opens(opened_at(screen.path).run(), screen)


@pytest.mark.parametrize("account_id", OPEN)
def test_a_page_opens_for_no_other_role(signed_in: SignedIn, account_id: int) -> None:
    signed_in(account_id)
    others = [each for each in SCREENS if not may(NAMES[account_id][1], each.permission)]
    assert others
    for screen in others:
        app = opened_at(screen.path).run()
        assert not opens(app, screen), screen.name
        assert drawn_in(app.main) == {"flex_container", "html", "warning"}, screen.name


def drawn_in(block: Block) -> set[str]:
    """Kinds of all that stands there."""
    kinds = set()
    for each in block.children.values():
        kinds |= {each.type, *(drawn_in(each) if isinstance(each, Block) else ())}
    return kinds


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
    app = AppTest.from_file(str(PAGES / screen.path), default_timeout=120)
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


@pytest.mark.parametrize("is_wide", [False, True])
def test_a_wide_screen_is_not_sent_the_bar_of_a_phone(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, is_wide: bool
) -> None:
    monkeypatch.setattr(browser, "is_wide", lambda: is_wide)
    signed_in(CAST.manager)
    app = opened_at("manage/targets.py").run()
    assert not app.exception
    links = [each.proto.label for each in app.main if each.type == "page_link"]
    foot = [translate("fr", f"page.{each}.short") for each in ("overview", "indicators")]
    assert [each for each in links if each in foot] == ([] if is_wide else foot)
