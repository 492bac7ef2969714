"""Whoever reads no consents reads nothing that moves with one: every page, file and chart is made
of these reads (``tests/test_imports.py``)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, delete, select

from db.access.clock import today
from db.access.permissions import Permission, may
from db.access.viewer import viewer_of
from db.codes import ConsentPurpose, ReferralStatus
from db.inputs.figure_rows import RowFilter
from db.measures.row_sources import SOURCES
from db.models import Consent, Referral
from db.queries.audit_log import AuditFilter
from db.queries.entries import EntryFilter
from db.records import BY_NAME
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.measures.events import period
from tests.test_reads import READS, _events, answer

WATCHERS = (CAST.manager, CAST.administrator)
ROWS, ENTRIES = "measures.figure_rows.rows", "queries.entries.listed"
Told = dict[tuple[str, int], str]

pytestmark = POSTGRESQL_AT_LENGTH


def read_all(session: Session, row: Referral) -> Told:
    """Everything that is read without the right to open a person's consents, every figure's rows
    and every list of entries among it."""
    day, found = today(session), {}
    whole = period(day - timedelta(days=400), day)
    for who in WATCHERS:
        viewer = viewer_of(session, who)
        assert not may(viewer.role, Permission.CASE_READ)
        log: dict[str, Any] = {"wanted": AuditFilter()}
        asked: dict[str, tuple[str, dict[str, Any]]] = {
            name: (name, log if name.startswith("queries.audit_log.") else {}) for name in READS
        }
        for each in SOURCES:
            asked[f"rows of {each}"] = ROWS, {"wanted": RowFilter(figure=each, within=whole)}
        for each in BY_NAME:
            asked[f"entries of {each}"] = ENTRIES, {"wanted": EntryFilter(kind=each)}
        for told, (name, more) in asked.items():
            ids = {"entry_id": row.id, "referral_id": row.id}
            found[told, who] = answer(session, name, viewer, **ids, **more)
    return found


@pytest.fixture
def sent_on(session: Session) -> Referral:
    """What an agent of Casablanca has entered of a person, a referral among it."""
    _events(session, CAST.agent_casablanca, CAST.casablanca, CAST.case_casablanca)
    return session.exec(select(Referral).where(col(Referral.case_id) == CAST.case_casablanca)).one()


def agree(session: Session, row: Referral, purpose: ConsentPurpose, *, agreed: bool) -> None:
    """The person agrees to this alone, or to nothing."""
    row.may_share = agreed and purpose is ConsentPurpose.REFERRAL
    session.execute(delete(Consent).where(col(Consent.case_id) == row.case_id))
    if agreed:
        session.add(
            Consent(
                case_id=row.case_id, purpose=purpose, given_on=row.sent_on,
                recorded_by=row.entered_by,
            )
        )  # fmt: skip
    session.flush()


@pytest.mark.parametrize("status", [ReferralStatus.SENT, ReferralStatus.SERVED])
@pytest.mark.parametrize(
    "purpose", [ConsentPurpose.REFERRAL, ConsentPurpose.FOLLOW_UP, ConsentPurpose.TRUST]
)
def test_no_read_moves_with_a_consent(
    session: Session, sent_on: Referral, purpose: ConsentPurpose, status: ReferralStatus
) -> None:
    sent_on.status, sent_on.answered_after = status, None
    if status is ReferralStatus.SERVED:
        sent_on.answered_after = 5
    told = {}
    for agreed in (False, True):
        agree(session, sent_on, purpose, agreed=agreed)
        told[agreed] = read_all(session, sent_on)
    assert {each for each in told[True] if told[False][each] != told[True][each]} == set()
