"""Corrections of a release: a new edition must not tell, by its differences, who was corrected."""

from __future__ import annotations

import numpy as np

from db.privacy.audit import exposed, system_of
from db.privacy.protect import protect
from db.privacy.rules import Reason, Rules
from db.privacy.system import Constraint, System, join
from db.privacy.tables import BoolArray, Index, ProtectedTable, Published, Table, publish


def reconcile_edition(
    previous_published: Published,
    previous_true: Table,
    new_true: Table,
    new_protected: ProtectedTable,
    rules: Rules,
) -> ProtectedTable:
    """The next edition of a table (privacy.md, releases): what moved little is repeated.

    Every entry, cell or total, whose true count moved by less than the threshold keeps its earlier
    value or mark; the others take the new ones. Both editions are then audited together; where the
    promise fails for a hidden entry of either, the earlier edition is repeated altogether.
    Every value of ``previous_published`` must round from ``previous_true``. A second edition that
    repeats some values and changes others has no such counts: compare a third one with the first
    again (small steps cannot add up unseen). Raises ``ValueError`` where that is not so, or the
    editions differ in labels, impossible cells or rules.
    """
    before = previous_published
    _check(before, previous_true, new_true, new_protected, rules)
    repeated = np.abs(new_true.grid - previous_true.grid) < rules.threshold
    after = _mixed(before, new_protected.published, repeated)
    by_rules = bool((protect(previous_true, rules).published.hidden == before.hidden).all())
    linked = _linked(system_of(before, rules_known=by_rules), before, after, repeated)
    if exposed(linked, _hidden_in_both(before, after), rules.threshold):
        after = before
    return ProtectedTable(new_true, after, _reasons(after, new_protected))


def _mixed(before: Published, new: Published, repeated: BoolArray) -> Published:
    values = np.where(repeated, before.values, new.values)
    hidden = np.where(repeated, before.hidden, new.hidden)
    return Published(new.labels, new.rules, values, hidden, new.absent)


def _linked(earlier: System, before: Published, after: Published, repeated: BoolArray) -> System:
    """Both editions: a repeated entry moved little, one that visibly changed moved far."""
    threshold, size = after.rules.threshold, after.values.size
    links = []
    for i in range(size):
        step = {i: -1.0, size + i: 1.0}
        old, new = int(before.values.flat[i]), int(after.values.flat[i])
        if repeated.flat[i]:
            links.append(Constraint(step, 1 - threshold, threshold - 1))
        elif old != new and before.shown.flat[i] and after.shown.flat[i]:
            far = Constraint(step, lower=threshold)
            links.append(far if new > old else Constraint(step, upper=-threshold))
    return join([earlier, _system_after(after, repeated)], links)


def _system_after(after: Published, repeated: BoolArray) -> System:
    """The new edition alone: a repeated value says nothing by itself about the new count."""
    unset = Published(
        after.labels, after.rules, after.values, after.hidden | repeated, after.absent
    )
    return system_of(unset, rules_known=False)


def _hidden_in_both(before: Published, after: Published) -> list[int]:
    earlier, later = np.flatnonzero(before.hidden), np.flatnonzero(after.hidden)
    return [*earlier.tolist(), *(before.values.size + later).tolist()]


def _reasons(after: Published, new: ProtectedTable) -> dict[Index, Reason]:
    hidden = (index for index in np.ndindex(after.hidden.shape) if after.hidden[index])
    return {index: new.reasons.get(index, Reason.EDITION) for index in hidden}


def _check(
    before: Published, old: Table, new: Table, protected: ProtectedTable, rules: Rules
) -> None:
    if protected.table is not new or {before.rules, protected.published.rules} != {rules}:
        raise ValueError("the editions were made from other counts or by other rules")
    if (publish(old, before.hidden, rules).values != before.values).any():
        raise ValueError("the earlier edition was not made from the earlier counts")
    if not before.labels == old.labels == new.labels:
        raise ValueError("the editions differ in labels")
    if (before.absent != new.absent).any() or (old.impossible != new.impossible).any():
        raise ValueError("the editions differ in impossible cells")
