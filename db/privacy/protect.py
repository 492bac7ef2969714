"""Rules 2 to 4 and the audit on all tables of a measure, as in ``docs/privacy.md#the-rules``."""

from __future__ import annotations

from collections.abc import Sequence

from db.privacy.audit import TooMuchWorkError, Work, disclosed
from db.privacy.joint import Entry
from db.privacy.knowledge import Printed
from db.privacy.parts import Part
from db.privacy.rules import Rules
from db.privacy.suppress import Hiding
from db.privacy.tables import ProtectedTable, Table, hidden_share

MOST_REPAIRS = 25
"""Rounds of further covers before breakdowns are dropped; each costs one audit."""


def protect(table: Table, rules: Rules) -> ProtectedTable:
    """What may be published of one table that stands alone: see ``protect_together``."""
    return protect_together([table], rules)[0]


def protect_together(
    tables: Sequence[Table], rules: Rules, parts: Sequence[Part] = ()
) -> list[ProtectedTable]:
    """What may be published of all tables of one measure: rounded values, or one mark for hidden.

    The tables count the same persons, so an attacker lays them side by side: they are audited
    together, with the ``parts`` of their period that were released before. Counts under the
    threshold (zero too) and their cover are hidden, the rest is rounded. Where the audit fails,
    further cells of the tables concerned are hidden; failing that, those breakdowns are dropped;
    failing that, all breakdowns; failing that, nothing is published. Raises ``ValueError`` where
    the tables do not count the same persons. Earlier editions: ``reconcile``.
    """
    if len({int(table.counts.sum()) for table in tables}) > 1:
        raise ValueError("tables of one measure count different persons")
    hidings = [Hiding(table, rules) for table in tables]
    for hiding in hidings:
        hiding.cover()
    covered = [hiding.hidden.copy() for hiding in hidings]
    _repair(hidings, parts)
    if any(hiding.hidden[-1] for hiding in hidings):
        _hide_all(hidings)
    return [hiding.protected(before) for hiding, before in zip(hidings, covered, strict=True)]


def may_show(table: Table, rules: Rules, share: float) -> bool:
    """Whether the rules leave at least this share of a table's cells; the audit may hide more."""
    hiding = Hiding(table, rules)
    hiding.cover()
    return 1 - hidden_share(hiding.protected(hiding.hidden)).cells >= share


def _broken(hidings: Sequence[Hiding], work: Work, parts: Sequence[Part]) -> list[Entry]:
    """The hidden entries that what would be published now does not protect."""
    return disclosed(
        [[Printed(each.published(), each.table.grid) for each in hidings]], work, parts
    )


def _repair(hidings: Sequence[Hiding], parts: Sequence[Part]) -> None:
    if _holds_with_cover(hidings, parts):
        return
    for everywhere in (False, True):
        concerned = _concerned(hidings, parts)
        if not concerned:
            return
        for number, hiding in enumerate(hidings):
            if everywhere or number in concerned:
                hiding.hide_all_but_the_grand_total()
    if _concerned(hidings, parts):
        _hide_all(hidings)


def _holds_with_cover(hidings: Sequence[Hiding], parts: Sequence[Part]) -> bool:
    """Hide one more cell in every table that tells something, as often as it takes."""
    work = Work()
    for _ in range(MOST_REPAIRS):
        try:
            exposed = _broken(hidings, work, parts)
        except TooMuchWorkError:
            return False
        if not exposed:
            return True
        if not _cover_further(hidings, exposed):
            return False
    return False


def _concerned(hidings: Sequence[Hiding], parts: Sequence[Part]) -> set[int]:
    """The tables that tell something; all of them where the audit was given up."""
    try:
        return {entry.table for entry in _broken(hidings, Work(), parts)}
    except TooMuchWorkError:
        return set(range(len(hidings)))


def _cover_further(hidings: Sequence[Hiding], exposed: Sequence[Entry]) -> bool:
    """False where there is no cell left to hide."""
    found = False
    for number, hiding in enumerate(hidings):
        flat = [entry.flat for entry in exposed if entry.table == number]
        if flat and hiding.cover_further(flat):
            hiding.cover()
            found = True
    return found


def _hide_all(hidings: Sequence[Hiding]) -> None:
    for hiding in hidings:
        hiding.hide_all()
