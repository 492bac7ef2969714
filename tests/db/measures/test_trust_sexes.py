"""What is told of the sexes of a wave, and of those who are struck out (``docs/trust.md``)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pandas as pd
import pytest
from sqlmodel import Session, select

from db.access.clock import time_zone, today
from db.access.viewer import Viewer
from db.codes import Sex
from db.inputs.results import ResultFilter
from db.measures import trust
from db.models import TrustResponse, TrustWave
from tests.cast import CAST
from tests.db.measures.events import Stage, period

MORE = ["neutral", "not_trusting", "mean", "dont_know", "refused", "not_applicable"]
WOMEN = [Sex.WOMAN.value]


@pytest.fixture
def wave(session: Session) -> ResultFilter:
    """A period with one wave, which ended five days ago."""
    wave = session.get_one(TrustWave, CAST.wave)
    wave.ends_on = today(session) - timedelta(days=5)
    session.flush()
    return period(wave.starts_on, today(session))


def came(
    stage: Stage, ago: int, women: tuple[int, int], men: tuple[int, int], gone: int | None = None
) -> None:
    """So many women and men who trust and do not came one day, struck out on another."""
    day = today(stage.session)
    voided = None
    if gone is not None:
        at = day - timedelta(days=gone)
        voided = datetime.combine(at, time(12), time_zone(stage.session))
    for sex, counts in ((Sex.WOMAN, women), (Sex.MAN, men)):
        for value, count in zip((8, 5), counts, strict=True):
            stored = day - timedelta(days=ago)
            stage.answers(count, sex=sex, t1=value, stored=stored, voided_at=voided)


def cell(
    session: Session, viewer: Viewer, wanted: ResultFilter, sexes: list[str] | None = None
) -> pd.Series:
    wanted = period(wanted.start, wanted.end, sexes=sexes or [])
    rows = trust.by_item(session, wanted, viewer=viewer)
    return rows[(rows["item"] == "T1") & (rows["agency_id"] == CAST.rabat)].iloc[0]


def test_by_sex_only_the_classes_are_told(
    stage: Stage, session: Session, manager: Viewer, wave: ResultFilter
) -> None:
    came(stage, 9, (6, 6), (5, 7))
    found = cell(session, manager, wave, WOMEN)
    assert (found["n"], found["trusting"], bool(found[MORE].isna().all())) == (12, 6, True)
    assert cell(session, manager, wave)["mean"] == pytest.approx((11 * 8 + 13 * 5) / 24)


def test_the_only_neutral_answer_of_somebody_struck_out_is_not_told(
    stage: Stage, session: Session, manager: Viewer, wave: ResultFilter
) -> None:
    came(stage, 12, (3, 3), (3, 2))
    came(stage, 12, (0, 0), (0, 1), gone=10)
    came(stage, 8, (4, 3), (4, 3))
    found = cell(session, manager, wave)
    assert (found["n"], found["trusting"], bool(found[MORE].isna().all())) == (25, 14, True)
    assert cell(session, manager, wave, WOMEN)["quality"] == trust.HIDDEN


def test_blocks_that_waited_need_room_for_all_of_the_rarer_class(
    stage: Stage, session: Session, manager: Viewer, wave: ResultFilter
) -> None:
    """Two full blocks moved nothing, so no more than one of the first did not trust."""
    came(stage, 12, (5, 0), (5, 0))
    came(stage, 8, (2, 3), (3, 2))
    assert cell(session, manager, wave)["n"] == 20
    assert cell(session, manager, wave, WOMEN)["quality"] == trust.HIDDEN
    came(stage, 6, (1, 0), (1, 0))
    assert cell(session, manager, wave, WOMEN)["n"] == 11


@pytest.mark.parametrize("struck", [9, 10])
def test_who_is_struck_out_after_the_sexes_were_told_stays_and_ten_hide_the_figure(
    stage: Stage, session: Session, manager: Viewer, wave: ResultFilter, struck: int
) -> None:
    came(stage, 9, (6, 6), (5, 12 - struck))
    came(stage, 9, (0, 0), (0, struck), gone=2)
    of_all, of_women = (cell(session, manager, wave, sexes) for sexes in ([], WOMEN))
    if struck < 10:
        assert (of_all["n"], of_women["n"]) == (29, 12)
    else:
        assert {of_all["quality"], of_women["quality"]} == {trust.HIDDEN}


def test_what_is_kept_of_a_wave_follows_its_answers(
    stage: Stage, session: Session, manager: Viewer, wave: ResultFilter
) -> None:
    came(stage, 9, (6, 6), (5, 7))
    assert cell(session, manager, wave)["trusting"] == 11
    one = session.exec(select(TrustResponse).where(TrustResponse.t1 == 8)).first()
    assert one is not None
    one.t1 = 3
    session.flush()
    assert cell(session, manager, wave)["trusting"] == 10
    one.t1 = 8
    session.flush()
    assert cell(session, manager, wave)["trusting"] == 11
