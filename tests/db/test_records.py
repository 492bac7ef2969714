"""Every kind of record stands in the table, whole: a part forgotten is found here."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from sqlmodel import Session

from db.access.permissions import Permission
from db.actions import drafts
from db.actions.consequences import WHEN_VOIDED
from db.derived import revisions
from db.inputs.drafts import DraftInput
from db.models import RetentionCheck
from db.models.events import RecordedEvent
from db.queries.approval_changes import COUNTED, How
from db.queries.drafts import of_form
from db.queries.entries import NOBODY, Entry
from db.queries.entry_sources import RETENTION, source_of
from db.records import (
    BY_NAME,
    BY_TABLE,
    CHECK,
    CONTACT,
    COURSE_CHANGE,
    COURSE_FORM,
    COURSE_MARKS,
    KINDS,
    RecordKind,
    draft_permission,
    row_of,
)
from tests.cast import CAST
from tests.db.queries.test_approval_revisions import TOLD

#: What the list of entries adds to the columns of a source.
ADDED = {"kind", "author", "may_change", "place"}
#: What only decides on what the viewer may know.
HELD_BACK = {"case_agency"}


def missing(kind: RecordKind) -> set[str]:
    """The parts of a kind that lead nowhere."""
    columns = set(kind.table.model_fields)
    named = {"day": kind.day, "type": kind.type, **{name: name for name in kind.heads}}
    found = {part for part, column in named.items() if column not in columns}
    if kind.has_consequences is not (kind.name in WHEN_VOIDED):
        found.add("consequence")
    return found


def test_every_table_of_events_is_a_kind_of_record() -> None:
    assert set(BY_TABLE) == set(RecordedEvent.__subclasses__())
    assert len(BY_NAME) == len(BY_TABLE) == len(KINDS)


def test_every_kind_that_makes_up_a_month_gives_it_another_revision() -> None:
    """And each way in which it may change is tried."""
    assert {kind.table: kind.day for kind in COUNTED} == revisions.DAYS
    assert {how for _, how, _ in TOLD} == set(How)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_is_whole(kind: RecordKind) -> None:
    assert missing(kind) == set()


def test_no_consequence_is_that_of_a_kind_that_is_gone() -> None:
    assert set(WHEN_VOIDED) <= set(BY_NAME)


def test_a_new_kind_that_lacks_a_part_is_found() -> None:
    """Or a slip in these checks would let everything through."""
    with pytest.raises(TypeError):
        RecordKind(name="made_up")  # type: ignore[call-arg]
    new = replace(BY_NAME["placement"], name="made_up", day="made_on", heads=("others",))
    assert missing(new) == {"consequence", "day", "others"}


@pytest.mark.parametrize("kind", [*BY_NAME, RETENTION])
def test_a_source_has_all_that_the_list_of_entries_shows(kind: str) -> None:
    columns = {**NOBODY, **source_of(kind).columns}
    assert set(columns) - HELD_BACK | ADDED == {field.name for field in fields(Entry)}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_an_agent_keeps_a_draft_of_every_kind(session: Session, kind: RecordKind) -> None:
    drafts.keep(session, DraftInput(kind.name, {"some": "value"}), by=CAST.agent_rabat)
    viewer = CAST.viewer(session, CAST.agent_rabat)
    assert of_form(session, kind.name, viewer=viewer) is not None


def test_a_draft_of_one_row_names_it() -> None:
    assert row_of(f"{CHECK}12") == (CHECK, 12)
    assert draft_permission(f"{CHECK}12") is Permission.PLACEMENT_WRITE
    assert draft_permission(f"{COURSE_CHANGE}12") is Permission.COURSES_WRITE
    assert draft_permission(f"{COURSE_MARKS}12") is Permission.TRAINING_WRITE
    assert draft_permission(f"{CONTACT}12") is Permission.CONTACTS
    assert draft_permission(COURSE_FORM) is Permission.COURSES_WRITE
    for form in ("retention", "retention_", "retention_x", "retention_²", "12", "course_7"):
        assert row_of(form) is None
        assert draft_permission(form) is None


def test_an_answer_to_a_check_is_no_record_of_its_own() -> None:
    assert RETENTION not in BY_NAME
    assert not issubclass(RetentionCheck, RecordedEvent)
