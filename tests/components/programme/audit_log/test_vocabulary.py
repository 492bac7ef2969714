"""Whatever code can write into the log has its words."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from components.language.catalogue import LANGUAGES, Language, messages
from components.programme.audit_log.vocabulary import ACTS, ENTITIES, FIELDS
from db.actions import retention, trust_waves
from db.inputs import accounts, interventions, placements, places, programme, training
from db.models import AuditEntry
from db.records import KINDS
from tests import acts
from tests.source import calls, dotted, files

NAME = re.compile(r"[a-z_]+\.[a-z_]+")
WRITERS = {"record", "log", "_audit", "_log"}


def names(argument: ast.expr) -> list[str]:
    """What one argument names: an act, or one of each kind of record."""
    if isinstance(argument, ast.Constant):
        return [str(argument.value)]
    if isinstance(argument, ast.JoinedStr) and isinstance(argument.values[-1], ast.Constant):
        return [f"{kind.name}{argument.values[-1].value!s}" for kind in KINDS]
    return []


def written() -> Iterator[tuple[str, ast.Call]]:
    """Each call that writes an act, by the name of the act."""
    for path in files("db", "seed_data"):
        for call in calls(path):
            if (dotted(call.func) or "").split(".")[-1] in WRITERS:
                for name in (name for argument in call.args for name in names(argument)):
                    if NAME.fullmatch(name):
                        yield name, call


def test_every_act_that_code_can_write_has_its_words(shared_sqlite: sa.Engine) -> None:
    """By the calls themselves as well: what a name is made of at run time is found there."""
    found = {name for name, _ in written()}
    assert {"trust.void", "file.record", "posting.create", "session.open"} <= found
    missing = set[str]()
    for act in acts.ACTS.values():
        with Session(shared_sqlite.execution_options(writes=True)) as session:
            act(session)
            session.flush()
            for entry in session.exec(select(AuditEntry)):
                found.add(entry.action)
                missing |= {entry.entity} - set(ENTITIES)
                missing |= set(filter(None, entry.fields.split(","))) - set(FIELDS)
            session.rollback()
    assert missing == set()
    assert sorted(found ^ set(ACTS)) == []


def test_every_field_that_can_be_named_has_its_label() -> None:
    constant = {
        str(text.value)
        for _, call in written()
        for keyword in call.keywords
        if keyword.arg == "fields" and isinstance(keyword.value, ast.List)
        for text in keyword.value.elts
        if isinstance(text, ast.Constant)
    }
    named = {*constant, *interventions.FIELDS, *placements.FIELDS, *training.FIELDS}
    named |= {*retention.FIELDS, *trust_waves.PLAN, *accounts.AccountChange.COLUMNS}
    named |= {*programme.ProgrammeSettings.model_fields}
    named |= {*places.AgencyInput.model_fields, *places.OrganisationInput.model_fields}
    assert {"closed_at", "password"} <= constant
    assert sorted(named - set(FIELDS)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_acts_have_the_same_words(language: Language) -> None:
    """Or the filter offers one name twice, and each finds only half."""
    words = Counter(messages(language)[f"act.{name}"] for name in ACTS)
    assert [each for each, count in words.items() if count > 1] == []
