"""The demo's programme, organisations, agencies, accounts and postings."""

from __future__ import annotations

from datetime import date, time, timedelta

import bcrypt
from sqlmodel import Session

from db.codes import Role
from db.inputs.dates import months_after
from db.models import Account, Agency, Organisation, Posting, Programme
from db.secrets.passwords import ROUNDS
from db.store.settings import DEMO_PASSWORD
from seed_data.plan import ZONE, Plan, at

#: Code, name, short name, Arabic name, city, region.
AGENCIES = (
    ("RBT-A", "Agence Rabat Akkari (démo)", "Rabat Akkari", "الرباط العكاري", "Rabat", "MA-04"),
    ("RBT-H", "Agence Rabat Hassan (démo)", "Rabat Hassan", "الرباط حسان", "Rabat", "MA-04"),
    (
        "CAS-A",
        "Agence Casablanca Anfa (démo)",
        "Casa Anfa",
        "الدار البيضاء أنفا",
        "Casablanca",
        "MA-06",
    ),
    (
        "CAS-S",
        "Agence Casablanca Aïn Sebaâ (démo)",
        "Casa Aïn Sebaâ",
        "الدار البيضاء عين السبع",
        "Casablanca",
        "MA-06",
    ),
    ("TNG", "Agence Tanger (démo)", "Tanger", "طنجة", "Tanger", "MA-01"),
    ("OUJ", "Agence Oujda (démo)", "Oujda", "وجدة", "Oujda", "MA-02"),
)
#: Code, name, list ORG_TYPE, kind of course.
ORGANISATIONS = (
    ("ANAPEC", "ANAPEC", "PES", None),
    ("EN", "Entraide Nationale", "EN", None),
    ("MRE", "Ministère délégué (démo)", "MIN", None),
    ("DONOR", "Coopération belge (démo)", "DONOR", None),
    ("CEF-RBT", "CEF Rabat Yacoub El Mansour (démo)", "EN", "EN_CEF"),
    ("CEF-CAS", "CEF Casablanca Sidi Bernoussi (démo)", "EN", "EN_CEF"),
    ("CFA-SAL", "CFA Salé (démo)", "EN", "EN_CFA"),
    ("OFPPT-RBT", "OFPPT Rabat (démo)", "TRAIN", "OFPPT"),
    ("OFPPT-CAS", "OFPPT Casablanca (démo)", "TRAIN", "OFPPT"),
    ("ASSO-1", "Association Passerelles (démo)", "CSO", "CSO"),
    ("ASSO-2", "Association Langues et Métiers (démo)", "CSO", "LANGUAGE"),
    ("EMPL-1", "Centre d'appels Maârif (démo)", "EMPL", None),
    ("EMPL-2", "Hôtel Bouregreg (démo)", "EMPL", None),
    ("EMPL-3", "Bâtiment du Littoral (démo)", "EMPL", None),
    ("EMPL-4", "Atelier de couture Sidi Moumen (démo)", "EMPL", None),
)
#: User name, displayed name, role; the first four are the agents, in the order of the agencies.
ACCOUNTS = (
    ("agent.rabat", "Agent·e Rabat Akkari", Role.AGENT),
    ("agent.rabat2", "Agent·e Rabat Hassan", Role.AGENT),
    ("agent.casablanca", "Agent·e Casa Anfa", Role.AGENT),
    ("agent.casablanca2", "Agent·e Casa Aïn Sebaâ", Role.AGENT),
    ("manager", "Responsable du programme", Role.MANAGER),
    ("partner", "Partenaire", Role.PARTNER),
    ("admin", "Administration", Role.ADMINISTRATOR),
)
#: Months after the start when each agent arrived.
ARRIVALS = (0, 3, 1, 6)


def fill(session: Session, plan: Plan) -> None:
    """Programme, places and people; ids count from 1 in the order above."""
    session.add(
        Programme(
            name="Amudu",
            institution="ANAPEC",
            country_fr="Maroc",
            country_en="Morocco",
            country_ar="المغرب",
            time_zone=ZONE,
            starts_on=plan.start,
            ends_on=months_after(plan.start, 60) - timedelta(days=1),
            is_demo=True,
        )
    )
    _places(session)
    _accounts(session, plan)
    for agent in range(1, len(ARRIVALS) + 1):
        session.add(Posting(account_id=agent, agency_id=agent, starts_on=arrival(plan, agent)))
    session.flush()


def _places(session: Session) -> None:
    for number, (code, name, kind, course) in enumerate(ORGANISATIONS, start=1):
        session.add(
            Organisation(
                id=number, code=code, name=name, type=kind, training_type=course, is_demo=True
            )
        )
    session.flush()
    for number, (code, name, short, arabic, city, region) in enumerate(AGENCIES, start=1):
        session.add(
            Agency(
                id=number,
                code=code,
                name=name,
                short_name=short,
                name_ar=arabic,
                city=city,
                region=region,
                host_id=1,
                sort=number,
                is_demo=True,
            )
        )


def _accounts(session: Session, plan: Plan) -> None:
    password = password_hash(plan)
    for number, (username, name, role) in enumerate(ACCOUNTS, start=1):
        session.add(
            Account(
                id=number,
                username=username,
                display_name=name,
                role=role,
                organisation_id=3 if role is Role.PARTNER else None,
                password_hash=password,
                must_change_password=False,
                is_demo=True,
                created_at=at(plan.start, time(9)),
            )
        )
    session.flush()


def password_hash(plan: Plan) -> str:
    """The usual bcrypt cost, but a salt drawn from the seed: the same seed gives the same rows."""
    letters = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    salt = "".join(plan.dice.choices(letters, k=21)) + plan.dice.choice(".Oeu")
    return bcrypt.hashpw(DEMO_PASSWORD.encode(), f"$2b${ROUNDS}${salt}".encode()).decode()


def arrival(plan: Plan, agent: int) -> date:
    """The first day of an agent (1 to 4) in the agency of the same number."""
    return months_after(plan.start, ARRIVALS[agent - 1])
