"""What a new programme has and lacks, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from db.access.clock import today
from db.access.viewer import viewer_of
from db.codes import CountMeasure, Role
from db.errors import NotAllowed
from db.inputs.releases import ripe_half_years
from db.models import (
    Account,
    Agency,
    AgencyCount,
    Code,
    Intervention,
    Organisation,
    Posting,
    Programme,
    TrustWave,
    TrustWaveAgency,
)
from db.queries import getting_ready
from db.queries.getting_ready import Aim, Step, missing, steps
from db.store.settings import settings
from seed_data import code_lists
from tests.acts_indicators import save_targets
from tests.cast import CAST, ago
from tests.empty import empty


@pytest.fixture
def new(session: Session) -> Iterator[Session]:
    """A programme that has just been set up, with its administrator alone."""
    programme = session.exec(select(Programme)).one().model_dump()
    account = session.get_one(Account, CAST.administrator).model_dump()
    empty(session)
    begun = {"starts_on": today(session), "ends_on": today(session) + timedelta(days=900)}
    session.add(Programme(**{**programme, **begun}))
    session.add(Account(**account))
    session.flush()
    yield session


def found(session: Session, who: int = CAST.administrator) -> dict[str, Step]:
    return {each.name: each for each in steps(session, viewer=viewer_of(session, who))}


def lacking(session: Session) -> set[str]:
    return {name for name, each in found(session).items() if not each.is_done}


def an_account(session: Session, role: Role, **more: Any) -> Account:
    row = Account(username=f"{role}.x", display_name="X", role=role, password_hash="-", **more)
    session.add(row)
    session.flush()
    return row


def an_agency(session: Session) -> Agency:
    host = Organisation(code="H", name="Host", type="PES")
    session.add(host)
    session.flush()
    row = Agency(code="A", name="A", short_name="A", name_ar="A", city="A", region="MA-04",
                 host_id=host.id)  # fmt: skip
    session.add(row)
    session.flush()
    return row


def test_a_new_programme_has_its_lists_and_lacks_all_the_rest(new: Session) -> None:
    assert set(found(new)) - lacking(new) == {"lists"}
    assert found(new)["lists"].count == len({row["list"] for row in code_lists.rows()})
    steps_now = list(found(new).values())
    assert [each.name for each in missing(steps_now, Aim.RECORD)] == [
        "agencies", "managers", "agents", "postings", "centres",
    ]  # fmt: skip
    assert all(missing(steps_now, aim) for aim in Aim)


def test_what_is_printed_needs_an_address_that_opens_on_a_phone(
    new: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps_now = list(found(new).values())
    assert [each.name for each in missing(steps_now, Aim.READ)][-3:] == [
        "address",
        "waves",
        "targets",
    ]
    known = settings().model_copy(update={"public_url": "https://amudu.example"})
    monkeypatch.setattr(getting_ready, "settings", lambda: known)
    assert "address" not in lacking(new)


def test_lists_that_were_not_loaded_are_missing(new: Session) -> None:
    new.execute(sa.delete(Code))
    assert "lists" in lacking(new)


def test_an_agency_counts_until_it_closes(new: Session) -> None:
    agency = an_agency(new)
    assert found(new)["agencies"].count == 1
    agency.closed_on = ago(1)
    assert "agencies" in lacking(new)


def test_a_centre_is_an_organisation_that_teaches(new: Session) -> None:
    an_agency(new)
    assert "centres" in lacking(new)
    new.add(Organisation(code="C", name="Centre", type="EN", training_type="EN_CEF"))
    assert "centres" not in lacking(new)


@pytest.mark.parametrize(
    ("role", "step"),
    [(Role.AGENT, "agents"), (Role.MANAGER, "managers"), (Role.PARTNER, "partners")],
)
def test_an_account_counts_while_it_can_sign_in(new: Session, role: Role, step: str) -> None:
    account = an_account(new, role)
    assert step not in lacking(new)
    account.expires_on = ago(1)
    assert step in lacking(new)
    account.expires_on, account.closed_at = None, account.created_at
    assert step in lacking(new)


def test_an_agent_needs_a_posting_that_is_not_over(new: Session) -> None:
    agent, agency = an_account(new, Role.AGENT), an_agency(new)
    assert {"postings"} <= lacking(new)
    posting = Posting(account_id=agent.id, agency_id=agency.id, starts_on=ago(30))
    new.add(posting)
    assert not {"postings", "unposted"} & lacking(new)
    posting.ends_on = ago(1)
    assert "postings" in lacking(new)
    posting.ends_on, posting.starts_on = ago(-30), ago(-10)
    assert "postings" not in lacking(new)


def test_who_is_posted_nowhere_among_others_is_counted(session: Session) -> None:
    """The cast has two agents with postings; ``closed`` does not count."""
    assert found(session)["postings"].count == 2
    assert "unposted" not in found(session)
    an_account(session, Role.AGENT)
    assert found(session)["unposted"] == Step(
        name="unposted", aim=Aim.RECORD, is_done=False, count=1
    )
    assert [each.name for each in missing(list(found(session).values()), Aim.RECORD)] == [
        "unposted"
    ]


def test_an_entry_that_was_voided_fills_no_chart(session: Session) -> None:
    assert "records" in lacking(session)
    row = Intervention(
        agency_id=CAST.rabat, entered_by=CAST.agent_rabat, submission_id="x",
        case_id=CAST.case_rabat, type="REGISTRATION", mode="AGENCY", happened_on=ago(1),
    )  # fmt: skip
    session.add(row)
    assert "records" not in lacking(session)
    row.voided_at = row.entered_at
    assert "records" in lacking(session)


def test_waves_and_registers_are_missing_until_there_is_one(session: Session) -> None:
    assert "waves" not in lacking(session)
    session.execute(sa.delete(TrustWaveAgency))
    session.execute(sa.delete(TrustWave))
    assert {"waves", "register_counts"} <= lacking(session)
    session.add(AgencyCount(agency_id=CAST.rabat, month=date(2026, 1, 1), value=0,
                            measure=CountMeasure.POSITIONING, source="x"))  # fmt: skip
    session.add(AgencyCount(agency_id=CAST.rabat, month=date(2026, 2, 1), value=3,
                            measure=CountMeasure.REGISTERED, source="register"))  # fmt: skip
    # One agency's register, whatever it counts.
    assert found(session)["register_counts"].count == 1


def test_targets_are_missing_until_one_is_set(session: Session) -> None:
    assert "targets" in lacking(session)
    save_targets(session)
    assert "targets" not in lacking(session)


def test_half_years_are_those_that_can_be_frozen(session: Session) -> None:
    day = today(session)
    expected = len(ripe_half_years(date(2018, 3, 15), date(2099, 12, 31), day))
    assert found(session)["half_years"].count == expected > 0
    assert "releases" in lacking(session)


def test_managers_read_the_same_and_nobody_else_does(session: Session) -> None:
    assert found(session, CAST.manager) == found(session)
    for who in (CAST.agent_rabat, CAST.partner):
        with pytest.raises(NotAllowed):
            found(session, who)
