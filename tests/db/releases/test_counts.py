"""What is released is what the pages show: for all agencies, before anything is hidden."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import product
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from sqlmodel import Session, select

from db.access.viewer import Viewer, viewer_of
from db.codes import (
    AGE_BANDS,
    ENTERED_TRAINING,
    OUTCOME_GROUPS,
    OutcomeType,
    Role,
    age_limits,
    released_age_band,
)
from db.inputs.release_groups import Groups
from db.inputs.releases import Period, ripe_half_years, ripe_years
from db.inputs.results import EARLIEST, LATEST, ResultFilter
from db.measures import activity, placements, training, trust
from db.measures.base import Figure
from db.models import Account, Agency, Programme
from db.releases import counts
from db.releases.catalogue import BREAKDOWNS, counted
from db.releases.survey import ITEMS
from tests.cast import CAST
from tests.db.releases.random_rows import AGENCIES, NO_ANSWER, PERIOD, WAVES, Rows, rows, store
from tests.demo import LAST_DAY

#: The live measure behind each released one.
LIVE: dict[str, Callable[..., Figure]] = {
    "registrations": activity.registrations,
    "enrolments": training.enrolled,
    "placements": placements.persons_with_outcome,
    **{
        name: partial(placements.persons_placed, group=group)
        for name, group in placements.GROUPS.items()
    },
}


def of(period: Period, **cut: list[str]) -> ResultFilter:
    chosen: dict[str, Any] = {name: frozenset(values) for name, values in cut.items()}
    return ResultFilter(period.start, period.end, **chosen)


def live(session: Session, measure: str, wanted: ResultFilter, viewer: Viewer) -> int:
    return LIVE[measure](session, wanted, viewer=viewer).n


def test_every_released_measure_has_a_live_one() -> None:
    assert set(LIVE) == set(counts.MEASURES) > set(BREAKDOWNS)


@pytest.fixture
def periods(demo: Session) -> list[Period]:
    programme = demo.exec(select(Programme)).one()
    days = programme.starts_on, programme.ends_on, LAST_DAY
    return [*ripe_years(*days), *ripe_half_years(*days)]


@pytest.fixture
def team(demo: Session) -> Viewer:
    account = demo.exec(select(Account).where(Account.role == Role.MANAGER)).first()
    assert account is not None
    return viewer_of(demo, account.id)


def test_the_tables_of_the_demo_add_up_to_the_live_figures(
    demo: Session, periods: list[Period], team: Viewer
) -> None:
    there = set()
    for period in periods:
        for measure in counted(demo, period, Groups()):
            total = live(demo, measure.measure, of(period), team)
            for table in (*measure.tables.values(), *measure.wide.values()):
                assert table.counts.sum() == total
            there |= {measure.measure} if total else set()
    assert there == set(BREAKDOWNS)


@pytest.mark.parametrize("measure", sorted(LIVE))
def test_sexes_and_ages_of_the_demo_are_those_of_a_filter(
    demo: Session, periods: list[Period], team: Viewer, measure: str
) -> None:
    for period in periods:
        people = counts.persons(demo, measure, period.start, period.end)
        for sex, n in counts.tally(demo, measure, "sex", people).items():
            assert n == live(demo, measure, of(period, sexes=[sex]), team)
        for band, n in counts.tally(demo, measure, "age", people).items():
            ages = [each for each in AGE_BANDS if released_age_band(age_limits(each)[0]) == band]
            assert n == live(demo, measure, of(period, age_bands=ages), team)


def check_the_survey(session: Session, viewer: Viewer) -> set[str]:
    """Each agency's answers are those of the trust page; where that hides them, there are few."""
    code_of = {agency.id: agency.code for agency in session.exec(select(Agency))}
    least = session.exec(select(Programme)).one().trust_hidden_below
    shown = trust.by_item(session, ResultFilter(EARLIEST, LATEST), viewer=viewer)
    shown = shown[shown["agency_id"] != trust.ALL_AGENCIES]
    released = {
        (wave, item): counts.trust_counts(session, wave, item)
        for wave, item in product(set(shown["wave"]), ITEMS)
    }
    assert all(set(each) == set(code_of.values()) for each in released.values())
    for cell in shown[shown["item"].isin(ITEMS)].to_dict("records"):
        trusting, n = released[cell["wave"], cell["item"]][code_of[cell["agency_id"]]]
        if cell["quality"] == trust.HIDDEN:
            assert pd.isna(cell["n"]) and n < least
        else:
            assert (trusting, n) == (cell["trusting"], cell["n"])
    return set(shown["quality"])


def test_the_survey_of_the_demo_is_released_as_the_trust_page_shows_it(
    demo: Session, team: Viewer
) -> None:
    assert check_the_survey(demo, team) - {trust.HIDDEN}


def counted_by_hand(wanted: Rows, measure: str) -> int:
    """Persons of a measure, from the rows themselves."""
    groups = {name: OUTCOME_GROUPS[group] for name, group in placements.GROUPS.items()}
    groups["placements"] = frozenset(OutcomeType)
    kinds = groups | {"registrations": {"REGISTRATION"}, "enrolments": ENTERED_TRAINING}
    return len(
        {
            max(event.person, 0) if measure != "registrations" else event.person
            for event in wanted.events
            if event.kind in kinds[measure]
            and not event.is_void
            and PERIOD.start <= event.day <= PERIOD.end
        }
        - {-1}
    )


def trusting_by_hand(wanted: Rows, wave: int, item: str) -> dict[int, tuple[int, int]]:
    """Trusting and valid answers by agency, from the rows themselves."""
    trusts = {"T1": range(6, 11), "D_FAI": (2, 3), "S_SAT": (2, 3)}[item]
    found = dict.fromkeys(AGENCIES, (0, 0))
    for answer in wanted.answers:
        value = getattr(answer, item.lower())
        if (
            answer.wave == wave
            and value not in NO_ANSWER
            and not answer.is_flagged | answer.is_void
        ):
            trusting, n = found[answer.agency]
            found[answer.agency] = (trusting + (value in trusts), n + 1)
    return found


AT_LENGTH = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=50,
    # The rows are few already: making them fewer would take minutes.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.mark.long
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@settings(AT_LENGTH, max_examples=15)
@given(wanted=rows())
def test_any_rows_are_released_as_the_pages_show_them(session: Session, wanted: Rows) -> None:
    check_what_is_released(session, wanted)


@pytest.mark.long
@AT_LENGTH
@given(wanted=rows())
def test_any_rows_are_released_as_the_pages_show_them_long(session: Session, wanted: Rows) -> None:
    check_what_is_released(session, wanted)


def check_what_is_released(session: Session, wanted: Rows) -> None:
    manager = viewer_of(session, CAST.manager)
    with session.begin_nested() as everything:
        store(session, wanted)
        session.exec(select(Programme)).one().trust_hidden_below = 1
        for measure in LIVE:
            total = live(session, measure, of(PERIOD), manager)
            assert total == counted_by_hand(wanted, measure)
            people = counts.persons(session, measure, PERIOD.start, PERIOD.end)
            for breakdown in (*BREAKDOWNS.get(measure, ("sex",)), "half"):
                found = counts.tally(session, measure, breakdown, people)
                assert sum(found.values()) == total
            cells = counts.by_agency(session, measure, "half", people)
            assert sum(cells.values()) == total
        check_the_survey(session, manager)
        for wave, item in product(WAVES, ITEMS):
            released = counts.trust_counts(session, wave, item)
            assert list(released.values()) == list(trusting_by_hand(wanted, wave, item).values())
        everything.rollback()
    session.expunge_all()
