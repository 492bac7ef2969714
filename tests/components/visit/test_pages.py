"""Which page a run is asked for, known before there is a menu: how long it may lie open follows."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from components.visit import pages, streamlit_private
from components.visit.navigation import SCREENS, Screen

MADE = {each.name: SimpleNamespace(_script_hash=f"of {each.path}") for each in SCREENS}


@pytest.fixture
def run_of(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What a run is told: by a script's hash (a touch in the menu, a rerun) or by an address."""
    told = SimpleNamespace(intended_page_script_hash="", intended_page_name=None)
    context = SimpleNamespace(pages_manager=told)
    monkeypatch.setattr(streamlit_private, "get_script_run_ctx", lambda: context)
    monkeypatch.setattr(pages, "_pages", lambda role: MADE)
    return told


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_an_address_and_a_rerun_ask_for_the_same_page(
    run_of: SimpleNamespace, screen: Screen
) -> None:
    run_of.intended_page_name = screen.name
    assert pages.asked_for() is screen
    run_of.intended_page_name = None
    run_of.intended_page_script_hash = MADE[screen.name]._script_hash
    assert pages.asked_for() is screen


def test_a_rerun_goes_before_the_address(run_of: SimpleNamespace) -> None:
    first, second = SCREENS[:2]
    run_of.intended_page_name = first.name
    run_of.intended_page_script_hash = MADE[second.name]._script_hash
    assert pages.asked_for() is second


@pytest.mark.parametrize("name", ["", None, "no-such-page", "../pages/main"])
def test_an_unknown_address_asks_for_no_page(run_of: SimpleNamespace, name: str | None) -> None:
    run_of.intended_page_name = name
    assert pages.asked_for() is None
    run_of.intended_page_script_hash = "of no page"
    assert pages.asked_for() is None


def test_outside_of_a_run_no_page_is_asked_for(
    run_of: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streamlit_private, "get_script_run_ctx", lambda: None)
    assert pages.asked_for() is None
