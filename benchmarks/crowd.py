"""What a programme of years keeps of its people beside their acts: contacts and keys of names,
appointments, people sent on and people on their way to another agency. For measuring only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from benchmarks.made_people import People
from db.codes import ConsentPurpose, ReferralStatus
from db.inputs import phones
from db.models import (
    Agency,
    Case,
    Consent,
    Contact,
    ContactMark,
    FollowUp,
    Intervention,
    NameKey,
    Referral,
    Transfer,
)
from db.models.tasks import TransferState
from db.queries.contacts import NAME, PHONE
from db.queries.duplicates import NEAR_NAME, SAME_NAME
from db.secrets import names
from db.secrets.sealing import match_keys, seal
from seed_data.plan import present_day
from seed_data.store import Row, insert, restart_sequences

SEED = 2018
#: One person in three agreed to be called; as many are sent on; one act in four ends with an
#: appointment, of which those of the last weeks wait in part.
CALLED, SENT, APPOINTED, WAITS = 1 / 3, 1 / 3, 1 / 4, 0.3
RECENT = timedelta(days=60)
REASONS = ("TRAINING", "LANGUAGE", "WORK", "SOCIAL", "PROCEDURES")
ANSWERED = (ReferralStatus.SERVED, ReferralStatus.SERVED, ReferralStatus.NO_SHOW)
#: How many people on their way wait for each agency.
COMING = 3


def fill(session: Session) -> None:
    """All of it, the same for the same cases."""
    dice = Random(SEED)
    cases = everybody(session)
    agencies = sorted(session.exec(select(Agency.id)))
    _names(session, dice, cases)
    insert(session, FollowUp, _appointments(session, dice))
    insert(session, Referral, _sent(dice, cases, agencies))
    insert(session, Transfer, _moved(cases, agencies))
    restart_sequences(session)


def everybody(session: Session) -> Sequence[sa.Row[Any]]:
    """``id``, ``agency_id``, ``opened_on`` and ``opened_by`` of all people, in one order."""
    columns = (col(Case.id), col(Case.agency_id), col(Case.opened_on), col(Case.opened_by))
    return session.execute(sa.select(*columns).order_by(col(Case.code))).all()


def _names(session: Session, dice: Random, cases: Sequence[sa.Row[Any]]) -> None:
    """Keys of everybody's name, and a contact of those who agreed to be called."""
    made, sealed = People(SEED), seal({"name": "x" * 20, "phone": "+33199000000"})
    keys: list[Row] = []
    consents: list[Row] = []
    contacts: list[Row] = []
    marks: list[Row] = []
    for case in cases:
        name = made.person().name
        found = match_keys(names.pairs(name), SAME_NAME) | match_keys(names.near(name), NEAR_NAME)
        keys += [{"case_id": case.id, "key": key} for key in found]
        if len(keys) > 100_000:
            insert(session, NameKey, keys)
            keys = []
        if dice.random() > CALLED:
            continue
        at = datetime.combine(case.opened_on, time(10), UTC)
        contacts.append(
            {"case_id": case.id, "sealed": sealed, "kept_by": case.opened_by, "kept_at": at}
        )
        consents.append(
            {
                "case_id": case.id,
                "purpose": ConsentPurpose.FOLLOW_UP,
                "given_on": case.opened_on,
                "recorded_by": case.opened_by,
                "recorded_at": at,
            }
        )
        number = f"+2126{dice.randint(0, 99_999_999):08}"
        found = _marks(name) | match_keys(phones.forms(number), PHONE)
        marks += [{"case_id": case.id, "mark": mark} for mark in found]
    for table, rows in ((NameKey, keys), (Consent, consents), (Contact, contacts)):
        insert(session, table, rows)
    insert(session, ContactMark, marks)


@cache
def _marks(name: str) -> frozenset[str]:
    return match_keys(names.forms(name), NAME)


def _appointments(session: Session, dice: Random) -> Iterator[Row]:
    today = present_day()
    acts = session.execute(
        sa.select(
            col(Intervention.id),
            col(Intervention.case_id),
            col(Intervention.agency_id),
            col(Intervention.happened_on),
        )
        .where(col(Intervention.case_id).is_not(None), col(Intervention.voided_at).is_(None))
        .order_by(col(Intervention.id))
    ).all()
    for act in acts:
        if dice.random() > APPOINTED:
            continue
        due = act.happened_on + timedelta(days=dice.choice((7, 14, 14, 30)))
        waits = due > today or (act.happened_on > today - RECENT and dice.random() < WAITS)
        yield {
            "case_id": act.case_id,
            "intervention_id": act.id,
            "agency_id": act.agency_id,
            "due_on": due,
            "due_at": time(dice.choice((9, 10, 14))) if dice.random() < 0.4 else None,
            "settled_at": None if waits else datetime.combine(due, time(11), UTC),
        }


def _sent(dice: Random, cases: Sequence[sa.Row[Any]], agencies: list[int]) -> Iterator[Row]:
    """To another agency, those for work; to an organisation, all others."""
    today = present_day()
    for number, case in enumerate(cases, start=1):
        if dice.random() > SENT:
            continue
        day: date = min(case.opened_on + timedelta(days=dice.randint(0, 90)), today)
        reason = dice.choice(REASONS)
        is_new = day > today - RECENT
        status = dice.choice((*ANSWERED, ReferralStatus.SENT)) if is_new else dice.choice(ANSWERED)
        after = None if status is ReferralStatus.SENT else min(20, (today - day).days)
        other = dice.choice([each for each in agencies if each != case.agency_id])
        yield {
            "agency_id": case.agency_id,
            "entered_at": datetime.combine(day, time(10), UTC),
            "entered_by": case.opened_by,
            "submission_id": f"crowd-{number}",
            "position": 0,
            "case_id": case.id,
            "type": reason,
            "organisation_id": None if reason == "WORK" else dice.randint(1, 5),
            "to_agency_id": other if reason == "WORK" else None,
            "may_share": dice.random() < 0.9,
            "sent_on": day,
            "status": status,
            "status_on": day + timedelta(days=after or 0),
            "answered_after": after,
        }


def _moved(cases: Sequence[sa.Row[Any]], agencies: list[int]) -> Iterator[Row]:
    """A few who wait for each agency, and one person in thirty who moved long ago."""
    waiting = dict.fromkeys(agencies, COMING)
    for number, case in enumerate(cases):
        to = agencies[number % len(agencies)]
        if to == case.agency_id:
            continue
        is_pending = waiting[to] > 0
        if not is_pending and number % 30:
            continue
        waiting[to] -= is_pending
        at = datetime.combine(case.opened_on, time(10), UTC)
        yield {
            "case_id": case.id,
            "from_agency_id": case.agency_id,
            "to_agency_id": to,
            "reason": "LIVES",
            "state": TransferState.PENDING if is_pending else TransferState.ACCEPTED,
            "asked_by": case.opened_by,
            "asked_at": at,
            "decided_by": None if is_pending else case.opened_by,
            "decided_at": None if is_pending else at,
        }
