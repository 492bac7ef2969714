"""Names and numbers of the demo's people who agreed to be called; nobody has them.

France keeps 01 99 00 .. .. for films and books: no touch on a number of the demo rings anywhere.
"""

from __future__ import annotations

import random

from sqlmodel import Session, col, select

from db.codes import ConsentPurpose, Sex
from db.inputs import phones
from db.inputs.contacts import CallTime, Contact
from db.models import Case, Consent, ContactMark
from db.models import Contact as ContactRow
from db.queries.contacts import NAME, PHONE
from db.secrets import names
from db.secrets.sealing import match_keys, seal
from seed_data.store import Row, insert

SEED = 20
WOMEN = (
    "Aïcha", "Fatou", "Mariam", "Aminata", "Grâce", "Khadija", "Rokia", "Esther", "Salma", "Binta",
    "Nadège", "Oumou", "Yasmine", "Ruth", "Hawa", "Clarisse",
)  # fmt: skip
MEN = (
    "Mohamed", "Ibrahima", "Moussa", "Ousmane", "Abdoulaye", "Jean", "Cheikh", "Mamadou", "Youssef",
    "Samuel", "Ali", "Boubacar", "Patrick", "Souleymane", "Karim", "Emmanuel",
)  # fmt: skip
FAMILIES = (
    "Diallo", "Traoré", "Koné", "Bah", "Ndiaye", "Mbemba", "Kouassi", "Sow", "Coulibaly",
    "Ngono", "Al Halabi", "Barry", "Camara", "Touré", "Ilunga", "Saleh", "Cissé", "Fofana",
    "Ekambi", "Haddad",
)  # fmt: skip
TIMES = {CallTime.ANY: 60, CallTime.MORNING: 15, CallTime.AFTERNOON: 10, CallTime.EVENING: 15}


def fill(session: Session) -> None:
    """A contact of everybody who agreed and has not withdrawn."""
    dice = random.Random(SEED)
    query = (
        select(Consent, Case)
        .join(Case, col(Case.id) == col(Consent.case_id))
        .where(Consent.purpose == ConsentPurpose.FOLLOW_UP, col(Consent.withdrawn_on).is_(None))
        .order_by(col(Case.opened_on), col(Case.id))
    )
    rows: list[Row] = []
    marks: list[Row] = []
    for consent, case in session.exec(query):
        contact = _made(dice, case)
        rows.append(
            {
                "case_id": case.id,
                "sealed": seal(contact.model_dump(mode="json")),
                "kept_by": consent.recorded_by,
                "kept_at": consent.recorded_at,
            }
        )
        found = match_keys(names.forms(contact.name), NAME)
        found |= match_keys(phones.forms(contact.phone), PHONE)
        marks += [{"case_id": case.id, "mark": mark} for mark in sorted(found)]
    insert(session, ContactRow, rows)
    insert(session, ContactMark, marks)


def _made(dice: random.Random, case: Case) -> Contact:
    first = dice.choice(WOMEN if case.sex is Sex.WOMAN else MEN)
    return Contact(
        name=f"{first} {dice.choice(FAMILIES)}",
        phone=f"+33 1 99 00 {dice.randint(0, 9999):04}",
        language=case.language,
        call_time=dice.choices(list(TIMES), list(TIMES.values()))[0],
    )
