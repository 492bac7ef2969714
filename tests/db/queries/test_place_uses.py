"""What uses a place is named and never counted: administrators read no counts of entries."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from db.codes import Role
from db.errors import NotAllowed
from db.queries.place_uses import DERIVED, UNTOLD, keys_to, of_agency, of_organisation
from tests.acts import a_non_user, a_questionnaire, an_enrolment, an_intervention, freeze
from tests.cast import CAST, NAMES

READERS = {Role.ADMINISTRATOR, Role.MANAGER}


def of_rabat(session: Session) -> list[str]:
    session.flush()
    return of_agency(session, CAST.rabat, viewer=CAST.viewer(session, CAST.administrator))


def test_each_table_is_named_from_its_first_row_on(session: Session) -> None:
    before = of_rabat(session)
    assert sorted(before) == ["cases", "postings", "trust_wave_agencies"]
    an_intervention(session)
    assert set(of_rabat(session)) - set(before) == {"interventions"}
    a_non_user(session)
    assert set(of_rabat(session)) - set(before) == {"interventions", "non_user_counts"}


def test_one_more_row_says_nothing_more(session: Session) -> None:
    an_intervention(session, "first")
    before = of_rabat(session)
    an_intervention(session, "second")
    a_questionnaire(session)
    assert of_rabat(session) == before


def test_a_release_uses_the_agencies_that_it_names(session: Session) -> None:
    viewer = CAST.viewer(session, CAST.manager)
    assert "releases" not in of_agency(session, CAST.tanger, viewer=viewer)
    freeze(session)
    assert "releases" in of_agency(session, CAST.tanger, viewer=viewer)


def test_what_uses_an_organisation(session: Session) -> None:
    viewer = CAST.viewer(session, CAST.administrator)
    assert of_organisation(session, 1, viewer=viewer) == ["agencies"]
    assert of_organisation(session, 2, viewer=viewer) == []
    assert of_organisation(session, 3, viewer=viewer) == ["accounts"]
    an_enrolment(session)
    assert of_organisation(session, 2, viewer=viewer) == ["training_enrolments"]


def test_what_is_not_there_is_used_by_nothing(session: Session) -> None:
    viewer = CAST.viewer(session, CAST.manager)
    assert (
        of_agency(session, 99, viewer=viewer) == of_organisation(session, 99, viewer=viewer) == []
    )


@pytest.mark.parametrize("who", [who for who, (_, role) in NAMES.items() if role not in READERS])
def test_nobody_else_is_told(session: Session, who: int) -> None:
    for read in (of_agency, of_organisation):
        with pytest.raises(NotAllowed):
            read(session, 1, viewer=CAST.viewer(session, who))


def test_the_keys_to_a_place_are_found_in_the_models() -> None:
    tables = {key.parent.table.name for key in keys_to("agencies")}
    assert tables >= {"cases", "postings"} and not tables & (DERIVED | UNTOLD)
    assert {key.parent.table.name for key in keys_to("organisations")} >= {"agencies", "accounts"}
