"""Trust in a release: two classes per agency, shares from audited rounded counts, no means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from db.inputs.releases import Period
from db.privacy import (
    TOTAL,
    Mark,
    ProtectedTable,
    Reason,
    Rules,
    Table,
    TrustCell,
    trust_cell,
)
from db.privacy.shares import SMALLEST_SURVEY
from db.releases import audit_cache
from db.releases import counts as releasable
from db.releases.names import OTHER, TRUST, TRUSTING

ITEMS = ("T1", "D_FAI", "S_SAT")
#: Why an agency stands outside the table: fewer answers than a survey needs.
FEW = "few"


@dataclass(frozen=True, kw_only=True)
class TrustTable:
    """One item of one wave; ``protected`` covers the agencies with enough answers only."""

    code: str
    agencies: tuple[str, ...]
    truth: Mapping[str, tuple[int, int]]
    protected: ProtectedTable | None
    rules: Rules

    def cells(self) -> Iterator[tuple[str, TrustCell | Mark]]:
        """What a partner sees, by agency and for all together (``TOTAL``)."""
        for agency in self.agencies:
            yield agency, self._cell(agency)
        yield TOTAL, self._cell(TOTAL)

    def _cell(self, agency: str) -> TrustCell | Mark:
        shown = [entry for _, entry in self._line(agency)]
        if not shown or any(isinstance(entry, Mark) for entry in shown):
            return Mark.HIDDEN
        trusting, _, n = (int(entry) for entry in shown)
        return trust_cell(trusting, n, self.rules)

    def reason(self, agency: str) -> str:
        """Why a manager reads "hidden" there; empty where a share is published."""
        if isinstance(self._cell(agency), TrustCell):
            return ""
        why = [reason for reason, _ in self._line(agency) if reason]
        if not why:
            return Reason.AUDIT.value if self._line(agency) else FEW
        return min(why, key=list(Reason).index).value

    def _line(self, agency: str) -> list[tuple[Reason | None, int | Mark]]:
        """Those trusting, the others and their total as published; empty outside the table."""
        if self.protected is None or (agency != TOTAL and agency not in self.enough):
            return []
        row = len(self.enough) if agency == TOTAL else self.enough.index(agency)
        published, reasons = self.protected.published, self.protected.reasons
        return [(reasons.get((row, each)), published.at((row, each))) for each in range(3)]

    @property
    def enough(self) -> tuple[str, ...]:
        """The agencies with enough answers."""
        return self.protected.table.labels[0] if self.protected else ()

    def true_value(self, agency: str) -> tuple[int, int]:
        """Trusting and valid answers, true; for ``TOTAL`` over the agencies that count."""
        if agency != TOTAL:
            return self.truth[agency]
        rows = [self.truth[row] for row in self.enough]
        return sum(trusting for trusting, _ in rows), sum(n for _, n in rows)


def trust_answers(session: Session, period: Period) -> dict[str, dict[str, tuple[int, int]]]:
    """Trusting and valid answers by agency, for each item of each wave that ended within the
    period, by the code of its table."""
    found = {
        f"{TRUST}.{item}.{wave}": releasable.trust_counts(session, wave, item)
        for wave in releasable.waves_ended(session, period.start, period.end)
        for item in ITEMS
    }
    return {code: counts for code, counts in found.items() if counts}


def trust_table(code: str, counts: Mapping[str, tuple[int, int]], rules: Rules) -> TrustTable:
    """An agency under 30 answers stands outside the table, so that no total includes it."""
    enough = {
        agency: (trusting, n) for agency, (trusting, n) in counts.items() if n >= SMALLEST_SURVEY
    }
    protected = None
    if enough:
        grid = [[trusting, n - trusting] for trusting, n in enough.values()]
        table = Table.two_way(list(enough), [TRUSTING, OTHER], grid)
        (protected,) = audit_cache.together([table], rules)
    return TrustTable(
        code=code, agencies=tuple(counts), truth=counts, protected=protected, rules=rules
    )
