"""People of the demo's groups: no more than heads, on their first day, and no figure moves."""

from __future__ import annotations

from collections import Counter, defaultdict

from sqlmodel import Session, col, select

from db.derived import first_contacts
from db.inputs.group_people import NAMED_TYPES, counted, heads_problems
from db.inputs.interventions import HEADS
from db.models import Case, FirstContact, Intervention
from seed_data.group_people import SHARED


def test_some_people_are_added_to_groups_and_each_follows_its_own(demo: Session) -> None:
    people = demo.exec(select(Intervention).where(col(Intervention.group_id).is_not(None))).all()
    assert len(people) > 20
    of_group: dict[int, list[Intervention]] = defaultdict(list)
    for row in people:
        of_group[row.group_id or 0].append(row)
    for group_id, rows in of_group.items():
        group = demo.get_one(Intervention, group_id)
        assert group.type in NAMED_TYPES and group.voided_at is None
        sexes = [demo.get_one(Case, row.case_id).sex for row in rows]
        heads = dict(zip(counted([]), (getattr(group, name) for name in HEADS), strict=True))
        assert heads_problems(heads, counted(sexes)) == {}
        for row in rows:
            assert all(getattr(row, name) == getattr(group, name) for name in SHARED)
            assert (row.id > group.id, row.entered_at >= group.entered_at) == (True, True)
    assert max(Counter((row.group_id, row.case_id) for row in people).values()) == 1


def test_nobody_was_met_earlier_or_more_often_by_it(demo: Session) -> None:
    query = (
        select(Intervention, FirstContact)
        .join(FirstContact, col(FirstContact.case_id) == col(Intervention.case_id))
        .where(col(Intervention.group_id).is_not(None))
    )
    for row, first in demo.exec(query):
        assert (row.happened_on, row.agency_id) == (first.contacted_on, first.agency_id)
    assert first_contacts.differing(demo) == 0
