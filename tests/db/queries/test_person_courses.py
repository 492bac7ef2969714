"""The way of a person through their courses, as far as the viewer may know it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session

from db.access.clock import today
from db.actions import course_groups, events, training
from db.codes import TrainingStatus
from db.errors import NotFound
from db.inputs.courses import Marks
from db.inputs.training import StatusInput
from db.queries.person_courses import paths
from tests.acts import in_a_course
from tests.cast import Cast

S = TrainingStatus


def test_each_status_has_its_day_and_each_mark_counts(session: Session, cast: Cast) -> None:
    course, enrolment = in_a_course(session)
    day = today(session)
    for ago, mark in ((2, "PRESENT"), (1, "PRESENT"), (0, "EXCUSED")):
        wanted = Marks.model_validate(
            {
                "course_id": course,
                "day": day - timedelta(days=ago),
                "marks": {enrolment: mark},
                "seen": {enrolment: None},
            }
        )
        course_groups.mark(session, wanted, by=cast.agent_rabat)
    step = StatusInput(
        enrolment_id=enrolment, status=S.CERTIFIED, status_on=day, certificate="CENTRE"
    )
    training.set_status(session, step, by=cast.agent_rabat)
    agent = cast.viewer(session, cast.agent_rabat)
    found = paths(session, cast.case_rabat, viewer=agent)[enrolment]
    assert found.steps == ((S.ENROLLED, day - timedelta(days=30)), (S.CERTIFIED, day))
    assert (found.present, found.marked, found.certificate) == (2, 3, "CENTRE")
    with pytest.raises(NotFound):
        paths(session, cast.case_rabat, viewer=cast.viewer(session, cast.agent_casablanca))
    events.void(session, "training", enrolment, "DUPLICATE", by=cast.agent_rabat)
    assert paths(session, cast.case_rabat, viewer=agent) == {}
