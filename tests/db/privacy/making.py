"""Makes releases as the programme does: editions of all tables of one measure."""

from __future__ import annotations

from collections.abc import Sequence

from db.privacy import Edition, Printed, Rules, Table, protect_together, reconcile
from tests.db.privacy.tables import TEN, Outcome


def frozen(*states: Sequence[Table], rules: Sequence[Rules] = (TEN,)) -> list[Edition]:
    """One edition for each state of the tables, by the rules of its turn (the last ones stay)."""
    editions: list[Edition] = []
    for number, tables in enumerate(states):
        made = protect_together(tables, rules[min(number, len(rules) - 1)])
        if editions:
            made = reconcile(editions, made)
        editions.append([Printed(each.published, each.table.grid) for each in made])
    return editions


def shown(edition: Edition) -> list[Outcome]:
    """What a partner reads, table by table."""
    return [tuple(value for _, value in table.published.cells()) for table in edition]
