"""What a link's parameter is taken for, where home is, and that every kind has its page."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
import streamlit as st

from components.visit.navigation import (
    BAR,
    BY_NAME,
    FORM_ICONS,
    HOME,
    PERSON_DIGITS,
    choose_home,
    link_id,
    open_to,
)
from db.access.viewer import viewer_of
from db.codes import Role
from db.models import Posting
from db.records import KINDS
from db.store import engine as engines
from tests.cast import NAMES, USERNAMES


@pytest.mark.parametrize("text", ["", "x", "²", "١٢", "-1", "1 2", "1" * 10, "9" * 30])
def test_a_garbled_link_names_no_row(text: str) -> None:
    assert link_id(text) is None


def test_an_id_fits_in_the_databases_integers() -> None:
    assert link_id("999999999") == 999_999_999 < 2**31
    assert link_id("9" * 18, PERSON_DIGITS) == 10**18 - 1 < 2**63


def test_whoever_may_record_a_kind_may_open_its_page() -> None:
    found = {kind.name: BY_NAME[f"record-{kind.name}"].permission for kind in KINDS}
    assert found == {kind.name: kind.permission for kind in KINDS}


@pytest.mark.parametrize("role", Role)
def test_a_phones_bar_has_room_for_five_pages_of_the_role(role: Role) -> None:
    assert len(BAR[role]) <= 5
    assert set(BAR[role]) <= {screen.name for screen in open_to(role)}
    assert HOME[role] in BAR[role]


def test_the_managers_bar_leads_to_whether_the_path_is_held_and_entries_can_be_believed() -> None:
    assert {"indicators", "data-quality"} <= set(BAR[Role.MANAGER])


def test_every_sign_of_a_form_is_that_of_a_kind() -> None:
    assert set(FORM_ICONS) - {kind.name for kind in KINDS} == set()


@pytest.mark.parametrize("role", list(Role))
def test_an_administrator_comes_home_to_what_keeps_agents_from_recording(
    sqlite_engine: sa.Engine, role: Role
) -> None:
    who = next(id for id, (name, _) in NAMES.items() if name == USERNAMES[role])
    assert home_of(who) == HOME[role]
    with engines.writing() as session:
        session.execute(sa.delete(Posting))
    expected = "getting-ready" if role is Role.ADMINISTRATOR else HOME[role]
    assert home_of(who) == expected


def home_of(account_id: int) -> str:
    with engines.reading() as session:
        viewer = viewer_of(session, account_id)
    choose_home(viewer)
    return str(st.session_state["home"])
