"""Names of files: what they hold, of which period, cut by what; distinct, plain, not too long."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from zlib import crc32

#: The longest name before its ending; systems for synchronising files cut long paths.
LONGEST = 96
#: The subject of a card where its own key would say too little among other files.
SUBJECTS = {
    "outcomes": "placements",
    "outcomes_quarters": "placements-by-quarter",
    "kinds": "placements-by-kind",
    "outcomes_agency": "placements-by-agency",
    "retention": "placements-retention",
    "checks": "placements-checks",
    "contracts": "placements-contracts",
    "evidence": "placements-evidence",
    "completion": "training-completion",
    "centres": "training-centres",
    "leaving": "training-leaving",
    "drop_reasons": "training-reasons-for-leaving",
    "course_places": "training-places",
    "fieldwork": "trust-fieldwork",
    "change_registered": "before-after-registered-change",
    "change_positioned": "before-after-positioned-change",
    "to_work": "time-to-work",
    "at_work": "time-at-work",
}


def subject(key: str) -> str:
    """What a card is about, for its files."""
    return SUBJECTS.get(key, key.removeprefix("released_"))


def slug(text: str) -> str:
    """A part of a name: small Latin letters without accents, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def stem(parts: Iterable[str]) -> str:
    """The name before its ending. A long one is cut, and stays distinct by a checksum."""
    whole = "_".join(["amudu", *(part for part in map(slug, parts) if part)])
    if len(whole) <= LONGEST:
        return whole
    end = f"_{crc32(whole.encode()):08x}"
    return whole[: LONGEST - len(end)].rstrip("-_") + end


def period(start: date, end: date, today: date) -> tuple[str, str]:
    """Two parts: months, where the period is made of whole ones or runs until today; else days."""
    ends_whole = (end + timedelta(days=1)).day == 1 or end == today
    form = "%Y-%m" if start.day == 1 and ends_whole else "%Y-%m-%d"
    return start.strftime(form), end.strftime(form)
