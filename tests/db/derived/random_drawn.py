"""What acts at random draw from: days, people, entries, and who acts."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from sqlmodel import Session, select

from db.access.clock import today
from db.models import Case
from tests.cast import CAST

AGENTS = {CAST.rabat: CAST.agent_rabat, CAST.casablanca: CAST.agent_casablanca}


class Drawn:
    """A session, and dice."""

    def __init__(self, session: Session, seed: int) -> None:
        self.session, self.dice = session, Random(seed)

    def _day(self, most: int = 500) -> date:
        return today(self.session) - timedelta(days=self.dice.randint(0, most))

    def _submission(self) -> str:
        return f"random-{self.dice.getrandbits(60)}"

    def _any(self, table: Any, *conditions: Any) -> Any:
        return self.dice.choice(
            self.session.exec(select(table).where(*conditions).order_by(table.id)).all()
        )

    def _case(self) -> Case:
        found: Case = self._any(Case)
        return found

    def _by(self, agency_id: int) -> int:
        return self.dice.choice([AGENTS[agency_id], CAST.manager])
