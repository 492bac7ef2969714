"""A results page as a test sees it, and rows for every card of the four pages."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pyarrow as pa
from sqlmodel import Session
from streamlit.proto.VegaLiteChart_pb2 import VegaLiteChart
from streamlit.testing.v1 import AppTest

from db.audit import raise_version
from db.codes import (
    TRUST_ITEMS,
    CountMeasure,
    OutcomeType,
    Sex,
    TrainingStatus,
    TrustMode,
    TrustMoment,
)
from db.derived import first_contacts
from db.models import (
    AgencyCount,
    Case,
    Course,
    CourseAgency,
    Intervention,
    Placement,
    Posting,
    RetentionCheck,
    TrainingEnrolment,
    TrustFieldwork,
    TrustResponse,
    TrustWave,
    TrustWaveAgency,
)
from db.models.base import now
from db.store import engine as engines
from tests.cast import CAST, ago
from tests.pages.opening import opened_at

PLACES = (
    (CAST.rabat, CAST.agent_rabat, CAST.case_rabat),
    (CAST.casablanca, CAST.agent_casablanca, CAST.case_casablanca),
)


#: Cards whose numbers are looked at, in the place of their charts.
CARDS = (
    *("interventions", "funnel", "register", "outcomes", "kinds", "retention", "checks"),
    *("outcomes_agency", "in_post", "postings", "enrolments", "training_kinds"),
    *("centres", "completion"),
    *("trust_t1", "trust_changes", "trust_drivers", "fieldwork", "revealed_registered_30"),
    *("trust_t2", "trust_s_sat"),
)


def open_page(name: str, language: str = "fr", **widgets: Any) -> AppTest:
    """The page after its first run, with what a browser (or somebody posing as one) sends for its
    widgets; what it makes of a real address is for the browser tests, ``AppTest`` binds none."""
    app = opened_at(f"results/{name}.py")
    app.session_state["language"] = language
    for key, value in widgets.items():
        app.session_state[key] = value
    return app.run()


def open_tables(name: str, language: str = "fr", **widgets: Any) -> AppTest:
    """The page with the numbers of its cards in the place of the charts."""
    views = {f"view_{card}": "table" for card in CARDS}
    return open_page(name, language, **(views | widgets))


def said(app: AppTest) -> str:
    """Every sentence on the page."""
    return "\n".join(each.value for each in (*app.title, *app.markdown, *app.caption, *app.info))


def drawn(app: AppTest) -> list[VegaLiteChart]:
    """The charts on the page, as they are sent to the browser."""
    return [chart.proto for chart in app.get("vega_lite_chart")]


def words_of(chart: VegaLiteChart) -> str:
    """Everything a chart carries: its specification and its rows."""
    rows = [pa.ipc.open_stream(each.data.data).read_pandas().to_csv() for each in chart.datasets]
    return json.dumps(json.loads(chart.spec), ensure_ascii=False) + "".join(rows)


def fill(interventions: int = 3, answers: int = 12) -> None:
    """The same things happen in Rabat and in Casablanca."""
    with engines.writing() as session:
        for agency, agent, case in PLACES:
            common = {"agency_id": agency, "entered_by": agent}
            for number in range(interventions):
                session.add(an_intervention(agency, agent, case, number))
            session.add(enrolment := _course(case, common))
            enrolment.course_id = _place(session, agency, agent)
            session.add(job := _job(case, common))
            session.flush()
            session.add(RetentionCheck(placement_id=job.id, month=3, due_on=ago(5)))
            session.add(
                TrustFieldwork(wave_id=CAST.wave, agency_id=agency, approached=30, refused=6)
            )
            session.add(
                AgencyCount(
                    agency_id=agency,
                    month=ago(0).replace(day=1),
                    measure=CountMeasure.REGISTERED,
                    value=7,
                    source="registre",
                )
            )
            session.add_all(_answer(number, common) for number in range(answers))
        session.get_one(TrustWave, CAST.wave).ends_on = ago(1)
        first_contacts.rebuild(session)
        raise_version(session)


def crowd(persons: int, days: int = 1, since: int = 0) -> None:
    """So many new persons come to Rabat, once each, so many days ago; ``since``: how many came
    before."""
    with engines.writing() as session:
        for number in range(since, since + persons):
            case = 1_000 + number
            session.add(
                Case(
                    id=case,
                    code=f"C{number:06}",
                    agency_id=CAST.rabat,
                    sex=Sex.WOMAN,
                    birth_year=1990,
                    opened_on=ago(days),
                    opened_by=CAST.agent_rabat,
                )
            )
            session.flush()
            met = an_intervention(CAST.rabat, CAST.agent_rabat, case, case)
            met.happened_on = ago(days)
            session.add(met)
        first_contacts.rebuild(session)
        raise_version(session)


def an_intervention(agency: int, agent: int, case: int, number: int) -> Intervention:
    """One individual intervention of this month."""
    return Intervention(
        agency_id=agency,
        entered_by=agent,
        case_id=case,
        type="REGISTRATION" if number == 0 else "RECEPTION",
        mode="AGENCY",
        happened_on=ago(40 if number == 0 else 1),
        submission_id=f"i-{agency}-{number}",
    )


def once_more() -> None:
    """The person of Rabat also does an internship, and another course at the same centre."""
    agency, agent, case = PLACES[0]
    common = {"agency_id": agency, "entered_by": agent}
    with engines.writing() as session:
        placed = _job(case, common)
        placed.type, placed.contract, placed.submission_id = OutcomeType.INTERN, "IDMAJ", "p-more"
        placed.evidence = "SELF"
        course = _course(case, common)
        course.submission_id = "t-more"
        session.add_all([placed, course])
        raise_version(session)


def a_short_posting() -> None:
    """The agent of Casablanca helps out in Rabat for one day."""
    day = ago(20)
    with engines.writing() as session:
        session.add(
            Posting(
                account_id=CAST.agent_casablanca, agency_id=CAST.rabat, starts_on=day, ends_on=day
            )
        )
        raise_version(session)


def the_wave_is_over(wave: int = CAST.wave) -> None:
    """It ended yesterday."""
    with engines.writing() as session:
        session.get_one(TrustWave, wave).ends_on = ago(1)
        raise_version(session)


def a_wave_begins(answers: int = 0) -> None:
    """A second survey wave, with so many answers from Rabat."""
    agency, agent, _ = PLACES[0]
    with engines.writing() as session:
        session.add(TrustWave(id=2, number=2, starts_on=ago(2), ends_on=ago(-30)))
        session.flush()
        for each in (CAST.rabat, CAST.casablanca, CAST.tanger):
            session.add(TrustWaveAgency(wave_id=2, agency_id=each))
        for number in range(answers):
            made = _answer(number, {"agency_id": agency, "entered_by": agent})
            made.wave_id, made.submission_id = 2, f"again-{number}"
            session.add(made)
        raise_version(session)


def _place(session: Session, agency: int, agent: int) -> int:
    """A course of the list, with more places than people."""
    course = Course(
        submission_id=f"c-{agency}", type="EN_CEF", centre_id=2, starts_on=ago(60),
        ends_on=ago(10), places=4, made_by=agent,
    )  # fmt: skip
    session.add(course)
    session.flush()
    session.add(CourseAgency(course_id=course.id, agency_id=agency))
    return course.id


def _course(case: int, common: dict[str, Any]) -> TrainingEnrolment:
    return TrainingEnrolment(
        case_id=case,
        type="EN_CEF",
        centre_id=2,
        starts_on=ago(60),
        planned_end_on=ago(10),
        status=TrainingStatus.COMPLETED,
        status_on=ago(10),
        submission_id=f"t-{case}",
        **common,
    )


def _job(case: int, common: dict[str, Any]) -> Placement:
    return Placement(
        case_id=case,
        type=OutcomeType.WAGE,
        starts_on=ago(95),
        contract="CDI",
        evidence="CONTRACT",
        cnss_declared=True,
        submission_id=f"p-{case}",
        **common,
    )


def _answer(number: int, common: dict[str, Any]) -> TrustResponse:
    values: dict[str, Any] = {item.lower(): 1 for item in TRUST_ITEMS}
    return TrustResponse(
        wave_id=CAST.wave,
        mode=TrustMode.SELF_TAB,
        moment=TrustMoment.T1,
        language="fr",
        answered_on=ago(3),
        entered_at=now() - timedelta(days=3),
        submission_id=f"r-{common['agency_id']}-{number}",
        **values | {"t1": 8 if number % 3 else 3},
        **common,
    )
