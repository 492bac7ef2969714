"""A release before it is frozen: all that it is made of is read in one go, and then audited.

A draft is kept for a while, by its digest. A freezing reads again what a draft is made of, and
where that is the same it stores the very draft: what was audited, and no other.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from threading import Lock
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from db.inputs.release_groups import Groups
from db.inputs.releases import Period, Year
from db.models import Programme, Release, ReleaseCell, ReleaseTruth
from db.privacy import Rules, Table, progress_to
from db.releases.catalogue import CatalogueTable, Counted, counted
from db.releases.cells import cells_of_table, cells_of_trust, truths_of_table, truths_of_trust
from db.releases.editions import (
    Edition,
    count_again,
    editions,
    parts,
    reconciled,
    refuse_the_same,
)
from db.releases.names import is_trust
from db.releases.survey import TrustTable, trust_answers, trust_table

MOST_KEPT = 8
"""Drafts that can be frozen, and so the drafts that pages show."""
_kept: OrderedDict[str, Draft] = OrderedDict()
_lock = Lock()


class Progress(NamedTuple):
    """How many tables are checked, with the share that is done of those being checked."""

    done: float
    tables: int


Tell = Callable[[Progress], object]


@dataclass(frozen=True)
class Draft:
    """What a partner would see, beside the truth; ``made_of`` is the digest of what it is made
    of."""

    period: Period
    edition: int
    rules: Rules
    persons: list[CatalogueTable]
    trust: list[TrustTable]
    series: int
    groups: str
    made_of: str
    trust_cells: Sequence[ReleaseCell] = ()
    trust_truths: Sequence[ReleaseTruth] = ()

    def cells(self) -> list[ReleaseCell]:
        """Exactly the rows that a partner would read (without a release id)."""
        made = [cell for table in self.persons for cell in cells_of_table(table)]
        made += [cell for table in self.trust for cell in cells_of_trust(table)]
        made += _copied(self.trust_cells)
        order = list(dict.fromkeys(cell.table_code for cell in made))
        for cell in made:
            cell.table_sort = order.index(cell.table_code)
        return made

    def truths(self) -> list[ReleaseTruth]:
        """The true values behind the cells, and why each hidden one is hidden."""
        made = [truth for table in self.persons for truth in truths_of_table(table)]
        made += [truth for table in self.trust for truth in truths_of_trust(table)]
        return made + _copied(self.trust_truths)

    def digest(self) -> str:
        """A hash of what it is made of and of what a partner would read."""
        shown = [cell.model_dump(mode="json") for cell in self.cells()]
        return _digest([self.made_of, self.edition, shown])


def held(digest: str) -> Draft | None:
    """The draft of a digest, as long as it is kept: those asked for last are kept longest."""
    with _lock:
        if digest in _kept:
            _kept.move_to_end(digest)
        return _kept.get(digest)


def hold(draft: Draft) -> None:
    """Keep a draft, so that it can be frozen."""
    with _lock:
        _kept[draft.digest()] = draft
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)


@dataclass(frozen=True)
class Material:
    """All that a release is made of, as it was in one moment."""

    period: Period
    rules: Rules
    earlier: Sequence[Edition]
    found: Sequence[Counted]
    trust: Mapping[str, Mapping[str, tuple[int, int]]]
    series: int
    groups: str

    @property
    def digest(self) -> str:
        """Other figures, rules or editions have another one."""
        return _digest(
            [
                str(self.period),
                str(self.rules),
                [[_rows([each.release]), _rows(each.cells), _rows(each.truths)]
                 for each in self.earlier],
                [[each.measure, str(each.parts), _counts(each.tables), _counts(each.wide)]
                 for each in self.found],
                self.trust,
                self.series,
                self.groups,
            ]
        )  # fmt: skip

    def audited(self, tell: Tell) -> Draft:
        """The draft; ``tell`` hears how far it is before each question to the solver, and stops it
        by raising."""
        persons: list[CatalogueTable] = []
        trust: list[TrustTable] = []
        number, tables = 0, sum(len(each.tables) for each in self.found) + len(self.trust)
        for each in self.found:
            with _telling(tell, number, len(each.tables), tables):
                persons += (
                    reconciled(self.earlier, each, self.rules)
                    if self.earlier
                    else each.protected(self.rules)
                )
            number += len(each.tables)
        if self.earlier:
            refuse_the_same(self.earlier, persons)
        for code, counts in self.trust.items():
            with _telling(tell, number, 1, tables):
                trust.append(trust_table(code, counts, self.rules))
            number += 1
        tell(Progress(tables, tables))
        last = self.earlier[-1] if self.earlier else None
        return Draft(
            self.period,
            last.release.edition + 1 if last else 1,
            self.rules,
            persons,
            trust,
            self.series,
            self.groups,
            self.digest,
            # A new edition repeats the survey's cells: answers are not corrected one by one.
            _copied(each for each in last.cells if is_trust(each.table_code)) if last else (),
            _copied(each for each in last.truths if is_trust(each.table_code)) if last else (),
        )


def material(session: Session, period: Period, *, tells_waves: bool) -> Material:
    """What a release of a period is made of now; the session must see one moment throughout.

    ``tells_waves``: whether the period says what was answered in the waves that ended in it.
    """
    programme = session.exec(select(Programme)).one()
    rules = Rules(programme.release_threshold, programme.release_base)
    earlier = editions(session, period)
    if earlier:
        last = earlier[-1].release
        again = count_again(session, earlier, period)
        return Material(period, rules, earlier, again, {}, last.series, last.groups)
    groups = Groups.read(programme.release_groups)
    found = counted(session, period, groups, parts=parts(session, period))
    trust = trust_answers(session, period) if tells_waves else {}
    if not isinstance(period, Year):
        return Material(period, rules, (), found, trust, 1, "")
    series = _series(session, groups)
    return Material(period, rules, (), found, trust, series, groups.stored())


def _series(session: Session, groups: Groups) -> int:
    """That of the last year, or the next one where the merges are others."""
    query = select(Release).where(Release.groups != "").order_by(col(Release.number).desc())
    last = session.exec(query).first()
    if last is None:
        return 1
    return last.series + (last.groups != groups.stored())


def _telling(tell: Tell, number: int, size: int, tables: int) -> AbstractContextManager[None]:
    """Each further audit of the same tables moves it through half of what is left of them: how many
    there will be, nobody knows."""
    audits, last = 0, 0.0

    def on_progress(share: float) -> None:
        nonlocal audits, last
        audits, last = audits + (share < last), share
        tell(Progress(number + size * (1 - 0.5**audits * (1 - share / 2)), tables))

    tell(Progress(number, tables))
    return progress_to(on_progress)


def _copied(rows: Any) -> list[Any]:
    """Rows of our own: those that were read belong to a session that ends."""
    return [type(row)(**row.model_dump()) for row in rows]


def _rows(rows: Sequence[Release] | Sequence[ReleaseCell] | Sequence[ReleaseTruth]) -> list[Any]:
    return [row.model_dump(mode="json") for row in rows]


def _counts(tables: Mapping[str, Table]) -> list[Any]:
    return [
        [code, table.labels, table.counts.tolist(), table.impossible.tolist()]
        for code, table in tables.items()
    ]


def _digest(what: Any) -> str:
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()
