"""Rows for the measures' tests, in one line each."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from sqlmodel import Session

from db.access.clock import noon_of
from db.codes import OutcomeType, Sex, TrainingStatus, TrustMode, TrustMoment
from db.derived import first_contacts
from db.inputs.results import ResultFilter
from db.models import (
    Case,
    Intervention,
    Placement,
    Referral,
    RetentionCheck,
    TrainingEnrolment,
    TrustResponse,
)
from tests.cast import CAST

_numbers = itertools.count(1)
AGENTS = {CAST.rabat: CAST.agent_rabat, CAST.casablanca: CAST.agent_casablanca}


def period(start: date, end: date, **cut: Any) -> ResultFilter:
    return ResultFilter(start, end, **{name: frozenset(values) for name, values in cut.items()})


class Stage:
    """Puts events on a session's database; everything is on stage once it is asked."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def case(
        self,
        agency: int = CAST.rabat,
        sex: Sex = Sex.WOMAN,
        born: int = 1990,
        channel: str = "PEER",
    ) -> int:
        number = 5_000 + next(_numbers)
        self._add(
            Case(
                id=number,
                code=f"T{number:06}",
                agency_id=agency,
                sex=sex,
                birth_year=born,
                entry_channel=channel,
                opened_on=date(2026, 1, 1),
                opened_by=AGENTS[agency],
            )
        )
        return number

    def met(
        self,
        case: int | None,
        day: date,
        kind: str = "RECEPTION",
        agency: int = CAST.rabat,
        heads: tuple[int, int, int] | None = None,
        **more: Any,
    ) -> Intervention:
        women, men, other = heads or (None, None, None)
        made = Intervention(
            **self._common(agency),
            case_id=case,
            type=kind,
            mode="AGENCY",
            happened_on=day,
            women=women,
            men=men,
            other=other,
            **more,
        )
        self._add(made)
        first_contacts.refresh(self.session, [case])
        return made

    def sent(self, case: int, day: date, agency: int = CAST.rabat, **more: Any) -> None:
        values: dict[str, Any] = {
            "type": "TRAINING",
            "organisation_id": 2,
            "may_share": True,
            "status_on": day,
        }
        self._add(Referral(**self._common(agency), case_id=case, sent_on=day, **(values | more)))

    def course(self, case: int, day: date, agency: int = CAST.rabat, **more: Any) -> None:
        values: dict[str, Any] = {
            "type": "EN_CEF",
            "status": TrainingStatus.ONGOING,
            "centre_id": 2,
            "status_on": day,
        }
        self._add(
            TrainingEnrolment(
                **self._common(agency),
                case_id=case,
                starts_on=day,
                **(values | more),
            )
        )

    def work(
        self,
        case: int,
        day: date,
        kind: OutcomeType = OutcomeType.WAGE,
        agency: int = CAST.rabat,
        **more: Any,
    ) -> Placement:
        values = {"contract": "CDI", "evidence": "CONTRACT"} | more
        made = Placement(**self._common(agency), case_id=case, type=kind, starts_on=day, **values)
        self._add(made)
        return made

    def check(self, work: Placement, month: int, due: date, **more: Any) -> None:
        self._add(RetentionCheck(placement_id=work.id, month=month, due_on=due, **more))

    def answers(
        self,
        count: int,
        agency: int = CAST.rabat,
        sex: Sex | None = Sex.WOMAN,
        day: date = date(2026, 1, 1),
        wave: int = CAST.wave,
        moment: TrustMoment = TrustMoment.T1,
        mode: TrustMode = TrustMode.SELF_TAB,
        stored: date = date(2026, 1, 1),
        **values: Any,
    ) -> None:
        for _ in range(count):
            self._add(
                TrustResponse(
                    **self._common(agency),
                    entered_at=noon_of(self.session, stored),
                    wave_id=wave,
                    mode=mode,
                    moment=moment,
                    language="fr",
                    answered_on=day,
                    sex=sex,
                    **values,
                )
            )

    def _common(self, agency: int) -> dict[str, Any]:
        return {
            "agency_id": agency,
            "entered_by": AGENTS.get(agency, CAST.manager),
            "submission_id": f"stage-{next(_numbers)}",
        }

    def _add(self, row: Any) -> None:
        self.session.add(row)
        self.session.flush()
