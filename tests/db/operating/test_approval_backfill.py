"""Approvals that note the revision of their month at a start or by command."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from db.__main__ import main
from db.models import Intervention, PeriodApproval, Tally
from db.models.tallies import REVISION
from db.operating.start import make_ready
from db.queries import approval_changes, approval_revisions
from db.store.engine import reading, writing
from tests.acts_approvals import approve, last_month
from tests.cast import CAST
from tests.db.measures.events import Stage


def enter(session: Session) -> None:
    Stage(session).met(CAST.case_rabat, last_month())


def seen() -> list[int | None]:
    with reading() as session:
        return [
            approval_revisions.revision_of(e) for e in approval_revisions.newest_approvals(session)
        ]


def told() -> list[str]:
    with reading() as session:
        approvals = approval_revisions.newest_approvals(session)
        found = approval_revisions.since(session, approvals)
        return [each.how for changes in found.values() for each in changes]


def of_an_older_version() -> None:
    """A month with an entry, approved when nothing noted a revision."""
    with writing() as session:
        enter(session)
    with writing() as session:
        session.get_one(PeriodApproval, approve(session)).counted = '{"intervention": 1}'


def test_a_start_lets_older_approvals_note_it(database: sa.Engine) -> None:
    of_an_older_version()
    assert seen() == [None]
    make_ready()
    assert seen() == [1]
    assert told() == []


def test_of_a_month_that_has_changed_none_is_noted(database: sa.Engine) -> None:
    of_an_older_version()
    with writing() as session:
        enter(session)
    for _ in range(2):
        make_ready()
        assert seen() == [None]
        assert told() == ["entered"]


def test_a_recount_lets_all_note_it_again(database: sa.Engine) -> None:
    """Those of months to which something was done that changes nothing are spared from then on."""
    with writing() as session:
        approve(session)
    with writing() as session:
        session.execute(sa.update(Intervention).values(position=1))
    with reading() as session:
        assert approval_changes.since(session, approval_revisions.newest_approvals(session)) != {}
    assert (seen(), told()) == ([0], [])
    assert main(["recount"]) == 0
    assert seen() == [1]


def test_a_start_believes_no_revision_where_another_version_has_written(
    database: sa.Engine,
) -> None:
    with writing() as session:
        approve(session)
    with writing() as session:
        enter(session)
    with writing() as session:
        session.execute(sa.delete(Tally))
    assert told() == []
    make_ready()
    assert told() == ["entered"]


def test_check_tells_of_a_change_that_no_revision_tells_of(
    database: sa.Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    with writing() as session:
        approve(session)
    with writing() as session:
        enter(session)
    assert main(["check"]) == 0
    with writing() as session:
        session.execute(sa.delete(Tally).where(col(Tally.kind) == REVISION))
    assert told() == []
    assert main(["check"]) == 1
    assert "1 approved months have changed" in capsys.readouterr().err
    assert main(["recount"]) == 0
    assert told() == ["entered"]
    assert main(["check"]) == 0
