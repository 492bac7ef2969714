"""The one place that decides what of a table may leave the team: see ``docs/privacy.md``."""

from __future__ import annotations

from db.privacy.audit import disclosed, progress_to
from db.privacy.joint import Edition, Entry, NotMadeSoError
from db.privacy.knowledge import Printed
from db.privacy.parts import Part
from db.privacy.protect import may_show, protect, protect_together
from db.privacy.reconcile import EditionsDifferError, reconcile
from db.privacy.rules import FrozenRules, Mark, Reason, Rules
from db.privacy.shares import TrustCell, share, table_share, trust_cell
from db.privacy.system import Constraint, System, feasible_interval, join
from db.privacy.tables import (
    TOTAL,
    HiddenShare,
    ProtectedTable,
    Published,
    Table,
    hidden_share,
    merge,
)

__all__ = [
    "TOTAL",
    "Constraint",
    "Edition",
    "EditionsDifferError",
    "Entry",
    "FrozenRules",
    "HiddenShare",
    "Mark",
    "NotMadeSoError",
    "Part",
    "Printed",
    "ProtectedTable",
    "Published",
    "Reason",
    "Rules",
    "System",
    "Table",
    "TrustCell",
    "disclosed",
    "feasible_interval",
    "hidden_share",
    "join",
    "may_show",
    "merge",
    "progress_to",
    "protect",
    "protect_together",
    "reconcile",
    "share",
    "table_share",
    "trust_cell",
]
