"""Every page, list and text that a kind of entry names is there, and no kind was forgotten."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.language.catalogue import messages
from components.records.kinds import KINDS, TRUST, Kind, Write
from components.visit import navigation
from db.actions import events
from db.inputs.records import Correction
from db.queries.entry_sources import RETENTION
from db.records import BY_NAME
from seed_data import code_lists
from tests.source import ROOT

LISTS = {row["list"] for row in code_lists.rows()}


def missing(kind: Kind) -> set[str]:
    """The parts of a kind that lead nowhere."""
    screen, record = navigation.BY_NAME.get(kind.page), BY_NAME.get(kind.name)
    is_known = record is not None or kind.name == RETENTION
    checks = {
        "name": is_known,
        "page": screen is not None and (ROOT / "pages" / screen.path).exists(),
        "permission": bool(screen and (not record or screen.permission is record.permission)),
        "short text": bool(screen and f"{screen.text}.short" in messages("fr")),
        "types": kind.types in LISTS,
        "text": f"entries.kind.{kind.name}" in messages("fr"),
        "void_key": kind.void_key in messages("fr"),
        "next_key": kind.next_key in messages("fr"),
        "stored_key": not kind.stored_key or kind.stored_key in messages("fr"),
        "correction": bool(kind.correction) is bool(record and record.is_correctable),
        "fields": record is None or fields_corrected(kind) <= columns(kind),
        "void": bool(kind.void) is not bool(record),
        "keys": bool(kind.keys) is bool(record)
        and all(key.startswith(f"{kind.name}_") for key in kind.keys),
    }
    return {part for part, is_there in checks.items() if not is_there}


def fields_corrected(kind: Kind) -> set[str]:
    """The fields of the entry itself in the input class of its correction."""
    model = kind.correction.write.model if kind.correction else Correction
    return set(model.model_fields) - set(Correction.model_fields)


def columns(kind: Kind) -> set[str]:
    """What is recorded and stored under one name."""
    return set(BY_NAME[kind.name].table.model_fields) & set(kind.record.model.model_fields)


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_kind_is_whole(kind: Kind) -> None:
    assert missing(kind) == set()


def test_every_kind_of_record_can_be_entered_and_listed() -> None:
    assert set(KINDS) == {*BY_NAME, RETENTION}


def test_every_page_that_records_belongs_to_a_kind() -> None:
    forms = {screen.name for screen in navigation.SCREENS if screen.is_form}
    assert {kind.page for kind in KINDS.values()} == forms


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_no_two_keys_of_a_draft_are_the_same(kind: Kind) -> None:
    assert len(set(kind.keys)) == len(kind.keys)


def test_a_new_kind_that_lacks_a_part_is_found() -> None:
    """Or a slip in these checks would let everything through."""
    with pytest.raises(TypeError):
        Kind(name="made_up")  # type: ignore[call-arg]
    new = replace(
        TRUST,
        name="made_up",
        page="record-made-up",
        types="MADE_UP",
        next_key="made_up.next",
        stored_key="made_up.saved",
        void_key="made_up.void",
        record=Write(events.void, TRUST.record.model),
    )
    assert missing(new) == {
        "name", "page", "permission", "short text", "types", "text", "void_key", "next_key",
        "stored_key", "void", "keys",
    }  # fmt: skip
