"""The published figures and the population's proportions come out of the demo."""

from __future__ import annotations

from collections import Counter
from statistics import fmean
from typing import Any

import bcrypt
import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.viewer import viewer_of
from db.codes import Role, Sex
from db.inputs.results import EARLIEST, ResultFilter
from db.measures import before_after
from db.models import (
    Account,
    Agency,
    Case,
    Intervention,
    Placement,
    Posting,
    Programme,
    TrainingEnrolment,
    TrustFieldwork,
    TrustResponse,
)
from db.store.settings import DEMO_PASSWORD
from tests.demo import LAST_DAY

STANDS = col(Intervention.voided_at).is_(None)


def _persons(session: Session, *conditions: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count(sa.distinct(col(Intervention.case_id)))).where(*conditions)
    return int(session.execute(query).scalar_one())


def _shares(session: Session, column: sa.SQLColumnExpression[Any]) -> dict[str, float]:
    found = Counter(session.execute(sa.select(column)).scalars())
    return {str(key): 100 * n / found.total() for key, n in found.items()}


def test_774_persons_had_a_first_session_and_641_of_them_registered(demo: Session) -> None:
    assert _persons(demo, STANDS) == 774
    assert _persons(demo, STANDS, col(Intervention.type) == "REGISTRATION") == 641
    assert demo.execute(sa.select(sa.func.count()).select_from(Case)).scalar_one() == 774


def test_four_agents_registered_about_three_persons_a_month_each(demo: Session) -> None:
    postings = demo.exec(select(Posting).where(col(Posting.ends_on).is_(None))).all()
    months = sum((LAST_DAY - posting.starts_on).days / 30.44 for posting in postings)
    assert len({posting.account_id for posting in postings}) == 4
    assert len({posting.starts_on for posting in postings}) == 4
    assert 641 / months == pytest.approx(3.4, abs=0.3)
    programme = demo.exec(select(Programme)).one()
    assert 47 <= (LAST_DAY - programme.starts_on).days / 30.44 <= 48.1


def test_sex_age_and_education_are_those_of_the_population(demo: Session) -> None:
    assert _shares(demo, col(Case.sex))[str(Sex.MAN)] == pytest.approx(59.3, abs=4)
    ages = demo.execute(sa.select(sa.extract("year", col(Case.opened_on)) - Case.birth_year))
    band = Counter(("<30", "30-44", "45+")[(age >= 30) + (age >= 45)] for age in ages.scalars())
    assert 100 * band["<30"] / 774 == pytest.approx(42.5, abs=5)
    assert 100 * band["30-44"] / 774 == pytest.approx(43.7, abs=5)
    education = _shares(demo, col(Case.education))
    assert sum(education.get(code, 0) for code in "5678") == pytest.approx(27.3, abs=4)


def test_refugees_and_migrants_come_from_their_own_countries(demo: Session) -> None:
    found: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for nationality, status in demo.exec(select(Case.nationality, Case.status_group)):
        found[status == "REFUGEE"][nationality] += 1
    refugees, others = found[True], found[False]
    assert 100 * refugees.total() / 774 == pytest.approx(24, abs=4)
    assert 100 * refugees["SY"] / refugees.total() == pytest.approx(54.4, abs=9)
    assert 100 * others["CI"] / others.total() == pytest.approx(16.7, abs=4)
    assert 100 * others["SN"] / others.total() == pytest.approx(15.9, abs=4)


def test_34_women_learned_in_centres_of_entraide_nationale_among_more_than_50(
    demo: Session,
) -> None:
    rows = demo.exec(
        select(TrainingEnrolment.type, Case.sex).join(
            Case, col(Case.id) == col(TrainingEnrolment.case_id)
        )
    ).all()
    in_en = [sex for kind, sex in rows if kind in ("EN_CEF", "EN_CFA")]
    assert in_en.count(Sex.WOMAN) == 34
    assert sum(kind in ("EN_CEF", "EN_CFA", "OFPPT", "TAEHIL") for kind, _ in rows) > 50


def test_nine_cooperatives_and_internships_apart_from_jobs(demo: Session) -> None:
    kinds = Counter(demo.exec(select(Placement.type)).all())
    assert kinds["COOP"] == 9
    assert kinds["WAGE"] > kinds["INTERN"] > 20


def test_six_demonstration_agencies_of_which_two_never_had_an_agent(demo: Session) -> None:
    agencies = demo.exec(select(Agency)).all()
    assert all(agency.is_demo for agency in agencies)
    posted = set(demo.exec(select(Posting.agency_id)).all())
    cities = Counter(agency.city for agency in agencies if agency.id in posted)
    assert cities == {"Rabat": 2, "Casablanca": 2}
    assert len(agencies) - len(posted) == 2


def test_five_accounts_are_offered_and_take_the_printed_password(demo: Session) -> None:
    accounts = {account.username: account for account in demo.exec(select(Account)).all()}
    offered = {"agent.rabat", "agent.casablanca", "manager", "partner", "admin"}
    assert offered < set(accounts)
    assert all(
        account.is_demo and not account.must_change_password for account in accounts.values()
    )
    hashes = {account.password_hash for account in accounts.values()}
    assert all(bcrypt.checkpw(DEMO_PASSWORD.encode(), one.encode()) for one in hashes)
    assert accounts["partner"].organisation_id is not None
    assert sum(account.role is Role.AGENT for account in accounts.values()) == 4


def test_finished_waves_have_40_to_120_answers_an_agency_with_refusals(demo: Session) -> None:
    counted = demo.execute(
        sa.select(
            col(TrustResponse.wave_id), col(TrustResponse.agency_id), sa.func.count()
        ).group_by(col(TrustResponse.wave_id), col(TrustResponse.agency_id))
    ).all()
    finished = [n for wave, _, n in counted if wave in (1, 2)]
    assert len(finished) == 12
    assert all(40 <= n <= 120 for n in finished)
    doors = {(row.wave_id, row.agency_id): row for row in demo.exec(select(TrustFieldwork))}
    for wave, agency, n in counted:
        door = doors[wave, agency]
        assert door.refused > 0
        assert door.approached - door.refused == n


def test_trust_rose_modestly_where_an_agent_works(demo: Session) -> None:
    def mean(wave: int) -> float:
        answers = demo.exec(
            select(TrustResponse).where(
                TrustResponse.wave_id == wave,
                col(TrustResponse.agency_id) <= 4,
                col(TrustResponse.conflict_of_interest).is_(False),
            )
        )
        return fmean(each.t1 for each in answers if each.t1 is not None and each.t1 <= 10)

    assert 0.4 < mean(2) - mean(1) < 1.6
    flagged = demo.exec(select(TrustResponse).where(TrustResponse.conflict_of_interest)).all()
    assert len(flagged) > 10


def test_registers_answer_each_otherwise_whether_the_agent_changed_anything(demo: Session) -> None:
    """None that can be shown, too few months, a clear one, again none shown; nothing beside."""
    manager = viewer_of(
        demo, demo.exec(select(Account.id).where(Account.role == Role.MANAGER)).one()
    )
    wanted = ResultFilter(EARLIEST, LAST_DAY)
    found = before_after.registered(demo, wanted, viewer=manager).series
    told = {
        each.agency_id: each.change.verdict if each.change else each.before.months for each in found
    }
    assert told == {1: "unclear", 2: 4, 3: "more", 4: "unclear", 5: "unclear", 6: "unclear"}
    ratios = {each.agency_id: each.change.ratio for each in found if each.change}
    assert 0.8 < ratios[1] < 1.1 and 1.8 < ratios[3] < 2.4 and 1.2 < ratios[4] < 1.5


def test_summer_is_quiet_and_some_entries_are_weeks_late(demo: Session) -> None:
    months = Counter(day.month for day in demo.exec(select(col(Case.opened_on))).all())
    assert months[8] < months[10] * 0.75
    rows = demo.exec(select(col(Intervention.happened_on), col(Intervention.entered_at))).all()
    late = [(entered.date() - day).days for day, entered in rows]
    assert sum(days > 14 for days in late) > 20
    assert sum(days <= 1 for days in late) > len(late) / 2
