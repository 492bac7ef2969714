"""One form open on two pages: whatever the order, no text replaces one that its page has not seen.

Page ``a`` is the phone, page ``b`` the desktop.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from db.actions import drafts
from db.errors import AppError
from db.inputs.drafts import SUBMISSION, DraftInput
from db.inputs.records import Submission
from db.models import Draft, SignInSession
from db.models.base import now
from db.queries import drafts as queries
from db.queries.drafts import Kept
from db.store.engine import writing
from tests.at_once import while_first_is_under_way, with_many_writers
from tests.cast import CAST

FORM = "intervention"
ME = CAST.agent_rabat


class Page:
    """One open page: what it has typed and seen of the draft."""

    def __init__(self, session: Session, name: str, submission: str = "one") -> None:
        self.session, self.name, self.mark, self.submission = session, name, "", submission
        found = standing(session)
        if found:
            self.mark = found.mark

    def holds(self, text: str) -> DraftInput:
        values = {"text": text, SUBMISSION: self.submission}
        return DraftInput(FORM, values, writer=self.name, mark=self.mark)

    def types(self, text: str) -> bool:
        """Whether it now stands there."""
        kept = drafts.keep(self.session, self.holds(text), by=ME)
        self.mark = kept.mark
        return not kept.is_aside

    def saves(self) -> None:
        data = Submission(submission_id=self.submission, writer=self.name, mark=self.mark)
        drafts.finish(self.session, FORM, data, CAST.viewer(self.session, ME))


def standing(session: Session) -> Kept | None:
    return queries.of_form(session, FORM, viewer=CAST.viewer(session, ME))


def texts(session: Session) -> tuple[Any, Any]:
    """What stands, and what comes up when that is put aside."""
    found = standing(session)
    if found is None:
        return None, None
    drafts.bring_back(session, FORM, by=ME)
    other = standing(session)
    assert other is not None
    drafts.bring_back(session, FORM, by=ME)
    beside = other.values["text"] if found.aside_at else None
    return found.values["text"], beside


@pytest.fixture
def a(session: Session) -> Page:
    """The phone, on which the draft was begun."""
    page = Page(session, "a")
    page.types("phone 1")
    return page


@pytest.fixture
def b(session: Session, a: Page) -> Page:
    """The desktop, on which the draft was opened afterwards."""
    return Page(session, "b")


def test_a_draft_goes_on_where_it_is_opened(session: Session, b: Page) -> None:
    assert b.types("desktop 1")
    assert b.types("desktop 2")
    assert texts(session) == ("desktop 2", None)


def test_the_first_device_does_not_silently_win(session: Session, a: Page, b: Page) -> None:
    b.types("desktop 1")
    assert not a.types("phone 2")
    assert not a.types("phone 3")
    assert texts(session) == ("desktop 1", "phone 3")


def test_two_pages_opened_before_anything_was_typed(session: Session) -> None:
    first, second = Page(session, "a"), Page(session, "b")
    assert first.types("phone 1")
    assert not second.types("desktop 1")
    assert texts(session) == ("phone 1", "desktop 1")


def test_the_device_that_wrote_last_goes_on_whatever_it_has_heard_of_it(
    session: Session, a: Page, b: Page
) -> None:
    """The answer with the new mark was lost: nobody else has typed."""
    a.mark = "of an answer before"
    assert a.types("phone 2")
    assert texts(session) == ("phone 2", None)


def test_a_device_that_comes_back_does_not_replace_what_is_newer(
    session: Session, a: Page, b: Page
) -> None:
    b.types("desktop 1")
    back = Page(session, "a")
    back.mark = a.mark
    assert not back.types("typed without a line")
    assert texts(session) == ("desktop 1", "typed without a line")


def test_a_device_that_comes_back_with_nothing_new_overtakes_nobody(
    session: Session, a: Page, b: Page
) -> None:
    """The server was started anew, and the phone that still lay open sent its fields once more."""
    assert a.types("phone 1")
    b.saves()
    assert standing(session) is None


def test_the_same_text_on_both_is_no_dispute(session: Session, a: Page, b: Page) -> None:
    b.types("desktop 1")
    assert a.types("desktop 1")
    assert a.types("phone 2")
    assert not b.types("desktop 2")
    assert texts(session) == ("phone 2", "desktop 2")


def test_what_is_chosen_here_stands_and_the_other_can_be_had_back(
    session: Session, a: Page, b: Page
) -> None:
    b.types("desktop 1")
    a.types("phone 2")
    a.mark = drafts.overrule(session, a.holds("phone 2"), by=ME).mark
    assert texts(session) == ("phone 2", "desktop 1")
    assert not b.types("desktop 2"), "now the desktop has not seen the newer one"
    assert texts(session) == ("phone 2", "desktop 2")


def test_what_is_chosen_elsewhere_stands_and_this_can_be_had_back(
    session: Session, a: Page, b: Page
) -> None:
    b.types("desktop 1")
    a.types("phone 2")
    drafts.give_way(session, a.holds("phone 2"), by=ME)
    again = Page(session, "a")
    assert again.types("desktop 1, phone 3")
    assert texts(session) == ("desktop 1, phone 3", "phone 2")
    drafts.bring_back(session, FORM, by=ME)
    assert texts(session) == ("phone 2", "desktop 1, phone 3")


def test_giving_way_to_what_is_gone_keeps_this(session: Session, a: Page, b: Page) -> None:
    b.types("desktop 1")
    a.types("phone 2")
    drafts.discard(session, FORM, by=ME)
    drafts.discard(session, FORM, by=ME)
    drafts.give_way(session, a.holds("phone 2"), by=ME)
    assert texts(session) == ("phone 2", None)


def test_a_save_does_not_lose_a_newer_text_unseen(session: Session, a: Page, b: Page) -> None:
    b.types("desktop 1")
    with pytest.raises(AppError, match="draft_newer"):
        a.saves()
    assert texts(session) == ("desktop 1", None)


@pytest.mark.parametrize("is_chosen", [True, False])
def test_a_save_leaves_what_lies_beside_only_where_nobody_has_chosen(
    session: Session, a: Page, b: Page, *, is_chosen: bool
) -> None:
    b.types("desktop 1")
    a.types("phone 2")
    if is_chosen:
        b.mark = drafts.overrule(session, b.holds("desktop 1"), by=ME).mark
        drafts.give_way(session, a.holds("phone 2"), by=ME)
    b.saves()
    assert texts(session) == ((None, None) if is_chosen else ("phone 2", None))
    if not is_chosen:
        assert a.types("phone 3"), "it is the phone's own again"
        a.saves()
        assert texts(session) == (None, None)


def test_an_older_submissions_save_leaves_a_newer_draft_alone(session: Session, a: Page) -> None:
    late = Page(session, "b", "another")
    late.saves()
    assert texts(session) == ("phone 1", None)


def test_a_save_takes_along_its_own_text_that_lies_beside_another_submission(
    session: Session, a: Page
) -> None:
    other = Page(session, "b", "another")
    other.mark = ""
    assert not other.types("desktop 1")
    other.saves()
    assert texts(session) == ("phone 1", None)


def test_a_newer_text_is_not_thrown_away_unseen(session: Session, a: Page, b: Page) -> None:
    b.types("desktop 1")
    with pytest.raises(AppError, match="draft_newer"):
        drafts.discard(session, FORM, writer=a.name, mark=a.mark, by=ME)
    drafts.discard(session, FORM, writer=b.name, mark=b.mark, by=ME)
    assert texts(session) == (None, None)


def test_both_texts_are_sealed(session: Session, a: Page, b: Page) -> None:
    b.types("Fatima at the desktop")
    a.types("Fatima on the phone")
    row = session.exec(select(Draft)).one()
    assert row.aside is not None
    assert b"Fatima" not in row.sealed + row.aside


def test_a_draft_tells_whose_browser_it_was_while_that_is_signed_in(session: Session) -> None:
    sign_in = SignInSession(account_id=ME, token_hash="phone", expires_at=now().replace(year=2099))
    session.add(sign_in)
    session.flush()
    typed = DraftInput(FORM, {"text": "1"}, writer="a", sign_in_id=sign_in.id)
    drafts.keep(session, typed, by=ME)
    found = standing(session)
    assert found is not None
    assert (found.sign_in_id, found.begun_at <= found.kept_at) == (sign_in.id, True)
    sign_in.ended_at = now()
    found = standing(session)
    assert found is not None
    assert found.sign_in_id is None


Act = Callable[[Session], Any]


def _typing(name: str, text: str, mark: str = "") -> Act:
    values = {"text": text, SUBMISSION: "one"}
    wanted = DraftInput(FORM, values, writer=name, mark=mark)
    return lambda session: drafts.keep(session, wanted, by=ME).is_aside


@with_many_writers
def test_of_two_that_type_at_once_one_lies_beside_the_other(database: sa.Engine) -> None:
    with writing() as session:
        mark = drafts.keep(session, DraftInput(FORM, {"text": "0"}, writer="a"), by=ME).mark
    told = while_first_is_under_way(_typing("b", "1", mark), _typing("c", "2", mark))
    assert told == (False, True)
    with writing() as session:
        assert texts(session) == ("1", "2")
