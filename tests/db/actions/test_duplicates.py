"""A person who comes again is noticed by a name that is stored nowhere; a person decides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from db.actions import duplicates, events
from db.codes import Sex
from db.errors import AppError, InvalidInput, NotAllowed, NotFound
from db.inputs.duplicates import LOOKS_AN_HOUR, Look, NewNames, Pair
from db.inputs.parse import validated
from db.models import AuditEntry, Case, CasePair, Intervention, NameKey, PairState, Posting
from db.models.base import now
from db.queries.duplicates import Candidates, of_case, waiting
from db.secrets.names import LENGTH
from tests.acts import change_programme
from tests.cast import CAST, ago
from tests.db.actions.test_interventions import record
from tests.statements import noted

FIRST, FAMILY = "Mouhamed Lamine", "Zoubadoro"
BORN = {"sex": "M", "birth_year": "1990"}


def opened(
    session: Session,
    first: str = FIRST,
    family: str = FAMILY,
    *,
    agency: int = CAST.rabat,
    said: dict[str, Any] | None = None,
    **facts: Any,
) -> int:
    """A new person whose name was typed."""
    agent = CAST.agent_rabat if agency == CAST.rabat else CAST.agent_casablanca
    made = record(
        session,
        by=agent,
        agency_id=agency,
        case_ids=(),
        new_case={**BORN, **facts},
        names={"first_name": first, "family_name": family, **(said or {})},
    )
    assert made.row.case_id is not None
    return made.row.case_id


def look(
    session: Session, name: str = "Zubadoro Mohamed", by: int = CAST.agent_rabat, **facts: Any
) -> Candidates:
    raw = {**BORN, "first_name": name, **facts}
    return duplicates.look(session, validated(Look, raw), by=by)


def found(session: Session, **changes: Any) -> list[int]:
    return [line.id for line in look(session, **changes).lines]


def test_a_person_who_comes_again_is_found_by_another_spelling(session: Session) -> None:
    person = opened(session)
    for name in ("Zoubadoro Mohammed", "محمد زبدورو", "MOUHAMED-LAMINE Zubadoro"):
        assert found(session, name=name) == [person]
    assert found(session, name="Ousseynou Zoubadoro") == []


@pytest.mark.parametrize(
    ("facts", "is_found"),
    [
        ({"birth_year": "1989"}, True),
        ({"birth_year": "1991"}, True),
        ({"birth_year": "1992"}, False),
        ({"birth_year": "1988"}, False),
        ({"sex": "F"}, False),
        ({"sex": "X"}, True),
    ],
)
def test_year_and_sex_may_not_contradict(
    session: Session, facts: dict[str, Any], is_found: bool
) -> None:
    opened(session)
    assert bool(found(session, **facts)) is is_found


def test_whoever_said_neither_sex_may_be_either(session: Session) -> None:
    person = opened(session, sex="X")
    assert found(session, sex="F") == found(session, sex="M") == [person]


def test_the_likeliest_stands_first_and_only_few_are_shown(session: Session) -> None:
    near = [opened(session, birth_year="1991") for _ in range(6)]
    same = opened(session, birth_year="1990")
    shown = found(session)
    assert shown[0] == same
    assert len(shown) == 5
    assert set(shown[1:]) <= set(near)


def test_of_another_agency_only_that_there_may_be_somebody(session: Session) -> None:
    opened(session, agency=CAST.casablanca)
    assert look(session) == Candidates(lines=(), is_elsewhere=True)
    assert look(session, name="Somebody Else") == Candidates()


def test_the_name_is_nowhere_in_the_database(session: Session) -> None:
    opened(session)
    look(session)
    session.flush()
    kept = "".join(
        str(tuple(row))
        for table in SQLModel.metadata.sorted_tables
        for row in session.execute(sa.select(table))
    ).casefold()
    for part in ("mouhamed", "lamine", "zoubadoro", "mhmd", "lmn", "sbdr", "zbdr"):
        assert part not in kept
    keys = session.exec(select(NameKey.key)).all()
    assert keys
    assert {len(key) for key in keys} == {LENGTH}


def test_a_name_is_in_no_repr_and_in_no_message() -> None:
    named = NewNames(first_name=FIRST, family_name=FAMILY)
    assert "Lamine" not in repr(named)
    with pytest.raises(InvalidInput) as refused:
        validated(Look, {**BORN, "first_name": "Lamine" * 20})
    assert "Lamine" not in repr(refused.value.problems)


def test_a_look_is_written_down_without_the_name(session: Session) -> None:
    look(session)
    session.flush()
    row = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert row is not None
    assert (row.action, row.entity, row.entity_id) == ("name.look", "name", "")
    assert row.fields == "birth_year,sex"


def test_an_hour_holds_so_many_looks(session: Session) -> None:
    for _ in range(LOOKS_AN_HOUR):
        session.add(
            AuditEntry(
                at=now() - timedelta(minutes=50),
                account_id=CAST.agent_rabat,
                action="name.look",
                entity="name",
            )
        )
    session.flush()
    with pytest.raises(AppError, match="too_many_looks") as refused:
        look(session)
    assert refused.value.values == {"count": LOOKS_AN_HOUR, "minutes": 10}
    look(session, by=CAST.agent_casablanca)


@pytest.mark.parametrize("who", ["manager", "partner", "administrator", "closed"])
def test_nobody_but_an_agent_looks(session: Session, who: str) -> None:
    with pytest.raises(NotAllowed):
        look(session, by=getattr(CAST, who))


@pytest.mark.parametrize(
    ("raw", "field", "key"),
    [
        ({}, "form", "error.needed"),
        ({"first_name": "123"}, "first_name", "error.name_form"),
        ({"family_name": "x" * 61}, "family_name", "error.text_long"),
        ({"first_name": "Awa", "birth_year": "abc"}, "birth_year", "error.year_form"),
    ],
)
def test_what_cannot_be_looked_for_is_said(raw: dict[str, Any], field: str, key: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        validated(Look, BORN | raw)
    assert refused.value.problems[field].key == key


def test_switched_off_nothing_is_looked_for_or_kept(session: Session) -> None:
    opened(session)
    assert session.exec(select(NameKey)).first() is not None
    change_programme(session, match_names=False)
    assert session.exec(select(NameKey)).first() is None
    before = session.scalar(sa.select(sa.func.count()).select_from(AuditEntry))
    assert look(session) == Candidates()
    opened(session)
    assert session.exec(select(NameKey)).first() is None
    change_programme(session, match_names=True)
    assert session.exec(select(NameKey)).first() is None
    assert before is not None


def test_not_the_same_is_remembered_with_the_new_person(session: Session) -> None:
    one = opened(session)
    other = opened(session, said={"different": (one, CAST.case_casablanca)})
    assert of_case(session, one, viewer=CAST.viewer(session, CAST.agent_rabat)) == ()
    pair = session.exec(select(CasePair)).one()
    assert {pair.one_id, pair.other_id} == {one, other}
    assert pair.state is PairState.DIFFERENT


def test_nobody_was_asked_about_those_who_are_still_candidates(session: Session) -> None:
    one, other = opened(session), opened(session)
    viewer = CAST.viewer(session, CAST.agent_rabat)
    assert [line.id for line in of_case(session, one, viewer=viewer)] == [other]
    duplicates.tell_apart(session, Pair(one_id=other, other_id=one), by=CAST.agent_rabat)
    assert of_case(session, one, viewer=viewer) == of_case(session, other, viewer=viewer) == ()


def test_a_manager_is_asked_about_another_agency_and_sees_codes(session: Session) -> None:
    there = opened(session, agency=CAST.casablanca)
    here = opened(session, said={"asks_manager": True})
    (pair,) = waiting(session, viewer=CAST.viewer(session, CAST.manager))
    assert {pair.one.id, pair.other.id} == {there, here}
    assert "Zoubadoro" not in repr(pair)
    assert pair.shares_name
    session.execute(sa.delete(NameKey).where(col(NameKey.case_id) == here))
    (pair,) = waiting(session, viewer=CAST.viewer(session, CAST.manager))
    assert not pair.shares_name
    duplicates.tell_apart(session, Pair(one_id=here, other_id=there), by=CAST.manager)
    assert waiting(session, viewer=CAST.viewer(session, CAST.manager)) == ()


@pytest.mark.parametrize(
    ("said", "looks"),
    [({}, 0), ({"different": (CAST.case_rabat,)}, 1), ({"asks_manager": True}, 1)],
)
def test_a_save_looks_again_only_where_something_was_said(
    session: Session, said: dict[str, Any], looks: int
) -> None:
    with noted(session.connection()) as statements:
        opened(session, said=said)
    assert sum("JOIN name_keys" in each for each in statements) == looks
    assert sum(each.startswith("INSERT INTO name_keys") for each in statements) == 1


def test_nobody_is_asked_unless_the_agent_says_so(session: Session) -> None:
    opened(session, agency=CAST.casablanca)
    opened(session)
    assert waiting(session, viewer=CAST.viewer(session, CAST.manager)) == ()


@pytest.mark.parametrize("who", ["agent_rabat", "partner", "administrator"])
def test_only_a_manager_reads_what_waits(session: Session, who: str) -> None:
    with pytest.raises(NotAllowed):
        waiting(session, viewer=CAST.viewer(session, getattr(CAST, who)))


def test_an_agent_says_nothing_of_a_person_of_another_agency(session: Session) -> None:
    for other in (CAST.case_casablanca, 999):
        with pytest.raises(NotFound, match="case_not_found"):
            duplicates.tell_apart(
                session, Pair(one_id=CAST.case_rabat, other_id=other), by=CAST.agent_rabat
            )


def test_the_candidates_of_a_person_stay_in_the_viewers_agencies(session: Session) -> None:
    here, there = opened(session), opened(session, agency=CAST.casablanca)
    agent = CAST.viewer(session, CAST.agent_rabat)
    assert of_case(session, here, viewer=agent) == of_case(session, there, viewer=agent) == ()
    manager = CAST.viewer(session, CAST.manager)
    assert [line.id for line in of_case(session, here, viewer=manager)] == [there]


def test_an_agent_of_two_agencies_sees_both(session: Session) -> None:
    there = opened(session, agency=CAST.casablanca)
    session.add(Posting(account_id=CAST.agent_rabat, agency_id=CAST.casablanca, starts_on=ago(5)))
    session.flush()
    assert look(session).is_elsewhere is False
    assert found(session) == [there]


def test_a_person_without_a_name_has_no_keys(session: Session) -> None:
    made = record(session, case_ids=(), new_case=BORN)
    assert session.get_one(Case, made.row.case_id).sex is Sex.MAN
    assert session.exec(select(NameKey)).first() is None


def test_whoever_was_entered_by_mistake_and_undone_is_no_candidate(session: Session) -> None:
    opened(session, agency=CAST.casablanca)
    mistake = opened(session, said={"asks_manager": True})
    assert found(session) == [mistake]
    row = session.exec(select(Intervention).where(Intervention.case_id == mistake)).one()
    events.undo(session, "intervention", row.submission_id, by=CAST.agent_rabat)
    assert found(session) == []
    assert waiting(session, viewer=CAST.viewer(session, CAST.manager)) == ()
    # Of the other agency's person nothing is forgotten.
    assert look(session).is_elsewhere
