"""Waves: planned, begun, extended, closed for good, reopened with a reason; never two at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from db.access.clock import today
from db.actions import trust_waves
from db.codes import Mark, WaveState
from db.errors import AppError, InvalidInput, NotAllowed, NotFound, Problem
from db.inputs.parse import validated
from db.inputs.trust_waves import (
    MOST_DAYS,
    WaveChange,
    WaveClosing,
    WaveExtension,
    WavePlan,
    WaveReopening,
)
from db.models import Agency, Release, ReleaseCell, TrustWave, TrustWaveAgency
from db.queries.trust import wave_state
from tests.cast import CAST, Cast

FREE = 4


@pytest.fixture(autouse=True)
def free(session: Session) -> None:
    """An agency that is in no wave."""
    session.add(
        Agency(
            id=FREE, code="SALE", name="Agence Salé", short_name="Salé", name_ar="سلا",
            city="Salé", region="MA-04", host_id=1, sort=4,
        )
    )  # fmt: skip
    session.flush()


def raw(session: Session, **changes: Any) -> dict[str, Any]:
    day = today(session)
    wanted = {
        "name": "Printemps",
        "starts_on": day + timedelta(days=5),
        "ends_on": day + timedelta(days=20),
        "languages": ["ar", "fr"],
        "moments": ["T2", "T1"],
        "target": "50",
        "targets": {FREE: ""},
    }
    return wanted | changes


def planned(session: Session, **changes: Any) -> TrustWave:
    data = validated(WavePlan, raw(session, **changes))
    return session.get_one(TrustWave, trust_waves.plan(session, data, by=CAST.manager))


def targets(session: Session, wave: TrustWave) -> dict[int, int | None]:
    rows = session.exec(select(TrustWaveAgency).where(TrustWaveAgency.wave_id == wave.id))
    return {each.agency_id: each.target_n for each in rows}


def state(session: Session, wave: TrustWave, agency: int = FREE) -> WaveState:
    return wave_state(session, wave.id, agency, today(session))


def close(session: Session, wave_id: int = CAST.wave) -> None:
    data = WaveClosing(id=wave_id, reason="Assez de réponses")
    trust_waves.close(session, data, by=CAST.manager)


def reopen(session: Session, wave_id: int = CAST.wave, days: int = 3) -> None:
    ends_on = today(session) + timedelta(days=days)
    data = WaveReopening(id=wave_id, ends_on=ends_on, reason="Il manquait une agence")
    trust_waves.reopen(session, data, by=CAST.manager)


def test_a_plan_keeps_its_agencies_with_the_answers_wanted(session: Session, cast: Cast) -> None:
    wave = planned(session, targets={FREE: "", cast.tanger: "1 200"},
                   starts_on=today(session) + timedelta(days=31),
                   ends_on=today(session) + timedelta(days=40))  # fmt: skip
    assert (wave.number, wave.name) == (2, "Printemps")
    assert (wave.languages, wave.moments) == ("fr,ar", "T1,T2")
    assert targets(session, wave) == {FREE: 50, cast.tanger: 1200}


def test_no_number_is_no_target(session: Session) -> None:
    assert targets(session, planned(session, target="")) == {FREE: None}


@pytest.mark.parametrize(
    ("changes", "field", "key"),
    [
        ({"starts_on": ""}, "starts_on", "error.needed"),
        ({"starts_on": "31/2/2027"}, "starts_on", "error.date_form"),
        ({"ends_on": "1/1/2020"}, "ends_on", "error.wave_ends_first"),
        ({"languages": []}, "languages", "error.choose_one"),
        ({"languages": ["wo"]}, "languages", "error.unknown_choice"),
        ({"moments": []}, "moments", "error.choose_one"),
        ({"targets": {}}, "targets", "error.choose_one"),
        ({"targets": {99: ""}}, "targets", "error.unknown_choice"),
        ({"target": "beaucoup"}, "target", "error.whole_number_form"),
        ({"target": "0"}, "target", "error.wave_target"),
        ({"targets": {FREE: "5001"}}, f"target_{FREE}", "error.wave_target"),
        ({"name": "x" * 81}, "name", "error.text_long"),
    ],
)
def test_what_makes_no_plan_is_said_beside_its_field(
    session: Session, changes: dict[str, Any], field: str, key: str
) -> None:
    with pytest.raises(InvalidInput) as told:
        planned(session, **changes)
    problem = told.value.problems[field]
    # An empty day is one that cannot be read.
    assert problem.key in {key, "error.date_form"}
    assert len(session.exec(select(TrustWave)).all()) == 1


def test_a_wave_begins_today_at_the_earliest_and_lasts_a_year_at_most(session: Session) -> None:
    day = today(session)
    with pytest.raises(InvalidInput) as told:
        planned(session, starts_on=day - timedelta(days=1))
    assert told.value.problems["starts_on"].key == "error.wave_in_the_past"
    with pytest.raises(InvalidInput) as told:
        planned(session, starts_on=day, ends_on=day + timedelta(days=MOST_DAYS))
    assert told.value.problems["ends_on"].key == "error.wave_long"


def test_a_closed_agency_is_in_no_new_wave(session: Session) -> None:
    day = today(session)
    session.get_one(Agency, FREE).closed_on = day
    with pytest.raises(InvalidInput) as told:
        planned(session)
    assert told.value.problems["targets"] == Problem("error.wave_agency_closed", day=day)


def test_two_waves_never_run_in_an_agency_at_once(session: Session, cast: Cast) -> None:
    with pytest.raises(InvalidInput) as told:
        planned(session, targets={FREE: "", cast.rabat: "", cast.tanger: ""})
    first = session.get_one(TrustWave, cast.wave)
    assert told.value.problems["targets"] == Problem(
        "error.wave_overlaps", count=2, wave=1, start=first.starts_on, end=first.ends_on
    )
    planned(session, targets={FREE: ""})
    after = first.ends_on + timedelta(days=1)
    planned(session, starts_on=after, ends_on=after, targets={cast.rabat: ""})


def test_a_plan_is_changed_until_it_begins(session: Session, cast: Cast) -> None:
    wave = planned(session)
    data = raw(session, id=wave.id, name="Été", moments=["T1"], targets={FREE: "80"})
    trust_waves.change(session, validated(WaveChange, data), by=cast.manager)
    assert (wave.name, wave.moments, targets(session, wave)) == ("Été", "T1", {FREE: 80})
    trust_waves.begin(session, wave.id, by=cast.manager)
    assert (wave.starts_on, state(session, wave)) == (today(session), WaveState.OPEN)
    again: Callable[[], object]
    for again in (
        lambda: trust_waves.change(session, validated(WaveChange, data), by=cast.manager),
        lambda: trust_waves.begin(session, wave.id, by=cast.manager),
    ):
        with pytest.raises(AppError) as told:
            again()
        assert told.value.key == "error.wave_begun"


def test_the_later_of_two_managers_is_told_what_the_other_changed(
    session: Session, cast: Cast
) -> None:
    wave = planned(session)
    for seen, field in (
        ({"name": "Été", "targets": {FREE: 50}}, "name"),
        ({"name": "Printemps", "targets": {FREE: 60}}, "targets"),
    ):
        with pytest.raises(InvalidInput) as told:
            data = validated(WaveChange, raw(session, id=wave.id, seen=seen))
            trust_waves.change(session, data, by=cast.manager)
        assert list(told.value.problems) == [field]
    seen = {"name": "Printemps", "targets": {FREE: 50}}
    data = validated(WaveChange, raw(session, id=wave.id, name="Été", seen=seen))
    trust_waves.change(session, data, by=cast.manager)
    assert wave.name == "Été"


def test_a_wave_that_runs_is_extended_to_a_later_day(session: Session, cast: Cast) -> None:
    wave = session.get_one(TrustWave, cast.wave)
    end = wave.ends_on
    with pytest.raises(InvalidInput) as told:
        extension = WaveExtension(id=wave.id, ends_on=end)
        trust_waves.extend(session, extension, by=cast.manager)
    assert told.value.problems["ends_on"] == Problem("error.wave_not_later", day=end)
    later = WaveExtension(id=wave.id, ends_on=end + timedelta(days=7), seen={"ends_on": end})
    trust_waves.extend(session, later, by=cast.manager)
    assert wave.ends_on == end + timedelta(days=7)
    with pytest.raises(InvalidInput) as told:
        trust_waves.extend(session, later, by=cast.manager)
    assert told.value.problems["ends_on"].key == "error.stands_now"


def test_an_extension_does_not_run_into_the_next_wave(session: Session, cast: Cast) -> None:
    wave = session.get_one(TrustWave, cast.wave)
    after = wave.ends_on + timedelta(days=5)
    planned(session, starts_on=after, ends_on=after, targets={cast.rabat: ""})
    with pytest.raises(InvalidInput) as told:
        extension = WaveExtension(id=wave.id, ends_on=after)
        trust_waves.extend(session, extension, by=cast.manager)
    assert told.value.problems["ends_on"].key == "error.wave_overlaps"


def test_a_wave_closed_today_takes_what_was_begun_until_the_day_is_over(
    session: Session, cast: Cast
) -> None:
    day = today(session)
    wave = session.get_one(TrustWave, cast.wave)
    assert state(session, wave, cast.rabat) is WaveState.OPEN
    close(session)
    assert (wave.ends_on, wave.closed_on) == (day, day)
    assert state(session, wave, cast.rabat) is WaveState.CLOSING
    assert wave_state(session, wave.id, cast.rabat, day - timedelta(days=3)) is WaveState.CLOSING
    wave.ends_on = wave.closed_on = day - timedelta(days=1)
    session.flush()
    for begun_on in (day, day - timedelta(days=1), day - timedelta(days=3)):
        assert wave_state(session, wave.id, cast.rabat, begun_on) is WaveState.CLOSED


def test_a_wave_that_ended_by_itself_takes_what_was_begun_within_it(
    session: Session, cast: Cast
) -> None:
    day = today(session)
    wave = session.get_one(TrustWave, cast.wave)
    wave.ends_on = day - timedelta(days=1)
    session.flush()
    assert wave_state(session, wave.id, cast.rabat, day) is WaveState.CLOSED
    assert wave_state(session, wave.id, cast.rabat, wave.ends_on) is WaveState.OPEN
    before = wave.starts_on - timedelta(days=1)
    assert wave_state(session, wave.id, cast.rabat, before) is WaveState.PLANNED
    assert wave_state(session, wave.id, FREE, wave.ends_on) is WaveState.ELSEWHERE
    assert wave_state(session, 99, cast.rabat, day) is WaveState.ELSEWHERE


def test_an_agency_that_has_closed_takes_no_answer_begun_later(
    session: Session, cast: Cast
) -> None:
    day = today(session)
    session.get_one(Agency, cast.rabat).closed_on = day - timedelta(days=1)
    session.flush()
    assert wave_state(session, cast.wave, cast.rabat, day) is WaveState.ELSEWHERE
    assert wave_state(session, cast.wave, cast.rabat, day - timedelta(days=1)) is WaveState.OPEN


def test_a_closed_wave_is_neither_extended_nor_closed_again(session: Session, cast: Cast) -> None:
    close(session)
    day = today(session) + timedelta(days=1)
    again: Callable[[], object]
    for again in (
        lambda: close(session),
        lambda: trust_waves.extend(
            session, WaveExtension(id=cast.wave, ends_on=day), by=cast.manager
        ),
    ):
        with pytest.raises(AppError) as told:
            again()
        assert told.value.key == "error.wave_not_open"


def test_reopening_takes_a_reason_and_shows(session: Session, cast: Cast) -> None:
    wave = session.get_one(TrustWave, cast.wave)
    with pytest.raises(AppError) as told:
        reopen(session)
    assert told.value.key == "error.wave_not_closed"
    close(session)
    with pytest.raises(InvalidInput) as refused:
        validated(WaveReopening, {"id": 1, "ends_on": today(session), "reason": "  "})
    assert refused.value.problems["reason"].key == "error.needed"
    reopen(session)
    assert (wave.closed_on, wave.close_reason) == (None, "")
    assert (wave.reopened_on, wave.reopen_reason) == (today(session), "Il manquait une agence")
    assert state(session, wave, cast.rabat) is WaveState.OPEN
    close(session)
    with pytest.raises(InvalidInput) as past:
        reopen(session, days=-1)
    assert past.value.problems["ends_on"].key == "error.wave_in_the_past"


def test_a_wave_that_a_release_has_told_of_stays_closed(session: Session, cast: Cast) -> None:
    close(session)
    day = today(session)
    session.add(
        Release(
            number=1, period_start=day.replace(day=1), period_end=day + timedelta(days=1),
            threshold=10, base=5, frozen_by=cast.manager, submission_id="one",
        )
    )  # fmt: skip
    session.flush()
    (release,) = session.exec(select(Release.id))
    session.add(
        ReleaseCell(
            release_id=release, table_code=f"trust.T1.{CAST.wave}", row_code="TOTAL",
            column_code="-", mark=Mark.HIDDEN,
        )
    )  # fmt: skip
    session.flush()
    with pytest.raises(AppError) as told:
        reopen(session)
    assert told.value.key == "error.wave_released"


Deed = Callable[[Session, int], object]
DEEDS: tuple[Deed, ...] = (
    lambda s, by: trust_waves.plan(s, validated(WavePlan, raw(s)), by=by),
    lambda s, by: trust_waves.begin(s, CAST.wave, by=by),
    lambda s, by: trust_waves.close(s, WaveClosing(id=CAST.wave, reason="x"), by=by),
)


@pytest.mark.parametrize("who", ["agent_rabat", "administrator", "partner"])
def test_waves_are_the_managers(session: Session, cast: Cast, who: str) -> None:
    for deed in DEEDS:
        with pytest.raises(NotAllowed):
            deed(session, getattr(cast, who))


def test_an_unknown_wave_is_told(session: Session, cast: Cast) -> None:
    with pytest.raises(NotFound):
        trust_waves.begin(session, 99, by=cast.manager)


def test_a_wave_is_reopened_once_and_its_first_end_is_kept(session: Session, cast: Cast) -> None:
    """Two ends close together would tell who answered in between."""
    wave = session.get_one(TrustWave, CAST.wave)
    ended = wave.ends_on = today(session) - timedelta(days=2)
    session.flush()
    reopen(session)
    assert wave.first_ended_on == ended
    wave.ends_on = today(session) - timedelta(days=1)
    session.flush()
    with pytest.raises(AppError) as refused:
        reopen(session)
    assert refused.value.key == "error.wave_reopened_once"


def test_a_wave_closed_by_mistake_is_reopened_the_same_day(session: Session, cast: Cast) -> None:
    """Nobody has seen it whole yet."""
    wave = session.get_one(TrustWave, CAST.wave)
    wave.ends_on = wave.closed_on = today(session)
    session.flush()
    reopen(session)
    assert wave.first_ended_on is None
