"""A group in the list of entries: its people are added there, and said before it is voided."""

from __future__ import annotations

from db.actions import group_people
from db.inputs.group_people import GroupPeopleInput
from db.inputs.parse import validated
from db.models import Intervention
from db.store.engine import writing
from tests.cast import CAST
from tests.pages.entered import stored
from tests.pages.phone import Phone
from tests.pages.work.test_record_intervention_people import a_group

PAGE = "work/entries.py"


def test_who_is_voided_with_a_group_is_said_before(seen: None) -> None:
    group = a_group()
    raw = {
        "submission_id": "list",
        "group_id": group,
        "lines": [{"position": 0, "sex": "F", "birth_year": "1995"}],
    }
    with writing() as session:
        data = validated(GroupPeopleInput, raw)
        row = group_people.record(session, data, by=CAST.agent_rabat).row.id
    phone = Phone(PAGE)
    assert phone.shows(f"entries_people_{group}")
    assert not phone.shows(f"entries_people_{row}")
    assert "présent·e dans un groupe" in phone.said
    assert phone.app.button_group(key=f"entries_change_intervention_{row}").options == ["Annuler"]
    phone.choose(f"entries_change_intervention_{group}", "void")
    assert "1 personne de ce groupe a été ajoutée" in phone.said
    phone.choose(f"entries_reason_intervention_{group}", "NOT_HAPPENED")
    phone.press(f"entries_void_intervention_{group}")
    assert {each.void_reason for each in stored(Intervention)[-2:]} == {"NOT_HAPPENED"}
