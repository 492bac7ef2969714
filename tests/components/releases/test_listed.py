"""A table that says nothing is listed nowhere; a total of all stands among the totals."""

from __future__ import annotations

import pytest

from components.releases.listed import listed
from tests.components.releases.made import HIDDEN, of_every_kind, one_way, tables, two_way

pytestmark = pytest.mark.usefixtures("sqlite_engine")


def test_a_table_is_listed_for_its_inner_cells_and_its_total_once_for_all() -> None:
    found = listed(of_every_kind())
    assert [table.code for table in found.tables] == [
        "totals",
        "registrations.agency",
        "registrations.sex",
        "enrolments.kind_by_agency",
        "trust.T1.3",
    ]
    assert found.has_left_out
    totals = found.tables[0].rows
    assert list(zip(totals["row"], totals["value"], strict=True)) == [
        ("registrations", 1250),
        ("enrolments", 100),
        ("wage", 15),
    ]


def test_a_total_per_kind_is_enough_for_a_table_of_two_ways() -> None:
    made = two_way(
        "enrolments.kind_by_agency",
        {
            "OFPPT": {"RABAT": HIDDEN, "CASA": HIDDEN, "TOTAL": 60},
            "TOTAL": {"RABAT": HIDDEN, "CASA": HIDDEN, "TOTAL": 60},
        },
    )
    assert [table.code for table in listed(tables(made)).tables][1:] == [
        "enrolments.kind_by_agency"
    ]


def test_where_all_is_shown_nothing_is_left_out_and_where_all_is_hidden_nothing_is_listed() -> None:
    shown = one_way("wage.sex", {"F": 20, "M": 20, "TOTAL": 40})
    assert not listed(tables(shown)).has_left_out
    nothing = listed(tables(one_way("wage.sex", {"F": HIDDEN, "TOTAL": HIDDEN})))
    assert nothing.tables == [] and nothing.has_left_out


def test_a_table_of_a_total_alone_stands_among_the_totals() -> None:
    found = listed(tables(one_way("wage.sex", {"TOTAL": 40})))
    assert [table.code for table in found.tables] == ["totals"]
