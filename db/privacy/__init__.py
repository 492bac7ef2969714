"""The one place that decides what of a table may leave the team: see ``docs/privacy.md``."""

from __future__ import annotations

from db.privacy.audit import told
from db.privacy.joint import Edition, Entry
from db.privacy.knowledge import Printed
from db.privacy.parts import Part
from db.privacy.protect import protect, protect_together, survives
from db.privacy.reconcile import reconcile
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
    "Entry",
    "FrozenRules",
    "HiddenShare",
    "Mark",
    "Part",
    "Printed",
    "ProtectedTable",
    "Published",
    "Reason",
    "Rules",
    "System",
    "Table",
    "TrustCell",
    "feasible_interval",
    "hidden_share",
    "join",
    "merge",
    "protect",
    "protect_together",
    "reconcile",
    "share",
    "survives",
    "table_share",
    "told",
    "trust_cell",
]
