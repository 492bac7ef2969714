"""An agency's register is saved whole or not at all, with who, when and what stood there before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from db.access.viewer import viewer_of
from db.actions import register_counts
from db.audit import version
from db.errors import InvalidInput, NotAllowed, NotFound, Problem
from db.inputs.parse import validated
from db.inputs.register_counts import RegisterInput, cell_of, doubts
from db.inputs.results import ResultFilter
from db.measures import counts
from db.models import Agency, AgencyCount, AuditEntry
from db.queries import register_counts as queries
from tests.cast import CAST, today

JAN, FEB, MAR = (f"2024-0{month} REGISTERED" for month in (1, 2, 3))


def save(session: Session, cells: dict[str, object], **changes: object) -> int:
    raw = {
        "agency_id": CAST.tanger, "source": "registre ANAPEC", "noted_on": "3/3/2026",
        "cells": cells, "seen": {},
    }  # fmt: skip
    return register_counts.save(session, validated(RegisterInput, raw | changes), by=CAST.manager)


def stored(session: Session) -> dict[str, int]:
    found = queries.stored(session, CAST.tanger, viewer=viewer_of(session, CAST.manager))
    return {f"{month:%Y-%m} {measure.value}": value for (month, measure), value in found.items()}


def refused(session: Session, cells: dict[str, object], **changes: object) -> dict[str, Problem]:
    before = stored(session)
    with pytest.raises(InvalidInput) as told:
        save(session, cells, **changes)
    assert stored(session) == before
    return told.value.problems


def test_an_agency_without_an_agent_has_its_register(session: Session) -> None:
    before = version(session)
    assert save(session, {JAN: "12", FEB: "0", MAR: "", "2024-01 POSITIONING": "4"},
                confirmed={f"zero {FEB} 0"}) == 3  # fmt: skip
    assert stored(session) == {JAN: 12, FEB: 0, "2024-01 POSITIONING": 4}
    row = session.exec(select(AgencyCount).where(AgencyCount.value == 12)).one()
    assert (row.source, row.noted_on, row.entered_by) == (
        "registre ANAPEC", date(2026, 3, 3), CAST.manager,
    )  # fmt: skip
    assert version(session) == before + 1
    entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert entry is not None
    assert (entry.action, entry.entity, entry.entity_id, entry.fields) == (
        "register.save", "register", str(CAST.tanger), "positioning,registered",
    )  # fmt: skip


def test_the_results_follow(session: Session) -> None:
    save(session, {JAN: "12"})
    wanted = ResultFilter(start=date(2024, 1, 1), end=date(2024, 3, 31))
    rows = counts.registered_by_month(session, wanted, viewer=viewer_of(session, CAST.manager))
    assert rows[rows["agency_id"] == CAST.tanger]["value"].tolist()[:1] == [12]
    assert rows[rows["agency_id"] == CAST.tanger]["value"].isna().tolist() == [False, True, True]


def test_each_change_keeps_what_stood_there(session: Session) -> None:
    save(session, {JAN: "12"})
    save(session, {JAN: "15"}, seen={JAN: 12}, source="note")
    save(session, {JAN: ""}, seen={JAN: 15}, confirmed={f"cleared {JAN} None"})
    manager = viewer_of(session, CAST.manager)
    found = queries.changes(session, CAST.tanger, viewer=manager)
    assert [(each.former, each.value, each.source) for each in found] == [
        (15, None, "registre ANAPEC"), (12, 15, "note"), (None, 12, "registre ANAPEC"),
    ]  # fmt: skip
    assert {each.author for each in found} == {"Manager"}
    assert stored(session) == {}


def test_the_same_again_changes_nothing(session: Session) -> None:
    save(session, {JAN: "12"})
    before = version(session)
    assert save(session, {JAN: "12"}) == 0
    assert version(session) == before
    assert len(queries.changes(session, CAST.tanger, viewer=viewer_of(session, CAST.manager))) == 1


def test_the_later_of_two_managers_is_told_and_may_then_save(session: Session) -> None:
    save(session, {JAN: "12"})
    cells: dict[str, object] = {JAN: "15", FEB: "7"}
    assert refused(session, cells) == {JAN: Problem("error.stands_now", value=12)}
    assert save(session, cells, seen={JAN: 12}) == 2
    assert refused(session, {MAR: "9"}, seen={MAR: 4}) == {
        MAR: Problem("error.stands_now", value="—")
    }


def test_a_month_must_be_over_and_not_too_long_ago(session: Session) -> None:
    running = today().replace(day=1)
    last = running - timedelta(days=1)
    cells = {f"{running:%Y-%m} REGISTERED": "1", "2007-12 REGISTERED": "1"}
    found = refused(session, {**cells, f"{last:%Y-%m} POSITIONING": "1"})
    assert {name: each.key for name, each in found.items()} == {
        f"{running:%Y-%m} REGISTERED": "error.register_month_not_over",
        "2007-12 REGISTERED": "error.register_month_too_early",
    }
    assert save(session, {f"{last:%Y-%m} REGISTERED": "1"}) == 1
    assert save(session, {"2008-01 POSITIONING": "1"}) == 1


def test_a_closed_agency_has_no_register_after_its_last_day(session: Session) -> None:
    session.get_one(Agency, CAST.tanger).closed_on = date(2024, 2, 10)
    found = refused(session, {FEB: "1", MAR: "1"})
    assert {name: each.key for name, each in found.items()} == {MAR: "error.register_agency_closed"}


def test_a_note_of_tomorrow_is_refused(session: Session) -> None:
    tomorrow = today() + timedelta(days=1)
    assert list(refused(session, {JAN: "1"}, noted_on=tomorrow)) == ["noted_on"]


def test_a_doubt_is_confirmed_before_it_is_saved(session: Session) -> None:
    cells: dict[str, object] = {JAN: "12", FEB: "0"}
    assert refused(session, cells) == {"confirmed": Problem("error.register_doubts")}
    wanted = {cell_of(JAN): 12, cell_of(FEB): 0}
    names = {each.name for each in doubts(wanted, {})}
    assert refused(session, {**cells, "2024-05 REGISTERED": "3"}, confirmed=names)
    assert save(session, cells, confirmed=names) == 2


@pytest.mark.parametrize("who", [CAST.agent_rabat, CAST.partner, CAST.administrator])
def test_only_managers_enter_and_read_it(session: Session, who: int) -> None:
    raw = {
        "agency_id": CAST.rabat,
        "source": "x",
        "noted_on": today(),
        "cells": {JAN: 1},
        "seen": {},
    }
    with pytest.raises(NotAllowed):
        register_counts.save(session, validated(RegisterInput, raw), by=who)
    with pytest.raises(NotAllowed):
        queries.stored(session, CAST.rabat, viewer=viewer_of(session, who))


def test_an_agency_that_is_not_there_is_told(session: Session) -> None:
    with pytest.raises(NotFound):
        save(session, {JAN: "1"}, agency_id=99)
