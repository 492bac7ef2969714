"""The list of entries: every row once, in any order, whatever is written meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlmodel import Session, select

from db.access.clock import today
from db.actions import retention
from db.codes import OutcomeType, RetentionStatus, Sex, TrustMode, TrustMoment
from db.models import Case, Intervention, Placement, Posting, RetentionCheck, TrustResponse
from db.models.base import now
from db.queries import entries
from db.queries.entries import SORTS, Entry, EntryFilter, Order, Word
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH

KINDS = ("intervention", "placement", "retention", "trust")
PAGE = 3


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "PAGE", PAGE)


def an_intervention(session: Session, number: int, **changes: Any) -> Intervention:
    values: dict[str, Any] = {
        "submission_id": f"made-{number}", "agency_id": CAST.rabat, "case_id": CAST.case_rabat,
        "type": "CV" if number % 2 else "ADMIN", "mode": "PHONE", "entered_by": CAST.agent_rabat,
        "happened_on": today(session) - timedelta(days=number % 4),
    }  # fmt: skip
    row = Intervention(**(values | changes))
    session.add(row)
    session.flush()
    return row


def answers(session: Session, count: int) -> list[RetentionCheck]:
    """Checks that were answered in the same second or one after another, ids against the order."""
    made = []
    for number in range(count):
        placement = Placement(
            submission_id=f"job-{number}", case_id=CAST.case_rabat, agency_id=CAST.rabat,
            type=OutcomeType.WAGE, starts_on=today(session) - timedelta(days=200), evidence="SELF",
            contract="CDI", entered_by=CAST.agent_rabat,
        )  # fmt: skip
        session.add(placement)
        session.flush()
        check = RetentionCheck(
            placement_id=placement.id, month=3, due_on=today(session) - timedelta(days=100),
            done_on=today(session), status=RetentionStatus.SAME, entered_by=CAST.agent_rabat,
            entered_at=now() - timedelta(seconds=number // 2),
        )  # fmt: skip
        session.add(check)
        session.flush()
        made.append(check)
    return made


def some(session: Session) -> None:
    for number in range(7):
        case = (CAST.case_rabat, CAST.case_rabat_2)[number % 2]
        an_intervention(session, number, case_id=case)
    an_intervention(session, 8, case_id=None, women=3, men=4, other=0)
    answers(session, 7)


def pages(
    session: Session, wanted: EntryFilter, who: int, between: Callable[[list[Entry]], None]
) -> list[int]:
    """Ids over all pages; ``between`` them something is written."""
    viewer, found = CAST.viewer(session, who), []
    while page := entries.listed(session, wanted, viewer=viewer):
        found += [each.id for each in page]
        between(page)
        wanted = replace(wanted, after=page[-1].place)
    return found


@pytest.mark.fault("E12")
@POSTGRESQL_AT_LENGTH
def test_every_row_stands_on_one_page(session: Session) -> None:
    some(session)
    expected = {"intervention": 8, "placement": 7, "retention": 7, "trust": 0}
    assert set(expected) == set(KINDS)
    wrong = {}
    for kind, by, ascending in product(KINDS, SORTS, [False, True]):
        wanted = EntryFilter(kind=kind, order=Order(by=by, ascending=ascending))
        found = pages(session, wanted, CAST.manager, lambda _: None)
        if not len(found) == len(set(found)) == expected[kind]:
            wrong[kind, by, ascending] = found
    assert wrong == {}


@pytest.mark.fault("E12")
def test_what_nobody_entered_is_listed_for_managers_only(session: Session) -> None:
    session.add(
        TrustResponse(
            submission_id="own-phone", agency_id=CAST.rabat, wave_id=CAST.wave,
            mode=TrustMode.SELF_QR, moment=TrustMoment.T1, language="fr",
            answered_on=today(session), entered_at=now(),
        )
    )  # fmt: skip
    session.flush()
    wanted = EntryFilter(kind="trust")
    manager, agent = (CAST.viewer(session, each) for each in (CAST.manager, CAST.agent_rabat))
    # From the next day on: a list that grows with each answer would tell who was there.
    assert entries.listed(session, wanted, viewer=manager) == []
    session.exec(select(TrustResponse)).one().entered_at = now() - timedelta(days=1)
    session.flush()
    (found,) = entries.listed(session, wanted, viewer=manager)
    assert (found.author, found.entered_by, found.type) == ("", None, "SELF_QR")
    assert entries.listed(session, wanted, viewer=agent) == []
    by_author = replace(wanted, order=Order(by="author"))
    assert len(entries.listed(session, by_author, viewer=manager)) == 1


def test_a_page_goes_on_when_its_last_row_is_undone(session: Session) -> None:
    made = answers(session, 7)
    undone: list[int] = []

    def undo_last(page: list[Entry]) -> None:
        undone.append(page[-1].id)
        retention.undo(session, page[-1].id, by=CAST.agent_rabat)

    found = pages(session, EntryFilter(kind="retention"), CAST.agent_rabat, undo_last)
    assert sorted(found) == sorted(each.id for each in made)
    assert len(undone) == 3


@pytest.mark.fault("E12")
@pytest.mark.parametrize("by", ["entered", "day", "type"])
def test_what_is_entered_meanwhile_moves_nobody(session: Session, by: str) -> None:
    ids = {an_intervention(session, number).id for number in range(7)}
    numbers = iter(range(100, 200))

    def enter(_page: list[Entry]) -> None:
        for _ in range(2):
            an_intervention(session, next(numbers))

    found = pages(session, EntryFilter(order=Order(by=by)), CAST.agent_rabat, enter)
    assert len(found) == len(set(found))
    assert ids <= set(found)


def persons(session: Session, *words: Word, who: int = CAST.manager, **order: Any) -> list[Entry]:
    wanted = EntryFilter(words=words, order=Order(**order))
    return entries.listed(session, wanted, viewer=CAST.viewer(session, who))


@pytest.mark.fault("S3")
def test_the_whole_list_is_sorted_in_the_readers_order(session: Session) -> None:
    first = an_intervention(session, 1)
    for number in range(2, 9, 2):
        an_intervention(session, number)
    found = persons(session, by="type", ascending=True, ranks=("CV", "ADMIN"))
    assert found[0].id == first.id
    assert persons(session, by="type", ascending=True, ranks=("ADMIN", "CV"))[0].type == "ADMIN"


@pytest.mark.fault("S3")
def test_words_are_looked_for_in_codes_and_labels(session: Session) -> None:
    an_intervention(session, 1)
    an_intervention(session, 2, case_id=CAST.case_rabat_2)
    code = session.get_one(Case, CAST.case_rabat_2).code
    found = persons(session, Word(code=code))
    assert [each.case_code for each in found] == [code]
    kind = Word(among={"type": frozenset({"CV"})})
    assert [each.type for each in persons(session, kind)] == ["CV"]
    assert persons(session, kind, Word(code=code)) == []
    assert persons(session, Word()) == []


@pytest.mark.fault("S3")
def test_facts_of_a_person_are_for_the_agencies_of_the_viewer(session: Session) -> None:
    """An entry about somebody who is now with another agency stays one's own; they do not."""
    an_intervention(session, 1)
    for who in (CAST.agent_rabat, CAST.manager):
        (entry,) = persons(session, who=who)
        assert (entry.sex, entry.birth_year, entry.nationality) != (None, None, None)
    case = session.get_one(Case, CAST.case_rabat)
    case.agency_id, case.sex = CAST.casablanca, Sex.WOMAN
    session.add(case)
    session.flush()
    (entry,) = persons(session, who=CAST.agent_rabat)
    assert (entry.sex, entry.birth_year, entry.nationality) == (None, None, None)
    of_women = Word(among={"sex": frozenset({"F"})})
    assert persons(session, of_women, who=CAST.agent_rabat) == []
    assert len(persons(session, of_women)) == 1


@pytest.mark.fault("S3")
def test_nobody_is_known_any_more_in_an_agency_left(session: Session) -> None:
    an_intervention(session, 1)
    for posting in session.query(Posting).filter_by(account_id=CAST.agent_rabat):
        posting.ends_on = today(session) - timedelta(days=1)
    session.flush()
    (entry,) = persons(session, who=CAST.agent_rabat)
    assert entry.case_code
    assert entry.sex is None


def test_an_answer_of_the_survey_names_nobody(session: Session) -> None:
    assert "case_id" not in TrustResponse.model_fields
    assert entries.NOBODY.keys() == {"case_code", *entries.FACTS}
