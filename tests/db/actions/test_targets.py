"""Targets are stored all or not at all, with what stood there; the later of two is told."""

from __future__ import annotations

import pytest
from sqlmodel import Session, col, select

from db.access.viewer import viewer_of
from db.actions import targets
from db.audit import version
from db.errors import Change, EditConflict, InvalidInput, NotAllowed, NotFound
from db.inputs.parse import validated
from db.inputs.targets import Stated, TargetsInput
from db.models import AuditEntry, IndicatorChange, IndicatorTarget
from db.queries.indicators import changes, stated
from tests.acts_indicators import CODE, define, due, save_targets
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH

pytestmark = POSTGRESQL_AT_LENGTH
BASE = {"1 value": "20", "1 day": "01/02/2026", "1 source": "Registre de l'agence"}


def test_a_pasted_table_is_stored_and_read_again(session: Session) -> None:
    day = due(session)
    assert save_targets(session, {**BASE, f"1 {day}": "1 250", f"0 {day}": "4000"}) == 5
    manager = viewer_of(session, CAST.manager)
    found = stated(session, CODE, viewer=manager)
    assert found[0] == Stated(targets={day: 4000.0})
    assert (found[1].value, found[1].source) == (20.0, "Registre de l'agence")
    assert found[1].targets == {day: 1250.0}


def test_what_is_the_same_is_no_change(session: Session) -> None:
    save_targets(session, BASE)
    before = version(session)
    assert save_targets(session, {"1 value": "20,0"}, seen={"1 value": "20"}) == 0
    assert version(session) == before


def test_one_wrong_cell_and_nothing_is_stored(session: Session) -> None:
    with pytest.raises(InvalidInput) as refused:
        save_targets(session, {f"1 {due(session)}": "12", f"2 {due(session)}": "douze"})
    assert list(refused.value.problems) == [f"2 {due(session)}"]
    assert session.exec(select(IndicatorTarget)).all() == []


def test_an_unknown_agency_or_indicator_is_refused(session: Session) -> None:
    with pytest.raises(InvalidInput):
        save_targets(session, {f"99 {due(session)}": "12"})
    with pytest.raises(NotFound):
        save_targets(session, code="XX.1")
    with pytest.raises(InvalidInput):
        validated(TargetsInput, {"code": CODE, "cells": {"1 strange": "1"}, "seen": {}})


def test_each_change_is_kept_with_what_stood_there(session: Session) -> None:
    cell = f"1 {due(session)}"
    save_targets(session, {cell: "12"})
    save_targets(session, {cell: "15"}, seen={cell: "12"})
    save_targets(session, {cell: ""}, seen={cell: "15"})
    found = changes(session, CODE, viewer=viewer_of(session, CAST.manager))
    assert [(each.former, each.value) for each in found] == [("15", ""), ("12", "15"), ("", "12")]
    assert found[0].author == "Manager"
    assert session.exec(select(IndicatorTarget)).all() == []


def test_an_act_says_what_it_was_about_and_the_figures_move(session: Session) -> None:
    before = version(session)
    save_targets(session, {**BASE, f"0 {due(session)}": "9"})
    act = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert act is not None
    assert (act.action, act.entity_id, act.fields) == (
        "indicator.save",
        CODE,
        "baseline,due_targets",
    )
    assert version(session) == before + 1


def test_the_later_of_two_is_told_which_cells_and_by_whom(session: Session) -> None:
    cell, other = f"1 {due(session)}", f"2 {due(session)}"
    save_targets(session, {cell: "12"})
    with pytest.raises(EditConflict) as refused:
        save_targets(session, {cell: "20", other: "5"}, seen={cell: "", other: ""})
    assert refused.value.changes == {cell: Change("", "12")}
    assert (refused.value.name, refused.value.at is None) == ("Manager", False)
    assert len(session.exec(select(IndicatorChange)).all()) == 1
    # Knowing it, it is meant.
    assert save_targets(session, {cell: "20", other: "5"}, seen={cell: "12", other: ""}) == 2


def test_a_target_keeps_the_definition_it_was_set_under(session: Session) -> None:
    first, second = f"0 {due(session)}", f"1 {due(session)}"
    save_targets(session, {first: "12"})
    define(session)
    save_targets(session, {second: "13"})
    versions = {
        row.agency_id: row.version_id for row in session.exec(select(IndicatorTarget)).all()
    }
    assert versions[1] > versions[None]


def test_shares_are_stored_as_shares(session: Session) -> None:
    save_targets(session, {f"0 {due(session)}": "45 %"}, code="SO.4")
    (row,) = session.exec(select(IndicatorTarget)).all()
    assert row.value == pytest.approx(0.45)


def test_an_agent_sets_no_target(session: Session) -> None:
    data = validated(TargetsInput, {"code": CODE, "cells": {}, "seen": {}})
    for who in (CAST.agent_rabat, CAST.administrator):
        with pytest.raises(NotAllowed):
            targets.save(session, data, by=who)
