"""A questionnaire undone twice at the same moment."""

from __future__ import annotations

from functools import partial

import sqlalchemy as sa
from sqlmodel import Session, select

from db.actions import trust
from db.codes import TRUST_ITEMS, TRUST_SCALE
from db.inputs.parse import validated
from db.inputs.trust import TrustInput
from db.models import TrustFieldwork
from db.store.engine import reading, writing
from tests.at_once import while_first_is_under_way, with_many_writers
from tests.cast import CAST

AGENT = CAST.agent_rabat


def _interviewed(session: Session, number: int) -> None:
    raw = {
        "agency_id": CAST.rabat, "wave_id": CAST.wave, "submission_id": f"q{number}",
        "mode": "SELF_TAB", "moment": "T1", "language": "wo",
        "answers": {item: TRUST_SCALE[item] for item in TRUST_ITEMS},
    }  # fmt: skip
    trust.record(session, validated(TrustInput, raw), by=AGENT)


def _approached() -> int:
    with reading() as session:
        return session.exec(select(sa.func.sum(TrustFieldwork.approached))).one()


@with_many_writers
def test_a_questionnaire_undone_twice_takes_one_person_off(database: sa.Engine) -> None:
    with writing() as session:
        for number in range(3):
            _interviewed(session, number)
    before = _approached()
    undo = partial(trust.undo, submission_id="q1", by=AGENT)
    while_first_is_under_way(undo, undo)
    assert _approached() == before - 1
