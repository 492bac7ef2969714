"""What is asked of managers is what is owed; what only serves them is said to be so."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from components.language import i18n
from components.language.catalogue import translate, translate_plural
from components.reads import closed_agencies, reference
from components.results import attention
from db.codes import Role

BEGAN = date(2026, 3, 15)


@pytest.fixture(autouse=True)
def in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "fr")
    monkeypatch.setattr(attention, "agency", {1: "Rabat", 2: "Tanger"}.__getitem__)
    monkeypatch.setattr(reference, "programme", lambda: SimpleNamespace(starts_on=BEGAN))


def told(*missing: tuple[int, int], received: tuple[int, int] = (12, 1)) -> list[tuple[str, str]]:
    """What is said where months (those of 2025 beyond June) and their agencies are missing."""
    rows = pd.DataFrame(
        [
            (date(2025 if month > 6 else 2026, month, 1), agency, value)
            for found, value in ((missing, None), ((received,), 7))
            for month, agency in found
        ],
        columns=["month", "agency_id", "value"],
    ).astype({"value": "Int64"})
    asked: Any = SimpleNamespace(measure=lambda _: rows, viewer=SimpleNamespace(role=Role.MANAGER))
    return [(each.text, str(each.page)) for each in attention.registers(asked)]


def said(key: str, count: int, agencies: str) -> str:
    return translate_plural("fr", f"attention.{key}", count, count=str(count), agencies=agencies)


def test_registers_from_before_the_programme_are_not_owed() -> None:
    """Before it began, the overview asked for them as if they were late."""
    found = told((11, 1), (12, 2), (2, 2))
    assert found == [(said("registers_before", 3, "Rabat, Tanger"), "register-counts")]


def test_those_of_the_programme_are_from_the_month_in_which_it_began() -> None:
    assert told((2, 1), (3, 1), (4, 2)) == [
        (said("registers", 2, "Rabat, Tanger"), "register-counts"),
        (said("registers_before", 1, "Rabat"), "register-counts"),
    ]


def test_where_all_are_there_nothing_is_said() -> None:
    assert told() == []


def test_a_closed_agency_with_open_cases_leads_to_where_they_are_handed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of the agencies that are looked at, and of a period that is not over."""
    monkeypatch.setattr(closed_agencies, "with_cases", lambda *_: [2, 3])
    monkeypatch.setattr(reference, "today", lambda: date(2026, 6, 1))
    asked: Any = SimpleNamespace(
        viewer=None, version=1, agencies=[1, 2], wanted=SimpleNamespace(end=date(2026, 6, 1))
    )
    (notice,) = attention._left_cases(asked)
    assert notice.text == translate("fr", "attention.left_cases", agencies="Tanger")
    assert notice.page == "agency-days"
    asked.wanted.end = date(2026, 5, 31)
    assert list(attention._left_cases(asked)) == []
