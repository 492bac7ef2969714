"""Rules 2 to 4 and the audit on one table, in the order of ``docs/privacy.md#the-rules``."""

from __future__ import annotations

import numpy as np

from db.privacy.attack import exposed, knowledge, rules_tell
from db.privacy.rules import Reason, Rules
from db.privacy.suppress import Hiding
from db.privacy.tables import BoolArray, Index, ProtectedTable, Published, Table, publish

MOST_REPAIRS = 25
"""Further covers to try before giving up; each costs one audit."""


def protect(table: Table, rules: Rules) -> ProtectedTable:
    """What may be published of one table: rounded values, or one mark for hidden.

    Hides counts under the threshold (zero too) and their cover, rounds the rest, audits. Where the
    audit fails it hides further cells; failing that, all but the grand total; failing that, all.
    The promise it keeps: see ``exposed``. Earlier releases and other tables: see ``join``.
    """
    hiding = Hiding(table, rules.threshold)
    small = hiding.hidden.copy()
    hiding.cover()
    covered = hiding.hidden.copy()
    _repair(hiding, table, rules)
    published = _published(hiding, table, rules)
    return ProtectedTable(table, published, _reasons(published, small, covered))


def keeps_its_promise(published: Published, *, rules_known: bool = True) -> bool:
    """Whether the audit passes for a single published table."""
    return not _broken(published, rules_known=rules_known)


def _repair(hiding: Hiding, table: Table, rules: Rules) -> None:
    for _ in range(MOST_REPAIRS):
        broken = _broken(_published(hiding, table, rules))
        if not broken:
            return
        if not hiding.cover_further(broken):
            break
        hiding.cover()
    hiding.hide_all_but_the_grand_total()
    if _broken(_published(hiding, table, rules)):
        hiding.hide_all()


def _broken(published: Published, *, rules_known: bool = True) -> list[int]:
    hidden: list[int] = np.flatnonzero(published.hidden).tolist()
    if rules_known and rules_tell(published):
        return hidden
    system = knowledge(published, rules_known=rules_known)
    return exposed([system], hidden, published.rules.threshold)


def _published(hiding: Hiding, table: Table, rules: Rules) -> Published:
    return publish(table, hiding.hidden.reshape(table.grid.shape).copy(), rules)


def _reasons(published: Published, small: BoolArray, covered: BoolArray) -> dict[Index, Reason]:
    reasons: dict[Index, Reason] = {}
    for flat, index in enumerate(np.ndindex(published.hidden.shape)):
        if published.hidden[index]:
            cover = Reason.COVER if covered[flat] else Reason.AUDIT
            reasons[index] = Reason.SMALL if small[flat] else cover
    return reasons
