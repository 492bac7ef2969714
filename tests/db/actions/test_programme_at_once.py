"""Two managers change the programme at the same moment."""

from __future__ import annotations

from functools import partial

import sqlalchemy as sa
from sqlmodel import Session, select

from db.actions import programme
from db.inputs.parse import validated
from db.inputs.release_groups import LEVELS, GroupsChoice
from db.models import Programme
from db.store.engine import reading
from tests.at_once import while_first_is_under_way, with_many_writers
from tests.cast import CAST


@with_many_writers
def test_the_second_choice_of_groups_is_told_that_another_was_made(database: sa.Engine) -> None:
    with reading() as session:
        seen = session.exec(select(Programme.release_groups)).one()
    first = {name: next(iter(levels)) for name, levels in LEVELS.items()}
    (one, other) = [name for name, levels in LEVELS.items() if len(levels) > 1][:2]

    def choosing(session: Session, name: str) -> None:
        raw = first | {name: [*LEVELS[name]][1], "seen": seen, "reason": "Series of the donor"}
        programme.choose_release_groups(session, validated(GroupsChoice, raw), by=CAST.manager)

    acts = (partial(choosing, name=name) for name in (one, other))
    assert while_first_is_under_way(*acts) == (None, "error.groups_changed")
