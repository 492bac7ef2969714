"""Acts at random: whatever agents and managers may do that moves a figure, in any order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col

from db.access.clock import today
from db.actions import (
    case_facts,
    events,
    group_people,
    interventions,
    merges,
    placements,
    retention,
    training,
    transfers,
)
from db.errors import AppError
from db.inputs.duplicates import Merge
from db.inputs.group_people import GroupPeopleInput
from db.inputs.interventions import InterventionCorrection, InterventionInput
from db.inputs.parse import validated
from db.inputs.people import FACTS, CaseClosing, FactsCorrection
from db.inputs.placements import PlacementCorrection, PlacementInput, RetentionInput
from db.inputs.tasks import TransferAsked
from db.inputs.training import StatusInput, TrainingCorrection, TrainingInput
from db.models import (
    Case,
    CaseMerge,
    Intervention,
    Organisation,
    Placement,
    Referral,
    RetentionCheck,
    TrainingEnrolment,
)
from tests.cast import CAST
from tests.db.derived.random_drawn import AGENTS
from tests.db.derived.random_referrals import Referrals

TYPES = ("RECEPTION", "REGISTRATION", "POSITIONING", "CV", "SELF_EMP")
WORK = {"WAGE": ("CDI", "CDD", "ORAL"), "INTERN": ("CDD",), "AUTO_ENT": ("NA",)}


class Acts(Referrals):
    """A stream of acts on one session; what is refused leaves nothing."""

    def __init__(self, session: Session, seed: int) -> None:
        super().__init__(session, seed)
        self.numbers, self.last = Counter[str](), ""
        self.choices: list[Callable[[], object]] = [
            *[self.meet] * 6, *[self.correct, self.void, self.employ, self.enrol] * 2,
            self.gather, self.name, self.undo, self.rework, self.answer, self.unanswer,
            self.step, self.unstep, self.reschedule, self.facts, self.merge, self.part,
            self.transfer, self.rename_centre, self.close, self.reopen,
            *[self.send, self.reply] * 2, self.unreply, self.resend, self.reply_there,
            self.reply_by_link,
        ]  # fmt: skip

    def do(self, number: int) -> None:
        """So many acts."""
        for _ in range(number):
            act = self.dice.choice(self.choices)
            step = self.session.begin_nested()
            try:
                act()
                step.commit()
                self.numbers[act.__name__] += 1
                self.last = act.__name__
            except (AppError, IndexError):
                step.rollback()
                self.session.expire_all()

    def meet(self) -> None:
        case = self._case()
        new = {"sex": self.dice.choice("FMX"), "birth_year": 1990, "entry_channel": "PEER"}
        raw: dict[str, Any] = {
            "submission_id": self._submission(), "agency_id": case.agency_id,
            "type": self.dice.choice(TYPES), "mode": "AGENCY", "happened_on": self._day(),
            "case_ids": (case.id,),
        }  # fmt: skip
        if self.dice.random() < 0.3:
            raw |= {"case_ids": (), "new_case": new}
        data = validated(InterventionInput, raw)
        interventions.record(self.session, data, by=AGENTS[case.agency_id])

    def gather(self) -> None:
        agency = self.dice.choice(sorted(AGENTS))
        raw = {
            "submission_id": self._submission(), "agency_id": agency,
            "type": self.dice.choice(("INFO_SESSION", "COORD")), "mode": "AGENCY",
            "happened_on": self._day(), "is_group": True, "women": self.dice.randint(0, 3),
            "men": self.dice.randint(0, 2), "other": self.dice.randint(0, 1),
        }  # fmt: skip
        interventions.record(self.session, validated(InterventionInput, raw), by=AGENTS[agency])

    def name(self) -> None:
        group = self._any(Intervention, col(Intervention.case_id).is_(None))
        line = {"position": 0, "sex": self.dice.choice("FM"), "birth_year": 1990}
        case = self._any(Case, Case.agency_id == group.agency_id)
        raw = {
            "submission_id": self._submission(), "group_id": group.id,
            "lines": self.dice.choice([[], [line]]), "case_ids": (case.id,),
        }  # fmt: skip
        data = validated(GroupPeopleInput, raw)
        group_people.record(self.session, data, by=AGENTS[group.agency_id])

    def correct(self) -> None:
        row = self._any(Intervention)
        raw = {
            "id": row.id, "seen": row.seen, "type": self.dice.choice(TYPES), "mode": "PHONE",
            "happened_on": self._day(), "reason": "MISTAKE",
        }  # fmt: skip
        if row.case_id is None:
            raw |= {"type": row.type, "women": 1, "men": self.dice.randint(0, 3), "other": 0}
        data = validated(InterventionCorrection, raw)
        interventions.correct(self.session, data, by=self._by(row.agency_id))

    def void(self) -> None:
        table, kind = self.dice.choice(
            [
                (Intervention, "intervention"),
                (Placement, "placement"),
                (TrainingEnrolment, "training"),
                (Referral, "referral"),
            ]
        )
        row = self._any(table)
        events.void(self.session, kind, row.id, "MISTAKE", by=self._by(row.agency_id))

    def undo(self) -> None:
        row = self._any(Intervention)
        by = AGENTS[row.agency_id]
        events.undo(self.session, "intervention", row.submission_id, by=by)

    def employ(self) -> None:
        case = self._case()
        kind = self.dice.choice(sorted(WORK))
        raw = {
            "submission_id": self._submission(), "case_id": case.id, "type": kind,
            "starts_on": self._day(), "contract": self.dice.choice(WORK[kind]),
            "evidence": "SELF", "cnss_declared": self.dice.choice(["", "yes", "no"]),
        }  # fmt: skip
        data = validated(PlacementInput, raw)
        placements.record(self.session, data, by=AGENTS[case.agency_id])

    def rework(self) -> None:
        row = self._any(Placement)
        kind = self.dice.choice(sorted(WORK))
        raw = {
            "id": row.id, "seen": row.seen, "type": kind, "starts_on": self._day(),
            "contract": self.dice.choice(WORK[kind]), "evidence": "REGISTER", "reason": "MISTAKE",
        }  # fmt: skip
        data = validated(PlacementCorrection, raw)
        placements.correct(self.session, data, by=self._by(row.agency_id))

    def answer(self) -> None:
        check = self._any(RetentionCheck, col(RetentionCheck.status).is_(None))
        place = self.session.get_one(Placement, check.placement_id)
        raw = {
            "check_id": check.id, "status": self.dice.choice(["SAME", "NOT_WORK", "LEFT"]),
            "done_on": today(self.session),
        }  # fmt: skip
        data = validated(RetentionInput, raw)
        retention.answer(self.session, data, by=AGENTS[place.agency_id])

    def unanswer(self) -> None:
        check = self._any(RetentionCheck, col(RetentionCheck.status).is_not(None))
        place = self.session.get_one(Placement, check.placement_id)
        retention.undo(self.session, check.id, by=AGENTS[place.agency_id])

    def _course(self) -> dict[str, Any]:
        begun = self._day()
        return {
            "type": self.dice.choice(["EN_CEF", "LANGUAGE"]), "starts_on": begun,
            "centre_id": self.dice.choice([None, 2]),
            "planned_end_on": begun + timedelta(days=self.dice.randint(10, 200)),
        }  # fmt: skip

    def enrol(self) -> None:
        case = self._case()
        status = self.dice.choice(["APPLIED", "ENROLLED"])
        raw = self._course() | {
            "submission_id": self._submission(), "case_id": case.id, "status": status,
        }  # fmt: skip
        training.record(self.session, validated(TrainingInput, raw), by=AGENTS[case.agency_id])

    def reschedule(self) -> None:
        row = self._any(TrainingEnrolment)
        raw = self._course() | {
            "id": row.id, "seen": row.seen, "status": row.status, "reason": "MISTAKE",
        }  # fmt: skip
        data = validated(TrainingCorrection, raw)
        training.correct(self.session, data, by=self._by(row.agency_id))

    def step(self) -> None:
        row = self._any(TrainingEnrolment)
        raw = {
            "enrolment_id": row.id, "status_on": today(self.session),
            "status": self.dice.choice(["ONGOING", "COMPLETED", "DROPPED", "REJECTED"]),
        }  # fmt: skip
        if raw["status"] == "DROPPED":
            raw["drop_reason"] = "OTHER"
        data = validated(StatusInput, raw)
        training.set_status(self.session, data, by=AGENTS[row.agency_id])

    def unstep(self) -> None:
        row = self._any(TrainingEnrolment)
        training.undo_status(self.session, row.id, by=AGENTS[row.agency_id])

    def facts(self) -> None:
        row = self._case()
        seen = {name: getattr(row, name) for name in FACTS}
        wanted = self.dice.choice(
            [
                {"sex": self.dice.choice("FMX")},
                {"birth_year": str(self.dice.randint(1970, 2004))},
                {"entry_channel": self.dice.choice(["SELF", "PEER", "CSO"])},
            ]
        )
        raw = {"case_id": row.id, "facts": seen | wanted, "seen": seen, "reason": "MISTAKE"}
        data = validated(FactsCorrection, raw)
        case_facts.correct(self.session, data, by=AGENTS[row.agency_id])

    def close(self) -> None:
        row = self._case()
        data = validated(
            CaseClosing, {"case_id": row.id, "reason": self.dice.choice(["OTHER", "LEFT"])}
        )
        case_facts.close(self.session, data, by=AGENTS[row.agency_id])

    def reopen(self) -> None:
        row = self._any(Case, col(Case.closed_on).is_not(None))
        case_facts.reopen(self.session, row.id, by=AGENTS[row.agency_id])

    def merge(self) -> None:
        raw = {"kept_id": self._case().id, "merged_id": self._case().id}
        merges.merge(self.session, validated(Merge, raw), by=CAST.manager)

    def part(self) -> None:
        row = self._any(CaseMerge, col(CaseMerge.undone_at).is_(None))
        merges.undo(self.session, row.id, by=CAST.manager)

    def transfer(self) -> None:
        case = self._case()
        (other,) = AGENTS.keys() - {case.agency_id}
        raw = {"case_id": case.id, "to_agency_id": other, "reason": "LIVES", "agrees": True}
        data = validated(TransferAsked, raw)
        asked = transfers.ask(self.session, data, by=AGENTS[case.agency_id])
        transfers.accept(self.session, asked, by=AGENTS[other])

    def rename_centre(self) -> None:
        centre = self.session.get_one(Organisation, 2)
        centre.training_type = self.dice.choice([None, "LANGUAGE", "VOCATIONAL"])
        self.session.add(centre)
        self.session.flush()
