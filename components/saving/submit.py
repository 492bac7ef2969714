"""From raw fields to a stored row: validate, save, and tell what is wrong beside its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from components.saving.problems import Problems
from components.saving.save import Saved, save
from db.access.viewer import Viewer
from db.errors import InvalidInput
from db.inputs.parse import Model, validated

Value = TypeVar("Value")


def submit(
    act: Callable[..., Value],
    model: type[Model],
    raw: dict[str, Any],
    viewer: Viewer,
    problems: Problems,
) -> Saved[Value] | None:
    """``act`` with ``raw`` as its input class; ``None`` when refused, with the reason on screen."""
    try:
        wanted = validated(model, raw)
    except InvalidInput as refused:
        problems.clear()
        problems.show(refused)
        return None
    return save(act, wanted, by=viewer.account_id, problems=problems)
