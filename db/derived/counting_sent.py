"""What one person who was sent on adds to the tallies of referrals.

``REFERRED``: referrals by agency. ``PLACES``: the same by place, and by what is said of them
(``SAID``). ``ANSWERS``: those that were answered, by place, and by the days to the first answer.
"""

from __future__ import annotations

from typing import Any

from db.codes import ANSWERED_REFERRAL, TO_TRAINING, ReferralStatus
from db.derived.keys import Counts, both, whole
from db.models.referrals import FEEDBACK_DAYS
from db.models.tallies import ANSWERS, PLACES, REFERRED, SAID


def add(found: Counts, sex: str, rows: list[list[Any]]) -> None:
    """All referrals of one person."""
    for day, agency, _, place, status, after, may_share, *_ in rows:
        is_so = {
            "answered": status in ANSWERED_REFERRAL,
            "served": status == ReferralStatus.SERVED,
            "shared": bool(may_share),
            "in_time": bool(may_share) and after is not None and after <= FEEDBACK_DAYS,
        }
        said = sum(1 << bit for bit, name in enumerate(SAID) if is_so[name])
        both(found, REFERRED, "", agency, day, sex)
        whole(found, PLACES, str(place), agency, day, said, sex)
        if after is not None:
            whole(found, ANSWERS, str(place), agency, day, after, sex)


def to_training(rows: list[list[Any]]) -> list[tuple[int, int]]:
    """Agency and day of each referral to training."""
    return [(agency, day) for day, agency, kind, *_ in rows if kind == TO_TRAINING]
