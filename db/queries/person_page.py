"""All that a person's page shows, of one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from db.access.permissions import Permission, may
from db.access.viewer import Viewer
from db.codes import ConsentPurpose
from db.queries import (
    colleagues,
    consents,
    contacts,
    duplicates,
    merges,
    people,
    person_courses,
    person_timeline,
    transfers,
)
from db.queries import person as persons
from db.queries.colleagues import Colleague
from db.queries.consents import Consents
from db.queries.contacts import Kept
from db.queries.merges import MergeLine
from db.queries.people import PersonLine
from db.queries.person import Person, Way
from db.queries.person_courses import CoursePath
from db.queries.person_timeline import Happening
from db.queries.transfers import Outgoing


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """A person, and what is shown of them to this viewer: ``consents`` and ``contact`` to whoever
    may write, ``merged`` and ``alike`` to whoever may put cards together, ``colleagues`` and
    ``destinations`` to whoever may send the person on to them.

    ``transfer``: the one that waits; no ``contact`` is read of a person who did not agree to it.
    """

    line: PersonLine
    person: Person
    way: Way
    timeline: Sequence[Happening]
    courses: Mapping[int, CoursePath]
    transfer: Outgoing | None
    consents: Consents | None
    contact: Kept | None
    merged: Sequence[MergeLine]
    alike: Sequence[PersonLine]
    colleagues: Sequence[Colleague]
    destinations: Sequence[int]


def page(session: Session, typed: str, *, viewer: Viewer) -> PersonPage:
    """Of the person of a code as typed; refuses as ``people.by_code`` does."""
    line = people.by_code(session, typed, viewer=viewer)
    # In hand until the end, so that no part reads the case again.
    known, case = persons.theirs(session, line.id, viewer)
    may_write = may(known.role, Permission.CASE_WRITE)
    may_merge = may(known.role, Permission.CASES_MERGE)
    said = consents.of_case(session, case.id, viewer=viewer) if may_write else None
    is_called = said is not None and said.said[ConsentPurpose.FOLLOW_UP].stands
    transfer = transfers.pending_of(session, case.id, viewer=viewer)
    moves = may_write and case.closed_on is None
    asks = moves and transfer is None
    return PersonPage(
        line=line,
        person=persons.one(session, case.id, viewer=viewer),
        way=persons.way(session, case.id, viewer=viewer),
        timeline=person_timeline.timeline(session, case.id, viewer=viewer),
        courses=person_courses.paths(session, case.id, viewer=viewer),
        transfer=transfer,
        consents=said,
        contact=contacts.kept(session, case.id, viewer=viewer) if is_called else None,
        merged=merges.merge_lines(session, case.id, viewer=viewer) if may_merge else (),
        alike=duplicates.of_case(session, case.id, viewer=viewer) if may_merge else (),
        colleagues=colleagues.colleagues(session, viewer=viewer) if moves else (),
        destinations=transfers.destinations(session, viewer=viewer) if asks else (),
    )
