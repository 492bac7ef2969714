"""What an address takes along from one page to another, and what it finds again on the way back."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from components.visit import carried

ONE = {"agency": ["2"], "filter_period": ["6 mois"]}


class Address(dict[str, list[str]]):
    """Streamlit's ``query_params``, in which a word may have several values."""

    def get_all(self, name: str) -> list[str]:
        return self.get(name, [])

    def from_dict(self, words: dict[str, list[str]]) -> None:
        self.clear()
        self.update(words)


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Address:
    """The address of a session that has just seen the page of one agency."""
    held = Address(ONE)
    fake = SimpleNamespace(session_state={}, query_params=held, rerun=lambda: None)
    monkeypatch.setattr(carried, "st", fake)
    carried.arrive("agencies")
    carried.remember("agencies")
    held.clear()  # as the browser does when another page is asked for
    return held


@pytest.mark.parametrize("arrived", [{}, {"indicator": ["IR3.1"]}])
def test_filters_go_along_and_the_agency_of_its_page_does_not(
    address: Address, arrived: dict[str, list[str]]
) -> None:
    address.update(arrived)
    carried.arrive("overview")
    assert address == arrived | {"filter_period": ["6 mois"]}


def test_the_way_back_finds_the_whole_address(
    address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried.arrive("overview")
    carried.remember("overview")
    address.clear()
    monkeypatch.setattr(carried, "is_way_back", lambda: True)
    carried.arrive("agencies")
    assert address == ONE


def test_an_address_that_filters_is_left_as_it_is(address: Address) -> None:
    address.update(filter_sex=["Femme"])
    carried.arrive("overview")
    assert address == {"filter_sex": ["Femme"]}
