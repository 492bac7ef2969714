"""Wrong codes of an address are bounded, and so is what is remembered of addresses."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from components.routes.plain.rate_limits import (
    ADDRESSES,
    MOST,
    MOST_BY_LINK,
    MOST_FROM_ADDRESS,
    SECONDS,
    BegunForms,
    WrongCodes,
    network_of,
)

TODAY = date(2026, 3, 1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_of_ten_thousand_guesses_thirty_are_looked_up(clock: list[float]) -> None:
    known, looked_up = WrongCodes(), 0
    for _ in range(10_000):
        if not known.are_too_many("10.0.0.1"):
            looked_up += 1
            known.count("10.0.0.1")
    assert looked_up == MOST
    assert not known.are_too_many("10.0.0.2")


def test_the_door_opens_again(clock: list[float]) -> None:
    known = WrongCodes()
    for _ in range(MOST):
        known.count("10.0.0.1")
    clock[0] += SECONDS - 1
    assert known.are_too_many("10.0.0.1")
    clock[0] += 2
    assert not known.are_too_many("10.0.0.1")


def test_no_more_addresses_are_remembered_than_said(clock: list[float]) -> None:
    known = WrongCodes()
    for number in range(ADDRESSES + 50):
        known.count(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    assert len(known._moments) == ADDRESSES


@pytest.mark.parametrize(
    ("address", "one"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("10.1.2.3", "10.1.2.3"),
        ("unknown", "unknown"),
    ],
)
def test_a_network_of_ipv6_is_one_visitor(address: str, one: str) -> None:
    assert network_of(address) == one


def taken(known: BegunForms, forms: Iterable[tuple[str, str]], day: date = TODAY) -> int:
    return sum(known.takes(link, address, day) for link, address in forms)


def test_one_address_begins_so_many_forms_a_day_by_all_links() -> None:
    known = BegunForms()
    networks = [f"2001:db8:1:2::{number:x}" for number in range(500)]
    assert (
        taken(known, [(str(n % 7), each) for n, each in enumerate(networks)]) == MOST_FROM_ADDRESS
    )
    assert known.are_too_many("another", networks[0], TODAY)
    assert not known.are_too_many("another", "2001:db8:1:3::1", TODAY)


def test_one_link_begins_so_many_forms_a_day_from_all_addresses() -> None:
    known = BegunForms()
    addresses = [f"10.0.{number // 250}.{number % 250}" for number in range(1000)]
    assert taken(known, [("link", each) for each in addresses]) == MOST_BY_LINK
    assert known.are_too_many("link", "10.9.9.9", TODAY)
    assert not known.are_too_many("another", "10.9.9.9", TODAY)
    assert taken(known, [("another", addresses[-1])]) == 1


def test_the_next_day_begins_anew_and_nothing_is_kept() -> None:
    known = BegunForms()
    taken(known, [("link", "10.0.0.1")] * 100)
    assert not known.are_too_many("link", "10.0.0.1", TODAY + timedelta(days=1))
    assert not known._forms.total()
