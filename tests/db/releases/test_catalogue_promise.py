"""The demo's releases before the attackers, who get what a partner reads and nothing else."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace

import pandas as pd
from sqlmodel import Session, select

from db.access.viewer import Viewer, viewer_of
from db.codes import Mark, Role
from db.models import Account, Release
from db.queries import released
from db.queries import releases as manager_queries
from db.releases.names import FIRST_HALF, HALF_BY_AGENCY, NO_COLUMN, is_trust, measure_of
from tests.db.privacy.judging import Truths, broken_sheets
from tests.db.privacy.partner import TOTAL, Name, Sheet


def account(session: Session, role: Role) -> Viewer:
    found = session.exec(select(Account).where(Account.role == role)).first()
    assert found is not None
    return viewer_of(session, found.id)


def sheets(session: Session, release: Release, viewer: Viewer) -> Iterator[Sheet]:
    """The tables of persons of one release."""
    cells = released.cells(session, release.number, viewer=viewer)
    for code, rows in cells[~cells["table"].map(is_trust)].groupby("table", sort=False):
        entries = {
            name(row): Mark(row["mark"]) if pd.isna(row["value"]) else int(row["value"])
            for row in rows.to_dict("records")
        }
        yield Sheet(
            f"{measure_of(str(code))} {release.period_start}",
            release.edition,
            str(code),
            release.threshold,
            release.base,
            entries,
        )


def name(row: Mapping[Hashable, object]) -> Name:
    columns = [] if row["column"] == NO_COLUMN else [str(row["column"])]
    return (str(row["row"]), *columns)


def truths(session: Session, release: Release, viewer: Viewer) -> Truths:
    """What a manager sees beside it."""
    rows = manager_queries.truths(session, release.number, viewer=viewer).to_dict("records")
    return {(str(row["table"]), release.edition, name(row)): int(row["value"]) for row in rows}


def beside(sheet: Sheet, half: Sheet) -> Sheet:
    """A year's table with what its first half's total tells: the attacker guesses, rightly here,
    that nothing was corrected in between."""
    name = (FIRST_HALF, TOTAL) if sheet.table.endswith(HALF_BY_AGENCY) else (FIRST_HALF,)
    if name not in sheet.entries:
        return sheet
    hidden = frozenset({name} if half.hidden((TOTAL,)) else ())
    return replace(sheet, known={name: half.meaning((TOTAL,), 1_000)}, asked=hidden)


def test_the_demos_releases_tell_no_hidden_count(demo: Session) -> None:
    partner, manager = account(demo, Role.PARTNER), account(demo, Role.MANAGER)
    year, half = released.releases(demo, viewer=partner)
    totals = {
        measure_of(sheet.table): replace(sheet, entries={(TOTAL,): sheet.entries[(TOTAL,)]})
        for sheet in sheets(demo, half, partner)
    }
    known = list(sheets(demo, year, partner))
    true = truths(demo, year, manager)
    for measure, total in totals.items():
        of_measure = [beside(sheet, total) for sheet in known if measure_of(sheet.table) == measure]
        assert any(sheet.known for sheet in of_measure)
        assert broken_sheets(of_measure, true) == []


def test_the_demos_year_shows_nearly_everything(demo: Session) -> None:
    """At least 90 % of the cells and 95 % of the people in them (``docs/privacy.md``)."""
    partner, manager = account(demo, Role.PARTNER), account(demo, Role.MANAGER)
    year = released.releases(demo, viewer=partner)[0]
    true = truths(demo, year, manager)
    cells = [
        (sheet.hidden(name), true[sheet.table, 1, name])
        for sheet in sheets(demo, year, partner)
        for name in sheet.cells
        if sheet.entries[name] is not Mark.NOT_APPLICABLE
    ]
    shown = [people for hidden, people in cells if not hidden]
    assert len(cells) > 30
    assert len(shown) >= 0.9 * len(cells)
    assert sum(shown) >= 0.95 * sum(people for _, people in cells)
