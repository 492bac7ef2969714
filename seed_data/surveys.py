"""Two finished waves of the trust survey with a true difference between them, and one that runs."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, time, timedelta
from hashlib import sha256

from sqlmodel import Session

from db.codes import (
    DONT_KNOW,
    INTERVIEWER_MODES,
    REFUSED,
    TRUST_ITEMS,
    TRUST_SCALE,
    Sex,
    TrustMode,
    TrustMoment,
)
from db.inputs.dates import months_after
from db.models import NonUserCount, TrustFieldwork, TrustResponse, TrustWave, TrustWaveAgency
from seed_data import places
from seed_data.plan import Plan, at
from seed_data.store import Row, insert

#: Mean of T1 in each wave, for agencies with an agent and without one.
MEANS = {1: (5.2, 5.0), 2: (6.2, 5.1), 3: (6.3, 5.1)}
MODES = {"SELF_TAB": 46, "INT_OTHER": 30, "SELF_QR": 12, "PHONE": 5, "INT_SAME": 7}
#: Where nobody is posted: left to the person, or asked by somebody engaged for the survey.
MODES_ELSEWHERE = {"SELF_QR": 60, "INT_EXT": 40}
ALONE = (TrustMode.SELF_TAB, TrustMode.SELF_QR)
#: The agent of the city's other agency, who asks instead of the one posted there.
NEIGHBOUR = {1: 2, 2: 1, 3: 4, 4: 3, 5: 1, 6: 1}
SAMPLING = "Une personne sur deux à la sortie de l'agence"
#: Answers wanted of each agency in each wave.
TARGET = 90
#: What people say who never came (list NON_USER).
NON_USERS = {
    "NO_NEED": 20, "TRIED": 12, "UNKNOWN": 26, "NOT_FOR_ME": 18, "FEAR": 7, "NO_USE": 5,
    "LANGUAGE": 5, "ACCESS": 4, "ELSEWHERE": 2, "OTHER": 1,
}  # fmt: skip
#: Outreach on so many days before today, by each agency with an agent, with so many people.
OUTREACH, PEOPLE_MET = (1, 4, 8, 190, 200), (6, 14)


def fill(session: Session, plan: Plan) -> None:
    """Waves with their agencies, fieldwork, answers, and people who never came."""
    for number, start in enumerate(_starts(plan), start=1):
        end = start + timedelta(days=40)
        session.add(
            TrustWave(id=number, number=number, starts_on=start, ends_on=end, sampling=SAMPLING)
        )
        session.flush()
        for agency in range(1, len(places.AGENCIES) + 1):
            answers = plan.dice.randint(14, 26) if end > plan.today else plan.dice.randint(58, 118)
            refused = plan.dice.randint(answers // 8, answers // 4)
            session.add(TrustWaveAgency(wave_id=number, agency_id=agency, target_n=TARGET))
            session.add(
                TrustFieldwork(
                    wave_id=number,
                    agency_id=agency,
                    approached=answers + refused,
                    refused=refused,
                )
            )
            last = min(end, plan.today)
            insert(session, TrustResponse, _rows(plan, number, agency, start, last, answers))
    _non_users(session, plan)


def _non_users(session: Session, plan: Plan) -> None:
    """People who never came, met during outreach; dice of their own leave the other rows alone."""
    dice = random.Random(len(NON_USERS))
    for agency in range(1, len(places.ARRIVALS) + 1):
        for ago in OUTREACH:
            met = dice.choices(list(NON_USERS), [*NON_USERS.values()], k=dice.randint(*PEOPLE_MET))
            for answer, people in sorted(Counter(met).items()):
                day = plan.today - timedelta(days=ago)
                session.add(NonUserCount(agency_id=agency, day=day, answer=answer, people=people))
    session.flush()


def _id_of(submission: str) -> int:
    """An id that tells no order, and is the same for the same seed."""
    return int(sha256(submission.encode()).hexdigest()[:13], 16)


def _starts(plan: Plan) -> tuple[date, date, date]:
    return (
        months_after(plan.today, -13),
        months_after(plan.today, -7),
        plan.today - timedelta(days=12),
    )


def _rows(plan: Plan, wave: int, agency: int, start: date, last: date, count: int) -> Iterator[Row]:
    with_agent = agency <= len(places.ARRIVALS)
    mean = MEANS[wave][0 if with_agent else 1]
    for _ in range(count):
        mode = TrustMode(plan.pick(MODES if with_agent else MODES_ELSEWHERE))
        day = plan.day_between(start, last)
        own = mode is TrustMode.INT_SAME
        by = agency if own or mode in ALONE else NEIGHBOUR[agency]
        submission = plan.identity()
        yield {
            "id": _id_of(submission),
            "agency_id": agency,
            # The day only: an hour would tell who was there.
            "entered_at": at(day, time(12)),
            "entered_by": by if with_agent else 1,
            "submission_id": submission,
            "position": 0,
            "corrected_at": None,
            "voided_at": None,
            "voided_by": None,
            "void_reason": None,
            "wave_id": wave,
            "mode": mode,
            "moment": TrustMoment(plan.pick({"T0": 30, "T1": 45, "T2": 25})),
            "interviewer_id": by if with_agent and mode in INTERVIEWER_MODES else None,
            "conflict_of_interest": own,
            "language": plan.pick({"fr": 62, "ar": 26, "en": 12}),
            "answered_on": day,
            "sex": Sex(plan.pick({"F": 44, "M": 56})),
            **_answers(plan, mean + (0.8 if own else 0)),
        }


def _answers(plan: Plan, mean: float) -> Row:
    """One person's answers are alike: somebody who trusts does so in every item."""
    leaning = plan.dice.gauss(0, 1.6)
    found: Row = {}
    for item in TRUST_ITEMS:
        top = TRUST_SCALE[item]
        if plan.happens(0.05):
            found[item.lower()] = DONT_KNOW if plan.happens(0.7) else REFUSED
            continue
        centre = (mean + leaning + plan.dice.gauss(0, 1.1)) / 10 * top
        found[item.lower()] = max(0, min(top, round(centre)))
    return found
