"""What was said of two cards holds for the people they stand for, through merges and back."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from db.actions import duplicates, merges
from db.inputs.duplicates import Merge, Pair
from db.queries.duplicates import of_case, waiting
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.actions.test_duplicates import opened

pytestmark = POSTGRESQL_AT_LENGTH

AGENT = CAST.agent_rabat


def put_together(session: Session, kept: int, other: int, by: int = AGENT) -> int:
    return merges.merge(session, Merge(kept_id=kept, merged_id=other), by=by).id


def candidates(session: Session, case_id: int) -> set[int]:
    viewer = CAST.viewer(session, AGENT)
    return {line.id for line in of_case(session, case_id, viewer=viewer)}


def test_not_the_same_goes_along_with_a_merge_and_back(session: Session) -> None:
    one, other, third = (opened(session) for _ in range(3))
    duplicates.tell_apart(session, Pair(one_id=one, other_id=other), by=AGENT)
    assert candidates(session, one) == {third}
    done = put_together(session, third, other)
    assert candidates(session, one) == candidates(session, third) == set()
    merges.undo(session, done, by=AGENT)
    assert candidates(session, one) == {third}
    assert candidates(session, third) == {one, other}


def test_it_goes_along_a_chain_and_from_both_sides(session: Session) -> None:
    one, other, third, last = (opened(session) for _ in range(4))
    duplicates.tell_apart(session, Pair(one_id=one, other_id=other), by=AGENT)
    put_together(session, third, other)
    put_together(session, last, third)
    assert candidates(session, one) == candidates(session, last) == set()
    fifth = opened(session)
    assert candidates(session, one) == {fifth}
    # The fifth was never told apart from the last one; as the first one it is.
    put_together(session, fifth, one)
    assert candidates(session, fifth) == candidates(session, last) == set()


@pytest.mark.parametrize("asked_first", [True, False])
def test_a_manager_is_not_asked_what_was_said_of_a_merged_card(
    session: Session, asked_first: bool
) -> None:
    there, third = opened(session, agency=CAST.casablanca), opened(session)
    here = opened(session, said={"asks_manager": True})
    manager = CAST.viewer(session, CAST.manager)
    apart = Pair(one_id=third, other_id=there)
    if not asked_first:
        duplicates.tell_apart(session, apart, by=CAST.manager)
    assert len(waiting(session, viewer=manager)) == 1
    done = put_together(session, third, here)
    if asked_first:
        assert len(waiting(session, viewer=manager)) == 1
        duplicates.tell_apart(session, apart, by=CAST.manager)
    assert waiting(session, viewer=manager) == ()
    merges.undo(session, done, by=AGENT)
    assert len(waiting(session, viewer=manager)) == 1
