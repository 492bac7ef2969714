"""Run one action in one transaction, and say in words that it worked or why not."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from components.language import i18n
from components.saving.problems import Problems
from db.errors import AppError, InvalidInput, traced
from db.store.engine import once

Value = TypeVar("Value")
log = logging.getLogger("amudu")


@dataclass(frozen=True)
class Saved(Generic[Value]):
    """It was committed; ``value`` is what the action returned."""

    value: Value


def save(
    act: Callable[..., Value], *wanted: object, by: int, problems: Problems | None = None
) -> Saved[Value] | None:
    """``act(session, *wanted, by=by)`` in one transaction; ``None`` when it was refused.

    What is wrong with a field is shown beside it, anything else beside the button that saves; or
    where this is called, when there is no form.
    """
    problems = problems or Problems("")
    problems.clear()
    try:
        return Saved(once(act, *wanted, by=by))
    except InvalidInput as refused:
        problems.show(refused)
    except AppError as refused:
        problems.say(i18n.explain(refused))
    except SQLAlchemyError as failure:
        log.error("save failed: %s", traced(failure))
        problems.say(i18n.t("error.not_saved_try_again"))
    return None
