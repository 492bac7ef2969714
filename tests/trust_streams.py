"""Streams of answers, one an agency, to be played through the real program a night at a time."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from db.codes import NEUTRAL, TRUST_ITEMS, TRUST_SCALE, TRUSTING_FROM, TrustMode, TrustMoment
from db.models import TrustResponse, TrustWave
from tests.cast import CAST, ZONE
from tests.trust_people import (
    DONT_KNOW,
    NEVER,
    NOT_APPLICABLE,
    REFUSED,
    SEXES,
    UNSAID,
    People,
    Scale,
    Visit,
)

#: What a stream is like: how many in a hundred trust, how many come a day, are struck out.
KINDS = {
    "ordinary": (60, 2, 0),
    "busy": (55, 6, 0),
    "lopsided": (93, 3, 0),
    "against": (10, 2, 0),
    "small": (60, 1, 0),
    "struck": (60, 3, 8),
    "lopsided and struck": (88, 3, 8),
    "struck at the end": (60, 3, 25),
}
FIRST = date(2026, 3, 1)
WATCHED = 20
#: The days on which a wave takes answers, and the same of one that was reopened.
ONCE, REOPENED = ((1, 14),), ((1, 8), (11, 16))
Rounds = tuple[tuple[int, int], ...]
SCALES = {
    item: Scale(TRUSTING_FROM[item], NEUTRAL.get(item, -1), TRUST_SCALE[item])
    for item in TRUST_ITEMS
}  # fmt: skip
Said = dict[str, list[int]]


def people(dice: random.Random, kind: str, rounds: Rounds = ONCE) -> People:
    """Who comes on which day; a few late, after a round."""
    _, a_day, struck = KINDS[kind]
    visits, first_end = [], rounds[0][1] + 1
    for first, last in rounds:
        for day in range(first, last + 1):
            for _ in range(dice.randint(0, 2 * a_day)):
                gone = NEVER
                if dice.randrange(100) < struck:
                    since = first_end if kind == "struck at the end" else day
                    gone = max(day, since + dice.randint(0, 9))
                visits.append(Visit(day, gone, _sex(dice)))
        late = dice.choice([0, 0, 1, 3])
        visits += [Visit(last + dice.randint(1, 2), sex=_sex(dice)) for _ in range(late)]
    return People([*visits, Visit(1)], rounds, WATCHED)


def _sex(dice: random.Random) -> str:
    return dice.choices([*SEXES, UNSAID], [50, 38, 4, 8])[0]


def said(dice: random.Random, kind: str, group: People) -> Said:
    """What each person answers to each item: who gives no answer, gives none to any."""
    silent = [dice.randrange(100) < 4 for _ in group.visits]
    return {item: [_answer(dice, kind, SCALES[item], each) for each in silent] for item in SCALES}


def _answer(dice: random.Random, kind: str, scale: Scale, is_silent: bool) -> int:
    if is_silent:
        return dice.choice([DONT_KNOW, DONT_KNOW, REFUSED, NOT_APPLICABLE])
    if dice.randrange(100) < KINDS[kind][0]:
        return dice.randint(scale.trusting_from, scale.last)
    return dice.randrange(scale.trusting_from)


def store(session: Session, agency: int, group: People, answers: Said) -> None:
    """The questionnaires of an agency, each begun long before."""
    rows = []
    for place, visit in enumerate(group.visits):
        rows.append(
            {
                "id": agency * 1_000 + place,
                "agency_id": agency,
                "wave_id": CAST.wave,
                "entered_at": moment(visit.came, time(12)),
                "voided_at": None if visit.gone == NEVER else moment(visit.gone, time(15)),
                "submission_id": f"{agency}-{place}",
                "mode": TrustMode.SELF_QR,
                "moment": TrustMoment.T1,
                "language": "fr",
                "sex": None if visit.sex == UNSAID else visit.sex,
                # What a form says of its day decides nothing.
                "answered_on": FIRST,
                **{item.lower(): answers[item][place] for item in TRUST_ITEMS},
            }
        )
    session.bulk_insert_mappings(TrustResponse.__mapper__, rows)  # type: ignore[attr-defined]


def moment(day: int, hour: time) -> datetime:
    """An hour of a day of the stream."""
    return datetime.combine(day_of(day), hour, ZoneInfo(ZONE))


def day_of(number: int) -> date:
    """The days of a stream begin with 1."""
    return FIRST + timedelta(days=number - 1)


def turn(wave: TrustWave, rounds: Rounds, today: int) -> None:
    """The wave as it is planned on a day: nobody knows yet that it will be reopened."""
    begun = [each for each in rounds if each[0] <= max(today, 1)]
    wave.starts_on, wave.ends_on = day_of(rounds[0][0]), day_of(begun[-1][1])
    is_reopened = len(begun) > 1
    wave.first_ended_on = day_of(begun[0][1]) if is_reopened else None
    wave.reopened_on = day_of(begun[1][0]) if is_reopened else None
