"""Whatever the filter, the tallies give the figure that the rows give."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, is_dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

import pandas as pd
import pytest
from sqlmodel import Session, select

from db.access.clock import today
from db.codes import OutcomeType, ReferralStatus, RetentionStatus, Sex, TrainingStatus
from db.derived import tallies
from db.inputs.results import EARLIEST, ResultFilter, comparison, preset
from db.measures import (
    activity,
    cohorts,
    courses,
    overview,
    placements,
    referrals,
    tallied,
    time_to_work,
    together,
    training,
)
from db.models import Case, Intervention, Organisation, Placement, RetentionCheck
from tests.at_length import on, tries
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.derived.random_acts import Acts
from tests.db.measures.events import Stage

Measure = Callable[..., Any]
#: Every measure that asks the tallies, and the figures that are made of several.
MEASURES: dict[str, Measure] = {
    each.__name__: each
    for each in (
        activity.interventions_by_month,
        activity.interventions_compared,
        activity.registrations,
        cohorts.funnel,
        cohorts.registered_within_30_days,
        cohorts.revealed,
        courses.leaving_by_centre,
        courses.reasons_for_leaving,
        overview.figures,
        placements.contracts,
        placements.evidence,
        placements.outcomes_by_kind,
        placements.outcomes_by_month,
        placements.persons_by_group,
        placements.persons_with_outcome,
        placements.retention,
        placements.written_and_declared,
        referrals.by_place,
        referrals.days_to_answer,
        referrals.feedback,
        referrals.matrix,
        referrals.referred_to_training,
        referrals.sent_by_month,
        together.classes,
        together.classes_by_agency,
        together.first_groups_by_agency,
        together.groups,
        together.groups_by_agency,
        time_to_work.at_work,
        time_to_work.to_work,
        training.by_centre,
        training.by_kind,
        training.completion_by_kind,
        training.enrolments_by_month,
    )
}
#: A check of somebody who died is cancelled, and in no figure.
ANSWERS = [None, *(each for each in RetentionStatus if each is not RetentionStatus.DIED)]
AGENCIES = (CAST.rabat, CAST.casablanca, CAST.tanger)


def crowd(session: Session, seed: int, persons: int) -> None:
    """People with a few events each, some of them at several agencies and on one day."""
    dice, stage, day = Random(seed), Stage(session), today(session)
    # Some courses are planned, and some people come to a session that others came to.
    planned, brought, groups = Random(seed), Random(seed), list[Intervention]()
    session.get_one(Organisation, 1).training_type = "LANGUAGE"

    def when() -> date:
        return day - timedelta(days=dice.choice([0, 1, 29, 30, 31, dice.randint(0, 700)]))

    for _ in range(persons):
        home = dice.choice(AGENCIES[:2])
        case = stage.case(
            home,
            sex=dice.choice(list(Sex)),
            born=dice.randint(1965, 2006),
            channel=dice.choice(["SELF", "PEER", "CSO", "NS"]),
        )
        if dice.random() < 0.2:
            closed = session.get_one(Case, case)
            closed.closed_on, closed.close_reason = day, "INACTIVE"
        others = (home,) * 4 + AGENCIES
        for _ in range(dice.randint(0, 5)):
            kind = dice.choice(["RECEPTION", "REGISTRATION", "POSITIONING", "CV"])
            stage.met(case, when(), kind, agency=dice.choice(others[:5]))
        for _ in range(dice.choice([0, 0, 1, 2])):
            made = stage.work(
                case,
                when(),
                dice.choice(list(OutcomeType)),
                agency=dice.choice(others[:5]),
                contract=dice.choice(["CDI", "CDD", "ORAL"]),
                evidence=dice.choice(["CONTRACT", "SELF"]),
                cnss_declared=dice.choice([None, True, False]),
            )
            for month in (3, 6, 12):
                answer = dice.choice(ANSWERS)
                done = {"status": answer, "done_on": day} if answer else {}
                stage.check(made, month, made.starts_on + timedelta(days=30 * month), **done)
        for _ in range(dice.choice([0, 0, 1, 2])):
            begun = when() + timedelta(days=planned.choice([0, 0, 0, 40]))
            status = dice.choice(list(TrainingStatus))
            dropped = {"drop_reason": "OTHER"} if status is TrainingStatus.DROPPED else {}
            stage.course(
                case,
                begun,
                agency=dice.choice(others[:5]),
                status=status,
                type=dice.choice(["EN_CEF", "LANGUAGE"]),
                centre_id=dice.choice([None, 1, 2]),
                planned_end_on=dice.choice([None, begun + timedelta(days=dice.randint(1, 90))]),
                **dropped,
            )
        for _ in range(dice.choice([0, 1, 2])):
            send(stage, dice, case, when(), dice.choice(others[:5]))
        later(session, dice, case)
        if dice.random() < 0.3:
            heads = (dice.randint(0, 3), dice.randint(0, 3), 1)
            group = stage.met(None, when(), "INFO_SESSION", agency=home, heads=heads)
            stage.met(case, group.happened_on, agency=home, group_id=group.id)
            groups.append(group)
        if groups and brought.random() < 0.4:
            group = brought.choice(groups[:4])
            stage.met(case, group.happened_on, agency=group.agency_id, group_id=group.id)
    tallies.settle(session)


def later(session: Session, dice: Random, case_id: int) -> None:
    """When the case was closed, and what ended each job, on days of their own."""
    case, day = session.get_one(Case, case_id), today(session)
    if case.closed_on is not None:
        case.closed_on = day - timedelta(days=dice.randint(0, 700))
        case.close_reason = dice.choice(["LEFT", "INACTIVE"])
    for job in session.exec(select(Placement).where(Placement.case_id == case_id)):
        if dice.random() < 0.2:
            job.ended_on = min(day, job.starts_on + timedelta(days=dice.randint(0, 90)))
        for check in session.exec(
            select(RetentionCheck).where(RetentionCheck.placement_id == job.id)
        ):
            if check.done_on is not None:
                check.done_on = min(day, job.starts_on + timedelta(days=dice.randint(0, 300)))


def send(stage: Stage, dice: Random, case: int, day: date, agency: int) -> None:
    """To an organisation or another agency, answered or not."""
    said = dice.choice(list(ReferralStatus))
    answered = said not in (ReferralStatus.SENT, ReferralStatus.NO_REPLY)
    other = dice.choice([each for each in AGENCIES if each != agency])
    place = dice.choice([(1, None), (2, None), (None, other)])
    stage.sent(
        case,
        day,
        agency=agency,
        type=dice.choice(["TRAINING", "WORK"]),
        organisation_id=place[0],
        to_agency_id=place[1],
        status=said,
        answered_after=dice.choice([0, 9, 10, 29, 30, 31, 60]) if answered else None,
        refusal_reason="OTHER" if said is ReferralStatus.REFUSED else None,
        may_share=dice.random() < 0.8,
    )


def begun_with_a_month(day: date, dice: Random) -> tuple[date, date]:
    """A period that ends on any of the days before which, and after which, people came."""
    end = day - timedelta(days=dice.randint(0, 60))
    return (end - timedelta(days=dice.choice([0, 20, 40, 300]))).replace(day=1), end


def filters(session: Session, seed: int, number: int) -> Iterator[ResultFilter]:
    dice, day = Random(seed), today(session)
    for _ in range(number):
        start, end = dice.choice(
            [
                *(preset(code, day, day - timedelta(days=600)) for code in ("month", "12m", "all")),
                preset("last_month", day, EARLIEST),
                tuple(sorted(day - timedelta(days=dice.randint(-20, 700)) for _ in range(2))),
                begun_with_a_month(day, dice),
            ]
        )
        wanted = ResultFilter(
            start,
            end,
            frozenset(dice.choice([(), (), AGENCIES[:1], AGENCIES[1:]])),
            frozenset(dice.choice([(), (), ("F",), ("F", "X"), ("M",)])),
            frozenset(dice.choice([(), (), (), (), ("25-34",)])),
        )
        yield wanted
        if spans := comparison(wanted, day):
            yield spans.before


def plain(found: Any) -> Any:
    """A figure as plain values, rows in one order."""
    if isinstance(found, pd.DataFrame):
        rows = [
            tuple(None if pd.isna(v) else v for v in row) for row in found.itertuples(index=False)
        ]
        return [*found.columns], sorted(rows, key=repr)
    if isinstance(found, dict):
        return {name: plain(each) for name, each in found.items()}
    return asdict(found) if is_dataclass(found) and not isinstance(found, type) else found


def compare(session: Session, monkeypatch: pytest.MonkeyPatch, wanted: ResultFilter) -> None:
    viewer = CAST.viewer(session, CAST.manager)
    told = {name: plain(each(session, wanted, viewer=viewer)) for name, each in MEASURES.items()}
    with monkeypatch.context() as without:
        without.setattr(tallied, "answers", lambda _wanted: False)
        rows = {
            name: plain(each(session, wanted, viewer=viewer)) for name, each in MEASURES.items()
        }
    for name in MEASURES:
        assert told[name] == rows[name], (name, wanted)


@POSTGRESQL_AT_LENGTH
def test_a_random_programme_has_the_figures_of_its_rows(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd(session, 1, 20)
    for wanted in filters(session, 2, 2):
        compare(session, monkeypatch, wanted)


@pytest.mark.parametrize(
    ("database", "seed"),
    [*on("sqlite", tries(1, 49)), *on("postgresql", tries(0, 50))],
    indirect=["database"],
)
def test_other_random_programmes_do(
    session: Session, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    crowd(session, seed, 80)
    Acts(session, seed).do(60)
    for wanted in filters(session, seed, 8):
        compare(session, monkeypatch, wanted)
