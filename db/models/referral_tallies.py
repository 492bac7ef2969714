"""How referrals stand once more in the tallies, of one agency and all sexes: ``at`` is the place,
``next_at`` the month, so that what is asked for of a place and a period stands together, and is
added up as it stands. Three numbers share one ``n``: there are a third of the rows. The median of
the days to an answer is found in a few of them: first the nine days in which it lies, then the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

#: ``code`` says of ``SENT_TO`` which of ``TOLD``; of ``ANSWERED_IN`` the number of 27 days to the
#: answer, each ``n`` by nine; of ``ANSWERED_ON`` the number of three days, each ``n`` by day.
SENT_TO, ANSWERED_IN, ANSWERED_ON = "sent_to", "answered_in", "answered_on"
#: What is counted of a referral, three a row: those of the first are all that IR3.1 asks for.
TOLD = ("sent", "in_time", "answered", "served")
#: Numbers of one ``n``: how far each is shifted in it. A sum of each has room for two million.
TOGETHER, _BITS = 3, 21
SHIFTS, FULL = tuple(_BITS * part for part in range(TOGETHER)), (1 << _BITS) - 1
#: Days that are told together at first, and the last number of them: all answers that are later.
WIDTH, LAST = 9, 8
#: How many codes ``ANSWERED_IN`` and ``SENT_TO`` have.
WIDE, SAYING = LAST // TOGETHER + 1, (len(TOLD) - 1) // TOGETHER + 1


def sent(is_so: Mapping[str, bool]) -> Iterator[tuple[str, int]]:
    """A referral of which these are so: codes of ``SENT_TO``, and what it adds to each."""
    for place, name in enumerate(TOLD):
        if is_so[name]:
            yield _one(place)


def answered(after: int) -> Iterator[tuple[str, str, int]]:
    """An answer after so many days: each kind of it, with the code and what it adds."""
    yield ANSWERED_IN, *_one(min(after // WIDTH, LAST))
    yield ANSWERED_ON, *_one(after)


def _one(place: int) -> tuple[str, int]:
    return str(place // TOGETHER), 1 << SHIFTS[place % TOGETHER]
