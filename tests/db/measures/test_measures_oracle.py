"""What else is told of ``story.py`` beside the indicators, worked out on paper as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from db.access.viewer import Viewer, viewer_of
from db.inputs.indicators import PlaceFilter
from db.inputs.results import ResultFilter, month_ends
from db.measures import activity, cohorts, counts, placements, targets
from db.measures.paths import State
from tests.acts_indicators import define, save_targets
from tests.cast import CAST
from tests.db.measures.single import people_seen, registered_so_far
from tests.db.measures.story import TODAY, C, R, Story, T

H1 = ResultFilter(date(2022, 1, 1), date(2022, 6, 30))
Q3 = ResultFilter(date(2022, 7, 1), date(2022, 9, 30))


@pytest.fixture
def viewer(story: Story) -> Viewer:
    return viewer_of(story.session, CAST.manager)


def rows(found: pd.DataFrame, *names: str) -> list[tuple[Any, ...]]:
    return list(found[list(names)].itertuples(index=False, name=None))


def test_the_way_of_an_entry_cohort(story: Story, viewer: Viewer) -> None:
    """First met in H1: binta, carlos, dora, emil, fatou, gil, ibra, jana, kofi, lamine: 10.

    Ever registered: all but ibra, kofi, lamine. Interviewed: carlos, ibra. With a place in a
    course: carlos, dora, emil, fatou, jana (kofi's course is to begin). In wage work, also
    before they were met: binta, carlos, fatou, ibra, jana, kofi, lamine. Each once a step.
    """
    found = cohorts.funnel(story.session, H1, viewer=viewer)
    assert dict(rows(found, "step", "persons")) == {
        "FIRST_CONTACT": 10, "REGISTERED": 7, "POSITIONING": 2, "TRAINING": 5,
        "WAGE": 7, "INTERN": 1, "APPRENT": 1, "SELF": 1,
    }  # fmt: skip
    so_far = registered_so_far(story.session, H1, viewer=viewer)
    assert (so_far.numerator, so_far.denominator) == (7, 10)


def test_how_long_the_steps_took_and_who_is_under_way(story: Story, viewer: Viewer) -> None:
    """To registration: all 7. From there to an interview: carlos, 5 days (his first one came before
    it, and ibra never registered). From the first interview, 20 January, to a course: carlos. To
    work: nobody, since carlos and ibra worked before. Under 10 there is no median.

    Gil alone has begun no work, his job is void; he is registered, and under way from there.
    """
    found = cohorts.funnel(story.session, H1, viewer=viewer)
    assert dict(rows(found, "step", "timed")) == {
        "FIRST_CONTACT": 0, "REGISTERED": 7, "POSITIONING": 1, "TRAINING": 1,
        "WAGE": 0, "INTERN": 0, "APPRENT": 0, "SELF": 0,
    }  # fmt: skip
    assert found["median_days"].isna().all()
    waits = found.dropna(subset=["under_way"])
    assert dict(rows(waits, "step", "under_way")) == {
        "FIRST_CONTACT": 0, "REGISTERED": 1, "POSITIONING": 0,
    }  # fmt: skip


def test_what_people_show_by_coming(story: Story, viewer: Viewer) -> None:
    """Back on another day within 90 days, of those met by 2 April (90 days ago).

    R: binta, carlos, ibra (the day after the session) and jana yes, gil no. C: fatou yes (her cards
    are one: 1 and 5 March), lamine no. How people came was asked of nobody.
    """
    found = cohorts.revealed(story.session, H1, viewer=viewer)
    told = rows(found, "measure", "agency_id", "numerator", "denominator")
    assert sorted(told) == [
        ("BACK_90", R, 4, 5), ("BACK_90", C, 1, 2),
        ("REGISTERED_30", R, 3, 5), ("REGISTERED_30", C, 2, 3),
        ("SELF_OR_PEER", R, 0, 0), ("SELF_OR_PEER", C, 0, 0),
    ]  # fmt: skip


def test_events_persons_and_heads_of_a_month(story: Story, viewer: Viewer) -> None:
    """March at R: fatou, ibra, jana, the session and the meeting are 5 events; awa, fatou, ibra and
    jana 4 persons; 12 and 5 heads are 17 attendances. Whoever was named of the session adds a
    person, no event and no head. May at R is hana's, which is void: nothing.
    """
    found = activity.interventions_by_month(story.session, H1, viewer=viewer)
    assert sorted(
        (month.month, *rest)
        for month, *rest in rows(found, "month", "agency_id", "events", "persons", "attendances")
    ) == [
        (1, R, 5, 3, 0), (1, C, 1, 1, 0), (2, R, 1, 1, 0), (2, C, 2, 1, 0), (3, R, 5, 4, 17),
        (3, C, 3, 2, 0), (4, R, 1, 1, 0), (4, C, 2, 1, 2), (6, R, 1, 1, 0), (6, C, 3, 2, 0),
    ]  # fmt: skip
    # All but hana (void) and mina (2021).
    assert people_seen(story.session, H1, viewer=viewer).n == 11


def test_whether_work_lasted_by_kind_and_month(story: Story, viewer: Viewer) -> None:
    """Checks due in H1, those of the dead and of void placements left out.

    Wage, 3 months: ibra left, lamine unreachable, and overdue carlos (15 February), kofi (31 March)
    and fatou (15 May). 6 months: binta works, lamine refused, carlos overdue, kofi due yesterday.
    12 months: awa works. Internship, 3 months: both of fatou's were never asked, of which one was
    at 6 months. Apprentice: dora. Self-employment: emil's two, of which one is due 30 days.
    """
    found = placements.retention(story.session, H1, viewer=viewer)
    told = {
        (kind, month): {name: n for name, n in left.items() if n}
        for kind, month, left in (
            (row["kind"], row["month"], {name: row[name] for name in placements.STATES})
            for row in found.to_dict("records")
        )
    }
    assert {key: states for key, states in told.items() if states} == {
        ("WAGE", 3): {"left": 1, "unreachable": 1, "overdue": 3},
        ("WAGE", 6): {"working": 1, "refused": 1, "overdue": 1, "pending": 1},
        ("WAGE", 12): {"working": 1},
        ("INTERN", 3): {"overdue": 2},
        ("INTERN", 6): {"working": 1},
        ("APPRENT", 3): {"overdue": 1},
        ("APPRENT", 6): {"not_working": 1},
        ("SELF", 3): {"overdue": 2},
        ("SELF", 6): {"overdue": 1, "pending": 1},
    }


def test_agents_in_post(story: Story, viewer: Viewer) -> None:
    """On the last day of each month: one at R and one at C all along; one at T until it closed on
    31 May; one who came to R in February, moved to C in May and whose account was closed on 30 June
    (by the programme's clock). On 31 March nobody is at T as well: that ended the day before.
    """
    months = [ResultFilter(first, last) for first, last in month_ends(H1)]
    found = placements.agents_in_post_of(story.session, months, viewer=viewer)
    assert [each.n for each in found] == [3, 4, 4, 4, 4, 3]
    by_agency = placements.agents_in_post_by_agency(story.session, H1, viewer=viewer)
    told = {(month.month, agency): n for month, agency, n in rows(by_agency, *by_agency.columns)}
    assert [told.get((3, each), 0) for each in (R, C, T)] == [2, 1, 1]
    assert [told.get((5, each), 0) for each in (R, C, T)] == [1, 2, 1]
    assert [told.get((6, each), 0) for each in (R, C, T)] == [1, 2, 0]
    assert placements.agents_in_post(story.session, H1, viewer=viewer).n == 3
    # Of the quarter that runs, today.
    assert placements.agents_in_post(story.session, Q3, viewer=viewer).n == 2


def test_registers_of_months_that_are_over(story: Story, viewer: Viewer) -> None:
    """Awaited are 6 months of R and of C (June is over), and 5 of T, which closed in May; 4 came,
    of which one counts nobody: 0 is not a gap."""
    found = counts.registered_by_month(story.session, H1, viewer=viewer)
    came = found.dropna(subset="value")
    assert [int((found["agency_id"] == each).sum()) for each in (R, C, T)] == [6, 6, 5]
    told = [(at, month.month, n) for at, month, n in rows(came, "agency_id", "month", "value")]
    assert sorted(told) == [(R, 4, 12), (C, 1, 10), (C, 2, 0), (T, 5, 3)]


@pytest.fixture
def promised(story: Story) -> Iterator[Story]:
    """Baselines and targets, and another definition between two of them."""
    step = story.session.begin_nested()

    def state(code: str, place: int, due: str, target: str, base: str = "") -> None:
        cells = {f"{place} {due}": target}
        if base:
            cells |= {
                f"{place} value": base,
                f"{place} day": "31/12/2021",
                f"{place} source": "register",
            }
        save_targets(story.session, cells, dict.fromkeys(cells, ""), code)

    state("IR2.1", 0, "2022-06-30", "30", base="20")
    state("IR2.1", R, "2022-06-30", "5")
    define(story.session, code="IR2.1")
    state("IR2.1", 0, "2022-12-31", "40")
    state("IR1.3", 0, "2022-06-30", "40", base="80")
    state("TR.1", R, "2022-06-30", "60", base="50")
    yield story
    step.rollback()


def test_where_a_count_stands_against_its_milestones(promised: Story, viewer: Viewer) -> None:
    """IR2.1: baseline 20 on 31 December, 30 by 30 June (181 days), 40 by 31 December (184 more).

    31 March: 5 more (binta, carlos, gil, jana, fatou by her other card): 25 where 20 + 10 x 90/181
    = 24.97 are expected. 30 June: 6 more, 26 of 30: 60 % of the way, 40 points behind. Today dora
    is one more: 27, 7 of the 20 to the next target, where 30 + 10/184 are expected.
    """

    def at(day: date, place: int | None = None) -> targets.Followed:
        asked = PlaceFilter("IR2.1", place, day)
        return targets.followed(promised.session, asked, viewer=viewer)

    early, march, june, now = map(
        at, (date(2022, 1, 20), date(2022, 3, 31), date(2022, 6, 30), TODAY)
    )
    assert [each.standing.current for each in (early, march, june, now)] == [20, 25, 26, 27]
    assert [each.standing.state for each in (early, march, june, now)] == [
        State.TOO_EARLY, State.ON_PATH, State.BEHIND, State.BEHIND,
    ]  # fmt: skip
    assert march.standing.expected == pytest.approx(20 + 10 * 90 / 181)
    assert june.standing.progress == pytest.approx(0.6)
    assert june.standing.deviation == pytest.approx(-0.4)
    assert now.standing.progress == pytest.approx(7 / 20)
    assert now.standing.expected == pytest.approx(30 + 10 / 184)
    # R has no baseline: it began at 0 with the programme; awa, binta, fatou, gil, jana make 5 of 5.
    rabat = at(date(2022, 6, 30), R)
    assert (rabat.standing.current, rabat.standing.state) == (5, State.ON_PATH)
    assert (rabat.since, rabat.standing.progress) == (date(2018, 3, 15), 1)


def test_each_period_keeps_its_definition(promised: Story, viewer: Viewer) -> None:
    """6 in the first, 1 so far in the second; the target of June was set under version 1."""
    found = targets.periods(promised.session, PlaceFilter("IR2.1", None, TODAY), viewer=viewer)
    assert [(each.start, each.target.value, each.alone, each.version) for each in found] == [
        (date(2022, 1, 1), 30, 6, 1),
        (date(2022, 7, 1), 40, 1, 2),
    ]


def test_a_share_that_is_to_fall_and_a_wave(promised: Story, viewer: Viewer) -> None:
    """IR1.3 from 80 to 40 %: 3 of 5 is half of the way, and half of it behind. Wilson's interval
    of 3 of 5, 23 to 88 %, holds the path's value and the baseline: too few to call anything.

    TR.1 at R, asked on 31 March: wave 21, whose last day is the 59th of 181: 7 of 12 beside a path
    of 50 + 10 x 59/181 %.
    """
    asked = PlaceFilter("IR1.3", None, date(2022, 6, 30))
    share = targets.followed(promised.session, asked, viewer=viewer)
    assert (share.value.numerator, share.value.denominator) == (3, 5)
    assert share.standing.progress == pytest.approx(0.5)
    assert share.standing.deviation == pytest.approx(-0.5)
    assert share.standing.state is State.TOO_EARLY
    asked = replace(asked, code="TR.1", agency_id=R, day=date(2022, 3, 31))
    wave = targets.followed(promised.session, asked, viewer=viewer)
    assert (wave.value.numerator, wave.value.denominator) == (7, 12)
    assert wave.standing.day == date(2022, 1, 1) + timedelta(days=58)
    assert wave.standing.expected == pytest.approx(0.5 + 0.1 * 59 / 181)
