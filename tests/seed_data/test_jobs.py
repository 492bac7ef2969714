"""What is said of the demo's jobs beside their first day fits together, and is there."""

from __future__ import annotations

from sqlmodel import Session, col, select

from db.codes import RetentionStatus
from db.derived import cancelled_checks
from db.inputs.placement_details import Details, detail_problems
from db.models import Code, Organisation, Placement, RetentionCheck
from tests.demo import LAST_DAY


def test_details_fit_the_job_and_its_answers(demo: Session) -> None:
    jobs = demo.exec(select(Placement)).all()
    for job in jobs:
        data = Details.model_validate(job.model_dump(include=set(Details.model_fields)))
        assert detail_problems(data, job, LAST_DAY) == {}
        query = select(RetentionCheck).where(
            RetentionCheck.placement_id == job.id, RetentionCheck.status == RetentionStatus.SAME
        )
        ended = job.ended_on
        assert ended is None or all(
            each.done_on is None or each.done_on <= ended for each in demo.exec(query)
        )
    for name in ("employer_id", "sector", "measure", "ended_on", "end_reason"):
        known = sum(getattr(job, name) is not None for job in jobs)
        assert len(jobs) / 10 < known < len(jobs), name


def test_checks_are_cancelled_as_the_answers_say(demo: Session) -> None:
    assert cancelled_checks.differing(demo) == 0


def test_codes_and_employers_are_of_their_lists(demo: Session) -> None:
    employers = set(demo.exec(select(Organisation.id).where(Organisation.type == "EMPL")))
    assert set(demo.exec(select(Placement.employer_id))) <= {None, *employers}
    for column, name in (
        (Placement.sector, "SECTOR"),
        (Placement.measure, "MEASURE"),
        (Placement.end_reason, "PLACEMENT_END"),
    ):
        codes = set(demo.exec(select(Code.code).where(col(Code.list) == name)))
        assert set(demo.exec(select(column))) <= {None, *codes}
