"""How the acts of agents are told in one line each, at one moment: half an hour into 1 July 2022 in
Casablanca, when in UTC it is still 30 June."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import Session, select

from db.actions import (
    events,
    group_people,
    interventions,
    placements,
    referrals,
    retention,
    training,
)
from db.inputs.group_people import GroupPeopleInput
from db.inputs.interventions import InterventionInput
from db.inputs.parse import validated
from db.inputs.placements import PlacementCorrection, PlacementInput, RetentionInput
from db.inputs.referrals import AnswerInput, ReferralInput
from db.inputs.training import TrainingInput
from db.models import (
    Account,
    Case,
    Placement,
    RetentionCheck,
    TrustWave,
    TrustWaveAgency,
)
from tests.cast import CAST

R, C, T = CAST.rabat, CAST.casablanca, CAST.tanger
TODAY = date(2022, 7, 1)
AGENTS = {R: CAST.agent_rabat, C: CAST.agent_casablanca, T: 50}
_MOMENT = datetime(2022, 6, 30, 23, 30, tzinfo=UTC)


class _Clock(datetime):
    """The moment at which the story is told."""

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        return _MOMENT.astimezone(tz)


def day(text: str) -> date:
    return date.fromisoformat(text)


class Telling:
    """``who`` holds the people by name."""

    def __init__(self, session: Session, patch: pytest.MonkeyPatch) -> None:
        patch.setattr("db.models.base.datetime", _Clock)
        self.session, self.who = session, dict[str, int]()
        self._numbers = itertools.count(1)

    def _new(
        self, name: str, sex: str, born: int, agency: int, on: str, kind: str = "RECEPTION"
    ) -> int:
        person = {"sex": sex, "birth_year": born, "guardian_agrees": born > 2003}
        return self._act(name, agency, on, kind, new_case=person)

    def _meet(self, name: str, agency: int, on: str, kind: str) -> int:
        return self._act(name, agency, on, kind, case_ids=(self.who[name],))

    def _gather(self, kind: str, agency: int, on: str, **heads: int) -> int:
        return self._act("", agency, on, kind, is_group=True, **heads)

    def _act(self, name: str, agency: int, on: str, kind: str, **whom: Any) -> int:
        raw = {
            "submission_id": self._submission(), "agency_id": agency, "type": kind,
            "mode": "AGENCY", "happened_on": day(on), **whom,
        }  # fmt: skip
        data = validated(InterventionInput, raw)
        (row,) = interventions.record(self.session, data, by=AGENTS[agency]).rows
        if row.case_id is not None:
            self.who.setdefault(name, row.case_id)
        return row.id

    def _name(self, group: int, known: list[str], new: dict[str, tuple[str, int]]) -> None:
        lines = [
            {"position": at, "sex": sex, "birth_year": born}
            for at, (sex, born) in enumerate(new.values())
        ]
        raw = {
            "submission_id": self._submission(), "group_id": group, "lines": lines,
            "case_ids": tuple(self.who[name] for name in known),
        }  # fmt: skip
        found = group_people.record(self.session, validated(GroupPeopleInput, raw), by=AGENTS[R])
        ids = [row.case_id or 0 for row in found.rows]
        self.who |= dict(zip([*known, *new], ids, strict=True))

    def _send(
        self, name: str, agency: int, on: str, kind: str, said: str = "", said_on: str = "",
        **more: Any,
    ) -> int:  # fmt: skip
        raw = {
            "submission_id": self._submission(), "case_id": self.who[name], "type": kind,
            "organisation_id": 2, "may_share": True, "sent_on": day(on), **more,
        }  # fmt: skip
        data = validated(ReferralInput, raw)
        row = referrals.record(self.session, data, by=AGENTS[agency]).row
        if said:
            answer = {"referral_id": row.id, "status": said, "status_on": day(said_on)}
            referrals.answer(self.session, validated(AnswerInput, answer), by=AGENTS[agency])
        return row.id

    def _enrol(
        self, name: str, kind: str, start: str, end: str | None, status: str, **more: Any
    ) -> int:
        raw = {
            "submission_id": self._submission(), "case_id": self.who[name], "type": kind,
            "starts_on": day(start), "planned_end_on": end and day(end), "status": status,
            "centre_id": 2 if "course_id" in more else None, **more,
        }  # fmt: skip
        by = self._agent_of(name)
        return training.record(self.session, validated(TrainingInput, raw), by=by).row.id

    def _work(self, name: str, kind: str, contract: str, on: str, cnss: bool | None = None) -> int:
        raw = {
            "submission_id": self._submission(), "case_id": self.who[name], "type": kind,
            "starts_on": day(on), "contract": contract, "evidence": "SELF", "cnss_declared": cnss,
        }  # fmt: skip
        by = self._agent_of(name)
        return placements.record(self.session, validated(PlacementInput, raw), by=by).row.id

    def _check(self, placement: int, month: int, said: str, on: str) -> None:
        query = select(RetentionCheck.id).where(
            RetentionCheck.placement_id == placement, RetentionCheck.month == month
        )
        raw = {"check_id": self.session.exec(query).one(), "status": said, "done_on": day(on)}
        by = AGENTS[self.session.get_one(Placement, placement).agency_id]
        retention.answer(self.session, validated(RetentionInput, raw), by=by)

    def _begin(self, placement: int, on: str) -> None:
        row = self.session.get_one(Placement, placement)
        raw = {
            "id": row.id, "seen": row.seen, "type": row.type, "starts_on": day(on),
            "contract": row.contract, "evidence": row.evidence,
            "cnss_declared": row.cnss_declared, "reason": "MISTAKE",
        }  # fmt: skip
        placements.correct(self.session, validated(PlacementCorrection, raw), by=CAST.manager)

    def _strike(self, kind: str, row: int) -> None:
        events.void(self.session, kind, row, "MISTAKE", by=CAST.manager)

    def _agent_of(self, name: str) -> int:
        return AGENTS[self.session.get_one(Case, self.who[name]).agency_id]

    def _submission(self) -> str:
        return f"story-{next(self._numbers)}"

    def _wave(self, number: int, first: str, last: str, *agencies: int) -> None:
        self.session.add(
            TrustWave(id=number, number=number, starts_on=day(first), ends_on=day(last))
        )
        self.session.flush()
        for agency in agencies:
            self.session.add(TrustWaveAgency(wave_id=number, agency_id=agency))
        self.session.flush()

    def _agent(self, account: int, name: str) -> None:
        known = self.session.get_one(Account, CAST.agent_rabat)
        self.session.add(
            Account(id=account, username=name, display_name=name, role=known.role,
                    password_hash=known.password_hash, must_change_password=False)
        )  # fmt: skip
        self.session.flush()
