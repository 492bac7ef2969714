"""What each way of merging would show of a year: what a programme chooses its groups by."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from db.inputs.release_groups import LEVELS, NONE, Groups
from db.inputs.releases import Year
from db.privacy import Rules, hidden_share
from db.releases import audit_cache
from db.releases.catalogue import counted


@dataclass(frozen=True)
class Level:
    """Cells and people of all tables of a breakdown, merged in one way; ``shown`` of them."""

    breakdown: str
    level: str
    cells: int
    shown_cells: int
    people: int
    shown_people: int

    @property
    def share_of_cells(self) -> float:
        """Of all, those that would be shown."""
        return self.shown_cells / self.cells if self.cells else 1.0

    @property
    def share_of_people(self) -> float:
        """The same of the people in them."""
        return self.shown_people / self.people if self.people else 1.0

    @property
    def hides_much(self) -> bool:
        """Whether more than a third is hidden: then the next merge is proposed."""
        return 3 * min(self.share_of_cells, self.share_of_people) < 2


def levels(session: Session, year: Year, rules: Rules) -> list[Level]:
    """Each level of each breakdown, the finest first; each table as if it stood alone."""
    found = []
    for breakdown, ways in LEVELS.items():
        for way in ways:
            if way != NONE:
                groups = Groups(**{breakdown: way})
                found.append(_level(session, year, rules, groups, breakdown))
    return found


def _level(session: Session, year: Year, rules: Rules, groups: Groups, breakdown: str) -> Level:
    cells = shown_cells = people = shown_people = 0
    for measure in counted(session, year, groups):
        table = measure.tables.get(f"{measure.measure}.{breakdown}")
        if table is None:
            continue
        (protected,) = audit_cache.together([table], rules)
        hidden = hidden_share(protected)
        possible, there = int((~table.impossible).sum()), int(table.counts.sum())
        cells += possible
        people += there
        shown_cells += possible - round(hidden.cells * possible)
        shown_people += there - round(hidden.persons * there)
    return Level(breakdown, groups.level(breakdown), cells, shown_cells, people, shown_people)
