"""What must hold for all writes: who acts is told, the wrong ones are refused, all is audited."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import MagicMock

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.derived import recounting, tallies
from db.errors import NotAllowed
from db.models import AuditEntry
from tests.acts import ACTS
from tests.cast import CAST
from tests.source import calls, files, name_of, uses

#: Before anybody is known there is nobody to name: these check a secret instead.
NOBODY_YET = {
    "own_account.reset_password",
    "first_start.begin",
    "self_completion.finish",
    "referral_links.answer",
    "sign_ins.begin_attempt",
    "sign_ins.discount_attempt",
    "sign_ins.succeed",
    "sign_ins.open_session",
    "sign_ins.touch",
    "sign_ins.close_session",
}
#: What everybody may do with their own account; a partner too.
OWN = {
    "own_account.change_password",
    "own_account.set_language",
    "sign_ins.end_own",
    "sign_ins.end_all_own",
}
#: What a partner may do besides.
READERS = {"exports.record"}
#: A draft is kept at each key stroke, and a preview writes nothing, nor does what was refused.
NOT_AUDITED = {
    "form_problems.found",
    *(f"drafts.{verb}" for verb in ("keep", "overrule", "give_way", "bring_back", "discard")),
    "releases.preview",
    "releases.compare",
}
#: Parts of an action, called by actions only; the action has checked and audits.
PARTS = {
    "form_consents.note",
    "contact_rows.store",
    "contact_rows.discard",
    "form_consents.discard",
    "minors.require_guardian",
    "cases.own_open_case",
    "rows.stored",
    "facts.agencies_for",
    "cases.own_case",
    "referrals.own",
    "referrals.close_links",
    "referrals.step",
    "referrals.step_back",
}


def functions() -> dict[str, Callable[..., Any]]:
    """Every public function of ``db.actions``, as ``module.name``."""
    found: dict[str, Callable[..., Any]] = {}
    for path in files("db/actions"):
        module = importlib.import_module(f"db.actions.{path.stem}".removesuffix(".__init__"))
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                found[f"{path.stem}.{name}"] = function
    return found


def names_by(function: Callable[..., Any]) -> bool:
    by = inspect.signature(function).parameters.get("by")
    return by is not None and by.kind is by.KEYWORD_ONLY and by.default is by.empty


ACTIONS = {n: f for n, f in functions().items() if names_by(f) and n not in PARTS}


def used_outside() -> set[str]:
    """Functions of ``db.actions`` that screens and routes use."""
    taken = set[str]().union(*(uses(path, "db.actions") for path in files("components", "pages")))
    return taken & set(functions())


@pytest.fixture
def writing(shared_sqlite: sa.Engine) -> Iterator[Session]:
    with Session(shared_sqlite.execution_options(writes=True), expire_on_commit=False) as opened:
        yield opened
        opened.rollback()


def test_whatever_a_screen_calls_is_told_who_acts() -> None:
    called = used_outside()
    assert {"interventions.record", "sign_ins.succeed", "releases.preview"} <= called
    assert sorted(called - set(ACTIONS) - NOBODY_YET) == []


def test_the_exceptions_are_functions_that_exist() -> None:
    assert (NOBODY_YET | OWN | READERS | NOT_AUDITED | PARTS) - set(functions()) == set()


def call_as(session: Session, name: str, by: int) -> None:
    """With made-up arguments: who asks must be checked before anything else is looked at."""
    parameters = inspect.signature(ACTIONS[name]).parameters.values()
    wanted = [MagicMock() for each in parameters if each.kind is each.POSITIONAL_OR_KEYWORD]
    ACTIONS[name](session, *wanted[1:], by=by)


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_a_closed_account_can_do_nothing(writing: Session, name: str) -> None:
    with pytest.raises(NotAllowed):
        call_as(writing, name, CAST.closed)


@pytest.mark.parametrize("name", sorted(set(ACTIONS) - OWN - READERS))
def test_a_partner_can_write_nothing(writing: Session, name: str) -> None:
    with pytest.raises(NotAllowed):
        call_as(writing, name, CAST.partner)


def test_every_action_has_its_example() -> None:
    assert set(ACTS) == set(ACTIONS) - NOT_AUDITED


@pytest.mark.parametrize("name", sorted(ACTS))
def test_an_action_leaves_its_row_in_the_log_and_true_counts(session: Session, name: str) -> None:
    ACTS[name](session)
    session.flush()
    last = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert last is not None
    # The last row is the act's own: its name begins with the thing that was done something to.
    assert last.account_id is not None
    assert last.action.split(".")[1] in said_of(name)
    tallies.settle(session)
    assert recounting.differing(session) == 0


def said_of(name: str) -> set[str]:
    """Verbs under which an action may stand in the log."""
    verb = name.split(".")[1]
    other = {
        "make_reset_code": {"reset_code"},
        "sign_out_everywhere": {"sign_out"},
        "change_password": {"password"},
        "set_language": {"language"},
        "end_own": {"close"},
        "end_all_own": {"close_all"},
    }
    undone = {"void"} if name in {"events.undo", "events.void"} else set()
    return {verb} | other.get(verb, set()) | undone


def test_no_action_commits_by_itself() -> None:
    """Each test above rolls back what its action did; here, that none can do otherwise."""
    ends = {"commit", "begin", "close"}
    own = {
        f"{name_of(path)}:{call.lineno}"
        for path in files("db/actions")
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in ends
    }
    makers = {taken for path in files("db/actions") for taken in uses(path, "db.store")}
    assert own | (makers & {"engine.writing", "engine.reading", "engine.connect"}) == set()
