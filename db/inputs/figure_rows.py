"""Which rows behind a figure are wanted: of which figure, and of which part of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from db.inputs.results import ResultFilter

#: Rows of one page of the list, and the most that a file holds.
PAGE, MOST_IN_A_FILE = 50, 5_000
#: The part of a share: those that are counted in it, or the others it is of.
COUNTED, YES, NO = "counted", "yes", "no"


@dataclass(frozen=True, kw_only=True)
class RowFilter:
    """The rows of one figure (``db.measures.row_sources``).

    ``within``: the filter of the page on which the figure stands. ``first`` and ``last`` narrow its
    days, as a bar of one month does: the age of a person stays that of the whole period.
    ``parts``: by the name of a breakdown, the code of the one part that is wanted.
    """

    figure: str
    within: ResultFilter
    first: date | None = None
    last: date | None = None
    parts: tuple[tuple[str, str], ...] = ()
    offset: int = 0
    limit: int = PAGE

    @property
    def days(self) -> tuple[date, date]:
        """First and last day that are wanted."""
        first, last = self.first or self.within.start, self.last or self.within.end
        return max(first, self.within.start), min(last, self.within.end)
