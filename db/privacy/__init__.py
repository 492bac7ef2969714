"""The one place that decides what of a table may leave the team: see ``docs/privacy.md``."""

from __future__ import annotations

from db.privacy.attack import exposed, knowledge
from db.privacy.protect import keeps_its_promise, protect
from db.privacy.reconcile import Printed, reconcile_edition, reconcile_siblings
from db.privacy.rules import Mark, Reason, Rules
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
    "HiddenShare",
    "Mark",
    "Printed",
    "ProtectedTable",
    "Published",
    "Reason",
    "Rules",
    "System",
    "Table",
    "TrustCell",
    "exposed",
    "feasible_interval",
    "hidden_share",
    "join",
    "keeps_its_promise",
    "knowledge",
    "merge",
    "protect",
    "reconcile_edition",
    "reconcile_siblings",
    "share",
    "table_share",
    "trust_cell",
]
