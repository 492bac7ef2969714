"""People sent on at random, and what the places answer."""

from __future__ import annotations

from typing import Any

from sqlmodel import col

from db.access.clock import today
from db.actions import received_referrals, referral_links, referrals
from db.codes import ReferralStatus
from db.inputs.parse import validated
from db.inputs.referrals import AnswerInput, ReferralCorrection, ReferralInput
from db.models import Referral
from tests.cast import CAST
from tests.db.derived.random_drawn import AGENTS, Drawn

ANSWERS = ("SERVED", "ACCEPTED", "NO_SHOW", "REFUSED", "NO_REPLY")


class Referrals(Drawn):
    """Acts on referrals."""

    def _sending(self, agency: int) -> dict[str, Any]:
        (other,) = AGENTS.keys() - {agency}
        place = self.dice.choice([(2, None), (3, None), (None, other)])
        return {
            "type": self.dice.choice(["TRAINING", "WORK"]), "sent_on": self._day(),
            "organisation_id": place[0], "to_agency_id": place[1],
            "may_share": self.dice.random() < 0.8,
        }  # fmt: skip

    def _said(self, row: Referral) -> dict[str, Any]:
        status = self.dice.choice(ANSWERS)
        return {
            "referral_id": row.id, "status": status, "status_on": today(self.session),
            "refusal_reason": "FULL" if status == ReferralStatus.REFUSED else None,
        }  # fmt: skip

    def send(self) -> None:
        case = self._case()
        raw = self._sending(case.agency_id) | {
            "submission_id": self._submission(), "case_id": case.id,
        }  # fmt: skip
        referrals.record(self.session, validated(ReferralInput, raw), by=AGENTS[case.agency_id])

    def resend(self) -> None:
        row = self._any(Referral)
        raw = self._sending(row.agency_id) | {"id": row.id, "seen": row.seen, "reason": "MISTAKE"}
        by = self._by(row.agency_id)
        if by == CAST.manager:
            del raw["may_share"]
        referrals.correct(self.session, validated(ReferralCorrection, raw), by=by)

    def reply(self) -> None:
        row = self._any(Referral)
        raw = self._said(row) | {"status_on": row.sent_on + (today(self.session) - row.sent_on) / 2}
        referrals.answer(self.session, validated(AnswerInput, raw), by=AGENTS[row.agency_id])

    def unreply(self) -> None:
        row = self._any(Referral, col(Referral.earlier_status).is_not(None))
        referrals.undo_answer(self.session, row.id, by=AGENTS[row.agency_id])

    def reply_there(self) -> None:
        row = self._any(Referral, col(Referral.to_agency_id).in_(AGENTS))
        data = validated(AnswerInput, self._said(row))
        received_referrals.answer(self.session, data, by=AGENTS[row.to_agency_id])

    def reply_by_link(self) -> None:
        row = self._any(Referral)
        code = referral_links.make(self.session, row.id, by=AGENTS[row.agency_id])
        referral_links.answer(self.session, code, ReferralStatus.SERVED, None)
