"""What the rules of a form find, also while some of its fields cannot be read: all that is wrong
with it is named at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError

from db.errors import AppError, InvalidInput, Problem
from db.inputs.normalisation import InputModel


class Unread(Exception):
    """A rule asks for a field that could not be read."""


class Known:
    """Those fields of a form that could be read; whoever asks for another one gets ``Unread``."""

    def __init__(self, fields: Mapping[str, Any] | None = None) -> None:
        self.__dict__.update(fields or {})

    def __getattr__(self, name: str) -> Any:
        raise Unread(name)

    def model_copy(self, *, update: Mapping[str, Any]) -> Known:
        """The same with other values, as of an input class."""
        return Known({**self.__dict__, **update})


def value_or_none(data: Any, name: str) -> Any:
    """A field, or none where it could not be read."""
    try:
        return getattr(data, name)
    except Unread:
        return None


def collected(*rules: Callable[[], dict[str, Problem] | None]) -> dict[str, Problem]:
    """All that the rules find, told or raised; of two problems of one field the first. A rule that
    asks for what could not be read finds nothing."""
    found: dict[str, Problem] = {}
    for rule in rules:
        try:
            new = rule() or {}
        except Unread:
            continue
        except InvalidInput as refused:
            new = refused.problems
        found = new | found
    return found


def problems(model: type[BaseModel], raw: Mapping[str, Any]) -> dict[str, Problem]:
    """What the rules of ``model`` find in those fields of ``raw`` that can be read."""
    if not issubclass(model, InputModel) or not model.RULES:
        return {}
    known = read(model, raw)
    return collected(*(partial(rule, known) for rule in model.RULES))


def read(model: type[InputModel], raw: Mapping[str, Any]) -> Known:
    """Each field that can be read by itself; of an input within this one, each of its fields, and
    of a list whatever its ``PARTS`` say."""
    spelled, found = model.spelled(raw), dict[str, Any]()
    for name, field in model.model_fields.items():
        if name not in spelled:
            if not field.is_required():
                found[name] = field.get_default(call_default_factory=True)
            continue
        try:
            found[name] = _reader(model, name).validate_python(spelled[name])
        except (ValidationError, AppError):
            inner = _inner(field.annotation)
            if name in model.PARTS:
                found[name] = model.PARTS[name](spelled[name])
            elif inner is not None and isinstance(spelled[name], Mapping):
                found[name] = read(inner, spelled[name])
    return Known(found)


@cache
def _reader(model: type[InputModel], name: str) -> TypeAdapter[Any]:
    return TypeAdapter(model.model_fields[name].rebuild_annotation())


def _inner(annotation: Any) -> type[InputModel] | None:
    """The input class that a field holds, also where it may be empty."""
    for each in (annotation, *get_args(annotation)):
        if isinstance(each, type) and issubclass(each, InputModel):
            return each
    return None
