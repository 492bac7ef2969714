"""What is told of all agencies together between two waves: what changed within agencies."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest
from sqlmodel import Session

from db.access.clock import today
from db.access.viewer import Viewer
from db.inputs.results import ResultFilter
from db.measures import trust_survey
from db.measures.trust import ALL_AGENCIES
from db.models import TrustWave
from db.statistics import change
from tests.cast import CAST
from tests.db.measures.events import Stage, period

FIRST, SECOND = CAST.wave, 2


@pytest.fixture
def now(session: Session) -> ResultFilter:
    """A period with two waves, both over."""
    ended = today(session) - timedelta(days=1)
    wave = session.get_one(TrustWave, FIRST)
    wave.ends_on = ended
    session.add(TrustWave(id=SECOND, number=SECOND, starts_on=ended, ends_on=ended))
    session.flush()
    return period(wave.starts_on, today(session))


def said(stage: Stage, agency: int, wave: int, trusting: int, n: int) -> None:
    stage.answers(trusting, agency, wave=wave, t1=8)
    stage.answers(n - trusting, agency, wave=wave, t1=2)


def changes(session: Session, manager: Viewer, wanted: ResultFilter) -> pd.DataFrame:
    rows = trust_survey.survey(session, wanted, viewer=manager).changes
    return rows[rows["item"] == "T1"].set_index("agency_id")


def test_where_no_agency_changed_nothing_changed_whoever_answered_more(
    stage: Stage, session: Session, manager: Viewer, now: ResultFilter
) -> None:
    """80 and 45 % in both waves: added up 70, then 55 %, which was called a change."""
    said(stage, CAST.rabat, FIRST, 80, 100)
    said(stage, CAST.casablanca, FIRST, 18, 40)
    said(stage, CAST.rabat, SECOND, 32, 40)
    said(stage, CAST.casablanca, SECOND, 45, 100)
    rows = changes(session, manager, now)
    assert rows["difference"].to_list() == pytest.approx([0, 0, 0], abs=1e-12)
    assert rows.loc[ALL_AGENCIES, "p_value"] == pytest.approx(1)
    assert not rows["is_change"].any()


def test_all_together_is_one_of_the_comparisons(
    stage: Stage, session: Session, manager: Viewer, now: ResultFilter
) -> None:
    """Of two agencies three changes are told; of one agency only one, twice."""
    said(stage, CAST.rabat, FIRST, 20, 40)
    said(stage, CAST.rabat, SECOND, 29, 40)
    rows = changes(session, manager, now)
    alone = change(20, 40, 29, 40)
    assert alone is not None and alone.is_change
    for agency in (CAST.rabat, ALL_AGENCIES):
        assert tuple(rows.loc[agency, list(alone._fields)]) == alone
    for wave in (FIRST, SECOND):
        said(stage, CAST.casablanca, wave, 20, 40)
    rows = changes(session, manager, now)
    of_three = change(20, 40, 29, 40, tests=3)
    assert of_three is not None and not of_three.is_change
    assert tuple(rows.loc[CAST.rabat, list(of_three._fields)]) == of_three


@pytest.mark.parametrize("hidden_in", [(FIRST,), (SECOND,), (FIRST, SECOND)])
def test_the_change_does_not_move_with_the_answers_of_a_hidden_agency(
    stage: Stage,
    session: Session,
    manager: Viewer,
    now: ResultFilter,
    hidden_in: tuple[int, ...],
) -> None:
    for wave, trusting in ((FIRST, 20), (SECOND, 30)):
        said(stage, CAST.rabat, wave, trusting, 40)
        said(stage, CAST.casablanca, wave, 20, 50)
        if wave not in hidden_in:
            said(stage, CAST.tanger, wave, 30, 40)
    found = [changes(session, manager, now)]
    for trusting, n in ((0, 3), (3, 3), (3, 3)):
        for wave in hidden_in:
            said(stage, CAST.tanger, wave, trusting, n)
        found.append(changes(session, manager, now))
    for rows in found[1:]:
        pd.testing.assert_frame_equal(rows, found[0])
    assert set(found[0].index) == {CAST.rabat, CAST.casablanca, ALL_AGENCIES}


def test_the_change_is_made_of_what_is_shown_of_each_agency(
    stage: Stage, session: Session, manager: Viewer, now: ResultFilter
) -> None:
    said(stage, CAST.rabat, FIRST, 20, 40)
    said(stage, CAST.rabat, SECOND, 50, 60)
    said(stage, CAST.casablanca, FIRST, 20, 50)
    said(stage, CAST.casablanca, SECOND, 10, 20)
    rows = changes(session, manager, now)
    sizes = {CAST.rabat: 40 * 60 / 100, CAST.casablanca: 50 * 20 / 70}
    moved = rows["difference"].astype(float).to_dict()
    own = sum(moved[each] * size for each, size in sizes.items())
    assert moved[ALL_AGENCIES] == pytest.approx(own / sum(sizes.values()))
