"""What several fields say together, also while others cannot be read: all that is wrong with a form
is named at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from operator import attrgetter
from types import SimpleNamespace
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError

from db.errors import AppError, Problem
from db.inputs.typed import Typed


def problems(model: type[BaseModel], raw: Mapping[str, Any]) -> dict[str, Problem]:
    """What the rules of ``model`` find in those fields of ``raw`` that can be read."""
    if not issubclass(model, Typed) or not model.RULES:
        return {}
    known, found = _read(model, raw), dict[str, Problem]()
    for rule in model.RULES:
        if all(_has(known, name) for name in rule.fields):
            found = rule.check(known) | found
    return found


def _has(known: SimpleNamespace, name: str) -> bool:
    try:
        attrgetter(name)(known)
    except AttributeError:
        return False
    return True


def _read(model: type[Typed], raw: Mapping[str, Any]) -> SimpleNamespace:
    """Each field that can be read by itself; of an input within this one, each of its fields."""
    spelled, found = model.spelled(raw), SimpleNamespace()
    for name, field in model.model_fields.items():
        if name not in spelled:
            if not field.is_required():
                setattr(found, name, field.get_default(call_default_factory=True))
            continue
        try:
            setattr(found, name, _reader(model, name).validate_python(spelled[name]))
        except (ValidationError, AppError):
            inner = _inner(field.annotation)
            if inner is not None and isinstance(spelled[name], Mapping):
                setattr(found, name, _read(inner, spelled[name]))
    return found


@cache
def _reader(model: type[Typed], name: str) -> TypeAdapter[Any]:
    return TypeAdapter(model.model_fields[name].rebuild_annotation())


def _inner(annotation: Any) -> type[Typed] | None:
    """The input class that a field holds, also where it may be empty."""
    for each in (annotation, *get_args(annotation)):
        if isinstance(each, type) and issubclass(each, Typed):
            return each
    return None
