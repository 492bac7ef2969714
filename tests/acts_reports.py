"""An accepted call of the act on a report's texts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlmodel import Session

from db.actions import reports
from db.inputs.parse import validated
from db.inputs.reports import ReportTexts
from tests.cast import CAST

FIRST_HALF = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 30)}


def write(session: Session, by: int = CAST.manager, **instead: Any) -> int:
    raw: dict[str, Any] = {
        "report": "DONOR", **FIRST_HALF, "cells": {"BUDGET": "Exécuté à 47 %."}, "seen": {},
    }  # fmt: skip
    return reports.write(session, validated(ReportTexts, raw | instead), by=by)


REPORT_ACTS: dict[str, Callable[[Session], object]] = {"reports.write": write}
