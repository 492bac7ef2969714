"""Volumes: as many cases as asked for, over many agencies, by the same rules, the same again."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from db.models import Case, Intervention, Placement, Posting, RetentionCheck, TrainingEnrolment
from seed_data import volume
from tests.statements import noted

Make = Callable[..., sa.Engine]


def _number(session: Session, table: type[SQLModel]) -> int:
    return int(session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


@pytest.fixture(scope="module")
def small_batches() -> Iterator[None]:
    """Batches so small that rows must fit together across them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(volume, "BATCH", 40)
        patch.setattr(volume, "MANY", 100)
        yield


@pytest.mark.long
def test_a_volume_has_its_cases_acts_checks_and_agencies(make: Make, small_batches: None) -> None:
    with Session(make("--demo", "--cases", "150", "--today", "2026-09-15")) as session:
        assert _number(session, Case) == 150
        assert 3 < _number(session, Intervention) / 150 < 4.5
        assert _number(session, TrainingEnrolment) > 5
        assert _number(session, RetentionCheck) == 3 * _number(session, Placement) > 15
        assert len(set(session.exec(select(Posting.agency_id)).all())) == 18
        assert len(set(session.exec(select(Case.agency_id)).all())) > 15
        outside = (
            select(Intervention.id)
            .outerjoin(
                Posting,
                sa.and_(
                    col(Posting.account_id) == Intervention.entered_by,
                    col(Posting.agency_id) == Intervention.agency_id,
                    col(Posting.starts_on) <= Intervention.happened_on,
                ),
            )
            .where(col(Posting.id).is_(None))
        )
        assert session.exec(outside).all() == []


@pytest.mark.long
def test_a_volume_repeats_itself(make: Make, small_batches: None) -> None:
    codes = []
    for _ in range(2):
        with Session(make("--demo", "--cases", "90", "--today", "2026-09-15")) as session:
            codes.append(session.exec(select(Case.code).order_by(col(Case.id))).all())
    assert codes[0] == codes[1]


@pytest.mark.long
def test_a_case_more_costs_no_statement_of_its_own(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows go in many at once: statements, as seconds depend on who else is busy."""
    monkeypatch.setattr(volume, "BATCH", 300)
    monkeypatch.setattr(volume, "MANY", 300)
    numbers = []
    for cases in (100, 300):
        with noted(sa.Engine) as statements:
            make("--demo", "--cases", str(cases), "--today", "2026-09-15")
        numbers.append(len(statements))
    assert numbers[1] - numbers[0] < (300 - 100) / 4
