"""Acts at random that move what is counted of the entries themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from db.actions import events, interventions, placements, retention
from db.inputs.interventions import InterventionInput
from db.inputs.parse import validated
from db.inputs.placements import PlacementInput, RetentionInput
from db.models import Placement, Programme, Referral, RetentionCheck
from tests.db.derived.random_acts import Acts
from tests.db.derived.random_drawn import AGENTS

#: They are never at the same day.
ZONES = ("Pacific/Kiritimati", "Pacific/Pago_Pago")


class EntryActs(Acts):
    """With odd values, and another time zone."""

    def __init__(self, session: Session, seed: int) -> None:
        super().__init__(session, seed)
        self.choices += [
            *[self.meet_for_minutes] * 2, self.overwork, self.crowd, self.take_back,
            self.answer_early, self.another_zone,
        ]  # fmt: skip

    def meet_for_minutes(self) -> None:
        case = self._case()
        raw: dict[str, Any] = {
            "submission_id": self._submission(), "agency_id": case.agency_id, "type": "CV",
            "mode": "AGENCY", "happened_on": self._day(), "case_ids": (case.id,),
            "minutes": self.dice.choice([10, 33, 35, 300]),
        }  # fmt: skip
        data = validated(InterventionInput, raw)
        interventions.record(self.session, data, by=AGENTS[case.agency_id])

    def crowd(self) -> None:
        agency = self.dice.choice(sorted(AGENTS))
        raw = {
            "submission_id": self._submission(), "agency_id": agency, "type": "INFO_SESSION",
            "mode": "AGENCY", "happened_on": self._day(), "is_group": True,
            "women": 90, "men": self.dice.choice([10, 11]), "other": 0,
        }  # fmt: skip
        interventions.record(self.session, validated(InterventionInput, raw), by=AGENTS[agency])

    def overwork(self) -> None:
        case = self._case()
        raw = {
            "submission_id": self._submission(), "case_id": case.id, "type": "INTERN",
            "starts_on": self._day(), "contract": "CDD", "evidence": "SELF",
            "hours_per_week": self.dice.choice(["60", "61"]),
        }  # fmt: skip
        data = validated(PlacementInput, raw)
        placements.record(self.session, data, by=AGENTS[case.agency_id])

    def answer_early(self) -> None:
        check = self._any(RetentionCheck, col(RetentionCheck.status).is_(None))
        place = self.session.get_one(Placement, check.placement_id)
        raw = {
            "check_id": check.id, "status": "SAME",
            "done_on": place.starts_on + timedelta(days=self.dice.randint(0, 20)),
        }  # fmt: skip
        data = validated(RetentionInput, raw)
        retention.answer(self.session, data, by=AGENTS[place.agency_id])

    def take_back(self) -> None:
        row = self._any(Referral, col(Referral.voided_at).is_(None))
        events.void(self.session, "referral", row.id, "MISTAKE", by=self._by(row.agency_id))

    def another_zone(self) -> None:
        programme = self.session.exec(select(Programme)).one()
        programme.time_zone = self.dice.choice(ZONES)
        self.session.add(programme)
        self.session.flush()
        # A session reads its zone once.
        self.session.info.pop("time_zone", None)
