"""How referrals stand once more in the tallies, of one agency and all sexes: by place first, so
that what is asked for of a place and a period stands together, and is added up as it stands. The
median of the days to an answer is found in a few of them: first the ten days in which it lies, then
the day.
"""

from __future__ import annotations

from collections.abc import Iterator

#: In the first two ``at`` is the place. ``SENT_TO``: ``next_at`` is the month and what is said
#: (``db.models.tallies.SAID``). ``ANSWERED_ON``: ``code`` is the number of ten days to the answer,
#: ``next_at`` the month and the day among them. ``ANSWERED_IN``: by month and place; ``next_at`` is
#: the number of thirty days, and ``n`` has three numbers, each of ten days.
SENT_TO, ANSWERED_ON, ANSWERED_IN = "sent_to", "answered_on", "answered_in"
#: What may be said of a referral.
SAYINGS = 16
#: Days that are told together.
WIDTH = 10
_TOGETHER, _BITS = 3, 21
#: What one answer adds to ``n``, by which ten of the thirty days it came in. A sum has room for two
#: million answers.
ONES = tuple(1 << _BITS * part for part in range(_TOGETHER))
#: Days of one ``n``.
REACH = WIDTH * _TOGETHER


def one_in(after: int) -> tuple[int, int]:
    """An answer after so many days, as ``next_at`` and ``n`` of ``ANSWERED_IN``."""
    return after // REACH, ONES[after % REACH // WIDTH]


def one_on(month: int, after: int) -> tuple[str, int]:
    """The same in a month, as ``code`` and ``next_at`` of ``ANSWERED_ON``."""
    return str(after // WIDTH), month * WIDTH + after % WIDTH


def by_tens(next_at: int, n: int) -> Iterator[tuple[int, int]]:
    """What a sum of ``ANSWERED_IN`` says: the number of ten days, and the answers in them."""
    for part in range(_TOGETHER):
        yield next_at * _TOGETHER + part, n >> _BITS * part & ONES[1] - 1
