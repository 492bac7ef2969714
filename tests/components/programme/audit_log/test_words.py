"""What an act is about, as its row names it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from components.programme.audit_log.vocabulary import ENTITIES
from components.programme.audit_log.words import Words
from db.queries.audit_log import Act

WORDS = Words(
    columns={},
    people={5: "Salma"},
    acts={},
    about={name: name for name in ENTITIES},
    fields={},
    roles={},
    agencies={"2": "Rabat"},
    reasons={},
    server="",
    other_act="",
    other_field="",
    numbered="{kind} no. {number}",
    named="{kind}: {name}",
    zone=ZoneInfo("UTC"),
)


@pytest.mark.parametrize(
    ("entity", "entity_id", "said"),
    [
        ("account", "5", "account: Salma"),
        ("agency", "2", "agency: Rabat"),
        ("trust", "1/2", "trust: Rabat"),
        ("slip", "1/2", "slip: Rabat"),
        ("code", "MODE/FIELD", "code: MODE/FIELD"),
        ("posting", "7", "posting no. 7"),
        ("non_user", "6f1c0b1e-7a53-4a0e-9d3b-0d8f3a4f9c11", "non_user"),
        ("database", "", "database"),
    ],
)
def test_a_thing_is_named_or_else_numbered_where_the_number_tells_anything(
    entity: str, entity_id: str, said: str
) -> None:
    act = Act(
        id=1,
        at=datetime(2026, 11, 2, tzinfo=UTC),
        account_id=None,
        author=None,
        role="",
        action="",
        entity=entity,
        entity_id=entity_id,
        fields=(),
        reason="",
    )
    assert WORDS.about_what(act) == said
