"""The people and places of every test: two agents in two cities, a manager, a partner, an
administrator, and someone whose account is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import bcrypt
from sqlmodel import Session

from db.access.viewer import Viewer, viewer_of
from db.codes import Role, Sex
from db.models import (
    Account,
    Agency,
    Case,
    Organisation,
    Posting,
    Programme,
    TrustWave,
    TrustWaveAgency,
)
from db.models.base import now
from seed_data import code_lists

PASSWORD = "a-long-test-password"
ZONE = "Africa/Casablanca"


@dataclass(frozen=True)
class Cast:
    """Ids of the cast; ``rabat`` and ``casablanca`` are agencies, ``tanger`` has no agent."""

    rabat: int = 1
    casablanca: int = 2
    tanger: int = 3
    agent_rabat: int = 1
    agent_casablanca: int = 2
    manager: int = 3
    partner: int = 4
    administrator: int = 5
    closed: int = 6
    case_rabat: int = 101
    case_rabat_2: int = 102
    case_casablanca: int = 201
    wave: int = 1

    def viewer(self, session: Session, account_id: int) -> Viewer:
        return viewer_of(session, account_id)


CAST = Cast()
NAMES = {
    CAST.agent_rabat: ("agent.rabat", Role.AGENT),
    CAST.agent_casablanca: ("agent.casablanca", Role.AGENT),
    CAST.manager: ("manager", Role.MANAGER),
    CAST.partner: ("partner", Role.PARTNER),
    CAST.administrator: ("admin", Role.ADMINISTRATOR),
    CAST.closed: ("closed", Role.AGENT),
}
#: One who may sign in, by role.
USERNAMES = {role: name for name, role in reversed(NAMES.values()) if name != "closed"}


def play(session: Session) -> None:
    """Put the cast on stage, in an empty migrated database."""
    code_lists.load(session)
    session.add(
        Programme(
            name="Amudu",
            institution="ANAPEC",
            country_fr="Maroc",
            country_en="Morocco",
            country_ar="المغرب",
            time_zone=ZONE,
            starts_on=date(2018, 3, 15),
            ends_on=date(2047, 12, 31),
        )
    )
    _places(session)
    _accounts(session)
    _cases(session)
    session.add(
        TrustWave(
            id=1,
            number=1,
            starts_on=ago(60),
            ends_on=ago(-30),
        )
    )
    session.flush()
    for agency_id in (CAST.rabat, CAST.casablanca, CAST.tanger):
        session.add(TrustWaveAgency(wave_id=1, agency_id=agency_id))
    session.flush()


def today() -> date:
    """The day of the run (``tests/clock.py``), where the programme runs."""
    return now().astimezone(ZoneInfo(ZONE)).date()


def ago(days: int) -> date:
    """So many days before today."""
    return today() - timedelta(days=days)


def _places(session: Session) -> None:
    session.add(Organisation(id=1, code="ANAPEC", name="ANAPEC", type="PES"))
    session.add(
        Organisation(id=2, code="CEF1", name="CEF Yacoub", type="EN", training_type="EN_CEF")
    )
    session.add(Organisation(id=3, code="MIN", name="Ministère", type="MIN"))
    session.flush()
    for number, (code, name, name_ar, region) in enumerate(
        [
            ("RABAT", "Rabat", "الرباط", "MA-04"),
            ("CASA", "Casablanca", "الدار البيضاء", "MA-06"),
            ("TANGER", "Tanger", "طنجة", "MA-01"),
        ],
        start=1,
    ):
        session.add(
            Agency(
                id=number,
                code=code,
                name=f"Agence {name}",
                short_name=name,
                name_ar=name_ar,
                city=name,
                region=region,
                host_id=1,
                sort=number,
            )
        )
    session.flush()


def _accounts(session: Session) -> None:
    hashed = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    for account_id, (username, role) in NAMES.items():
        session.add(
            Account(
                id=account_id,
                username=username,
                display_name=username.title(),
                role=role,
                password_hash=hashed,
                must_change_password=False,
                organisation_id=3 if role is Role.PARTNER else None,
                closed_at=now() if account_id == CAST.closed else None,
            )
        )
    session.flush()
    for account_id, agency_id in (
        (CAST.agent_rabat, CAST.rabat),
        (CAST.agent_casablanca, CAST.casablanca),
        (CAST.closed, CAST.rabat),
    ):
        session.add(Posting(account_id=account_id, agency_id=agency_id, starts_on=ago(400)))


def _cases(session: Session) -> None:
    for case_id, code, agency_id, sex, agent in (
        (CAST.case_rabat, "2345678", CAST.rabat, Sex.WOMAN, CAST.agent_rabat),
        (CAST.case_rabat_2, "2345679", CAST.rabat, Sex.MAN, CAST.agent_rabat),
        (CAST.case_casablanca, "2345CFG", CAST.casablanca, Sex.WOMAN, CAST.agent_casablanca),
    ):
        session.add(
            Case(
                id=case_id,
                code=code,
                agency_id=agency_id,
                sex=sex,
                birth_year=1995,
                nationality="CI",
                education="3",
                opened_on=ago(200),
                opened_by=agent,
            )
        )
