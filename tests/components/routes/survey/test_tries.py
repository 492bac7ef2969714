"""Wrong codes of an address are bounded, and so is what is remembered of addresses."""

from __future__ import annotations

import time

import pytest

from components.routes.survey.tries import ADDRESSES, MOST, SECONDS, Tries, whole


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_of_ten_thousand_guesses_thirty_are_looked_up(clock: list[float]) -> None:
    known, looked_up = Tries(), 0
    for _ in range(10_000):
        if not known.are_too_many("10.0.0.1"):
            looked_up += 1
            known.count("10.0.0.1")
    assert looked_up == MOST
    assert not known.are_too_many("10.0.0.2")


def test_the_door_opens_again(clock: list[float]) -> None:
    known = Tries()
    for _ in range(MOST):
        known.count("10.0.0.1")
    clock[0] += SECONDS - 1
    assert known.are_too_many("10.0.0.1")
    clock[0] += 2
    assert not known.are_too_many("10.0.0.1")


def test_no_more_addresses_are_remembered_than_said(clock: list[float]) -> None:
    known = Tries()
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
    assert whole(address) == one
