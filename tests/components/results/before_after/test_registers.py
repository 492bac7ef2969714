"""What stands under the registers: the agencies beside, and whether two groups may be compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from components.language import i18n
from components.language.catalogue import translate
from components.results.before_after import registers, words
from components.results.before_after.registers import REGISTERED
from db.inputs.dates import month_index
from db.measures.before_after import Compared, Series
from db.statistics.interrupted_time_series import Bend, Change, Effect, Month, Side

ARRIVED = date(2026, 3, 1)
FIRST = month_index(ARRIVED) - 24
CHANGE = Change(1.1, 0.9, 1.35, (None,) * 24 + (18.2,) * 24, 1.0, 0.1, 0.6)
WITH = Series(
    agency_id=1,
    arrived_on=ARRIVED,
    day=ARRIVED,
    months=tuple(
        Month(FIRST + at, 20, 21, Side.BEFORE if at < 24 else Side.AFTER) for at in range(48)
    ),
    change=CHANGE,
)
BESIDE = replace(WITH, agency_id=2, arrived_on=None)


@pytest.fixture(autouse=True)
def in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "fr")
    for each in (words, registers):
        monkeypatch.setattr(each, "agency", {1: "Rabat", 2: "Tanger"}.__getitem__)


def compared(*series: Series, p_value: float | None = None) -> Compared:
    return Compared(series=series, p_value=p_value)


@pytest.mark.parametrize(
    ("p_value", "key", "written"),
    [(0.2345, "alike", "0,235"), (0.03, "differ", "0,03"), (1e-9, "differ", "0,001")],
)
def test_two_groups_are_compared_only_where_there_is_a_p_value(
    p_value: float, key: str, written: str
) -> None:
    beside, told = registers._beside(compared(WITH, BESIDE, p_value=p_value))
    assert "Tanger" in beside and "Rabat" not in beside
    assert told == translate("fr", f"before_after.groups_{key}", p=written)


def test_without_a_p_value_it_says_why() -> None:
    said = registers._beside(compared(WITH, BESIDE))
    assert said[1] == translate("fr", "before_after.groups_few")


def test_nothing_is_said_of_groups_where_nobody_stands_beside() -> None:
    assert registers._beside(compared(WITH, replace(BESIDE, change=None))) == []


def test_the_headline_is_of_agencies_with_an_agent_alone() -> None:
    told = registers.headline(compared(WITH, BESIDE), REGISTERED)
    assert told == translate(
        "fr",
        "before_after.headline",
        subject=translate("fr", "before_after.subject.registered"),
        told=translate("fr", "before_after.unclear", agencies="Rabat"),
    )
    nobody = registers.headline(compared(BESIDE), REGISTERED)
    subject = translate("fr", "before_after.subject.registered")
    assert nobody == translate("fr", "before_after.nobody", subject=subject)


def test_those_with_an_agent_stand_first_and_those_beside_say_so() -> None:
    found = registers._ordered(compared(BESIDE, WITH))
    assert [registers._name(each) for each in found] == ["Rabat", "Tanger, sans agent·e"]


def test_months_alike_are_told_of_the_agency() -> None:
    alike = replace(WITH, change=replace(CHANGE, alike=0.5, alike_p=0.01))
    assert registers._alike([WITH]) == []
    assert registers._alike([alike]) == [translate("fr", "before_after.alike", agencies="Rabat")]


def test_an_interval_without_end_does_not_flatten_the_others() -> None:
    wide = replace(WITH, change=replace(CHANGE, ratio=3.5, lower=0.5, upper=24.0))
    spec = registers._intervals([wide, BESIDE])
    rows = [row for found in spec["datasets"].values() for row in found if "upper" in row]
    assert max(row["upper"] for row in rows) == registers.FURTHEST
    assert min(row["lower"] for row in rows) == pytest.approx(-50)


def test_the_table_gives_what_was_expected_a_month() -> None:
    row = registers._table([WITH]).iloc[0]
    assert row[translate("fr", "before_after.column.expected")] == 18.2
    assert row[translate("fr", "before_after.column.mean_after")] == 20


BENT = replace(
    WITH,
    change=replace(CHANGE, expected=(None,) * 48, bend=Bend(1.3, 1.12, 1.5, Effect(1, 0.9, 1))),
)


def test_of_a_trend_that_bends_no_step_is_drawn_nor_written() -> None:
    assert parts(BENT) == {"bars", "day"} and parts(BENT, WITH) == {"bars", "day", "expected"}
    row = registers._table([BENT]).iloc[0]
    names = ("before_after.column.expected", "before_after.column.change", "column.lower",
             "column.upper")  # fmt: skip
    assert {row[translate("fr", name)] for name in names} == {"—"}
    assert "par an" in row[translate("fr", "before_after.column.told")]
    another = translate("fr", "before_after.another_day")
    assert registers._another_day([WITH, BENT]) == [another] and not registers._another_day([WITH])


def test_steps_are_told_a_month_and_trends_apart() -> None:
    """Where no step is told, no chart of steps is drawn."""
    other = replace(BENT, agency_id=2)
    step, trend = registers._changed(compared(WITH, other), REGISTERED)
    assert "Rabat" in step and "Tanger" not in step
    assert "Tanger" in trend and "Rabat" not in trend
    assert len(list(registers._changed(compared(BENT), REGISTERED))) == 1
    (none,) = registers._changed(compared(replace(WITH, change=None)), REGISTERED)
    subject = translate("fr", "before_after.subject.registered")
    assert none == translate("fr", "before_after.no_model", subject=subject)


def parts(*series: Series) -> set[str]:
    """The marks that the words below the chart explain."""
    told = registers._how(series)
    known = ("bars", "day", "middle", "expected", "pale", "ring")
    return {each for each in known if translate("fr", f"before_after.how.{each}") in told}


def test_the_words_below_the_chart_explain_its_marks_alone() -> None:
    assert parts(WITH) == {"bars", "day", "expected"}
    assert parts(replace(WITH, change=None)) == {"bars", "day"}
    assert parts(replace(BESIDE, change=None, day=None)) == {"bars"}
    assert parts(BESIDE) == {"bars", "middle", "expected"}
    first, *others = WITH.months
    lost, between = replace(first, count=None), replace(first, side=Side.NEITHER)
    assert parts(replace(WITH, months=(lost, *others))) == {"bars", "day", "expected", "ring"}
    assert parts(replace(WITH, months=(between, *others))) == {"bars", "day", "expected", "pale"}
    later = replace(WITH, day=date(2030, 1, 1))
    assert parts(later) == {"bars", "expected"}
