"""Agents who write through the real WebSocket while their server is killed, again and again.

Each entry of an agent carries a number, as its minutes or its hours a week: by it every entry that
was begun is found again, once, whole, or in a draft.
"""

from __future__ import annotations

import random
import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from websockets.exceptions import WebSocketException

from components.visit.authenticator import COOKIE, cookie
from db.codes import Role, Sex
from db.models import (
    Account,
    AuditEntry,
    Case,
    Draft,
    FirstContact,
    Intervention,
    Placement,
    Posting,
    RetentionCheck,
    SignInSession,
)
from db.models.base import now
from db.queries import audit_chain
from db.secrets.sealing import fingerprint, unseal
from tests.browser.server import Server
from tests.cast import CAST, ago
from tests.wire import Screen, Wire

#: Every third entry opens a case, every fifth is a placement.
THIRD, FIFTH = 3, 5
#: No page of a server that is gone answers; these are what that looks like.
GONE = (OSError, WebSocketException, TimeoutError, EOFError)


@dataclass
class Agent:
    """What one agent has done, as their own screen told them."""

    account_id: int
    username: str
    case_id: int
    cookie: str
    number: int = 0
    #: When the number of the present entry was typed, and whether the screen has answered since.
    typed_at: float | None = None
    is_answered: bool = False
    acknowledged: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def form(self) -> str:
        return "placement" if self.number % FIFTH == 0 else "intervention"

    @property
    def text(self) -> str:
        """The number as it is typed: minutes, or hours a week."""
        if self.form == "placement":
            hours = 10 + self.number // FIFTH
            return f"{hours / 10:.1f}".rstrip("0").rstrip(".").replace(".", ",")
        return str(self.number)


def cast(engine: sa.Engine, count: int) -> list[Agent]:
    """So many agents of one agency, signed in, each with somebody to write about."""
    agents = []
    with Session(engine.execution_options(writes=True)) as session:
        for number in range(count):
            name = f"agent.{number}"
            account = Account(
                username=name, display_name=name, role=Role.AGENT, password_hash="",
                must_change_password=False,
            )  # fmt: skip
            session.add(account)
            session.flush()
            secret, expires = secrets.token_urlsafe(), now() + timedelta(hours=12)
            case = Case(
                code=f"KKK{number:04d}".translate(str.maketrans("01", "XZ")),
                agency_id=CAST.rabat, sex=Sex.WOMAN, birth_year=1990, nationality="CI",
                education="3", opened_on=ago(200), opened_by=account.id,
            )  # fmt: skip
            session.add_all(
                [
                    Posting(account_id=account.id, agency_id=CAST.rabat, starts_on=ago(400)),
                    SignInSession(
                        account_id=account.id, token_hash=fingerprint(secret), expires_at=expires
                    ),
                    case,
                ]
            )
            session.flush()
            session.add(
                Intervention(
                    agency_id=CAST.rabat, entered_by=account.id, submission_id=f"met {name}",
                    case_id=case.id, type="REGISTRATION", mode="AGENCY", happened_on=ago(7),
                )
            )  # fmt: skip
            agents.append(Agent(account.id, name, case.id, cookie(name, secret, expires)))
        session.commit()
    return agents


class Killing:
    """So many kills of one server, at random moments, while the agents write."""

    def __init__(
        self, server: Server, engine: sa.Engine, agents: list[Agent], chance: random.Random
    ) -> None:
        self.server, self.engine, self.agents, self.chance = server, engine, agents, chance
        self.faults: list[str] = []
        self.oldest = 0.0

    def run(self, kills: int, longest: float, said: Callable[[int], None] = lambda _: None) -> None:
        for number in range(kills):
            self.server.start()
            self._write(self.chance.uniform(0.3, longest))
            self._look_at_drafts()
            said(number + 1)
        self.server.start()
        self._write(None)
        self.server.stop()
        self._look_at_all()

    def _write(self, seconds: float | None) -> None:
        """Until the server is killed; without ``seconds`` each agent ends what was begun."""
        threads = [
            threading.Thread(target=self._work, args=(agent, seconds is None))
            for agent in self.agents
        ]
        for thread in threads:
            thread.start()
        if seconds is not None:
            time.sleep(seconds)
            self.server.kill()
            self.killed_at = time.monotonic()
        for thread in threads:
            thread.join()

    def _work(self, agent: Agent, is_last: bool) -> None:
        # What an earlier server was told in vain counts no more: only an answer is a promise.
        agent.typed_at = None
        try:
            wire = Wire(self.server.url, {COOKIE: agent.cookie})
            if agent.number:
                self._resume(agent, wire)
            while not is_last:
                agent.number, agent.typed_at, agent.is_answered = agent.number + 1, None, False
                _enter(agent, _opened(agent, wire))
        except GONE as gone:
            if is_last:
                agent.errors.append(f"{type(gone).__name__} with nobody killed")
        except Exception as failure:
            agent.errors.append(f"{agent.form} {agent.number}: {failure!r}")

    def _resume(self, agent: Agent, wire: Wire) -> None:
        """As somebody who opens the page again: the draft is there, or the entry is stored."""
        if agent.number in agent.acknowledged or self._rows(agent):
            return
        _enter(agent, _opened(agent, wire))

    def _rows(self, agent: Agent) -> int:
        with Session(self.engine) as session:
            return len(_numbered(session, agent)[agent.form, agent.text])

    def _look_at_drafts(self) -> None:
        """What was typed and neither stored nor in a draft: how old it was at the kill."""
        with Session(self.engine) as session:
            for agent in self.agents:
                if not agent.number or agent.number in agent.acknowledged:
                    continue
                row = session.get(Draft, (agent.account_id, agent.form))
                values = {} if row is None else unseal(row.sealed)
                key = f"{agent.form}_{'hours' if agent.form == 'placement' else 'minutes_text'}"
                if values.get(key) == agent.text:
                    continue
                if _numbered(session, agent)[agent.form, agent.text]:
                    continue
                if agent.typed_at is not None:
                    self.oldest = max(self.oldest, self.killed_at - agent.typed_at)
                if agent.is_answered:
                    self.faults.append(f"{agent.username} {agent.number}: typed, answered, lost")

    def _look_at_all(self) -> None:
        with Session(self.engine) as session:
            for agent in self.agents:
                self.faults += [f"{agent.username}: {each}" for each in agent.errors]
                self.faults += _lost_and_doubled(session, agent)
            self.faults += _half(session)
            self.faults += [f"the log: {each}" for each in audit_chain.checked(session).faults]


def _opened(agent: Agent, wire: Wire) -> Screen:
    return wire.open(f"record-{agent.form}")


def _enter(agent: Agent, screen: Screen) -> None:
    """One entry to its end: whatever a draft has brought back is chosen already."""
    with suppress(*GONE):
        _fill(agent, screen)
        screen.press(f"{agent.form}_save")
        if f"{agent.form}_next" not in screen.keys:
            agent.errors.append(f"{agent.form} {agent.number} was refused")
        else:
            agent.acknowledged.append(agent.number)
        screen.close()
        return
    raise OSError("the line is cut")


def _fill(agent: Agent, screen: Screen) -> None:
    form = agent.form
    if form == "placement":
        screen.choose("placement_case", 0)
        screen.choose("placement_type", 0)
        screen.choose("placement_contract", 0)
        screen.choose("placement_evidence", 0)
        key = "placement_hours"
    else:
        screen.choose("intervention_type", 3)
        if agent.number % THIRD == 0:
            screen.choose("intervention_case", 0)
            screen.choose("intervention_sex", 0)
            screen.write("intervention_birth_year", "1995")
        else:
            screen.choose("intervention_case", 1)
        screen.choose("intervention_minutes", -1)
        key = "intervention_minutes_text"
    agent.typed_at = time.monotonic()
    screen.write(key, agent.text)
    agent.is_answered = True


def _numbered(session: Session, agent: Agent) -> dict[tuple[str, str], list[int]]:
    """The stored rows of an agent by form and number."""
    found = defaultdict[tuple[str, str], list[int]](list)
    for row in session.exec(
        select(Intervention).where(
            Intervention.entered_by == agent.account_id, col(Intervention.minutes).is_not(None)
        )
    ):
        found["intervention", str(row.minutes)].append(row.id)
    for job in session.exec(select(Placement).where(Placement.entered_by == agent.account_id)):
        hours = f"{job.hours_per_week:.1f}".rstrip("0").rstrip(".").replace(".", ",")
        found["placement", hours].append(job.id)
    return found


def _lost_and_doubled(session: Session, agent: Agent) -> list[str]:
    stored, faults = _numbered(session, agent), []
    last = agent.number
    for number in agent.acknowledged:
        agent.number = number
        if not stored[agent.form, agent.text]:
            faults.append(f"{agent.username} {number}: acknowledged, lost")
    agent.number = last
    faults += [f"{agent.username} {key}: doubled" for key, ids in stored.items() if len(ids) > 1]
    return faults


def _half(session: Session) -> list[str]:
    """Anything that stands there without what belongs to it."""
    without: dict[str, Any] = {
        "cases without an entry": select(Case.id).where(
            Case.opened_on > ago(200),
            col(Case.id).not_in(
                select(Intervention.case_id).where(col(Intervention.case_id).is_not(None))
            ),
        ),
        "cases without a first contact": select(Case.id).where(
            Case.opened_on > ago(200), col(Case.id).not_in(select(FirstContact.case_id))
        ),
        "placements without their checks": select(Placement.id)
        .outerjoin(RetentionCheck, col(RetentionCheck.placement_id) == col(Placement.id))
        .group_by(col(Placement.id))
        .having(sa.func.count(col(RetentionCheck.id)) != 3),
        **{f"{kind}s without their act": _unwritten(kind, table) for kind, table in ROWS.items()},
    }
    return [
        f"{len(found)} {what}"
        for what, query in without.items()
        if (found := session.exec(query).all())
    ]


ROWS: dict[str, type[Intervention] | type[Placement]] = {
    "intervention": Intervention,
    "placement": Placement,
}


def _unwritten(kind: str, table: type[Intervention | Placement]) -> sa.Select[tuple[int]]:
    acts = select(AuditEntry.entity_id).where(AuditEntry.action == f"{kind}.record")
    return select(table.id).where(  # type: ignore[return-value]
        ~col(table.submission_id).like("met %"),
        sa.cast(col(table.id), sa.String).not_in(acts),
    )
