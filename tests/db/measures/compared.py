"""Each measure and indicator as plain values, beside its recount."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
from sqlmodel import Session

from db.access.viewer import Viewer
from db.inputs.results import ResultFilter
from db.measures import (
    activity,
    cohorts,
    counts,
    courses,
    placements,
    referrals,
    together,
    training,
)
from tests.db.measures.recount import GROUPS, Cut
from tests.db.measures.recount_places import Places
from tests.db.measures.single import by_month, people_seen

Pair = tuple[Callable[..., Any], Callable[[Places, Cut], Any]]


def of(measure: Callable[..., pd.DataFrame], *names: str) -> Callable[..., Any]:
    """The columns of a measure, in one order whatever its own."""

    def told(session: Session, wanted: ResultFilter, viewer: Viewer) -> Any:
        found = measure(session, wanted, viewer=viewer)[list(names)]
        return sorted(
            (tuple(_plain(each) for each in row) for row in found.itertuples(index=False)), key=repr
        )

    return told


def _plain(value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    if isinstance(value, date):
        return pd.Timestamp(value)
    return str(value) if isinstance(value, str) else int(value)


def n(measure: Callable[..., Any], **more: Any) -> Callable[..., Any]:
    return lambda session, wanted, viewer: measure(session, wanted, viewer=viewer, **more).n


def share(measure: Callable[..., Any]) -> Callable[..., Any]:
    def told(session: Session, wanted: ResultFilter, viewer: Viewer) -> Any:
        found = measure(session, wanted, viewer=viewer)
        assert found.value == (found.numerator / found.denominator if found.denominator else None)
        return found.numerator, found.denominator

    return told


def _both(session: Session, wanted: ResultFilter, viewer: Viewer) -> Any:
    found = cohorts.registered(session, wanted, viewer=viewer)
    return tuple(number for each in found for number in (each.numerator, each.denominator))


def _compared(session: Session, wanted: ResultFilter, viewer: Viewer) -> Any:
    found = activity.interventions_compared(session, wanted, viewer=viewer)
    return found.now, found.before, found.spread


def _by_agency(measure: Callable[..., dict[int, int]]) -> Callable[..., Any]:
    return lambda session, wanted, viewer: sorted(measure(session, wanted, viewer=viewer).items())


def _checks(session: Session, wanted: ResultFilter, viewer: Viewer) -> Any:
    found = placements.retention(session, wanted, viewer=viewer)
    rows = [
        (row["kind"], row["month"], state, row[state])
        for row in found.to_dict("records")
        for state in placements.STATES
        if row[state]
    ]
    return sorted(rows, key=repr)


def _steps(session: Session, wanted: ResultFilter, viewer: Viewer) -> Any:
    found = cohorts.funnel(session, wanted, viewer=viewer)
    names = ("persons", "timed", "median_days", "under_way")
    return {row["step"]: tuple(_plain(row[name]) for name in names)
            for row in found.to_dict("records")}  # fmt: skip


def _placed(group: str) -> Pair:
    return n(placements.persons_placed, group=group), lambda all, cut: all.placed(group, cut)


MEASURES: dict[str, Pair] = {
    "interventions_by_month": (
        of(
            activity.interventions_by_month,
            "month", "agency_id", "events", "persons", "attendances",
        ),
        Places.interventions_by_month,
    ),
    "interventions_compared": (_compared, Places.interventions_compared),
    "classes": (
        lambda session, wanted, viewer: together.classes(session, wanted, viewer=viewer),
        Places.classes,
    ),
    "classes_by_agency": (_by_agency(together.classes_by_agency), Places.classes_by_agency),
    "groups": (_by_agency(together.groups_by_agency), Places.groups),
    "first_groups": (_by_agency(together.first_groups_by_agency), Places.first_groups),
    "people_seen": (n(people_seen), lambda all, cut: all.people("acts", cut)),
    "people_seen_by_month": (
        of(by_month(activity.INTERVENTIONS), "month", "persons"),
        lambda all, cut: all.by_month("acts", cut),
    ),
    "registered": (_both, Places.registered),
    "funnel": (_steps, Places.funnel),
    "revealed": (
        of(cohorts.revealed, "measure", "agency_id", "numerator", "denominator"), Places.revealed
    ),
    "agents_in_post": (
        lambda session, wanted, viewer: _number(
            placements.agents_in_post(session, wanted, viewer=viewer).value
        ),
        Places.agents_in_post,
    ),
    "agents_in_post_by_agency": (
        of(placements.agents_in_post_by_agency, "month", "agency_id", "agents"),
        Places.agents_by_agency,
    ),
    "placed_by_month": (
        of(by_month(placements.of_group("SELF")), "month", "persons"),
        lambda all, cut: all.by_month("work", cut, *GROUPS["SELF"]),
    ),
    **{f"placed_{group}": _placed(group) for group in GROUPS},
    "persons_with_outcome": (
        n(placements.persons_with_outcome), lambda all, cut: all.people("work", cut)
    ),
    "outcomes_by_month": (
        of(placements.outcomes_by_month, "month", "agency_id", "type", "persons", "events"),
        Places.outcomes_by_month,
    ),
    "outcomes_by_kind": (
        of(placements.outcomes_by_kind, "type", "persons", "events"), Places.outcomes_by_kind
    ),
    "contracts": (
        of(placements.contracts, "type", "contract", "events"),
        lambda all, cut: all.jobs_by("contract", cut),
    ),
    "evidence": (
        of(placements.evidence, "type", "evidence", "events"),
        lambda all, cut: all.jobs_by("evidence", cut),
    ),
    "retention": (_checks, Places.retention),
    "enrolled_by_month": (
        of(by_month(training.ENTERED), "month", "persons"),
        lambda all, cut: all.by_month("places", cut),
    ),
    "enrolments_by_month": (
        of(training.enrolments_by_month, "month", "agency_id", "events", "persons"),
        Places.enrolments_by_month,
    ),
    "courses_by_kind": (
        of(training.by_kind, "type", "status", "events", "persons"), Places.courses_by_kind
    ),
    "courses_by_centre": (
        of(training.by_centre, "centre_type", "events", "persons"), Places.courses_by_centre
    ),
    "completion_by_kind": (
        of(training.completion_by_kind, "type", "numerator", "denominator"),
        Places.completion_by_kind,
    ),
    "leaving_by_centre": (
        of(
            courses.leaving_by_centre,
            "centre_id", "entered", "completed", "numerator", "denominator",
        ),
        Places.leaving_by_centre,
    ),
    "reasons_for_leaving": (
        lambda *asked: sorted(
            (centre, reason or "", events)
            for centre, reason, events in of(
                courses.reasons_for_leaving, "centre_id", "reason", "events"
            )(*asked)
        ),
        Places.reasons_for_leaving,
    ),
    "courses_begun": (
        of(courses.courses_begun, "course_id", "places", "taken", "done", "under_way", "left"),
        Places.courses_begun,
    ),
    "sent_by_month": (
        of(referrals.sent_by_month, "month", "agency_id", "events"), Places.sent_by_month
    ),
    "referrals_by_place": (
        of(
            referrals.by_place, "organisation_id", "to_agency_id",
            "sent", "answered", "served", "ripe", "in_time",
        ),
        Places.referrals_by_place,
    ),
    "days_to_answer": (
        of(referrals.days_to_answer, "organisation_id", "to_agency_id", "days", "events"),
        Places.days_to_answer,
    ),
    "registers": (of(counts.registered_by_month, "month", "agency_id", "value"), Places.registers),
}  # fmt: skip

#: Measures that are not recounted, and what stands for it.
ELSEWHERE = {
    "overview.figures": "made of the others",
    "placements.persons_by_group": "made of persons_placed",
    "placements.postings": "agents in post rest on it", "posted.postings_of": "the same",
    "cohorts.registered_of": "registered, of several periods",
    "placements.agents_in_post_of": "agents_in_post, of several periods",
    "counts.register_by_month": "registered_by_month rests on it",
    "targets.followed": "indicators beside a path: the oracle, test_targets.py",
    "targets.periods": "the same",
    "targets.series": "the same",
    "targets.with_target": "no figure: test_targets.py",
    "shortfall.shortfall": "indicators beside their mean: test_shortfall.py",
    "trust.by_item": "the indicators TR rest on it; what is hidden: test_trust.py",
    "trust.waves": "test_trust.py", "trust.left_out": "test_trust.py",
    "trust.by_open_link": "test_trust.py", "trust.fieldwork": "test_trust.py",
    "trust_survey.survey": "what follows from by_item",
    "trust.cells": "the rows of by_item",
    "before_after.registered": "a model: test_before_after.py, the statistics' own tests",
    "before_after.positioned": "the same", "before_after.first_day": "the same",
    "time_to_work.to_work": "an estimator: test_time_to_work.py, the statistics' own tests",
    "time_to_work.at_work": "the same: test_time_to_work_at_checks.py",
    "cohorts.reached_by_agency": "funnel, of each agency: test_cohorts.py",
    "agencies.people": "figures of others by agency: test_agencies.py",
    "presence.days_without": "test_decomposition.py",
    "presence.agent_days": "test_decomposition.py",
    "decomposition.decomposed": "shares out the others: test_decomposition.py",
    "together.groups": "the sum of groups_by_agency",
    "together.of_headlines": "classes, and groups, of several periods",
    "agencies.added": "made of the others",
    "figure_rows.rows": "as many as the figure says: test_figure_rows.py",
    "referrals.matrix": "test_referrals.py",
}  # fmt: skip


INDICATORS: dict[str, Callable[[Places, Cut], Any]] = {
    "IR1.1": Places.to_training,
    "IR1.2": lambda all, cut: all.people("places", cut),
    "IR1.3": Places.completion,
    "IR2.1": lambda all, cut: all.people("acts", cut, "REGISTRATION"),
    "IR2.2": lambda all, cut: all.registered(cut)[:2],
    "IR2.3": lambda all, cut: all.people("acts", cut, "POSITIONING"),
    "IR2.4": lambda all, cut: all.people("acts", cut, "SELF_EMP"),
    "SO.1": lambda all, cut: all.placed("WAGE", cut),
    "SO.2": lambda all, cut: all.placed("INTERN", cut),
    "SO.3": lambda all, cut: all.placed("SELF", cut),
    "SO.4": Places.retained,
    "SO.5": Places.written_and_declared,
    "TR.1": lambda all, cut: all.trusting("t1", cut),
    "TR.2": lambda all, cut: all.trusting("d_fai", cut),
    "TR.3": lambda all, cut: all.trusting("s_sat", cut),
    "IR3.1": Places.feedback,
    "IR3.2": Places.meetings,
}


def _number(value: float | None) -> int | None:
    return None if value is None else int(value)
