"""Whoever agreed at a referral, before consents were kept, has agreed to sharing; once."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from db.actions import referrals
from db.inputs.parse import validated
from db.inputs.referrals import ReferralInput
from db.models import Consent
from db.store.migrate import upgrade
from tests.acts import _sending
from tests.cast import CAST, ago
from tests.migrations import downgrade


@pytest.mark.long
def test_the_last_referral_that_says_so_becomes_the_consent(database: sa.Engine) -> None:
    said = [(CAST.case_rabat, True, 9), (CAST.case_rabat, True, 5), (CAST.case_rabat, False, 2),
            (CAST.case_rabat_2, False, 4)]  # fmt: skip
    with Session(database.execution_options(writes=True)) as session:
        for case_id, may_share, days in said:
            raw = _sending(
                session, case_id=case_id, may_share=may_share, sent_on=ago(days),
                submission_id=f"before {case_id} {days}",
            )  # fmt: skip
            referrals.record(session, validated(ReferralInput, raw), by=CAST.agent_rabat)
        session.commit()
    downgrade(database, "0018")
    upgrade(database)
    with Session(database) as session:
        columns = Consent.case_id, Consent.purpose, Consent.given_on, Consent.recorded_by
        rows = session.execute(sa.select(*columns)).all()  # type: ignore[call-overload]
    assert [tuple(row) for row in rows] == [(CAST.case_rabat, "REFERRAL", ago(5), CAST.agent_rabat)]
