"""What somebody else has changed since a form was filled, field by field, and which is to stay.

What is typed stays in its fields; a choice of theirs takes its place when the form is saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any

import streamlit as st
from pydantic import BaseModel

from components.language import i18n
from components.language.plain import plain
from components.reads import reference
from components.saving.edit_conflicts import NOTHING, Words
from db.errors import EditConflict

MINE, THEIRS = "mine", "theirs"
#: The parts of raw values that hold fields of a row.
PARTS = ("facts", "settings", "cells")


@dataclass(kw_only=True)
class Told:
    """What a form was told."""

    refused: EditConflict
    #: Each refusal asks anew: its choices have keys of their own.
    round: int
    #: The fields that are chosen together, since they have one label.
    groups: dict[str, list[str]] = field(default_factory=dict)
    is_fresh: bool = True

    def values(self, names: list[str], which: str) -> list[Any]:
        """What stood then, what stands now, or what this form wants."""
        if which == MINE:
            return [self.refused.mine[name] for name in names]
        return [getattr(self.refused.changes[name], which) for name in names]

    def open(self) -> dict[str, list[str]]:
        """The groups that the form can change, all of each."""
        return {
            label: names
            for label, names in self.groups.items()
            if all(name in self.refused.mine for name in names)
        }

    def default(self, names: list[str]) -> str:
        """What nobody has touched here stays as the other one has left it."""
        before, own = self.values(names, "then"), self.values(names, MINE)
        is_touched = list(map(_column, before)) != list(map(_column, own))
        return MINE if is_touched else THEIRS


def hold(form: str, refused: EditConflict) -> None:
    """Ask on this run and the next ones."""
    before: Told | None = st.session_state.get(_key(form))
    st.session_state[_key(form)] = Told(refused=refused, round=before.round + 1 if before else 1)


def forget(form: str) -> None:
    """It is saved, or was left."""
    st.session_state.pop(_key(form), None)


def draw(form: str, labels: Mapping[str, str]) -> None:
    """Who changed what, and the choices; nothing where nobody did."""
    told = _kept(form)
    if told is None:
        return
    other = i18n.t("meanwhile.other_field")
    told.groups, told.is_fresh = {}, False
    for name in told.refused.changes:
        told.groups.setdefault(labels.get(name, other), []).append(name)
    with st.container(border=True, key=f"{form}_told_{told.round}"):
        st.markdown(_heading(told.refused))
        if len(told.open()) > 1:
            _choice(i18n.t("meanwhile.all"), _of_all(form, told), None)
        for label, names in told.groups.items():
            is_open = label in told.open()
            st.markdown(f"**{plain(label)}**  \n{_lines(told, names, is_open=is_open)}")
            if is_open:
                _choice(label, _of_one(form, told, names), told.default(names))


def chosen(form: str, raw: dict[str, Any]) -> dict[str, Any]:
    """The raw values of the form, with those of others where these are to stay."""
    told = _kept(form)
    if told is None:
        return raw
    of_all = st.session_state.get(_of_all(form, told))
    made = {name: dict(each) if name in PARTS else each for name, each in raw.items()}
    for names in told.open().values():
        of_one = st.session_state.get(_of_one(form, told, names), told.default(names))
        if (of_all or of_one) == THEIRS:
            for name in names:
                _put(made, name, told.refused.changes[name].now)
    return made


def with_own(refused: EditConflict, wanted: BaseModel, raw: Mapping[str, Any]) -> None:
    """Add what the form wanted to store, of the fields that it has."""
    own = _columns(wanted)
    fields = {name for part in _parts(raw) for name in part}
    refused.mine = {name: own[name] for name in refused.changes if name in own and name in fields}


def _kept(form: str) -> Told | None:
    """What was told, unless the form has left the screen since."""
    told: Told | None = st.session_state.get(_key(form))
    if told is None or told.is_fresh or not told.open():
        return told
    if any(_of_one(form, told, names) in st.session_state for names in told.open().values()):
        return told
    forget(form)
    return None


def _key(form: str) -> str:
    return f"{form}_told"


def _of_all(form: str, told: Told) -> str:
    return f"{form}_take_{told.round}"


def _of_one(form: str, told: Told, names: list[str]) -> str:
    return f"{form}_take_{told.round}_{names[0]}"


def _choice(label: str, key: str, default: str | None) -> None:
    st.segmented_control(
        label,
        [MINE, THEIRS],
        format_func=lambda each: i18n.t(f"meanwhile.{each}"),
        default=default,
        required=default is not None,
        key=key,
        label_visibility="visible" if default is None else "collapsed",
    )


def _heading(refused: EditConflict) -> str:
    name = plain(refused.name) if refused.name else i18n.t("meanwhile.somebody")
    if refused.at is None:
        return i18n.t("meanwhile.changed", name=name)
    at = reference.local(refused.at)
    moment = i18n.clock(at)
    if at.date() != reference.today():
        moment = i18n.joined(i18n.day_short(at.date()), moment)
    return i18n.t("meanwhile.changed_at", name=name, at=moment)


def _lines(told: Told, names: list[str], *, is_open: bool) -> str:
    keys = {"now": "meanwhile.now", "then": "meanwhile.then"}
    if is_open:
        keys[MINE] = "meanwhile.yours"
    return "  \n".join(
        i18n.t(key, value=_said(told.refused.words, names, told.values(names, which)))
        for which, key in keys.items()
    )


def _said(words: Words, names: list[str], values: list[Any]) -> str:
    said = [
        _in_words(words, name, _column(value)) for name, value in zip(names, values, strict=True)
    ]
    return ", ".join(each for each in said if each) or NOTHING


def _in_words(words: Words, name: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if name in words:
        return plain(str(words[name](value)))
    if isinstance(value, bool):
        return i18n.t("meanwhile.yes" if value else "meanwhile.no")
    return plain(i18n.clock(value) if isinstance(value, time) else str(i18n.written(value)))


def _column(value: Any) -> Any:
    """A value as its column holds it: several codes are one text there."""
    return ",".join(map(str, value)) if isinstance(value, tuple | list) else value


def _columns(wanted: BaseModel) -> dict[str, Any]:
    """The values of an input, of an input within it, and of the cells of its table."""
    found = {name: getattr(wanted, name) for name in type(wanted).model_fields}
    for name, value in list(found.items()):
        if isinstance(value, BaseModel):
            found |= _columns(value)
        elif name in PARTS and isinstance(value, Mapping):
            found |= value
    return found


def _parts(raw: Mapping[str, Any]) -> list[Any]:
    return [raw, *(raw[name] for name in PARTS if name in raw)]


def _put(raw: dict[str, Any], name: str, value: Any) -> None:
    for part in _parts(raw):
        if name in part:
            is_listed = isinstance(part[name], list | tuple) and isinstance(value, str)
            part[name] = [each for each in value.split(",") if each] if is_listed else value
