"""The parts of a chart stand beside their own other values, or a sentence says why they do not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import col, select

from components.cards.card import Card
from components.cards.charts import native
from components.language.catalogue import translate
from components.results import centres, courses, funnel, overview, referrals, training
from components.results.agency import detail
from components.results.common import Asked
from components.results.compare import words
from components.results.layout import Page
from components.results.placements import kinds, page, proofs
from db.access.viewer import viewer_of
from db.audit import raise_version, version
from db.codes import TrainingStatus
from db.inputs.results import Against, Other, ResultFilter
from db.measures import cohorts, placements
from db.measures import training as measured
from db.models import Referral, TrainingEnrolment
from db.store import engine as engines
from tests.cast import CAST, ago
from tests.pages.results_page import fill

pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")
#: Work begins 95 days ago in ``fill``, at Rabat and at Casablanca.
WORK = ResultFilter(ago(120), ago(0))
ONE, BOTH = frozenset({CAST.rabat}), frozenset({CAST.rabat, CAST.casablanca})
#: Sentences that say why nothing is drawn beside a chart.
REASONS = (
    *("no_target", "no_target_of_parts", "no_mean", "no_mean_of_shares", "no_mean_of_registers"),
    *("no_quarters", "no_trust", "no_funnel", "no_checks", "no_courses", "no_postings"),
    *("no_score", "mean_always", "partly_sum", "too_early", "no_agent", "side_by_side", "without"),
    "courses_ahead",
)


def sent(organisation: int | None = 2, to_agency: int | None = None) -> None:
    """One person was sent from Rabat to a place, long enough ago to be answered."""
    with engines.writing() as session:
        session.add(Referral(
            case_id=CAST.case_rabat, sent_on=ago(50), agency_id=CAST.rabat, type="WORK",
            organisation_id=organisation, to_agency_id=to_agency, may_share=True,
            status_on=ago(50), entered_by=CAST.agent_rabat,
            submission_id=f"sent-{organisation}-{to_agency}",
        ))  # fmt: skip
        raise_version(session)


def asked(
    against: Other, wanted: ResultFilter = WORK, agencies: frozenset[int] = frozenset()
) -> Asked:
    cut = ResultFilter(wanted.start, wanted.end, agencies)
    with engines.reading() as session:
        return Asked(viewer_of(session, CAST.manager), cut, version(session), against)


def others(card: Card, against: Other) -> list[float]:
    """What stands beside the bars of a card, as a spreadsheet draws it too."""
    same, name = native.of(card.spec), words.name(against)
    assert same is not None
    return [
        value
        for panel in same["panels"]
        for series in panel["series"]
        if series["name"] == name or series["name"].endswith(f"· {name}")
        for value in series["values"]
        if value is not None
    ]


def column(card: Card, against: Other) -> list[float]:
    (name,) = (each for each in card.table.columns if each.endswith(f"· {words.name(against)}"))
    return [float(each) for each in card.table[name] if each != "—"]


def says(card: Card, key: str) -> bool:
    said = translate(
        "fr", f"compare.{key}", day="|", agency="|", page="|", other="|", span="|"
    ).split("|")[0]
    return said.strip() in card.reading


def test_kinds_of_work_have_the_persons_of_another_agency_beside_them() -> None:
    fill()
    page = asked(CAST.rabat)
    card = kinds.by_kind(page)
    there = page.measured(placements.outcomes_by_kind, page.at(ONE))
    assert column(card, CAST.rabat) == others(card, CAST.rabat) == there["persons"].tolist()
    assert sum(column(card, CAST.rabat)) == 1
    assert sum(card.table.iloc[:, 1]) == 2


def test_a_mean_of_kinds_is_shared_out_over_the_agencies_with_an_agent() -> None:
    fill()
    page = asked(Against.MEAN)
    assert len(words.with_agent(page)) == 2
    assert sum(column(kinds.by_kind(page), Against.MEAN)) == 1


def test_another_time_of_kinds_is_nought_where_nobody_began() -> None:
    fill()
    before = asked(Against.BEFORE)
    told = column(kinds.by_kind(before), Against.BEFORE)
    assert told and sum(told) == 0
    later = asked(Against.BEFORE, ResultFilter(ago(60), ago(0)))
    card = kinds.by_kind(later)
    assert sum(column(card, Against.BEFORE)) == 2 and card.spec is None


def test_a_kind_of_centre_that_only_the_other_time_has_is_drawn_too() -> None:
    fill()
    page = asked(CAST.casablanca, agencies=ONE)
    there = page.measured(measured.by_centre, page.at(frozenset({CAST.casablanca})))
    assert column(centres.card(page), CAST.casablanca) == there["persons"].tolist() != []


def test_cells_of_agencies_side_by_side_have_those_of_another_time_below_them() -> None:
    fill()
    page = asked(Against.LAST_YEAR, agencies=BOTH)
    card = kinds.by_kind(page)
    assert says(card, "cell") and set(others(card, Against.LAST_YEAR)) == {0}
    assert says(kinds.by_kind(asked(Against.MEAN, agencies=BOTH)), "side_by_side")


def test_contracts_of_another_agency_stand_below_their_own() -> None:
    fill()
    card = proofs.contracts(asked(CAST.rabat))
    assert sum(column(card, CAST.rabat)) == sum(others(card, CAST.rabat)) == 1
    assert card.spec is not None
    (written,) = (each for each in card.spec["datasets"].values() if "other" in each[0])
    assert sorted(each["other"] for each in written if each["other"] != "0") == ["1"]


def test_shares_of_another_agency_are_marked_in_percent() -> None:
    fill()
    page = asked(CAST.rabat, ResultFilter(ago(300), ago(0)))
    assert others(training._completion(page), CAST.rabat) == []
    with engines.writing() as session:
        one = session.exec(
            select(TrainingEnrolment).where(col(TrainingEnrolment.agency_id) == CAST.rabat)
        ).first()
        assert one is not None
        for number in range(9):
            again = {"id": None, "submission_id": f"again-{number}", "position": 0}
            session.add(TrainingEnrolment(**(one.model_dump() | again)))
        raise_version(session)
    page = asked(CAST.rabat, ResultFilter(ago(300), ago(0)))
    card = training._completion(page)
    there = page.measured(measured.completion_by_kind, page.at(ONE))
    whole = [round(100 * each) for each in there["share"]]
    assert column(card, CAST.rabat) == others(card, CAST.rabat) == whole != []


def test_the_funnel_has_another_agency_beside_it_and_no_other_time() -> None:
    fill()
    page = asked(CAST.rabat)
    there = page.measured(cohorts.funnel, page.at(ONE))
    assert column(funnel.card(page), CAST.rabat) == there["persons"].tolist()
    assert says(funnel.card(asked(Against.LAST_YEAR)), "no_funnel")


def _agency(asked_for: Asked) -> Page:
    return detail.build(asked_for)


#: The pages that offer the choice.
PAGES: dict[str, Callable[[Asked], Page]] = {
    "overview": overview.build,
    "placements": page.build,
    "training": training.build,
    "referrals": referrals.build,
    "agencies": _agency,
}


@pytest.mark.long
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    "against", [Against.BEFORE, Against.LAST_YEAR, Against.MEAN, Against.TARGET, CAST.casablanca]
)
def test_every_chart_is_compared_or_says_why_not(name: str, against: Other) -> None:
    """Whatever is chosen: another value in the chart, or a sentence under it."""
    fill()
    sent()
    wanted = ResultFilter(ago(100), ago(0))
    own = asked(against, wanted, ONE if name == "agencies" else frozenset())
    made = PAGES[name](own)
    drawn = [each for each in (*made.named, *made.more) if each.spec is not None]
    silent = [
        each.key
        for each in drawn
        if not others(each, against) and not any(says(each, key) for key in REASONS)
    ]
    assert drawn and silent == []


def test_a_reason_that_nobody_gave_elsewhere_is_nought_there() -> None:
    fill()
    with engines.writing() as session:
        gone = session.exec(
            select(TrainingEnrolment).where(col(TrainingEnrolment.agency_id) == CAST.rabat)
        ).first()
        assert gone is not None
        gone.status, gone.drop_reason = TrainingStatus.DROPPED, "TRANSPORT"
        raise_version(session)
    page = asked(CAST.casablanca, ResultFilter(ago(300), ago(0)))
    card = courses.reasons(page)
    assert column(card, CAST.casablanca) == others(card, CAST.casablanca) == [0]


@pytest.mark.parametrize(
    ("ends_on", "against", "is_compared"),
    [
        (ago(-60), Against.LAST_YEAR, False),
        (ago(-1), Against.BEFORE, False),
        (ago(0), Against.LAST_YEAR, True),
        (ago(-60), CAST.casablanca, True),
    ],
)
def test_courses_to_come_are_not_put_beside_a_time_that_has_none(
    ends_on: date, against: Other, is_compared: bool
) -> None:
    """One course of Rabat is over, and one begins in 30 days."""
    fill()
    with engines.writing() as session:
        session.add(TrainingEnrolment(
            case_id=CAST.case_rabat, agency_id=CAST.rabat, entered_by=CAST.agent_rabat,
            type="EN_CEF", centre_id=2, starts_on=ago(-30), planned_end_on=ago(-50),
            status=TrainingStatus.ENROLLED, status_on=ago(0), submission_id="to-come",
        ))  # fmt: skip
        raise_version(session)
    card = training._kinds(asked(against, ResultFilter(ago(100), ends_on), ONE))
    assert sum(card.table.iloc[:, 2]) == (2 if ends_on == ago(-60) else 1)
    assert says(card, "courses_ahead") is not is_compared
    columns = [each for each in card.table.columns if each.endswith(f"· {words.name(against)}")]
    assert bool(columns) is bool(others(card, against)) is is_compared
