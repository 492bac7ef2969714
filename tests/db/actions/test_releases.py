"""A release shows only what was frozen, and only what protects the people in it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import today
from db.actions import releases as actions
from db.codes import Mark, Sex
from db.errors import AppError, InvalidInput, NotAllowed
from db.inputs.release_groups import Groups
from db.inputs.releases import (
    LAG_DAYS,
    FreezeInput,
    HalfYear,
    Period,
    Year,
    ripe_half_years,
    ripe_years,
)
from db.models import (
    Agency,
    AuditEntry,
    Case,
    Intervention,
    Posting,
    Release,
    ReleaseCell,
    ReleaseTruth,
)
from db.queries import released
from db.queries import releases as manager_queries
from db.releases import counts
from db.releases.catalogue import counted
from tests.acts import change_programme
from tests.cast import CAST


@pytest.fixture
def period(session: Session) -> Year:
    """The newest ripe year, with the agents posted throughout."""
    for posting in session.exec(select(Posting)):
        posting.starts_on = date(2018, 3, 15)
    session.flush()
    return ripe_years(date(2018, 3, 15), today(session), today(session))[0]


def register(session: Session, period: Period, agency: int, sex: Sex, count: int) -> list[int]:
    """``count`` persons registered in the middle of the period."""
    ids = []
    for _ in range(count):
        number = 10_000 + session.exec(select(sa.func.count()).select_from(Case)).one()
        day = period.start + timedelta(days=60)
        session.add(
            Case(
                id=number,
                code=str(number),
                agency_id=agency,
                sex=sex,
                birth_year=day.year - 30,
                opened_on=day,
                opened_by=CAST.agent_rabat,
            )
        )
        session.flush()
        session.add(
            Intervention(
                agency_id=agency,
                entered_by=CAST.agent_rabat,
                submission_id=f"release-{number}",
                case_id=number,
                type="REGISTRATION",
                mode="AGENCY",
                happened_on=day,
            )
        )
        ids.append(number)
    session.flush()
    return ids


def freeze(session: Session, period: Period, submission: str = "one") -> int:
    return actions.freeze(session, wanted(session, period, submission), by=CAST.manager).number


def wanted(session: Session, period: Period, submission: str) -> FreezeInput:
    """What a manager sends who has just looked at the preview."""
    digest = actions.preview(session, period, by=CAST.manager).digest()
    return FreezeInput(period, submission, digest)


def cell(session: Session, number: int, table: str, row: str) -> tuple[str, int | None]:
    frame = released.cells(session, number, viewer=CAST.viewer(session, CAST.partner))
    found = frame[(frame["table"] == table) & (frame["row"] == row)].iloc[0]
    return found["mark"], None if found["mark"] != "published" else int(found["value"])


def test_a_partner_never_receives_a_small_count(session: Session, period: Year) -> None:
    register(session, period, CAST.rabat, Sex.WOMAN, 41)
    register(session, period, CAST.rabat, Sex.MAN, 3)
    number = freeze(session, period)
    assert cell(session, number, "registrations.sex", "MX") == ("hidden", None)
    assert cell(session, number, "registrations.sex", "F")[0] == "hidden"
    assert cell(session, number, "registrations.sex", "TOTAL") == ("published", 45)


def test_an_agency_without_an_agent_is_not_applicable(session: Session, period: Year) -> None:
    register(session, period, CAST.rabat, Sex.WOMAN, 30)
    register(session, period, CAST.casablanca, Sex.MAN, 22)
    number = freeze(session, period)
    assert cell(session, number, "registrations.agency", "TANGER") == ("na", None)
    assert cell(session, number, "registrations.agency", "RABAT") == ("published", 30)
    assert cell(session, number, "registrations.agency", "CASA") == ("published", 20)


def test_frozen_cells_do_not_move_when_rows_do(session: Session, period: Year) -> None:
    register(session, period, CAST.rabat, Sex.WOMAN, 30)
    number = freeze(session, period)
    viewer = CAST.viewer(session, CAST.partner)
    before = released.cells(session, number, viewer=viewer)
    register(session, period, CAST.rabat, Sex.WOMAN, 25)
    assert released.cells(session, number, viewer=viewer).equals(before)


def test_an_edition_repeats_what_moved_little_and_shows_what_moved_far(
    session: Session, period: Year
) -> None:
    register(session, period, CAST.casablanca, Sex.MAN, 22)
    register(session, period, CAST.rabat, Sex.WOMAN, 43)
    freeze(session, period)
    register(session, period, CAST.rabat, Sex.WOMAN, 4)
    with pytest.raises(AppError, match="nothing_new"):
        freeze(session, period, "two")
    register(session, period, CAST.rabat, Sex.WOMAN, 30)
    second = freeze(session, period, "three")
    assert cell(session, second, "registrations.agency", "RABAT") == ("published", 75)
    assert cell(session, second, "registrations.agency", "CASA") == ("published", 20)


def test_a_row_that_came_after_the_preview_is_not_frozen_unseen(
    session: Session, period: Year
) -> None:
    register(session, period, CAST.rabat, Sex.WOMAN, 30)
    click = wanted(session, period, "late")
    register(session, period, CAST.rabat, Sex.WOMAN, 15)
    with pytest.raises(AppError, match="release_moved"):
        actions.freeze(session, click, by=CAST.manager)
    assert session.exec(select(ReleaseCell)).first() is None


def test_where_one_table_repeats_its_total_its_siblings_repeat_theirs(
    session: Session, period: Year
) -> None:
    register(session, period, CAST.rabat, Sex.WOMAN, 16)
    ids = register(session, period, CAST.casablanca, Sex.WOMAN, 16)
    freeze(session, period)
    session.execute(sa.delete(Intervention).where(col(Intervention.case_id).in_(ids[2:])))
    with pytest.raises(AppError, match="nothing_new"):
        freeze(session, period, "two")


@pytest.mark.long
def test_a_mixed_edition_can_be_corrected_again(session: Session, period: Year) -> None:
    register(session, period, CAST.casablanca, Sex.MAN, 22)
    register(session, period, CAST.rabat, Sex.WOMAN, 43)
    register(session, period, CAST.rabat, Sex.OTHER, 30)
    freeze(session, period)
    register(session, period, CAST.casablanca, Sex.MAN, 4)
    register(session, period, CAST.rabat, Sex.WOMAN, 30)
    second = freeze(session, period, "two")
    assert cell(session, second, "registrations.agency", "CASA") == ("published", 20)
    register(session, period, CAST.casablanca, Sex.MAN, 30)
    third = freeze(session, period, "three")
    assert cell(session, third, "registrations.agency", "CASA") == ("published", 55)
    assert cell(session, third, "registrations.agency", "RABAT") == ("published", 105)


def test_not_applicable_does_not_depend_on_counts(session: Session, period: Year) -> None:
    register(session, period, CAST.rabat, Sex.WOMAN, 30)
    register(session, period, CAST.casablanca, Sex.MAN, 22)
    session.add(
        Posting(account_id=CAST.agent_rabat, agency_id=CAST.tanger, starts_on=today(session))
    )
    session.flush()
    number = freeze(session, period)
    assert cell(session, number, "registrations.agency", "TANGER")[0] == "hidden"


@pytest.mark.long
def test_where_one_table_counts_somebody_every_table_takes_the_agency_as_ordinary(
    session: Session, period: Year
) -> None:
    register(session, period, CAST.rabat, Sex.WOMAN, 43)
    register(session, period, CAST.casablanca, Sex.MAN, 22)
    first = freeze(session, period)
    assert cell(session, first, "placements.agency", "TANGER")[0] == "na"
    register(session, period, CAST.tanger, Sex.MAN, 1)
    register(session, period, CAST.rabat, Sex.WOMAN, 40)
    second = freeze(session, period, "two")
    assert cell(session, second, "registrations.agency", "TANGER")[0] == "hidden"
    assert cell(session, second, "registrations.agency", "RABAT") == ("published", 85)
    assert cell(session, second, "placements.agency", "TANGER")[0] == "hidden"


def test_kind_by_agency_knows_which_agencies_cannot_be(session: Session, period: Year) -> None:
    (enrolments,) = (c for c in counted(session, period, Groups()) if c.measure == "enrolments")
    table = enrolments.wide["enrolments.kind_by_agency"]
    absent, agencies = table.impossible, table.labels[1]
    assert absent[:, agencies.index("TANGER")].all()
    assert not absent[:, agencies.index("RABAT")].any()


def test_the_programmes_last_half_year_is_released_after_its_end() -> None:
    start, end = date(2024, 1, 1), date(2025, 12, 31)
    assert ripe_half_years(start, end, date(2026, 1, 30))[0] == HalfYear(2025, 1)
    assert ripe_half_years(start, end, date(2026, 1, 31))[0] == HalfYear(2025, 2)
    assert ripe_half_years(start, end, date(2028, 1, 1))[0] == HalfYear(2025, 2)


def test_a_trust_row_stands_for_every_agency(session: Session) -> None:
    found = counts.trust_counts(session, 1, "T1")
    codes = session.exec(select(Agency.code).order_by(col(Agency.sort), col(Agency.id))).all()
    assert list(found) == list(codes) and (0, 0) in found.values()


def test_the_same_click_freezes_once(session: Session, period: Year) -> None:
    click = wanted(session, period, "same")
    first = actions.freeze(session, click, by=CAST.manager)
    again = actions.freeze(session, click, by=CAST.manager)
    assert (again.number, again.already) == (first.number, True)
    entries = session.exec(select(AuditEntry).where(AuditEntry.action == "release.freeze")).all()
    assert len(entries) == 1


@pytest.mark.long
def test_an_edition_has_its_own_rules_and_keeps_what_moved_little(
    session: Session, period: Year
) -> None:
    """What the programme's settings say of a change, beside the thresholds."""
    register(session, period, CAST.casablanca, Sex.MAN, 22)
    register(session, period, CAST.rabat, Sex.WOMAN, 43)
    first = freeze(session, period)
    change_programme(session, release_threshold=20, release_base=10)
    session.flush()
    with pytest.raises(AppError, match="nothing_new"):
        freeze(session, period, "two")
    register(session, period, CAST.rabat, Sex.WOMAN, 30)
    second = freeze(session, period, "three")
    assert cell(session, first, "registrations.agency", "RABAT") == ("published", 45)
    assert cell(session, second, "registrations.agency", "RABAT") == ("published", 70)
    assert cell(session, second, "registrations.agency", "CASA") == ("published", 20)
    made_by = session.exec(select(Release.threshold, Release.base).order_by(col(Release.edition)))
    assert list(made_by) == [(10, 5), (20, 10)]


def test_what_was_hidden_as_cover_is_shown_when_it_is_needed_no_more(
    session: Session, period: Year
) -> None:
    """Agencies 40 / 30 / 2, then 40 / 30 / 32."""
    session.add(
        Posting(account_id=CAST.agent_rabat, agency_id=CAST.tanger, starts_on=today(session))
    )
    for agency, count in ((CAST.rabat, 40), (CAST.casablanca, 30), (CAST.tanger, 2)):
        register(session, period, agency, Sex.WOMAN, count)
    first = freeze(session, period)
    assert cell(session, first, "registrations.agency", "CASA")[0] == "hidden"
    register(session, period, CAST.tanger, Sex.WOMAN, 30)
    second = freeze(session, period, "two")
    rows = ("RABAT", "CASA", "TANGER", "TOTAL")
    found = [cell(session, second, "registrations.agency", row)[1] for row in rows]
    assert found == [40, 30, 30, 100]


def test_a_half_year_waits_for_its_late_entries(session: Session) -> None:
    day = today(session)
    assert HalfYear.of(day).is_ripe(day) is False
    ended = HalfYear(2025, 1)
    assert not ended.is_ripe(ended.end + timedelta(days=LAG_DAYS))
    assert ended.is_ripe(ended.end + timedelta(days=LAG_DAYS + 1))
    with pytest.raises(InvalidInput) as refused:
        freeze(session, HalfYear.of(day))
    assert refused.value.problems["period"].key == "error.period_not_ripe"


@pytest.mark.parametrize("who", [CAST.agent_rabat, CAST.partner, CAST.administrator, CAST.closed])
def test_only_a_manager_freezes_or_sees_the_truth(session: Session, period: Year, who: int) -> None:
    with pytest.raises(NotAllowed):
        actions.freeze(session, FreezeInput(period, "x", ""), by=who)
    with pytest.raises(NotAllowed):
        actions.preview(session, period, by=who)
    if who != CAST.closed:
        with pytest.raises(NotAllowed):
            manager_queries.truths(session, 1, viewer=CAST.viewer(session, who))


def test_what_a_partner_reads_holds_no_value_in_a_hidden_cell(
    session: Session, period: Year
) -> None:
    register(session, period, CAST.rabat, Sex.WOMAN, 12)
    freeze(session, period)
    hidden = session.exec(
        select(ReleaseCell).where(col(ReleaseCell.mark).in_([Mark.HIDDEN, Mark.NOT_APPLICABLE]))
    ).all()
    assert hidden
    assert all(each.value is each.lower is each.upper is each.n is None for each in hidden)
    assert session.exec(select(ReleaseTruth)).first() is not None


def test_since_the_start_adds_published_totals_only(session: Session, period: Year) -> None:
    register(session, period, CAST.rabat, Sex.WOMAN, 30)
    freeze(session, period)
    sums = released.since_the_start(session, viewer=CAST.viewer(session, CAST.partner))
    row = sums.set_index("measure").loc["registrations"]
    assert (row["value"], row["periods"], row["hidden"]) == (30, 1, 0)
    assert sums.set_index("measure").loc["placements", "hidden"] == 1
    assert list(sums["measure"]) == ["registrations", "enrolments", "placements"]
