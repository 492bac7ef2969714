"""The table of kinds of record: what differs where all of them are treated alike."""

from __future__ import annotations

from dataclasses import dataclass

from db.access.permissions import Permission
from db.models import Intervention, Placement, Referral, TrainingEnrolment, TrustResponse
from db.models.events import RecordedEvent


@dataclass(frozen=True, kw_only=True)
class RecordKind:
    """One kind; columns are given by name."""

    #: Its form and page, its drafts and its rows in the audit log go by this name.
    name: str
    table: type[RecordedEvent]
    #: The permission to record one, and to keep a draft of it.
    permission: Permission
    #: The column of the day it is about.
    day: str
    #: Whether a void changes other rows too: ``db.actions.consequences`` says which.
    has_consequences: bool
    #: The column that says what it was: a code.
    type: str = "type"
    #: The columns that count the people of a group.
    heads: tuple[str, ...] = ()
    #: The columns that say what a person has agreed to.
    consents: tuple[str, ...] = ()
    #: Whether a later row has a larger id; otherwise the day of entry alone is known.
    ids_grow: bool = True
    #: Whether an agent may change it only where they were posted on its day.
    is_bound_to_posting: bool = True
    #: Whether it can be corrected; otherwise it can only be voided and recorded again.
    is_correctable: bool = True

    @property
    def is_of_a_person(self) -> bool:
        """Whether a row can name a case."""
        return "case_id" in self.table.model_fields


KINDS = (
    RecordKind(
        name="intervention",
        table=Intervention,
        permission=Permission.INTERVENTION_WRITE,
        day="happened_on",
        has_consequences=True,
        heads=("women", "men", "other"),
    ),
    RecordKind(
        name="referral",
        table=Referral,
        permission=Permission.REFERRAL_WRITE,
        day="sent_on",
        has_consequences=False,
        consents=("may_share",),
    ),
    RecordKind(
        name="training",
        table=TrainingEnrolment,
        permission=Permission.TRAINING_WRITE,
        day="starts_on",
        has_consequences=False,
    ),
    RecordKind(
        name="placement",
        table=Placement,
        permission=Permission.PLACEMENT_WRITE,
        day="starts_on",
        has_consequences=True,
    ),
    RecordKind(
        name="trust",
        table=TrustResponse,
        permission=Permission.TRUST_WRITE,
        day="answered_on",
        has_consequences=True,
        type="mode",
        ids_grow=False,
        # It may be about an agency where its author was never posted.
        is_bound_to_posting=False,
        # Nobody reads an answer again.
        is_correctable=False,
    ),
)
#: Those whose moment of entry is no hour that anybody was there.
HOURLESS = frozenset(kind.name for kind in KINDS if not kind.ids_grow)
BY_NAME = {kind.name: kind for kind in KINDS}
BY_TABLE = {kind.table: kind for kind in KINDS}
#: The form that names people of a group session: its rows are interventions.
GROUP_PEOPLE = "group_people"
#: The form of a new course.
COURSE_FORM = "course_new"
#: What the name of a form begins with that is of one row, whose number follows: the answer to a
#: check, the change of a course, the attendance of its people, the contact of a person.
CHECK, COURSE_CHANGE, COURSE_MARKS = "retention_", "course_change_", "course_marks_"
CONTACT = "contact_"
_DRAFTS = {kind.name: kind.permission for kind in KINDS} | {
    GROUP_PEOPLE: Permission.INTERVENTION_WRITE,
    COURSE_FORM: Permission.COURSES_WRITE,
}


_OF_ONE_ROW = {
    CHECK: Permission.PLACEMENT_WRITE,
    COURSE_CHANGE: Permission.COURSES_WRITE,
    COURSE_MARKS: Permission.TRAINING_WRITE,
    CONTACT: Permission.CONTACTS,
}


def form_of(kind: str, number: int) -> str:
    """The name of a form of one row."""
    return f"{kind}{number}"


def row_of(form: str) -> tuple[str, int] | None:
    """What a form of one row begins with, and the number of the row."""
    for kind in _OF_ONE_ROW:
        number = form.removeprefix(kind)
        if number != form and number.isascii() and number.isdecimal():
            return kind, int(number)
    return None


def draft_permission(form: str) -> Permission | None:
    """What keeping a draft of this form needs: what its save needs. ``None``: no such form."""
    found = row_of(form)
    return _DRAFTS.get(form) if found is None else _OF_ONE_ROW[found[0]]
