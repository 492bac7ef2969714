"""The rows behind a figure are as many as the figure says, whatever agency, month and part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pandas as pd
import pytest
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import ReferralStatus, Role, Sex, TrainingStatus
from db.errors import NotAllowed
from db.inputs.figure_rows import COUNTED, NO, PAGE, YES, RowFilter
from db.inputs.results import ResultFilter, month_ends
from db.measures import (
    activity,
    cohorts,
    courses,
    figure_rows,
    placements,
    referrals,
    training,
)
from db.measures.base import Figure
from db.measures.checks import STATES
from db.measures.indicators import INDICATORS
from db.measures.row_sources import OF_INDICATOR, SOURCES
from db.models import Account, Agency, Case, TrainingEnrolment
from tests.at_length import then_by_night
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.measures.events import Stage, period
from tests.db.measures.single import people_seen, registered_so_far
from tests.db.measures.test_tallied import crowd

Parts = tuple[tuple[str, str], ...]
#: What a figure says: by parts, how many, and of a share how many are in it.
Told = dict[Parts, tuple[int, int | None]]
Says = Callable[[Session, ResultFilter, Viewer], Told]


def _rows(found: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """By name, and each value of its own kind: a row of a frame has one for all."""
    for row in found.itertuples(index=False, name=None):
        yield dict(zip(found.columns, row, strict=True))


def _figure(measure: Callable[..., Figure]) -> Says:
    def says(session: Session, wanted: ResultFilter, viewer: Viewer) -> Told:
        figure = measure(session, wanted, viewer=viewer)
        if figure.denominator is None:
            return {(): (figure.n, None)}
        return {(): (figure.denominator, figure.numerator)}

    return says


def _table(
    measure: Callable[..., pd.DataFrame],
    value: str,
    *by: str,
    counted: str = "",
    renamed: Mapping[str, str] | None = None,
) -> Says:
    """Each row of a measure is a part; a part is named after its column."""
    names = [(renamed or {}).get(each, each) for each in by]

    def says(session: Session, wanted: ResultFilter, viewer: Viewer) -> Told:
        found: Counter[Parts] = Counter()
        part: Counter[Parts] = Counter()
        for row in _rows(measure(session, wanted, viewer=viewer)):
            codes = ("" if pd.isna(row[each]) else str(row[each]) for each in by)
            key = tuple(zip(names, codes, strict=True))
            found[key] += int(row[value])
            part[key] += int(row[counted]) if counted else 0
        return {key: (n, part[key] if counted else None) for key, n in found.items()}

    return says


def _months(measure: Callable[..., pd.DataFrame], value: str = "events") -> Says:
    return lambda session, wanted, viewer: {
        (): (int(measure(session, wanted, viewer=viewer)[value].sum()), None)
    }


def _checks(session: Session, wanted: ResultFilter, viewer: Viewer) -> Told:
    rows = placements.retention(session, wanted, viewer=viewer)
    return {
        (("group", row["kind"]), ("check", str(row["month"])), ("state", state)): (row[state], None)
        for row in _rows(rows)
        for state in STATES
    }


def _place(row: Any) -> Parts:
    is_agency = bool(row["to_agency_id"])
    return (("place", f"a{row['to_agency_id']}" if is_agency else f"o{row['organisation_id']}"),)


def _by_place(value: str, counted: str = "") -> Says:
    def says(session: Session, wanted: ResultFilter, viewer: Viewer) -> Told:
        rows = referrals.by_place(session, wanted, viewer=viewer)
        return {_place(row): (row[value], row[counted] if counted else None) for row in _rows(rows)}

    return says


def _waiting(session: Session, wanted: ResultFilter, viewer: Viewer) -> Told:
    rows = cohorts.funnel(session, wanted, viewer=viewer).dropna(subset=["under_way"])
    told: Told = {}
    for row in _rows(rows):
        persons, waits = int(row["persons"]), int(row["under_way"])
        told[("under_way", row["step"]),] = (waits, None)
        # As a touch on the bar asks: the step itself, then the part of it.
        told[("step", row["step"]), ("gone_on", row["step"])] = (persons - waits, None)
    return told


_CENTRE = {"centre_id": "centre"}
#: For each figure every measure that tells it.
FIGURES: dict[str, list[Says]] = {
    "interventions": [_months(activity.interventions_by_month)],
    "people_seen": [_figure(people_seen)],
    "registered_so_far": [_figure(registered_so_far)],
    "registered_30_days": [_figure(cohorts.registered_within_30_days)],
    "funnel": [
        _table(cohorts.funnel, "persons", "step"),
        _waiting,
    ],
    "enrolled": [_figure(training.enrolled)],
    "enrolments": [_months(training.enrolments_by_month)],
    "courses": [_table(training.by_kind, "events", "type", "status")],
    "centres": [_table(training.by_centre, "persons", "centre_type")],
    "completion": [
        _figure(training.completion),
        _table(training.completion_by_kind, "denominator", "type", counted="numerator"),
    ],
    "leaving": [
        _table(
            courses.leaving_by_centre,
            "denominator",
            "centre_id",
            counted="numerator",
            renamed=_CENTRE,
        )
    ],
    "drop_reasons": [
        _table(courses.reasons_for_leaving, "events", "centre_id", "reason", renamed=_CENTRE)
    ],
    "wage": [lambda *asked: _of_group("wage", *asked)],
    "internship": [lambda *asked: _of_group("internship", *asked)],
    "apprenticeship": [lambda *asked: _of_group("apprenticeship", *asked)],
    "self_employment": [lambda *asked: _of_group("self_employment", *asked)],
    "outcomes": [
        _months(placements.outcomes_by_month),
        _table(placements.outcomes_by_month, "events", "type"),
        _table(placements.contracts, "events", "type", "contract"),
        _table(placements.evidence, "events", "type", "evidence"),
    ],
    "outcome_persons": [
        _figure(placements.persons_with_outcome),
        _table(placements.outcomes_by_kind, "persons", "type"),
    ],
    "declared": [_figure(placements.written_and_declared)],
    "checks": [_checks],
    "retention": [
        _table(
            placements.retention,
            "denominator",
            "kind",
            "month",
            counted="working",
            renamed={"kind": "group", "month": "check"},
        )
    ],
    "referrals": [_months(referrals.sent_by_month), _by_place("sent")],
    "feedback": [_figure(referrals.feedback), _by_place("ripe", "in_time")],
    "answered": [_by_place("answered"), _months(referrals.days_to_answer)],
}


def _of_group(name: str, session: Session, wanted: ResultFilter, viewer: Viewer) -> Told:
    return {(): (placements.persons_by_group(session, wanted, viewer=viewer)[name], None)}


def filters(day: date, start: date, agencies: list[int]) -> Iterator[ResultFilter]:
    whole = ResultFilter(start, day + timedelta(days=40))
    yield whole
    yield replace(whole, sexes=frozenset({Sex.WOMAN.value}), age_bands=frozenset({"25-34"}))
    yield replace(whole, sexes=frozenset({Sex.MAN.value}))
    for agency in agencies:
        for first, last in month_ends(replace(whole, start=day - timedelta(days=90), end=day)):
            yield replace(whole, start=first, end=last, agencies=frozenset({agency}))


def differences(
    session: Session, wanted: ResultFilter, viewer: Viewer, tried: Counter[str]
) -> list[Any]:
    """Every figure, with each of its parts, that has another number of rows."""
    found: list[Any] = []
    for name, says in FIGURES.items():
        for told in says:
            for parts, (total, counted) in told(session, wanted, viewer).items():
                asked = RowFilter(figure=name, within=wanted, parts=parts)
                rows = figure_rows.rows(session, asked, viewer=viewer)
                tried[name] += rows.total > 0
                if (rows.total, rows.counted) != (total, counted):
                    found.append((name, parts, wanted, (total, counted), rows))
                if len(rows.rows) != min(rows.total, PAGE):
                    found.append((name, parts, "page"))
    return found


def test_every_figure_that_opens_is_compared() -> None:
    told_by_indicators = set(OF_INDICATOR.values())
    assert set(FIGURES) | told_by_indicators == set(SOURCES)


def _sent(session: Session, seed: int) -> None:
    """Referrals of the crowd, to places and to the other agency, some of them answered."""
    dice, stage, day = Random(seed), Stage(session), today(session)
    for case in list(session.exec(select(Case.id).where(col(Case.id) > 5_000))):
        where: dict[str, Any] = {"organisation_id": dice.choice([1, 2])}
        if dice.random() < 0.3:
            where = {"organisation_id": None, "to_agency_id": CAST.casablanca}
        after = dice.choice([None, 3, 40])
        status = ReferralStatus.SENT if after is None else ReferralStatus.SERVED
        stage.sent(
            case,
            day - timedelta(days=dice.randint(0, 100)),
            status=status,
            answered_after=after,
            may_share=dice.random() < 0.8,
            **where,
        )


@pytest.mark.long
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", [3])
def test_the_rows_of_a_crowd_are_the_figures(session: Session, seed: int, manager: Viewer) -> None:
    crowd(session, seed, 40)
    _sent(session, seed)
    day, tried = today(session), Counter[str]()
    # On some days none of the crowd has ended a course, or left one, that is over.
    enrolled = select(TrainingEnrolment).order_by(col(TrainingEnrolment.id))
    for place, each in enumerate(session.exec(enrolled).all()[:4]):
        each.starts_on, each.planned_end_on = day - timedelta(days=90), day - timedelta(days=40)
        each.status, each.status_on = TrainingStatus.COMPLETED, day - timedelta(days=40)
        if place % 2:
            each.status, each.drop_reason = TrainingStatus.DROPPED, "OTHER"
    start = day - timedelta(days=400)
    whole = ResultFilter(start, day + timedelta(days=40))
    women = frozenset({Sex.WOMAN.value})
    month = ResultFilter(day - timedelta(days=40), day, agencies=frozenset({CAST.rabat}))
    for wanted in (whole, replace(month, sexes=women, age_bands=frozenset({"25-34", "35-44"}))):
        assert differences(session, wanted, manager, tried) == []
    assert [name for name in FIGURES if not tried[name]] == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("demo", "every"), then_by_night(("sqlite", 3), ("postgresql", 1)), indirect=["demo"]
)
def test_the_rows_of_the_demo_are_the_figures(demo: Session, every: int) -> None:
    """Of every third agency at length, of each by night, month by month."""
    manager = _manager(demo)
    tried: Counter[str] = Counter()
    agencies = list(demo.exec(select(Agency.id).order_by(col(Agency.id))))[::every]
    day = today(demo)
    for wanted in filters(day, day - timedelta(days=365), agencies):
        assert differences(demo, wanted, manager, tried) == []
    assert [name for name in FIGURES if not tried[name]] == []


def _manager(session: Session) -> Viewer:
    account = session.exec(select(Account).where(Account.role == Role.MANAGER)).first()
    assert account is not None
    return CAST.viewer(session, account.id)


@pytest.mark.long
@POSTGRESQL_AT_LENGTH
def test_the_rows_of_an_indicator_are_its_figure(session: Session, manager: Viewer) -> None:
    crowd(session, 5, 40)
    _sent(session, 5)
    day = today(session)
    wanted = ResultFilter(day - timedelta(days=300), day)
    for code, name in OF_INDICATOR.items():
        figure = INDICATORS[code](session, wanted, viewer=manager)
        rows = figure_rows.rows(session, RowFilter(figure=name, within=wanted), viewer=manager)
        total = figure.n if figure.denominator is None else figure.denominator
        assert (code, rows.total, rows.counted) == (code, total, figure.numerator)


def test_every_indicator_but_trust_opens() -> None:
    assert set(OF_INDICATOR) == {code for code in INDICATORS if not code.startswith("TR.")}


def test_a_month_of_a_longer_period_keeps_its_ages(stage: Stage, manager: Viewer) -> None:
    """Who turns 25 in the year in which the period ends is 25 in all of its months."""
    case = stage.case(born=2001)
    stage.met(case, date(2025, 12, 10))
    within = period(date(2025, 12, 1), date(2026, 1, 31), age_bands=["25-34"])
    months = activity.interventions_by_month(stage.session, within, viewer=manager)
    assert months["events"].tolist() == [1]
    first, last = date(2025, 12, 1), date(2025, 12, 31)
    asked = RowFilter(figure="interventions", within=within, first=first, last=last)
    assert figure_rows.rows(stage.session, asked, viewer=manager).total == 1


def test_a_share_opens_its_numerator_and_the_rest(stage: Stage, manager: Viewer) -> None:
    day = today(stage.session) - timedelta(days=60)
    for registered in (True, False, False):
        case = stage.case()
        stage.met(case, day)
        if registered:
            stage.met(case, day + timedelta(days=3), "REGISTRATION")
    within = ResultFilter(day, day)
    found = {
        part: figure_rows.rows(
            stage.session,
            RowFilter(figure="registered_30_days", within=within, parts=((COUNTED, part),)),
            viewer=manager,
        ).total
        for part in (YES, NO)
    }
    assert found == {YES: 1, NO: 2}


def test_each_person_is_one_row_their_last(stage: Stage, manager: Viewer) -> None:
    case = stage.case()
    for number in range(3):
        stage.met(case, date(2026, 1, 10 + number))
    within = period(date(2026, 1, 1), date(2026, 1, 31))
    asked = RowFilter(figure="people_seen", within=within)
    (row,) = figure_rows.rows(stage.session, asked, viewer=manager).rows
    assert row.day == date(2026, 1, 12)
    assert row.case_code == stage.session.get_one(Case, case).code


def test_a_group_session_is_a_row_about_nobody(stage: Stage, manager: Viewer) -> None:
    stage.met(None, date(2026, 1, 10), "INFO_SESSION", heads=(3, 4, 0))
    within = period(date(2026, 1, 1), date(2026, 1, 31))
    asked = RowFilter(figure="interventions", within=within)
    (row,) = figure_rows.rows(stage.session, asked, viewer=manager).rows
    assert (row.is_group, row.case_code) == (True, None)


def test_whoever_has_gone_elsewhere_is_not_named_to_an_agent(stage: Stage) -> None:
    stage.met(stage.case(agency=CAST.casablanca), date(2026, 1, 10), agency=CAST.rabat)
    agent = CAST.viewer(stage.session, CAST.agent_rabat)
    within = period(date(2026, 1, 1), date(2026, 1, 31))
    asked = RowFilter(figure="interventions", within=within)
    (row,) = figure_rows.rows(stage.session, asked, viewer=agent).rows
    assert (row.is_group, row.case_code) == (False, None)


def test_pages_follow_each_other_without_a_gap(stage: Stage, manager: Viewer) -> None:
    for number in range(PAGE + 7):
        stage.met(stage.case(), date(2026, 1, 1 + number % 28))
    asked = RowFilter(figure="interventions", within=period(date(2026, 1, 1), date(2026, 1, 31)))
    pages = [
        figure_rows.rows(stage.session, replace(asked, offset=at), viewer=manager)
        for at in (0, PAGE)
    ]
    assert [len(each.rows) for each in pages] == [PAGE, 7]
    assert len({row.case_code for each in pages for row in each.rows}) == PAGE + 7


@pytest.mark.parametrize("figure", ["trust", "TR.1", "revealed", ""])
def test_trust_has_no_rows(session: Session, manager: Viewer, figure: str) -> None:
    found = figure_rows.rows(session, _today(session, figure), viewer=manager)
    assert (found.total, found.rows) == (0, ())


def _today(session: Session, figure: str, **more: Any) -> RowFilter:
    day = today(session)
    return RowFilter(figure=figure, within=ResultFilter(day, day), **more)


def test_a_partner_reads_no_row_of_any_figure(session: Session) -> None:
    partner = CAST.viewer(session, CAST.partner)
    for figure in SOURCES:
        with pytest.raises(NotAllowed):
            figure_rows.rows(session, _today(session, figure), viewer=partner)


@pytest.mark.long
def test_a_part_that_a_link_invents_holds_nothing_and_breaks_nothing(
    session: Session, manager: Viewer
) -> None:
    for figure, source in SOURCES.items():
        for name in (*source.parts, "invented"):
            for code in ("", "x'--", "9" * 30, "²"):
                asked = _today(session, figure, parts=((name, code),))
                assert figure_rows.rows(session, asked, viewer=manager).total == 0
