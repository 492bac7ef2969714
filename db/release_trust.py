"""Trust in a release: two classes per agency, shares from audited rounded counts, no means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session

from db.inputs.releases import HalfYear
from db.measures import releasable
from db.privacy import (
    TOTAL,
    Mark,
    ProtectedTable,
    Rules,
    Table,
    TrustCell,
    protect,
    trust_cell,
)
from db.privacy.shares import SMALLEST_SURVEY

ITEMS = ("T1", "D_FAI", "S_SAT")
TRUSTING, OTHER = "TRUSTING", "OTHER"


@dataclass(frozen=True)
class TrustTable:
    """One item of one wave; ``protected`` covers the agencies with enough answers only."""

    code: str
    agencies: tuple[str, ...]
    truth: dict[str, tuple[int, int]]
    protected: ProtectedTable | None
    rules: Rules

    def cells(self) -> Iterator[tuple[str, TrustCell | Mark]]:
        """What a partner sees, by agency and for all together (``TOTAL``)."""
        for agency in self.agencies:
            yield agency, self._cell(agency)
        yield TOTAL, self._cell(TOTAL)

    def _cell(self, agency: str) -> TrustCell | Mark:
        if self.protected is None or (agency != TOTAL and agency not in self._rows):
            return Mark.HIDDEN
        row = -1 if agency == TOTAL else self._rows.index(agency)
        parts = [self.protected.published.at((row, column)) for column in (0, 1)]
        if any(isinstance(part, Mark) for part in parts):
            return Mark.HIDDEN
        trusting, other = (int(part) for part in parts)
        return trust_cell(trusting, trusting + other, self.rules)

    @property
    def _rows(self) -> tuple[str, ...]:
        return self.protected.table.labels[0] if self.protected else ()

    def true_value(self, agency: str) -> tuple[int, int]:
        """Trusting and valid answers, true; for ``TOTAL`` over the agencies that count."""
        if agency != TOTAL:
            return self.truth[agency]
        rows = [self.truth[row] for row in self._rows]
        return sum(trusting for trusting, _ in rows), sum(n for _, n in rows)


def trust_tables(session: Session, period: HalfYear, rules: Rules) -> list[TrustTable]:
    """One table for each item of each wave that ended within the period."""
    return [
        _made(f"trust.{item}.{wave}", counts, rules)
        for wave in releasable.waves_ended(session, period.start, period.end)
        for item in ITEMS
        if (counts := releasable.trust_counts(session, wave, item))
    ]


def _made(code: str, counts: dict[str, tuple[int, int]], rules: Rules) -> TrustTable:
    """An agency under 30 answers stands outside the table, so that no total includes it."""
    enough = {agency: pair for agency, pair in counts.items() if pair[1] >= SMALLEST_SURVEY}
    protected = None
    if enough:
        grid = [[trusting, n - trusting] for trusting, n in enough.values()]
        protected = protect(Table.two_way(list(enough), [TRUSTING, OTHER], grid), rules)
    return TrustTable(code, tuple(counts), counts, protected, rules)
