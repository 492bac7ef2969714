"""Half an hour with the phone's screen off: the same page, signed in, nothing typed lost.

What a page does whose session the server has forgotten altogether:
``tests/pages/work/test_record_intervention_devices.py``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from db.models import Draft, SignInSession
from db.models.base import now
from db.queries import sign_ins
from db.store import engine as engines
from db.store.settings import Settings
from tests.cast import CAST
from tests.pages.entered import PERSON, met, stored
from tests.pages.phone import Phone
from tests.source import ROOT

ABSENCE = timedelta(minutes=30)


def configured() -> timedelta:
    """How long the server keeps what a page has typed after its line is cut."""
    text = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    return timedelta(seconds=tomllib.loads(text)["server"]["disconnectedSessionTTL"])


def test_the_server_holds_a_page_for_longer_than_half_an_hour() -> None:
    assert configured() > ABSENCE


def test_nobody_is_signed_out_by_half_an_hour() -> None:
    assert timedelta(minutes=Settings.model_fields["idle_minutes"].default) > ABSENCE


def test_a_page_that_comes_back_is_signed_in_and_has_what_was_typed(
    seen: None, signed_in: Callable[[int | None], str | None], sqlite_engine: sa.Engine
) -> None:
    phone = Phone("work/record_intervention.py")
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    with engines.writing() as session:
        row = session.exec(select(SignInSession)).one()
        row.last_used_at = now() - ABSENCE - timedelta(minutes=1)
        token = signed_in(CAST.agent_rabat)
        assert token is not None
        assert sign_ins.behind(session, token, idle_counts=True) is not None
    phone.run()
    assert phone.app.button_group(key="intervention_case").value == [PERSON]
    _forgotten(phone.app)
    phone.run()
    assert phone.app.button_group(key="intervention_case").value == [PERSON]
    assert phone.app.title[0].value
    assert len(stored(Draft)) == 1


def _forgotten(app: AppTest) -> None:
    """The server has begun a new session: all that it held of this page is gone."""
    for name in ("draft_intervention", "intervention_offered", "intervention_usual"):
        del app.session_state[name]


@pytest.fixture
def seen(signed_in: Callable[[int | None], str | None]) -> None:
    signed_in(CAST.agent_rabat)
    met(CAST.case_rabat_2)
    met()
