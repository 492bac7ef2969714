"""The demo's releases before the attackers, who get what a partner reads and nothing else."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping

import pandas as pd
from sqlmodel import Session, select

from db.access.viewer import Viewer, viewer_of
from db.codes import Mark, Role
from db.models import Account, Release
from db.queries import released
from db.queries import releases as manager_queries
from db.releases.names import NO_COLUMN, is_trust, measure_of
from tests.db.privacy.judging import Truths, broken_sheets
from tests.db.privacy.partner import Name, Sheet


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


def test_the_demos_releases_tell_no_hidden_count(demo: Session) -> None:
    partner, manager = account(demo, Role.PARTNER), account(demo, Role.MANAGER)
    found = released.releases(demo, viewer=partner)
    assert len(found) == 2
    for release in found:
        known = list(sheets(demo, release, partner))
        beside = truths(demo, release, manager)
        for measure in dict.fromkeys(sheet.measure for sheet in known):
            of_measure = [sheet for sheet in known if sheet.measure == measure]
            assert broken_sheets(of_measure, beside) == []
