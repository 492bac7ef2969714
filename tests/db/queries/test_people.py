"""Who is found: by the beginning of a code, a year, a nationality, or because one saw them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from db.codes import Sex
from db.errors import AppError, NotAllowed, NotFound
from db.inputs import case_codes
from db.inputs import people as inputs
from db.inputs.people import PeopleSearch, PersonWord
from db.models import Case, Intervention
from db.queries import people
from db.queries.people import PersonLine
from tests.cast import CAST, ago

RABAT = ["2345678", "2345679"]
#: A code that could stand on a card, and stands on none.
NOBODYS = next(code for code in iter(case_codes.make, "") if not code.startswith("2345"))


def seen(session: Session, case_id: int, day: date, *, by: int, number: int = 1) -> Intervention:
    row = Intervention(
        agency_id=CAST.rabat, entered_by=by, case_id=case_id, type="CV", mode="AGENCY",
        submission_id=f"seen {case_id} {number}", happened_on=day,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def codes(session: Session, *words: PersonWord, by: int = CAST.agent_rabat) -> list[str]:
    viewer = CAST.viewer(session, by)
    found = people.found(session, PeopleSearch(words), viewer=viewer)
    assert found.total == len(found.lines)
    return sorted(line.code for line in found.lines)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([PersonWord(code="234")], RABAT),
        ([PersonWord(code="2345678")], RABAT[:1]),
        ([PersonWord(code="2345CFG")], []),
        ([PersonWord(code="345")], []),
        ([PersonWord(birth_year=1995)], RABAT),
        ([PersonWord(birth_year=1995), PersonWord(sexes=frozenset({Sex.MAN}))], RABAT[1:]),
        ([PersonWord(nationalities=frozenset({"CI", "ML"}))], RABAT),
        ([PersonWord(nationalities=frozenset({"ML"}))], []),
        # One word that may be either, and a second that must fit too.
        ([PersonWord(code="XX", nationalities=frozenset({"CI"})), PersonWord(code="2345678")],
         RABAT[:1]),
        ([PersonWord()], []),
    ],
)  # fmt: skip
def test_all_words_must_fit(session: Session, words: list[PersonWord], found: list[str]) -> None:
    assert codes(session, *words) == found


def test_a_manager_finds_the_people_of_all_agencies(session: Session) -> None:
    assert codes(session, PersonWord(code="2345"), by=CAST.manager) == [*RABAT, "2345CFG"]


def test_the_last_seen_come_first_and_a_void_is_no_meeting(session: Session) -> None:
    seen(session, CAST.case_rabat, ago(9), by=CAST.agent_casablanca)
    seen(session, CAST.case_rabat_2, ago(3), by=CAST.agent_rabat)
    viewer = CAST.viewer(session, CAST.agent_rabat)
    wanted = PeopleSearch((PersonWord(birth_year=1995),))
    lines = people.found(session, wanted, viewer=viewer).lines
    assert [(line.code, line.last_on) for line in lines] == [
        ("2345679", ago(3)), ("2345678", ago(9)),
    ]  # fmt: skip
    row = seen(session, CAST.case_rabat, ago(1), by=CAST.agent_rabat, number=2)
    row.voided_at = row.entered_at
    session.flush()
    assert people.found(session, wanted, viewer=viewer).lines == lines


def test_too_many_are_not_read_and_not_counted_to_the_end(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "MOST_FOUND", 1)
    session.add(
        Case(id=900, code="C000000", agency_id=CAST.rabat, sex=Sex.MAN, birth_year=1995,
             opened_on=ago(9), opened_by=CAST.agent_rabat)
    )  # fmt: skip
    session.flush()
    viewer = CAST.viewer(session, CAST.agent_rabat)
    found = people.found(session, PeopleSearch((PersonWord(birth_year=1995),)), viewer=viewer)
    assert (found.total, found.lines) == (2, ())
    assert inputs.MOST_FOUND == 100


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_broad_search_looks_through_its_index_and_no_rows(session: Session) -> None:
    asked: list[tuple[str, Any]] = []
    connection = session.connection()

    def note(_: Any, __: Any, statement: str, values: Any, *___: Any) -> None:
        asked.append((statement, values))

    sa.event.listen(connection, "before_cursor_execute", note)
    codes(session, PersonWord(nationalities=frozenset({"CI"})), by=CAST.manager)
    sa.event.remove(connection, "before_cursor_execute", note)
    search, values = next(each for each in asked if each[0].startswith("SELECT cases.code \n"))
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {search}", values)
    assert "SEARCH cases USING COVERING INDEX ix_cases_search (agency_id=?)" in [
        row.detail for row in plan
    ]


def test_those_seen_lately_are_ones_own_and_of_todays_agencies(session: Session) -> None:
    seen(session, CAST.case_rabat, ago(9), by=CAST.agent_rabat)
    seen(session, CAST.case_rabat, ago(2), by=CAST.agent_rabat, number=2)
    seen(session, CAST.case_rabat_2, ago(1), by=CAST.agent_casablanca)
    seen(session, CAST.case_casablanca, ago(1), by=CAST.agent_rabat)
    viewer = CAST.viewer(session, CAST.agent_rabat)
    assert lately(people.lately_seen(session, viewer=viewer)) == [("2345678", ago(2))]
    seen(session, CAST.case_rabat_2, ago(1), by=CAST.agent_rabat, number=2)
    assert lately(people.lately_seen(session, viewer=viewer))[0] == ("2345679", ago(1))


def lately(lines: list[PersonLine]) -> list[tuple[str, date | None]]:
    return [(line.code, line.last_on) for line in lines]


def test_twenty_are_enough(session: Session) -> None:
    for number in range(25):
        session.add(
            Case(id=900 + number, code=f"C{number:06}", agency_id=CAST.rabat, sex=Sex.WOMAN,
                 birth_year=1990, opened_on=ago(9), opened_by=CAST.agent_rabat)
        )  # fmt: skip
        session.flush()
        seen(session, 900 + number, ago(1), by=CAST.agent_rabat)
    viewer = CAST.viewer(session, CAST.agent_rabat)
    assert len(people.lately_seen(session, viewer=viewer)) == 20


def test_a_code_finds_its_person_as_it_is_typed(session: Session) -> None:
    session.get_one(Case, CAST.case_rabat).code = "56782PV"
    session.flush()
    viewer = CAST.viewer(session, CAST.agent_rabat)
    assert people.by_code(session, " s67-8 z p u ", viewer=viewer).id == CAST.case_rabat


def test_another_agencys_code_is_told_like_none_at_all(session: Session) -> None:
    viewer = CAST.viewer(session, CAST.agent_rabat)
    told = []
    for code in ("2345CFG", NOBODYS):
        with pytest.raises(NotFound) as refused:
            people.by_code(session, code, viewer=viewer)
        told.append((refused.value.key, refused.value.values))
    assert told == [("error.case_not_found", {})] * 2
    with pytest.raises(AppError, match="case_code_form"):
        people.by_code(session, "2345CFH", viewer=viewer)


@pytest.mark.parametrize("account", ["partner", "administrator"])
def test_partners_and_administrators_find_nobody(session: Session, account: str) -> None:
    viewer = CAST.viewer(session, getattr(CAST, account))
    with pytest.raises(NotAllowed):
        people.lately_seen(session, viewer=viewer)
