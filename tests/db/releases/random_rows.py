"""Small databases at random: few people, many events, all near the edges of a definition."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st
from sqlmodel import Session

from db.access.clock import today
from db.codes import OutcomeType, Sex, TrainingStatus, TrustMode, TrustMoment
from db.inputs.releases import HalfYear
from db.models import Case, Intervention, Placement, TrainingEnrolment, TrustResponse, TrustWave
from db.models.base import now
from db.models.events import RecordedEvent
from tests.cast import CAST

PERIOD = HalfYear(2025, 1)
WAVES = (1, 2)
AGENCIES = (CAST.rabat, CAST.casablanca, CAST.tanger)
#: The days before, at and after both ends, and one between.
DAYS = tuple(
    date(*each)
    for each in ((2024, 12, 31), (2025, 1, 1), (2025, 4, 9), (2025, 6, 30), (2025, 7, 1))
)
#: Aged 15, 24, 25, 34, 35 and 65 in the period's year.
BORN = (2010, 2001, 2000, 1991, 1990, 1960)
TYPES = ("REGISTRATION", "REGISTRATION", "RECEPTION", "POSITIONING")


class Person(NamedTuple):
    agency: int
    sex: Sex
    born: int


class Event(NamedTuple):
    """An act, a course or a job; ``person`` is a place in the list, -1 a group's session."""

    kind: str
    person: int
    agency: int
    day: date
    is_void: bool


class Answer(NamedTuple):
    wave: int
    agency: int
    sex: Sex | None
    t1: int | None
    d_fai: int | None
    s_sat: int | None
    is_flagged: bool
    is_void: bool


class Rows(NamedTuple):
    people: list[Person]
    events: list[Event]
    answers: list[Answer]


AGENCY, SEX = st.sampled_from(AGENCIES), st.sampled_from(Sex)
RARELY = st.sampled_from([False, False, False, True])
KIND = st.sampled_from([*TYPES, *TrainingStatus, *OutcomeType])
NO_ANSWER = [None, 97, 98, 99]
T1 = st.sampled_from([*NO_ANSWER, 0, 4, 5, 6, 10])
FOUR = st.sampled_from([*NO_ANSWER, 0, 1, 2, 3])
PEOPLE = st.lists(st.builds(Person, AGENCY, SEX, st.sampled_from(BORN)), min_size=1, max_size=5)
ANSWER = st.builds(
    Answer, st.sampled_from(WAVES), AGENCY, st.none() | SEX, T1, FOUR, FOUR, RARELY, RARELY
)


def rows() -> st.SearchStrategy[Rows]:
    """Everything that is stored in one database."""

    def of(people: list[Person]) -> st.SearchStrategy[Rows]:
        person = st.integers(-1, len(people) - 1)
        event = st.builds(Event, KIND, person, AGENCY, st.sampled_from(DAYS), RARELY)
        events = st.lists(event, max_size=20)
        return st.builds(Rows, st.just(people), events, st.lists(ANSWER, max_size=12))

    return PEOPLE.flatmap(of)


def store(session: Session, wanted: Rows) -> None:
    """Put the rows into a session's database."""
    # Both are over: of a wave that runs, answers wait.
    session.get_one(TrustWave, CAST.wave).ends_on = today(session) - timedelta(days=1)
    session.add(TrustWave(id=2, number=2, starts_on=PERIOD.start, ends_on=PERIOD.end))
    for place, person in enumerate(wanted.people):
        session.add(
            Case(
                id=place,
                code=f"R{place}",
                agency_id=person.agency,
                sex=person.sex,
                birth_year=person.born,
                opened_on=DAYS[0],
                opened_by=CAST.agent_rabat,
            )
        )
    session.flush()
    session.add_all(_event(number, event) for number, event in enumerate(wanted.events))
    session.add_all(_answer(number, answer) for number, answer in enumerate(wanted.answers))
    session.flush()


def _common(name: str, agency: int, is_void: bool) -> dict[str, Any]:
    void = {"voided_at": now(), "voided_by": CAST.manager, "void_reason": "MISTAKE"}
    common: dict[str, Any] = {
        "agency_id": agency,
        "entered_by": CAST.manager,
        "submission_id": name,
    }
    return common | (void if is_void else {})


def _event(number: int, event: Event) -> RecordedEvent:
    values = _common(f"event-{number}", event.agency, event.is_void)
    if event.kind in TYPES:
        group = {"women": 2, "men": 1, "other": 0}
        values |= {"case_id": event.person} if event.person >= 0 else group
        return Intervention(**values, type=event.kind, mode="AGENCY", happened_on=event.day)
    values |= {"case_id": max(event.person, 0), "starts_on": event.day}
    if isinstance(event.kind, TrainingStatus):
        values |= {"status": event.kind, "status_on": event.day}
        return TrainingEnrolment(**values, type="EN_CEF")
    return Placement(**values, type=OutcomeType(event.kind), contract="UNK", evidence="SELF")


def _answer(number: int, answer: Answer) -> TrustResponse:
    stored = datetime.combine(PERIOD.end, time(), UTC)
    common = _common(f"answer-{number}", answer.agency, answer.is_void) | {"entered_at": stored}
    return TrustResponse(
        **(common | ({"voided_at": stored} if answer.is_void else {})),
        wave_id=answer.wave,
        mode=TrustMode.SELF_TAB,
        moment=TrustMoment.T1,
        language="fr",
        answered_on=PERIOD.end,
        sex=answer.sex,
        t1=answer.t1,
        d_fai=answer.d_fai,
        s_sat=answer.s_sat,
        conflict_of_interest=answer.is_flagged,
    )
