"""Which years and half-years are released, and what each of them takes the place of."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session, col, select

from db.actions import releases as actions
from db.codes import Sex
from db.errors import InvalidInput
from db.inputs.release_groups import Groups
from db.inputs.releases import HalfYear, Period, Year
from db.models import Programme, Release, TrustWave
from db.privacy import Rules
from db.queries import released
from db.queries import releases as manager_queries
from db.releases.catalogue import counted
from db.releases.cells import cells_of_table, truths_of_table
from db.releases.drafts import Progress
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.actions.test_releases import cell, freeze, register

pytestmark = POSTGRESQL_AT_LENGTH


YEAR, HALF = Year(2025), HalfYear(2025, 1)


@pytest.fixture(autouse=True)
def programme(session: Session) -> Programme:
    """Two years, both ripe."""
    found = session.exec(select(Programme)).one()
    found.starts_on, found.ends_on = date(2024, 1, 1), date(2025, 12, 31)
    session.flush()
    return found


#: The tables of a half-year before years were released.
OLDER = (
    "registrations.agency", "registrations.sex", "registrations.age", "enrolments.kind",
    "wage.sex", "self_employment.kind",
)  # fmt: skip


def of_an_older_kind(session: Session, period: HalfYear) -> int:
    """As an older version froze it; its number."""
    release = Release(
        number=90 + period.half,
        period_start=period.start,
        period_end=period.end,
        threshold=10,
        base=5,
        frozen_by=CAST.manager,
        submission_id=f"old-{period}",
    )
    session.add(release)
    session.flush()
    for measure in counted(session, period, None, codes=OLDER):
        for table in measure.protected(Rules()):
            for row in (*cells_of_table(table), *truths_of_table(table)):
                row.release_id = release.id
                session.add(row)
    session.flush()
    return release.number


def open_periods(session: Session) -> list[Period]:
    return manager_queries.open_periods(session, viewer=CAST.viewer(session, CAST.manager))


def test_years_and_their_first_halves_are_released(session: Session) -> None:
    assert open_periods(session) == [YEAR, HALF, Year(2024), HalfYear(2024, 1)]


def test_a_programme_that_ends_in_summer_has_a_last_year(
    session: Session, programme: Programme
) -> None:
    programme.ends_on = date(2025, 5, 31)
    session.flush()
    assert open_periods(session)[:2] == [YEAR, HALF]


def test_a_half_year_says_grand_totals_only(session: Session) -> None:
    register(session, HALF, CAST.rabat, Sex.WOMAN, 31)
    number = freeze(session, HALF)
    frame = released.cells(session, number, viewer=CAST.viewer(session, CAST.partner))
    assert list(frame["table"]) == [
        f"{measure}.total" for measure in ("registrations", "enrolments", "placements")
    ]
    assert set(frame["row"]) == {"TOTAL"}
    assert cell(session, number, "registrations.total", "TOTAL") == ("published", 30)
    assert cell(session, number, "placements.total", "TOTAL") == ("hidden", None)
    register(session, HALF, CAST.rabat, Sex.WOMAN, 14)
    assert cell(session, freeze(session, HALF, "two"), "registrations.total", "TOTAL")[1] == 45


def test_a_half_year_with_nobody_is_released_as_one_with_a_few(session: Session) -> None:
    """A refusal would tell that hidden totals are not all 0 (``docs/privacy.md#the-tables``)."""
    viewer = CAST.viewer(session, CAST.partner)
    empty = released.cells(session, freeze(session, HALF), viewer=viewer)
    register(session, HalfYear(2024, 1), CAST.rabat, Sex.WOMAN, 3)
    few = released.cells(session, freeze(session, HalfYear(2024, 1), "two"), viewer=viewer)
    assert set(empty["mark"]) == {"hidden"}
    assert empty.equals(few)


def test_a_year_takes_the_place_of_its_first_half(session: Session) -> None:
    register(session, HALF, CAST.rabat, Sex.WOMAN, 31)
    freeze(session, HALF)
    register(session, HalfYear(2025, 2), CAST.rabat, Sex.MAN, 22)
    year = freeze(session, YEAR, "two")
    assert cell(session, year, "registrations.half", "H1") == ("published", 30)
    assert cell(session, year, "registrations.half", "H2") == ("published", 20)
    assert open_periods(session)[:1] == [YEAR] and HALF not in open_periods(session)
    with pytest.raises(InvalidInput):
        freeze(session, HALF, "three")
    sums = released.since_the_start(session, viewer=CAST.viewer(session, CAST.partner))
    row = sums.set_index("measure").loc["registrations"]
    assert (row["value"], row["periods"]) == (55, 1)


def test_halves_of_which_one_is_small_are_left_out(session: Session) -> None:
    register(session, HALF, CAST.rabat, Sex.WOMAN, 31)
    register(session, HalfYear(2025, 2), CAST.rabat, Sex.MAN, 4)
    frame = released.cells(
        session, freeze(session, YEAR), viewer=CAST.viewer(session, CAST.partner)
    )
    assert not frame["table"].str.contains("half").any()
    assert frame["table"].str.startswith("registrations.sex").any()


def test_a_year_with_older_half_yearly_tables_gets_no_yearly_ones(session: Session) -> None:
    register(session, HALF, CAST.rabat, Sex.WOMAN, 41)
    of_an_older_kind(session, HALF)
    assert open_periods(session) == [HalfYear(2025, 2), HALF, Year(2024), HalfYear(2024, 1)]
    with pytest.raises(InvalidInput):
        freeze(session, YEAR)
    register(session, HalfYear(2025, 2), CAST.rabat, Sex.MAN, 22)
    wave = session.get_one(TrustWave, CAST.wave)
    wave.starts_on, wave.ends_on = date(2025, 9, 1), date(2025, 9, 30)
    session.flush()
    number = freeze(session, HalfYear(2025, 2), "two")
    assert cell(session, number, "registrations.total", "TOTAL") == ("published", 20)
    assert cell(session, number, f"trust.T1.{wave.number}", "TOTAL")[0] == "hidden"
    sums = released.since_the_start(session, viewer=CAST.viewer(session, CAST.partner))
    assert sums.set_index("measure").loc["registrations", "value"] == 60


def test_a_half_year_of_an_older_kind_is_read_and_corrected(session: Session) -> None:
    register(session, HALF, CAST.rabat, Sex.WOMAN, 41)
    register(session, HALF, CAST.casablanca, Sex.MAN, 22)
    first = of_an_older_kind(session, HALF)
    assert cell(session, first, "registrations.sex", "M")[0] == "hidden"
    assert cell(session, first, "registrations.agency", "RABAT") == ("published", 40)
    register(session, HALF, CAST.rabat, Sex.WOMAN, 30)
    second = freeze(session, HALF, "two")
    assert cell(session, second, "registrations.agency", "RABAT") == ("published", 70)
    assert cell(session, second, "registrations.sex", "X")[0] == "hidden"
    assert cell(session, second, "wage.sex", "TOTAL")[0] == "hidden"
    series = session.exec(select(Release.series).where(Release.number == second)).one()
    assert series == 0 and YEAR not in open_periods(session)


def test_other_merges_are_another_series(session: Session, programme: Programme) -> None:
    freeze(session, Year(2024))
    programme.release_groups = Groups(age="TWO", sex="NONE").stored()
    session.flush()
    register(session, HALF, CAST.rabat, Sex.WOMAN, 40)
    number = freeze(session, YEAR, "two")
    assert list(session.exec(select(Release.series).order_by(col(Release.number)))) == [1, 2]
    frame = released.cells(session, number, viewer=CAST.viewer(session, CAST.partner))
    assert not frame["table"].str.endswith(".sex").any()
    ages = frame[frame["table"] == "registrations.age"]["row"]
    assert list(ages) == ["15-24", "25+", "TOTAL"]


def test_an_edition_keeps_the_merges_of_the_first_one(
    session: Session, programme: Programme
) -> None:
    register(session, HALF, CAST.rabat, Sex.WOMAN, 40)
    freeze(session, YEAR)
    programme.release_groups = Groups(sex="NONE").stored()
    register(session, HALF, CAST.rabat, Sex.WOMAN, 40)
    second = freeze(session, YEAR, "two")
    assert cell(session, second, "registrations.sex", "TOTAL") == ("published", 80)
    assert list(session.exec(select(Release.series))) == [1, 1]


def test_without_any_breakdown_a_year_says_its_totals(
    session: Session, programme: Programme
) -> None:
    programme.release_groups = Groups("NONE", "NONE", "NONE", "NONE").stored()
    register(session, HALF, CAST.rabat, Sex.WOMAN, 40)
    number = freeze(session, YEAR)
    assert cell(session, number, "registrations.total", "TOTAL") == ("published", 40)


def test_the_preview_says_how_far_it_is(session: Session) -> None:
    told: list[Progress] = []
    actions.preview(session, YEAR, by=CAST.manager, tell=told.append)
    assert told[0] == (0, told[-1].tables) and told[-1].done == told[-1].tables > 3
    assert told == sorted(told)
