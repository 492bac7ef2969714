"""Every column that holds a code is counted, so that no code in use is ever deleted."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from db.errors import NotAllowed
from db.inputs import cases, interventions, placements
from db.inputs.code_lists import GROUPED, LISTS
from db.queries.code_uses import COLUMNS, used, uses_of
from tests.acts import a_placement, an_enrolment, an_intervention
from tests.cast import CAST
from tests.docs.test_domain import cells, section

#: Lists of which no row holds a code: bounds of ages, words of questions, names of figures.
WORDS_ONLY = {"AGE_BAND", "AGE_BAND_RELEASE", "TRUST_ITEM", "ANSWER_0_3", "INDICATOR"}


def test_a_list_has_columns_or_is_known_to_have_none() -> None:
    unused = next(some for what, some in cells(section(4)) if what == "nothing yet")
    nothing_yet = {name.strip("`, ") for name in unused.split(", ")}
    assert set(COLUMNS) == set(LISTS) - WORDS_ONLY - nothing_yet
    assert set(GROUPED.values()) <= nothing_yet


def test_every_field_that_an_input_says_holds_a_code_is_counted() -> None:
    named = {
        (field, list_name)
        for inputs in (cases, interventions, placements)
        for field, list_name in inputs.CODES.items()
    }
    counted = {(column.key, name) for name, some in COLUMNS.items() for column in some}
    assert sorted(named - counted) == []


def test_rows_are_counted_by_code(session: Session) -> None:
    viewer = CAST.viewer(session, CAST.administrator)
    before = {name: uses_of(session, name) for name in COLUMNS}
    an_intervention(session)
    an_enrolment(session)
    a_placement(session)
    session.flush()
    for name, code in (("MODE", "AGENCY"), ("TRAINING_TYPE", "EN_CEF"), ("EVIDENCE", "SELF")):
        assert uses_of(session, name)[code] == before[name].get(code, 0) + 1
    assert used(session, "REGION", viewer=viewer) == {"MA-01", "MA-04", "MA-06"}


def test_a_manager_may_not_ask(session: Session) -> None:
    with pytest.raises(NotAllowed):
        used(session, "MODE", viewer=CAST.viewer(session, CAST.manager))
