"""What is recorded of a minor: nothing before their guardian has agreed, and of work an
apprenticeship alone."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from db.access.clock import today
from db.codes import OutcomeType
from db.errors import Problem, invalid
from db.inputs import case_codes
from db.inputs.cases import MAYBE_MINOR, is_too_young
from db.inputs.consents import is_minor
from db.inputs.dates import age
from db.models import Case
from db.queries.consents import waits_for_guardian


def require_guardian(session: Session, case: Case) -> None:
    """Raise ``InvalidInput`` on ``form`` for a minor whose guardian has not agreed, today."""
    if waits_for_guardian(session, case):
        raise invalid("form", "error.guardian_first", code=case_codes.written(case.code))


def work_problems(
    session: Session, case: Case, kind: OutcomeType, starts_on: date
) -> dict[str, Problem]:
    """Work that somebody began as a minor is an apprenticeship.

    The year in which they turned 18 may be over by now, and nobody was asked on which side of the
    birthday the day lies: then it is taken.
    """
    years, turns_now = age(starts_on, case.birth_year), age(today(session), case.birth_year)
    if years == MAYBE_MINOR and turns_now > MAYBE_MINOR:
        return {}
    minor = is_minor(case.birth_year, starts_on, has_turned_18=case.has_turned_18)
    young = is_too_young(case.birth_year, starts_on)  # which is said beside the day
    if kind is OutcomeType.APPRENT or young or not minor:
        return {}
    return {"type": Problem("error.minor_apprenticeship")}
