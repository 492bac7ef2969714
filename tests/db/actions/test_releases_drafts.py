"""What is frozen is the draft that was previewed, and what keeps one from being made."""

from __future__ import annotations

import pytest
from sqlmodel import Session, select

from db.actions import releases as actions
from db.codes import Sex
from db.errors import AppError
from db.inputs.releases import Year
from db.models import Agency, ReleaseTruth
from db.queries import releases as manager_queries
from db.releases import audit_cache, drafts
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.actions.test_releases import freeze, period, register, wanted

__all__ = ["period"]
pytestmark = POSTGRESQL_AT_LENGTH


def test_what_is_frozen_is_the_draft_that_was_on_screen_with_its_true_counts(
    session: Session, period: Year
) -> None:
    """Two previews print the same, of other counts: a click on one does not freeze the other."""
    register(session, period, CAST.rabat, Sex.WOMAN, 30)
    older = wanted(session, period, "older")
    register(session, period, CAST.rabat, Sex.WOMAN, 1)
    newer = wanted(session, period, "newer")
    with pytest.raises(AppError, match="release_moved"):
        actions.freeze(session, older, by=CAST.manager)
    number = actions.freeze(session, newer, by=CAST.manager).number
    true = manager_queries.truths(session, number, viewer=CAST.viewer(session, CAST.manager))
    assert set(true[true["row"] == "RABAT"]["value"]) == {31, 0}


def test_a_freezing_audits_nothing(
    session: Session, period: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(session, period, CAST.rabat, Sex.WOMAN, 30)
    click = wanted(session, period, "one")
    audits = ("together", "reconciled", "may_show")
    for name in audits:
        monkeypatch.setattr(audit_cache, name, lambda *_: pytest.fail("audited"))
    assert actions.freeze(session, click, by=CAST.manager).number == 1


def test_a_draft_that_is_kept_no_more_is_not_frozen(session: Session, period: Year) -> None:
    register(session, period, CAST.rabat, Sex.WOMAN, 30)
    click = wanted(session, period, "one")
    drafts._kept.clear()
    with pytest.raises(AppError, match="release_moved"):
        actions.freeze(session, click, by=CAST.manager)


def test_the_newest_drafts_and_those_that_are_looked_at_are_kept(
    session: Session, period: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_KEPT", 2)
    clicks = []
    for _ in range(3):
        register(session, period, CAST.rabat, Sex.WOMAN, 20)
        clicks.append(wanted(session, period, "one").digest)
        assert drafts.held(clicks[0])
    assert [drafts.held(each) is not None for each in clicks] == [True, False, True]


def test_agencies_that_came_since_are_named_as_what_keeps_an_edition_from_being_made(
    session: Session, period: Year
) -> None:
    register(session, period, CAST.rabat, Sex.WOMAN, 40)
    freeze(session, period)
    rabat = session.get_one(Agency, CAST.rabat)
    names = {"code": "NEW", "name": "New", "short_name": "New"}
    session.add(Agency(**{**rabat.model_dump(exclude={"id"}), **names}))
    register(session, period, CAST.rabat, Sex.WOMAN, 40)
    with pytest.raises(AppError, match="edition_differs"):
        freeze(session, period, "two")


def test_an_edition_that_was_not_made_by_the_rules_has_a_sentence_of_its_own(
    session: Session, period: Year
) -> None:
    """Agencies and lists are the same: what stands beside the print is not what was printed."""
    register(session, period, CAST.rabat, Sex.WOMAN, 40)
    freeze(session, period)
    truth = session.exec(select(ReleaseTruth).where(ReleaseTruth.row_code == "RABAT")).first()
    assert truth
    truth.value = 80
    register(session, period, CAST.rabat, Sex.WOMAN, 40)
    with pytest.raises(AppError, match="edition_not_made_so"):
        freeze(session, period, "two")


def test_a_fault_of_the_audit_is_no_change_of_agencies(
    session: Session, period: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(session, period, CAST.rabat, Sex.WOMAN, 40)
    freeze(session, period)
    register(session, period, CAST.rabat, Sex.WOMAN, 40)

    def fault(*_: object) -> None:
        raise ValueError("a fault of ours")

    monkeypatch.setattr(audit_cache, "reconciled", fault)
    with pytest.raises(ValueError, match="of ours"):
        freeze(session, period, "two")
