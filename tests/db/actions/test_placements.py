"""Placements: what fits together, and the checks that are born with them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from db.access.clock import today
from db.actions import events, placements
from db.audit import version
from db.codes import CONTRACTS, OutcomeType
from db.errors import AppError, InvalidInput, NotAllowed, NotFound
from db.inputs.dates import months_after
from db.inputs.parse import validated
from db.inputs.placements import PlacementCorrection, PlacementInput, due_dates
from db.models import AuditEntry, Case, Placement, RetentionCheck
from tests.cast import CAST, Cast


def a_job(session: Session, **changes: object) -> PlacementInput:
    wanted = {
        "case_id": CAST.case_rabat,
        "type": "WAGE",
        "starts_on": today(session) - timedelta(days=10),
        "contract": "CDI",
        "evidence": "CONTRACT",
        "hours_per_week": "40",
        "cnss_declared": True,
        "submission_id": "one",
    }
    return validated(PlacementInput, wanted | changes)


def refused(session: Session, **changes: object) -> dict[str, str]:
    with pytest.raises(InvalidInput) as told:
        placements.record(session, a_job(session, **changes), by=CAST.agent_rabat)
    return {field: problem.key for field, problem in told.value.problems.items()}


def checks(session: Session) -> list[RetentionCheck]:
    return list(session.exec(select(RetentionCheck).order_by(col(RetentionCheck.month))))


def test_a_placement_is_born_with_its_three_checks(session: Session, cast: Cast) -> None:
    before = version(session)
    row = placements.record(session, a_job(session), by=cast.agent_rabat).row
    assert (row.agency_id, row.hours_per_week, row.cnss_declared) == (cast.rabat, 40, True)
    assert {check.month: check.due_on for check in checks(session)} == due_dates(row.starts_on)
    entry = session.exec(select(AuditEntry)).one()
    assert (entry.action, entry.entity_id) == ("placement.record", str(row.id))
    assert version(session) == before + 1


def test_a_second_tap_returns_the_row_of_the_first(session: Session, cast: Cast) -> None:
    first = placements.record(session, a_job(session), by=cast.agent_rabat).row
    again = placements.record(session, a_job(session), by=cast.agent_rabat)
    assert (again.row.id, again.already) == (first.id, True)
    assert len(session.exec(select(Placement)).all()) == 1
    assert len(checks(session)) == 3


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2025, 1, 15), 3, date(2025, 4, 15)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 12, 31), 12, date(2026, 12, 31)),
    ],
)
def test_a_check_is_due_on_the_same_day_of_the_month_or_its_last(
    day: date, months: int, due: date
) -> None:
    assert months_after(day, months) == due


@pytest.mark.parametrize("kind", list(OutcomeType))
def test_only_contracts_that_fit_the_kind_are_stored(session: Session, kind: OutcomeType) -> None:
    every = {"CDI", "CDD", "IDMAJ", "INTERIM", "SEASON", "ORAL", "NA", "UNK"}
    for contract in every - set(CONTRACTS[kind]):
        assert refused(session, type=kind, contract=contract, evidence="SELF") == {
            "contract": "error.contract_does_not_fit"
        }
    for contract in CONTRACTS[kind]:
        fits = {"contract": contract, "evidence": "SELF", "submission_id": f"fits {contract}"}
        wanted = a_job(session, type=kind, **fits)
        assert placements.record(session, wanted, by=CAST.agent_rabat).row.contract == contract


def test_self_employment_has_no_contract_and_wage_work_always_one() -> None:
    assert CONTRACTS[OutcomeType.COOP] == ("NA",)
    assert "NA" not in CONTRACTS[OutcomeType.WAGE]
    assert "IDMAJ" not in CONTRACTS[OutcomeType.WAGE]


@pytest.mark.parametrize(
    ("changes", "field", "key"),
    [
        ({"evidence": "NONE"}, "evidence", "error.unknown_choice"),
        (
            {"evidence": "CNSS", "cnss_declared": False},
            "evidence",
            "error.evidence_contradicts_cnss",
        ),
        ({"contract": "ORAL"}, "evidence", "error.evidence_contradicts_contract"),
        ({"starts_on": date(2018, 3, 14)}, "starts_on", "error.before_programme"),
        ({"starts_on": date(2090, 1, 1)}, "starts_on", "error.in_the_future"),
        ({"hours_per_week": "0,5"}, "hours_per_week", "error.hours_range"),
        ({"hours_per_week": "85"}, "hours_per_week", "error.hours_range"),
        ({"hours_per_week": float("nan")}, "hours_per_week", "error.hours_range"),
        ({"hours_per_week": "many"}, "hours_per_week", "error.number_form"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(
    session: Session, changes: dict[str, object], field: str, key: str
) -> None:
    assert refused(session, **changes) == {field: key}


@pytest.mark.parametrize(
    ("typed", "hours"),
    [("1,5", 1.5), ("٣٥", 35), ("٣٧٫٥", 37.5), ("84", 84), ("", None), (None, None)],
)
def test_hours_are_read_as_people_type_them(
    session: Session, cast: Cast, typed: str | None, hours: float | None
) -> None:
    wanted = a_job(session, hours_per_week=typed)
    row = placements.record(session, wanted, by=cast.agent_rabat).row
    assert row.hours_per_week == hours


def test_a_job_may_precede_the_case_and_the_agent(session: Session, cast: Cast) -> None:
    early = today(session) - timedelta(days=500)
    row = placements.record(session, a_job(session, starts_on=early), by=cast.agent_rabat).row
    assert row.starts_on < session.get_one(Case, cast.case_rabat).opened_on


def test_nobody_works_before_fifteen(session: Session, cast: Cast) -> None:
    session.get_one(Case, cast.case_rabat).birth_year = a_job(session).starts_on.year - 14
    assert refused(session) == {"starts_on": "error.under_15"}


def test_a_case_of_another_agency_is_as_unknown_as_none(session: Session, cast: Cast) -> None:
    for case_id in (cast.case_casablanca, 999):
        with pytest.raises(NotFound) as told:
            placements.record(session, a_job(session, case_id=case_id), by=cast.agent_rabat)
        assert told.value.key == "error.case_not_found"


@pytest.mark.parametrize("who", ["manager", "partner", "administrator", "closed"])
def test_only_an_agent_records_a_placement(session: Session, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        placements.record(session, a_job(session), by=getattr(cast, who))


def a_correction(session: Session, row: Placement, **changes: object) -> PlacementCorrection:
    wanted = a_job(session).model_dump() | {"id": row.id} | changes
    return validated(PlacementCorrection, wanted)


def test_a_corrected_first_day_moves_the_checks(session: Session, cast: Cast) -> None:
    row = placements.record(session, a_job(session), by=cast.agent_rabat).row
    wanted = a_correction(session, row, starts_on=date(2025, 8, 31), hours_per_week="20")
    placements.correct(session, wanted, by=cast.agent_rabat)
    assert [check.due_on for check in checks(session)] == [
        date(2025, 11, 30),
        date(2026, 2, 28),
        date(2026, 8, 31),
    ]
    assert row.hours_per_week == 20
    with pytest.raises(AppError) as told:
        placements.correct(session, wanted, by=cast.agent_rabat)
    assert told.value.key == "error.changed_meanwhile"


def test_a_correction_obeys_the_rules_of_entry(session: Session, cast: Cast) -> None:
    row = placements.record(session, a_job(session), by=cast.agent_rabat).row
    with pytest.raises(InvalidInput) as told:
        wrong = a_correction(session, row, contract="NA")
        placements.correct(session, wrong, by=cast.agent_rabat)
    assert set(told.value.problems) == {"contract"}
    with pytest.raises(NotFound):
        placements.correct(session, a_correction(session, row), by=cast.agent_casablanca)


def test_a_correction_does_not_leave_a_contract_that_was_seen_unwritten(
    session: Session, cast: Cast
) -> None:
    row = placements.record(session, a_job(session), by=cast.agent_rabat).row
    wrong = a_correction(session, row, contract="ORAL")
    with pytest.raises(InvalidInput) as told:
        placements.correct(session, wrong, by=cast.agent_rabat)
    assert {field: problem.key for field, problem in told.value.problems.items()} == {
        "evidence": "error.evidence_contradicts_contract"
    }
    right = a_correction(session, row, contract="ORAL", evidence="EMPLOYER")
    placements.correct(session, right, by=cast.agent_rabat)
    assert (row.contract, row.evidence) == ("ORAL", "EMPLOYER")


def test_a_void_placement_asks_no_more(session: Session, cast: Cast) -> None:
    row = placements.record(session, a_job(session), by=cast.agent_rabat).row
    events.void(session, "placement", row.id, "MISTAKE", by=cast.agent_rabat)
    assert [check.cancelled_at is not None for check in checks(session)] == [True] * 3


@pytest.mark.parametrize(
    "change",
    [
        {"case_id": CAST.case_rabat_2},
        {"type": "INTERN", "contract": "IDMAJ"},
        {"evidence": "SELF"},
        {"hours_per_week": "20"},
        {"cnss_declared": None},
    ],
)
def test_other_content_under_a_used_submission_is_told_with_what_is_stored(
    session: Session, cast: Cast, change: dict[str, object]
) -> None:
    placements.record(session, a_job(session), by=cast.agent_rabat)
    assert placements.record(session, a_job(session), by=cast.agent_rabat).as_asked
    again = placements.record(session, a_job(session, **change), by=cast.agent_rabat)
    assert (again.already, again.as_asked, again.codes) == (True, False, ("2345678",))
    assert len(session.exec(select(Placement)).all()) == 1


def test_a_placement_taken_back_is_not_told_as_stored(session: Session, cast: Cast) -> None:
    placements.record(session, a_job(session), by=cast.agent_rabat)
    events.undo(session, "placement", "one", by=cast.agent_rabat)
    assert not placements.record(session, a_job(session), by=cast.agent_rabat).as_asked
