"""What one person who was sent on adds to the tallies of referrals.

``REFERRED``: referrals by agency. ``PLACES``: the same by place, and by what is said of them
(``SAID``). ``ANSWERS``: those that were answered, by place, and by the days to the first answer. Of
one agency and all sexes they stand as ``db.models.referral_tallies`` says.
"""

from __future__ import annotations

from typing import Any

from db.codes import ANSWERED_REFERRAL, TO_TRAINING, ReferralStatus
from db.derived.keys import Counts, both, month
from db.models.referral_tallies import SENT_TO, answered, sent
from db.models.referrals import FEEDBACK_DAYS
from db.models.tallies import ALL, ANSWERS, EVERYWHERE, PLACES, REFERRED, SAID, all_of


def add(found: Counts, sex: str, rows: list[list[Any]]) -> None:
    """All referrals of one person."""
    for day, agency, _, place, status, after, *_ in rows:
        is_so = {
            "sent": True,
            "answered": status in ANSWERED_REFERRAL,
            "served": status == ReferralStatus.SERVED,
            "in_time": after is not None and after <= FEEDBACK_DAYS,
        }
        said = sum(1 << bit for bit, name in enumerate(SAID) if is_so[name])
        both(found, REFERRED, "", agency, day, sex)
        _standing(found, PLACES, agency, place, day, said, sex)
        for code, n in sent(is_so):
            found[(SENT_TO, agency, place, code, month(day), ALL)] += n
        if after is not None:
            _standing(found, ANSWERS, agency, place, day, after, sex)
            for kind, code, n in answered(after):
                found[(kind, agency, place, code, month(day), ALL)] += n


def _standing(
    found: Counts, kind: str, agency: int, place: int, day: int, next_at: int, sex: str
) -> None:
    """On its day, and in its month also of all agencies: these of all sexes as well."""
    at, code = month(day), str(place)
    for when in (day, at):
        found[(kind, agency, when, code, next_at, sex)] += 1
    found[(kind, EVERYWHERE, at, code, next_at, sex)] += 1
    found[(all_of(kind), EVERYWHERE, at, code, next_at, ALL)] += 1


def to_training(rows: list[list[Any]]) -> list[tuple[int, int]]:
    """Agency and day of each referral to training."""
    return [(agency, day) for day, agency, kind, *_ in rows if kind == TO_TRAINING]
