"""Where two cases differ, the facts are chosen one by one; undone, each is what it was."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import Session, select

from db.actions import merges
from db.codes import Sex
from db.errors import AppError, InvalidInput
from db.inputs.duplicates import TAKEABLE, Merge
from db.inputs.parse import validated
from db.inputs.people import FACTS
from db.models import AuditEntry, Case, CaseChange
from tests.acts import correct_facts
from tests.cast import CAST, ago, today
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.measures.events import Stage

pytestmark = POSTGRESQL_AT_LENGTH
KEPT, OTHER, AGENT = CAST.case_rabat, CAST.case_rabat_2, CAST.agent_rabat
#: What the other case says of each fact.
ITS: dict[str, Any] = {
    "sex": Sex.OTHER, "birth_year": 1971, "nationality": "ML", "education": "3",
    "occupation": "5", "diploma_recognised": True, "language": "fr", "entry_channel": "NGO",
}  # fmt: skip


@pytest.fixture(autouse=True)
def two(session: Session) -> None:
    for name, value in ITS.items():
        setattr(session.get_one(Case, OTHER), name, value)
    session.flush()


def facts(session: Session, case_id: int = KEPT) -> dict[str, Any]:
    row = session.get_one(Case, case_id, populate_existing=True)
    return {name: getattr(row, name) for name in FACTS}


def merge(session: Session, *taken: str) -> int:
    raw = {"kept_id": KEPT, "merged_id": OTHER, "taken": taken}
    done = merges.merge(session, validated(Merge, raw), by=AGENT).id
    session.flush()
    return done


def undo(session: Session, merge_id: int) -> None:
    merges.undo(session, merge_id, by=AGENT)
    session.flush()


def test_the_kept_ones_stand_unless_others_are_chosen(session: Session) -> None:
    before = facts(session)
    done = merge(session)
    assert facts(session) == before
    assert session.exec(select(CaseChange)).all() == []
    undo(session, done)
    done = merge(session, "nationality", "birth_year")
    assert facts(session) == before | {"nationality": "ML", "birth_year": 1971}
    entry = session.exec(select(AuditEntry).where(AuditEntry.action == "case_merge.merge")).all()
    assert [each.fields for each in entry] == ["", "birth_year,nationality"]
    history = [(row.field, row.after) for row in session.exec(select(CaseChange))]
    assert history == [("nationality", "ML"), ("birth_year", "1971")]
    undo(session, done)
    assert facts(session) == before


def test_each_fact_comes_and_goes_as_it_was(session: Session) -> None:
    assert set(TAKEABLE) == set(ITS)
    session.get_one(Case, OTHER).has_turned_18 = True
    its, before = facts(session, OTHER), facts(session)
    done = merge(session, *TAKEABLE)
    assert facts(session) == its | {"status_group": before["status_group"]}
    undo(session, done)
    assert (facts(session), facts(session, OTHER)) == (before, its)


def test_what_was_corrected_since_stays(session: Session) -> None:
    before = facts(session)
    done = merge(session, "nationality", "occupation")
    correct_facts(session, nationality="GN")
    undo(session, done)
    assert facts(session) == before | {"nationality": "GN"}


def test_the_year_that_is_chosen_fits_all_that_was_done(session: Session) -> None:
    session.get_one(Case, OTHER).birth_year = today().year - 15
    Stage(session).met(KEPT, ago(800))
    with pytest.raises(AppError, match="merge_too_young"):
        merge(session, "birth_year")
    # A kept year that is too late for the other's entries is mended by choosing the other one.
    session.get_one(Case, KEPT).birth_year, session.get_one(Case, OTHER).birth_year = (
        today().year - 15,
        1990,
    )
    session.flush()
    with pytest.raises(AppError, match="merge_too_young"):
        merge(session)
    merge(session, "birth_year")


@pytest.mark.parametrize("name", ["status_group", "has_turned_18", "code", "agency_id", ""])
def test_nothing_else_is_taken(name: str) -> None:
    with pytest.raises(InvalidInput):
        validated(Merge, {"kept_id": KEPT, "merged_id": OTHER, "taken": [name]})


def test_two_merges_undone_in_their_own_order_leave_nothing_behind(session: Session) -> None:
    """What the later one finds in the kept case came with the earlier one."""
    before = facts(session)
    first = merge(session, "birth_year")
    third = Stage(session).case(born=1982)
    raw = {"kept_id": KEPT, "merged_id": third, "taken": ("birth_year",)}
    second = merges.merge(session, validated(Merge, raw), by=AGENT).id
    session.flush()
    assert facts(session)["birth_year"] == 1982
    undo(session, first)
    assert facts(session)["birth_year"] == 1982
    undo(session, second)
    assert facts(session) == before
