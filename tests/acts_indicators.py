"""Accepted calls of the acts on indicators and their targets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlmodel import Session

from db.access.clock import today
from db.access.viewer import viewer_of
from db.actions import indicators, targets
from db.inputs.indicators import DefinitionInput, DeviationInput, IndicatorChoices
from db.inputs.parse import validated
from db.inputs.targets import TargetsInput
from db.queries.indicators import sheets
from tests.cast import CAST

CODE = "IR2.1"


def due(session: Session) -> date:
    """The end of the year: a target that is still to come."""
    return date(today(session).year, 12, 31)


def save_targets(
    session: Session,
    cells: dict[str, str] | None = None,
    seen: dict[str, str] | None = None,
    code: str = CODE,
) -> int:
    """By the manager; a target for the programme unless told otherwise."""
    raw = {"code": code, "cells": cells or {f"0 {due(session)}": "500"}, "seen": seen or {}}
    return targets.save(session, validated(TargetsInput, raw), by=CAST.manager)


def choose(session: Session, code: str = "IR3.2", **instead: Any) -> int:
    raw = {"is_key": {code: True}, "explain_over": {code: "15"}, "seen": {code: (False, 20)}}
    return indicators.choose(session, validated(IndicatorChoices, raw | instead), by=CAST.manager)


def definition(session: Session, code: str = CODE, **instead: Any) -> DefinitionInput:
    """The definition that stands, with another limit, and a reason."""
    found = next(
        each
        for each in sheets(session, viewer=viewer_of(session, CAST.manager))
        if each.code == code
    )
    texts = {language: dict(said) for language, said in found.texts.items()}
    texts["fr"]["limits"] = "Une autre limite."
    raw: dict[str, Any] = {
        "code": code, "level": found.level, "frequency": found.frequency,
        "is_falling": found.is_falling, "breakdowns": found.breakdowns, "texts": texts,
        "reason": "Le bailleur le demande.", "seen": found.number,
    }  # fmt: skip
    return validated(DefinitionInput, raw | instead)


def define(session: Session, **instead: Any) -> int:
    return indicators.define(session, definition(session, **instead), by=CAST.manager)


def explain(session: Session, **instead: Any) -> int:
    """Why the programme is behind the target of ``save_targets``, which is stored first."""
    save_targets(session)
    raw: dict[str, Any] = {
        "code": CODE, "agency_id": None, "due_on": due(session), "as_of": today(session),
        "value": 12, "expected": 40, "sentence": "Un agent est parti en mars.",
    }  # fmt: skip
    return indicators.explain(session, validated(DeviationInput, raw | instead), by=CAST.manager)


INDICATOR_ACTS: dict[str, Callable[[Session], Any]] = {
    "indicators.choose": choose,
    "indicators.define": define,
    "indicators.explain": explain,
    "targets.save": save_targets,
}
