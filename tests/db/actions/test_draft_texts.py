"""One form open on three pages: each text stays, and comes up in its turn, until one is saved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from db.actions import drafts
from db.models import Draft, DraftText
from db.models.base import now
from db.queries import drafts as queries
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.actions.test_drafts import FORM, ME, Page, standing

pytestmark = POSTGRESQL_AT_LENGTH


def turned(session: Session) -> list[str]:
    """All texts in the order in which they come up."""
    found = []
    while (kept := standing(session)) is not None and kept.values["text"] not in found:
        found.append(kept.values["text"])
        drafts.bring_back(session, FORM, by=ME)
    return found


def three(session: Session) -> list[Page]:
    """Three pages of one draft, each with a text of its own; the last two know of no other."""
    pages = [Page(session, name) for name in "abc"]
    assert [page.types(f"of {page.name}") for page in pages] == [True, False, False]
    return pages


def test_a_third_page_replaces_no_text_of_the_second(session: Session) -> None:
    three(session)
    assert sorted(turned(session)) == ["of a", "of b", "of c"]
    # Each comes up in its turn, and none is lost on the way.
    assert sorted(turned(session)) == ["of a", "of b", "of c"]


def test_what_a_page_types_on_replaces_its_own_text_alone(session: Session) -> None:
    _, b, c = three(session)
    b.types("of b, longer")
    c.types("of c, longer")
    assert sorted(turned(session)) == ["of a", "of b, longer", "of c, longer"]


def test_what_one_page_makes_stand_leaves_both_others_beside_it(session: Session) -> None:
    _, b, _ = three(session)
    b.mark = drafts.overrule(session, b.holds("of b"), by=ME).mark
    assert turned(session)[0] == "of b"
    assert sorted(turned(session)) == ["of a", "of b", "of c"]


def test_giving_way_keeps_the_third_text_too(session: Session) -> None:
    _, b, _ = three(session)
    drafts.give_way(session, b.holds("of b"), by=ME)
    assert sorted(turned(session)) == ["of a", "of b", "of c"]


def test_a_save_leaves_every_text_between_which_nobody_has_chosen(session: Session) -> None:
    a, b, _ = three(session)
    a.saves()
    assert sorted(turned(session)) == ["of b", "of c"]
    b.mark = drafts.overrule(session, b.holds("of b"), by=ME).mark
    b.saves()
    assert standing(session) is None
    assert session.exec(select(DraftText)).all() == []


def test_of_three_the_one_that_was_never_seen_stays_after_the_others_save(
    session: Session,
) -> None:
    _, b, _ = three(session)
    b.mark = drafts.overrule(session, b.holds("of b"), by=ME).mark
    b.saves()
    assert turned(session) == ["of c"]


def test_texts_go_with_their_draft_when_it_expires(session: Session) -> None:
    three(session)
    row = session.exec(select(Draft)).one()
    row.kept_at = now() - timedelta(days=31)
    session.flush()
    drafts.forget_expired(session)
    assert session.exec(select(DraftText)).all() == []


def days_later(patch: pytest.MonkeyPatch, days: int) -> None:
    for module in (drafts, queries):
        patch.setattr(module, "now", lambda: now() + timedelta(days=days))


def test_a_text_beside_a_younger_draft_goes_after_its_own_days(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b, c = three(session)
    days_later(monkeypatch, 20)
    assert a.types("of a, longer")
    c.types("of c, longer")
    days_later(monkeypatch, 31)
    drafts.forget_expired(session)
    assert sorted(turned(session)) == ["of a, longer", "of c, longer"]
    days_later(monkeypatch, 51)
    drafts.forget_expired(session)
    assert (session.exec(select(Draft)).all(), session.exec(select(DraftText)).all()) == ([], [])
    # Whoever typed that text begins anew, and nothing of it comes up again.
    assert b.types("again") and turned(session) == ["again"]


def test_a_younger_text_stands_once_the_draft_beside_it_has_expired(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, b, _ = three(session)
    days_later(monkeypatch, 20)
    b.types("of b, longer")
    days_later(monkeypatch, 31)
    drafts.forget_expired(session)
    assert turned(session) == ["of b, longer"]


def test_an_expired_text_is_not_offered_before_it_is_deleted(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, _, _ = three(session)
    days_later(monkeypatch, 20)
    a.types("of a, longer")
    days_later(monkeypatch, 31)
    kept = standing(session)
    assert kept is not None and kept.aside_at is None
    drafts.bring_back(session, FORM, by=ME)
    assert turned(session) == ["of a, longer"]
