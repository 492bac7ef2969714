"""Trust questionnaires: tied to nobody, complete, and truthful about who asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from db.access.clock import time_zone, today
from db.actions import events, trust
from db.audit import version
from db.codes import NO_ANSWER, TRUST_ITEMS, TRUST_SCALE, TrustMode, TrustMoment
from db.errors import InvalidInput, NotAllowed, NotFound
from db.inputs.trust import TrustInput
from db.models import (
    Agency,
    AuditEntry,
    Posting,
    TrustFieldwork,
    TrustResponse,
    TrustWave,
    TrustWaveAgency,
)
from db.queries.trust import fieldwork, open_waves, ratable_agencies
from tests.cast import CAST, Cast

SALE = 4
ANSWERS = {item: TRUST_SCALE[item] for item in TRUST_ITEMS}


@pytest.fixture(autouse=True)
def sale(session: Session) -> None:
    """Another agency of the region of Rabat, where nobody is posted."""
    session.add(
        Agency(
            id=SALE, code="SALE", name="Agence Salé", short_name="Salé", name_ar="سلا",
            city="Salé", region="MA-04", host_id=1, sort=4,
        )
    )  # fmt: skip
    session.flush()
    session.add(TrustWaveAgency(wave_id=CAST.wave, agency_id=SALE))
    session.flush()


def answered(**changes: object) -> TrustInput:
    wanted = {
        "agency_id": CAST.rabat,
        "wave_id": CAST.wave,
        "mode": TrustMode.SELF_TAB,
        "moment": TrustMoment.T1,
        "language": "wo",
        "answers": ANSWERS,
        "submission_id": "one",
    }
    return TrustInput.model_validate(wanted | changes)


def record(session: Session, **changes: object) -> TrustResponse:
    return trust.record(session, answered(**changes), by=CAST.agent_rabat).row


def counts(session: Session, agency_id: int = CAST.rabat) -> tuple[int, int]:
    found = session.get(TrustFieldwork, (CAST.wave, agency_id))
    return (found.approached, found.refused) if found else (0, 0)


def test_answers_are_stored_with_no_hour_and_no_trace_to_the_row(session: Session) -> None:
    before = version(session)
    row = record(session)
    assert [getattr(row, item.lower()) for item in TRUST_ITEMS] == [10, 10, 3, 3, 3, 3, 3, 3, 3, 1]
    assert row.answered_on == today(session)
    assert row.entered_at.astimezone(time_zone(session)).strftime("%H:%M:%S.%f") == (
        "12:00:00.000000"
    )
    entry = session.exec(select(AuditEntry)).one()
    assert (entry.action, entry.entity_id) == ("trust.record", "1/1")
    assert entry.fields == ""
    # Figures move at night; a page drawn anew would tell the moment.
    assert version(session) == before


def test_a_second_tap_is_the_same_row_and_one_person_approached(session: Session) -> None:
    assert record(session).id == record(session).id
    assert len(session.exec(select(TrustResponse)).all()) == 1
    assert counts(session) == (1, 0)


@pytest.mark.parametrize("no_answer", NO_ANSWER)
def test_no_answer_is_an_answer_of_its_own(session: Session, no_answer: int) -> None:
    row = record(session, answers=dict.fromkeys(TRUST_ITEMS, no_answer))
    assert (row.t1, row.b_rec) == (no_answer, no_answer)


@pytest.mark.parametrize("item", TRUST_ITEMS)
def test_an_item_left_out_or_off_its_scale_is_told(session: Session, item: str) -> None:
    for answers, key in (
        ({k: v for k, v in ANSWERS.items() if k != item}, "error.trust_answer_missing"),
        (ANSWERS | {item: TRUST_SCALE[item] + 1}, "error.unknown_choice"),
        (ANSWERS | {item: -1}, "error.unknown_choice"),
        (ANSWERS | {item: 96}, "error.unknown_choice"),
    ):
        with pytest.raises(InvalidInput) as told:
            record(session, answers=answers)
        assert {k: p.key for k, p in told.value.problems.items()} == {item: key}


def test_who_never_came_is_asked_about_no_visit(session: Session) -> None:
    row = record(session, moment="NU", answers={"T1": 5, "T2": 6})
    assert (row.t1, row.d_rel, row.s_sat) == (5, None, None)
    with pytest.raises(InvalidInput) as told:
        record(session, moment="NU", submission_id="two", answers={"T1": 5, "T2": 6, "S_SAT": 1})
    assert told.value.problems["S_SAT"].key == "error.trust_not_asked"


M = TrustMode


@pytest.mark.parametrize(
    ("ticked", "agency_id", "stored", "flagged"),
    [
        (M.SELF_TAB, CAST.rabat, M.SELF_TAB, False),
        (M.SELF_QR, CAST.rabat, M.SELF_QR, False),
        (M.INT_EXT, CAST.rabat, M.INT_SAME, True),
        (M.INT_OTHER, CAST.rabat, M.INT_SAME, True),
        (M.INT_SAME, CAST.rabat, M.INT_SAME, True),
        (M.PHONE, CAST.rabat, M.PHONE, True),
        (M.INT_EXT, SALE, M.INT_OTHER, False),
        (M.INT_SAME, SALE, M.INT_OTHER, False),
        (M.PHONE, SALE, M.PHONE, False),
    ],
)
def test_who_asked_is_stored_as_it_is_and_flagged_when_posted_there(
    session: Session, cast: Cast, ticked: M, agency_id: int, stored: M, flagged: bool
) -> None:
    row = record(session, mode=ticked, agency_id=agency_id)
    assert (row.mode, row.conflict_of_interest) == (stored, flagged)
    asks = not stored.value.startswith("SELF")
    assert row.interviewer_id == (cast.agent_rabat if asks else None)


def test_a_posting_that_ended_within_the_wave_still_flags(session: Session, cast: Cast) -> None:
    day = today(session)
    session.add(
        Posting(
            account_id=cast.agent_rabat,
            agency_id=SALE,
            starts_on=day - timedelta(days=90),
            ends_on=day - timedelta(days=50),
        )
    )
    session.flush()
    row = record(session, mode=M.INT_OTHER, agency_id=SALE)
    assert (row.mode, row.conflict_of_interest) == (M.INT_OTHER, True)


def test_another_agency_of_the_region_may_be_asked_about_and_is_audited(
    session: Session, cast: Cast
) -> None:
    record(session, agency_id=SALE)
    assert session.exec(select(AuditEntry)).one().reason == "OTHER_AGENCY"
    agent = cast.viewer(session, cast.agent_rabat)
    assert [each.id for each in ratable_agencies(session, viewer=agent)] == [cast.rabat, SALE]
    assert fieldwork(session, cast.wave, SALE, viewer=agent).approached == 0
    record(session, submission_id="two")
    assert fieldwork(session, cast.wave, cast.rabat, viewer=agent).approached == 1


def test_an_agency_of_another_region_is_unknown(session: Session, cast: Cast) -> None:
    for agency_id in (cast.casablanca, 999):
        with pytest.raises(NotFound):
            record(session, agency_id=agency_id)


def test_only_a_wave_that_runs_today_takes_answers(session: Session, cast: Cast) -> None:
    agent = cast.viewer(session, cast.agent_rabat)
    assert [wave.number for wave in open_waves(session, viewer=agent)] == [1]
    session.get_one(TrustWave, cast.wave).ends_on = today(session) - timedelta(days=1)
    session.flush()
    assert open_waves(session, viewer=agent) == []
    with pytest.raises(InvalidInput) as told:
        record(session)
    assert told.value.problems["wave_id"].key == "error.trust_wave_over"


def test_an_unknown_language_is_told(session: Session) -> None:
    with pytest.raises(InvalidInput) as told:
        record(session, language="xx")
    assert told.value.problems["language"].key == "error.unknown_choice"


def test_a_questionnaire_just_saved_can_be_undone_by_who_saved_it(
    session: Session, cast: Cast
) -> None:
    row = record(session)
    trust.undo(session, "one", by=cast.agent_rabat)
    trust.undo(session, "one", by=cast.agent_rabat)
    assert (row.void_reason, counts(session)) == ("UNDO", (0, 0))
    with pytest.raises(NotFound):
        trust.undo(session, "one", by=cast.agent_casablanca)
    row.entered_at -= timedelta(days=1)
    session.flush()
    with pytest.raises(NotFound):
        trust.undo(session, "one", by=cast.agent_rabat)


def test_a_questionnaire_voided_by_a_manager_counts_nobody(session: Session, cast: Cast) -> None:
    row = record(session)
    events.void(session, "trust", row.id, "MISTAKE", by=cast.manager)
    assert counts(session) == (0, 0)


@pytest.mark.parametrize("who", ["manager", "partner", "administrator", "closed"])
def test_only_an_agent_asks(session: Session, cast: Cast, who: str) -> None:
    account = getattr(cast, who)
    with pytest.raises(NotAllowed):
        trust.record(session, answered(), by=account)
    with pytest.raises(NotAllowed):
        trust.refuse(session, answered(), by=account)
    with pytest.raises(NotAllowed):
        trust.undo(session, "one", by=account)


@pytest.mark.parametrize(
    "change",
    [
        {"answers": ANSWERS | {"T1": 3}},
        {"sex": "F"},
        {"mode": TrustMode.PHONE},
        {"moment": "NU", "answers": {"T1": 10, "T2": 10}},
    ],
)
def test_another_questionnaire_under_a_used_submission_is_told(
    session: Session, cast: Cast, change: dict[str, object]
) -> None:
    record(session, mode=M.INT_OTHER)
    again = trust.record(session, answered(mode=M.INT_OTHER), by=cast.agent_rabat)
    assert (again.already, again.as_asked) == (True, True)
    again = trust.record(session, answered(**change), by=cast.agent_rabat)
    assert (again.already, again.as_asked) == (True, False)
    assert counts(session) == (1, 0)


@pytest.mark.fault("T1")
def test_a_questionnaire_is_of_a_day_within_its_wave_and_not_of_tomorrow(
    session: Session, cast: Cast
) -> None:
    day = today(session) - timedelta(days=1)
    row = record(session, answered_on=day)
    assert row.answered_on == day
    # What is told of the moment of entry is the day alone.
    assert row.entered_at == record(session, submission_id="two").entered_at
    wave = session.get_one(TrustWave, cast.wave)
    for wrong, field in ((today(session) + timedelta(days=1), "answered_on"),
                         (wave.starts_on - timedelta(days=1), "wave_id")):  # fmt: skip
        with pytest.raises(InvalidInput) as told:
            record(session, submission_id="three", answered_on=wrong)
        assert set(told.value.problems) == {field}
