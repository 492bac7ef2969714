"""Accepted calls of the acts on views that a person keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlmodel import Session

from db.actions import saved_views
from db.inputs.parse import validated
from db.inputs.saved_views import ViewInput, ViewName
from tests.cast import CAST


def keep(session: Session, name: str = "Rabat, T1", by: int = CAST.manager, **filters: Any) -> int:
    raw = {"name": name, "page": "training", "filters": {"period": "quarter", **filters}}
    return saved_views.keep(session, validated(ViewInput, raw), by=by)


def rename(session: Session, view_id: int, name: str, by: int = CAST.manager) -> None:
    data = validated(ViewName, {"view_id": view_id, "name": name})
    saved_views.rename(session, data, by=by)


VIEW_ACTS: dict[str, Callable[[Session], object]] = {
    "saved_views.keep": keep,
    "saved_views.rename": lambda session: rename(session, keep(session), "Rabat"),
    "saved_views.remove": lambda session: saved_views.remove(
        session, keep(session), by=CAST.manager
    ),
}
