"""What a results page may say of trust: never, by whatever filters, about fewer than ten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import combinations, product
from typing import Any, TypeVar

import pandas as pd
import pytest
from sqlmodel import Session

from db.access.clock import today
from db.access.viewer import Viewer, viewer_of
from db.codes import DONT_KNOW, Sex, TrustMode, TrustMoment
from db.inputs.results import ResultFilter
from db.measures import trust, trust_survey
from db.measures.trust_answers import Told
from db.measures.trust_history import Answers
from db.models import TrustFieldwork, TrustWave, TrustWaveAgency
from db.releases.counts import trust_counts
from tests.cast import CAST
from tests.db.measures.events import Stage, period

T = TypeVar("T")


@pytest.fixture
def now(session: Session) -> ResultFilter:
    """A period with one wave, which is over."""
    wave = session.get_one(TrustWave, CAST.wave)
    wave.ends_on = today(session) - timedelta(days=1)
    session.flush()
    return period(wave.starts_on, max(wave.ends_on, today(session)))


def cell(rows: pd.DataFrame, agency: int = CAST.rabat, item: str = "T1") -> pd.Series:
    return rows[(rows["agency_id"] == agency) & (rows["item"] == item)].iloc[-1]


@pytest.mark.parametrize(
    ("n", "quality"), [(9, "hidden"), (10, "indicative"), (29, "indicative"), (30, "shown")]
)
def test_few_answers_are_hidden_and_some_indicative(
    stage: Stage, session: Session, manager: Viewer, now: ResultFilter, n: int, quality: str
) -> None:
    stage.answers(n, t1=8)
    found = cell(trust.by_item(session, now, viewer=manager))
    assert found["quality"] == quality
    assert pd.isna(found["n"]) == (quality == "hidden")


def test_answers_fall_into_three_classes_and_no_answer_is_outside(
    stage: Stage, session: Session, manager: Viewer, now: ResultFilter
) -> None:
    for value in (0, 4, 5, 6, 10, DONT_KNOW):
        stage.answers(3, t1=value)
    stage.answers(4, t1=10, conflict_of_interest=True)
    found = cell(trust.by_item(session, now, viewer=manager))
    counts = ["n", "trusting", "neutral", "not_trusting", "dont_know"]
    assert [found[name] for name in counts] == [15, 6, 3, 6, 3]
    assert found["mean"] == pytest.approx(5.0)
    assert found["share_trusting"] == pytest.approx(0.4)
    assert found["lower"] < 0.4 < found["upper"]


@pytest.mark.fault("T14")
def test_only_people_who_have_used_the_service_are_in_a_share(
    stage: Stage, session: Session, manager: Viewer, now: ResultFilter
) -> None:
    stage.answers(12, t1=8, moment=TrustMoment.T1)
    stage.answers(8, t1=2, moment=TrustMoment.T2)
    for other in (TrustMoment.T0, TrustMoment.NON_USER):
        stage.answers(30, t1=0, moment=other)
        stage.answers(4, t1=0, moment=other, conflict_of_interest=True)
    stage.answers(3, t1=8, conflict_of_interest=True)
    found = cell(trust.by_item(session, now, viewer=manager))
    assert (found["n"], found["trusting"], found["dont_know"]) == (20, 12, 0)
    assert flagged(session, manager, now) == 3
    assert trust_counts(session, 1, "T1")["RABAT"] == (12, 20)


def test_answers_by_an_open_link_are_in_no_figure(
    stage: Stage, session: Session, manager: Viewer, now: ResultFilter
) -> None:
    stage.answers(12, t1=8)
    stage.answers(40, t1=0, mode=TrustMode.OPEN_LINK)
    found = cell(trust.by_item(session, now, viewer=manager))
    assert (found["n"], found["trusting"]) == (12, 12)
    assert trust_counts(session, 1, "T1")["RABAT"] == (12, 12)
    assert trust.by_open_link(session, now, viewer=manager).to_dict("list") == {
        "wave": [1], "answers": [40]
    }  # fmt: skip


@pytest.mark.fault("T14")
def test_answers_of_other_moments_do_not_lift_a_cell_over_ten(
    stage: Stage, session: Session, manager: Viewer, now: ResultFilter
) -> None:
    stage.answers(9, t1=8)
    stage.answers(30, t1=8, moment=TrustMoment.T0)
    assert cell(trust.by_item(session, now, viewer=manager))["quality"] == "hidden"


def test_flagged_answers_do_not_lift_a_cell_over_ten(
    stage: Stage, session: Session, manager: Viewer, now: ResultFilter
) -> None:
    stage.answers(9, t1=8)
    stage.answers(5, t1=8, conflict_of_interest=True)
    assert cell(trust.by_item(session, now, viewer=manager))["quality"] == "hidden"


def flagged(session: Session, viewer: Viewer, wanted: ResultFilter) -> int | None:
    (found,) = trust.left_out(session, wanted, viewer=viewer)["flagged"]
    return None if pd.isna(found) else int(found)


def test_flagged_answers_of_hidden_agencies_are_counted_and_no_filter_tells_whose_they_are(
    stage: Stage, session: Session, manager: Viewer, now: ResultFilter
) -> None:
    stage.answers(12, CAST.rabat, t1=8)
    stage.answers(4, CAST.rabat, t1=8, conflict_of_interest=True)
    stage.answers(5, CAST.tanger, sex=Sex.MAN, t1=8, conflict_of_interest=True)
    cuts: list[dict[str, Any]] = [
        {},
        {"agencies": [CAST.rabat]},
        {"agencies": [CAST.tanger]},
        {"sexes": [Sex.MAN]},
    ]
    for cut in cuts:
        wanted = period(now.start, now.end, **cut)
        assert flagged(session, manager, wanted) == 9
        assert "flagged" not in trust.by_item(session, wanted, viewer=manager)


@pytest.mark.parametrize(("clean", "number"), [(9, None), (10, 4)])
def test_flagged_answers_of_one_agency_alone_are_hidden_with_its_others(
    stage: Stage,
    session: Session,
    now: ResultFilter,
    clean: int,
    number: int | None,
) -> None:
    stage.answers(clean, CAST.rabat, t1=8)
    stage.answers(4, CAST.rabat, t1=8, conflict_of_interest=True)
    stage.answers(7, CAST.casablanca, t1=8, conflict_of_interest=True)
    agent = viewer_of(session, CAST.agent_rabat)
    assert flagged(session, agent, now) == number


def told(
    session: Session, manager: Viewer, wanted: ResultFilter, filters: Iterable[dict[str, list[Any]]]
) -> list[int]:
    """Every n of T1 that the manager is shown, of one agency or of all, under these filters."""
    found = []
    for cut in filters:
        rows = trust.by_item(session, period(wanted.start, wanted.end, **cut), viewer=manager)
        found += [int(n) for n in rows[rows["item"] == "T1"]["n"] if not pd.isna(n)]
    return found


def subsets(values: list[T]) -> list[list[T]]:
    return [list(each) for size in range(len(values) + 1) for each in combinations(values, size)]


COUNTS = [0, 3, 9, 10, 25]


@pytest.mark.parametrize("counts", [each for each in product(COUNTS, repeat=3) if sum(each) > 9])
def test_no_filter_by_sex_tells_of_fewer_than_ten_others(counts: tuple[int, ...]) -> None:
    cells = {
        frozenset(sex): Answers(n=n, asked=n) for sex, n in zip("FMX", counts, strict=True) if n
    }
    everybody = sum(cells.values(), Answers())
    shown = {
        asked: found.n
        for asked in map(frozenset, subsets(list("FMX")))
        if (found := trust._shown(Told(everybody, cells), asked, 10))
    }
    for (more, first), (fewer, second) in product(shown.items(), repeat=2):
        if (fewer or set("FMX")) <= (more or set("FMX")):
            assert first - second == 0 or first - second >= 10
    assert frozenset() in shown


def test_a_filter_by_sex_leaves_ten_others(
    stage: Stage, session: Session, manager: Viewer, now: ResultFilter
) -> None:
    stage.answers(30, sex=Sex.WOMAN, t1=8)
    stage.answers(12, sex=Sex.MAN, t1=8)
    stage.answers(2, sex=Sex.OTHER, t1=8)
    filters = [{"sexes": each} for each in subsets([sex.value for sex in Sex])]
    assert set(told(session, manager, now, filters)) == {44, 30, 14}


def test_no_choice_of_agencies_tells_of_a_hidden_one(
    stage: Stage, session: Session, manager: Viewer, now: ResultFilter
) -> None:
    stage.answers(30, CAST.rabat, t1=8)
    stage.answers(20, CAST.casablanca, t1=8)
    stage.answers(7, CAST.tanger, t1=8)
    places = [CAST.rabat, CAST.casablanca, CAST.tanger]
    filters = [{"agencies": each} for each in subsets(places)]
    assert set(told(session, manager, now, filters)) == {30, 20, 50}


def test_a_change_is_one_only_where_a_test_says_so(
    stage: Stage, session: Session, manager: Viewer, now: ResultFilter
) -> None:
    stage.answers(30, t1=8)
    assert trust_survey.survey(session, now, viewer=manager).changes.empty


@pytest.fixture
def later(session: Session, now: ResultFilter) -> int:
    """A second wave within the period; like the first one it is over."""
    ended = today(session) - timedelta(days=1)
    session.add(TrustWave(id=2, number=2, starts_on=ended, ends_on=ended))
    session.flush()
    return 2


@pytest.mark.fault("S6")
def test_a_wave_that_still_runs_is_told_how_far_it_is_and_never_compared(
    stage: Stage, session: Session, manager: Viewer, now: ResultFilter, later: int
) -> None:
    stage.answers(40, t1=8)
    stage.answers(40, t1=2, wave=later)
    assert not trust_survey.survey(session, now, viewer=manager).changes.empty
    session.get_one(TrustWave, later).ends_on = today(session)
    session.add(TrustFieldwork(wave_id=later, agency_id=CAST.rabat, approached=50, refused=8))
    stage.answers(9, t1=2, wave=later)
    stage.answers(11, t1=2, wave=later, stored=today(session))
    assert trust_survey.survey(session, now, viewer=manager).changes.empty
    rows = trust.waves(session, now, viewer=manager).set_index("wave")
    assert rows["is_over"].to_dict() == {CAST.wave: True, later: False}
    assert rows["answered"].to_dict() == {CAST.wave: 40, later: 40}
    assert trust.fieldwork(session, now, viewer=manager).empty


def test_all_together_compares_only_agencies_shown_in_both_waves(
    stage: Stage, session: Session, manager: Viewer, now: ResultFilter, later: int
) -> None:
    stage.answers(40, CAST.rabat, t1=8)
    stage.answers(40, CAST.casablanca, t1=2)
    stage.answers(9, CAST.tanger, t1=2)
    stage.answers(20, CAST.rabat, t1=8, wave=later)
    stage.answers(20, CAST.rabat, t1=2, wave=later)
    stage.answers(9, CAST.casablanca, t1=2, wave=later)
    stage.answers(40, CAST.tanger, t1=8, wave=later)
    rows = trust_survey.survey(session, now, viewer=manager).changes
    rows = rows[rows["item"] == "T1"].set_index("agency_id")
    assert list(rows.index) == [CAST.rabat, trust.ALL_AGENCIES]
    assert rows["difference"].to_list() == pytest.approx([-0.5, -0.5])
    assert rows["is_change"].all()


def test_waves_without_an_agency_in_common_are_not_compared(
    stage: Stage, session: Session, manager: Viewer, now: ResultFilter, later: int
) -> None:
    stage.answers(40, CAST.rabat, t1=8)
    stage.answers(40, CAST.casablanca, t1=2, wave=later)
    rows = trust_survey.survey(session, now, viewer=manager).changes
    assert rows[rows["item"] == "T1"].empty


def test_one_wave_of_a_period_is_compared_with_the_one_before_it(
    stage: Stage, session: Session, manager: Viewer, now: ResultFilter, later: int
) -> None:
    """Its own cells alone are told; a period without a wave tells of no change."""
    stage.answers(40, t1=8)
    stage.answers(40, t1=2, wave=later)
    session.get_one(TrustWave, CAST.wave).ends_on = today(session) - timedelta(days=9)
    session.flush()
    wide = trust_survey.survey(session, now, viewer=manager)
    last = ResultFilter(today(session) - timedelta(days=3), today(session))
    alone = trust_survey.survey(session, last, viewer=manager)
    assert set(alone.items["wave"]) == {later} and set(wide.items["wave"]) == {CAST.wave, later}
    assert not alone.changes.empty
    pd.testing.assert_frame_equal(alone.changes, wide.changes)
    never = ResultFilter(today(session) - timedelta(days=6), today(session) - timedelta(days=5))
    assert trust_survey.survey(session, never, viewer=manager).changes.empty


def test_drivers_average_plainly(
    stage: Stage, session: Session, manager: Viewer, now: ResultFilter
) -> None:
    values: dict[str, Any] = {
        item.lower(): 3 for item in ("D_REL", "D_RES", "D_OPE", "D_INT", "D_FAI")
    }
    stage.answers(12, t1=8, d_dat=0, **values)
    rows = trust_survey.survey(session, now, viewer=manager).drivers
    whole = rows[(rows["item"] == "SDG") & (rows["agency_id"] == CAST.rabat)].iloc[0]
    assert whole["share"] == pytest.approx(5 / 6)


@pytest.mark.fault("T15")
def test_a_wave_is_told_whole_for_a_period_of_one_of_its_days(
    stage: Stage, session: Session, manager: Viewer, now: ResultFilter
) -> None:
    stage.answers(6, t1=8, day=now.start)
    stage.answers(6, t1=8, day=now.end)
    one_day = period(now.start, now.start)
    assert cell(trust.by_item(session, one_day, viewer=manager))["n"] == 12


def test_an_agency_outside_of_a_wave_is_not_in_its_table(
    session: Session, manager: Viewer, now: ResultFilter
) -> None:
    session.delete(session.get_one(TrustWaveAgency, (CAST.wave, CAST.tanger)))
    session.flush()
    rows = trust.by_item(session, now, viewer=manager)
    assert set(rows["agency_id"]) == {CAST.rabat, CAST.casablanca, trust.ALL_AGENCIES}


def test_while_a_wave_is_open_its_figures_are_told_to_no_choice_of_sexes(
    stage: Stage, session: Session, manager: Viewer, now: ResultFilter
) -> None:
    wave = session.get_one(TrustWave, CAST.wave)
    wave.ends_on = today(session) + timedelta(days=3)
    session.flush()
    for number, sex in ((9, Sex.WOMAN), (5, Sex.MAN)):
        for trusting in (8, 2):
            stored = today(session) - timedelta(days=number)
            stage.answers(10, t1=trusting, sex=sex, stored=stored)
    assert told(session, manager, now, [{}]) == [20, 20]
    of_women = [{"sexes": [Sex.WOMAN.value]}]
    assert told(session, manager, now, of_women) == []
    wave.ends_on = today(session) - timedelta(days=1)
    session.flush()
    assert told(session, manager, now, [{}]) == [40, 40]
    # The batch that was shown was all of women: it says what the sex would say.
    assert told(session, manager, now, of_women) == []


def test_the_sexes_of_a_wave_that_is_over_leave_each_batch_open(
    stage: Stage, session: Session, manager: Viewer, now: ResultFilter
) -> None:
    for days in (9, 5):
        stored = today(session) - timedelta(days=days)
        for sex in (Sex.WOMAN, Sex.MAN):
            for trusting in (8, 2):
                stage.answers(4, t1=trusting, sex=sex, stored=stored)
    of_women = [{"sexes": [Sex.WOMAN.value]}]
    assert told(session, manager, now, of_women) == [16, 16]
