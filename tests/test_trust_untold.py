"""While a wave is open, no read of anybody moves with an answer before the night: every page, file
and chart is made of these reads (``tests/test_imports.py``)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from db.access.clock import today
from db.access.viewer import viewer_of
from db.actions import events, self_completion, slips, trust
from db.audit import version
from db.codes import TRUST_ITEMS, TRUST_SCALE, TrustMode, TrustMoment
from db.inputs.parse import validated
from db.inputs.self_completion import PlaceInput, SelfAnswers, SlipsInput
from db.inputs.trust import TrustInput
from db.models import TrustResponse
from db.queries.audit_log import AuditFilter
from db.queries.entries import EntryFilter
from tests.at_length import first_of
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.measures.events import Stage
from tests.test_reads import READS, answer

WATCHERS = (CAST.manager, CAST.administrator, CAST.agent_rabat)
PLACE = {"wave_id": CAST.wave, "agency_id": CAST.rabat}
ANSWERS = {item: TRUST_SCALE[item] for item in TRUST_ITEMS}
#: What tells of an act at once, to whom it says so: the log names agents, their places and hours;
#: of an answer on a phone it says nothing.
OF_AN_ACT = ("queries.audit_log.", "queries.audit_chain.")
Told = dict[tuple[str, int], str]

pytestmark = POSTGRESQL_AT_LENGTH


def read_all(session: Session) -> Told:
    """Everything that anybody of the team can read, figures and lists of the survey among it."""
    found = {}
    for who in WATCHERS:
        viewer = viewer_of(session, who)
        for name in READS:
            log = {"wanted": AuditFilter()} if name.startswith("queries.audit_log.") else {}
            found[name, who] = answer(session, name, viewer, **log)
        entries = "queries.entries.listed"
        found["trust entries", who] = answer(
            session, entries, viewer, wanted=EntryFilter(kind="trust")
        )
    return found


def moved(before: Told, after: Told) -> set[tuple[str, int]]:
    return {each for each in before if before[each] != after[each]}


@pytest.fixture
def running(session: Session) -> Session:
    """A wave with shown figures, slips, an open link, and as many answers as wait for one more."""
    stage, day = Stage(session), today(session)
    for ago, number in ((9, 12), (7, 13), (5, 9)):
        for place, value in enumerate((8, 8, 3)):
            values: dict[str, Any] = {
                item.lower(): min(value, TRUST_SCALE[item]) for item in TRUST_ITEMS
            } | {"t1": value}
            stored = day - timedelta(days=ago)
            stage.answers(number // 3 + (place < number % 3), stored=stored, **values)
    session.flush()
    return session


@pytest.mark.parametrize("kind", first_of("slip", "open link"))
def test_an_answer_on_a_phone_moves_nothing_before_the_night(running: Session, kind: str) -> None:
    if kind == "slip":
        code, *_ = slips.make(running, SlipsInput(**PLACE, number=5), by=CAST.manager)
    else:
        code = slips.make_link(running, PlaceInput(**PLACE), by=CAST.manager)
    before, counter = read_all(running), version(running)
    assert "indicative" in before["measures.trust.by_item", CAST.manager]
    raw = {"language": "fr", "moment": "T1", "answers": ANSWERS, "form": "f" * 22}
    self_completion.finish(running, code, validated(SelfAnswers, raw | {"begun": today(running)}))
    running.flush()
    assert moved(before, read_all(running)) == set()
    assert version(running) == counter


@pytest.mark.long
def test_an_answer_at_the_counter_moves_what_its_agent_did_and_nothing_else(
    running: Session,
) -> None:
    before, counter = read_all(running), version(running)
    data = TrustInput(
        **PLACE, submission_id=str(uuid.uuid4()), mode=TrustMode.SELF_TAB,
        moment=TrustMoment.T1, language="fr", answers=ANSWERS,
    )  # fmt: skip
    trust.record(running, data, by=CAST.agent_rabat)
    running.flush()
    told = {each for each in moved(before, read_all(running)) if not each[0].startswith(OF_AN_ACT)}
    own = {("trust entries", CAST.agent_rabat), ("queries.trust.fieldwork", CAST.agent_rabat)}
    assert told - own == set()
    assert version(running) == counter


@pytest.mark.long
def test_a_strike_out_moves_nothing_but_its_entry(running: Session) -> None:
    row = running.exec(select(TrustResponse)).first()
    assert row is not None
    before = read_all(running)
    events.void(running, "trust", row.id, "MISTAKE", by=CAST.manager)
    running.flush()
    told = {name for name, _ in moved(before, read_all(running)) if not name.startswith(OF_AN_ACT)}
    assert told <= {"trust entries", "queries.trust.fieldwork"}
