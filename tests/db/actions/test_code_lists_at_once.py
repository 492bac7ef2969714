"""Several administrators change one code list at once: nobody blocks anybody."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.actions import code_lists, programme, trust_waves
from db.inputs.code_lists import BigTypes
from db.inputs.parse import validated
from db.models import AuditEntry, Code, Programme, TrustWave
from db.store.engine import reading, writing
from tests.acts import a_code, a_wave, relabel, reorder, retire_code
from tests.at_once import Act, alone, by_turns, while_first_is_under_way, with_many_writers
from tests.cast import CAST, ago

BY = CAST.administrator
ROUNDS = 12


def retire_or_restore(session: Session) -> None:
    if session.get_one(Code, ("MODE", "FIELD")).valid_to:
        code_lists.restore(session, "MODE", "FIELD", by=BY)
    else:
        retire_code(session, "MODE", "FIELD")


def reverse(session: Session) -> None:
    query = select(Code.code).where(Code.list == "MODE", col(Code.valid_to).is_(None))
    order = tuple(session.exec(query.order_by(col(Code.sort))))
    reorder(session, "MODE", *reversed(order), seen=order)


def rename(session: Session) -> None:
    row = session.get_one(Code, ("MODE", "FIELD"))
    relabel(session, "MODE", "FIELD", label_en=f"{row.label_en[:50]} on")


@with_many_writers
def test_nobody_waits_for_somebody_who_waits_for_them(database: sa.Engine) -> None:
    assert by_turns(ROUNDS, retire_or_restore, reverse, rename) == []
    with reading() as session:
        done = set(session.exec(select(AuditEntry.action)))
    assert done >= {"code.retire", "code.restore", "code.reorder", "code.relabel"}


@with_many_writers
def test_a_code_is_not_deleted_while_it_becomes_a_big_button(database: sa.Engine) -> None:
    with writing() as session:
        added = a_code(session, "INTERVENTION_TYPE")
        seen = session.exec(select(Programme.big_types)).one()

    def choose(*types: str) -> Act:
        raw = {"types": types, "seen": seen, "reason": "Asked for by the agents"}
        return lambda session: programme.choose_big_types(session, validated(BigTypes, raw), by=BY)

    found = while_first_is_under_way(
        choose("CV", added),
        lambda session: code_lists.delete(session, "INTERVENTION_TYPE", added, by=BY),
    )
    assert found == (None, "error.code_is_big")
    # Who chooses from what was shown before is told as well.
    assert alone(choose("CV")) == "error.list_changed"


@with_many_writers
def test_words_of_the_survey_wait_for_a_wave_that_is_being_opened(database: sa.Engine) -> None:
    with writing() as session:
        session.get_one(TrustWave, CAST.wave).ends_on = ago(30)
        wave = a_wave(session)
    found = while_first_is_under_way(
        lambda session: trust_waves.begin(session, wave, by=CAST.manager),
        lambda session: relabel(session, "ANSWER_0_3", "0", label_en="Other words"),
    )
    assert found == (None, "error.wording_in_wave")
