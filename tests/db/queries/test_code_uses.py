"""Every column that holds a code is looked at, so that no code in use is ever deleted."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from db.actions import code_lists
from db.errors import AppError, NotAllowed
from db.inputs import cases, interventions, placements
from db.inputs.code_lists import GROUPED, LISTS
from db.models import Agency, Case, Intervention, Organisation
from db.queries.code_uses import COLUMNS, in_use, is_told, used
from tests.acts import a_code, a_placement, an_enrolment, an_intervention
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


def test_a_code_is_used_from_its_first_row_on(session: Session) -> None:
    codes = {"MODE": "AGENCY", "TRAINING_TYPE": "EN_CEF", "EVIDENCE": "SELF"}
    session.get_one(Organisation, 2).training_type = None
    assert all(code not in in_use(session, name) for name, code in codes.items())
    an_intervention(session)
    session.get_one(Organisation, 2).training_type = "EN_CEF"
    an_enrolment(session)
    a_placement(session)
    assert all(code in in_use(session, name) for name, code in codes.items())
    assert in_use(session, "REGION") == {"MA-01", "MA-04", "MA-06"}
    assert in_use(session, "BARRIER") == set()


#: Lists of which no use is told: facts of a person, why one of them was corrected or their case
#: closed, what they agreed to, how they answered (and why an answer was struck out), and why others
#: did not come.
OF_PEOPLE = {
    "SEX", "NATIONALITY", "EDUCATION_ISCED", "OCCUPATION_ISCO08", "LANGUAGE", "ENTRY_CHANNEL",
    "STATUS_GROUP", "CLOSE_REASON", "FACT_REASON", "TRUST_MODE", "TRUST_MOMENT", "CONSENT_SCOPE",
    "NON_USER", "VOID_REASON",
}  # fmt: skip


def test_a_use_is_told_of_what_was_added_and_is_no_fact_of_a_person(session: Session) -> None:
    assert {each for each in LISTS if not is_told(each)} == OF_PEOPLE
    viewer, added = CAST.viewer(session, CAST.administrator), a_code(session, "MODE")
    session.flush()
    assert used(session, "MODE", viewer=viewer) == {added: False}
    session.get_one(Intervention, an_intervention(session)).mode = added
    session.flush()
    assert used(session, "MODE", viewer=viewer) == {added: True}


def test_nothing_an_administrator_reads_moves_with_a_person(session: Session) -> None:
    viewer, added = CAST.viewer(session, CAST.administrator), a_code(session, "STATUS_GROUP")
    case = session.get_one(Case, CAST.case_rabat)
    for status in ("NOT_REC", "REFUGEE", "ASYLUM", added):
        case.status_group = status
        session.flush()
        assert used(session, "STATUS_GROUP", viewer=viewer) == {}
        with pytest.raises(AppError) as refused:
            code_lists.delete(session, "STATUS_GROUP", added, by=CAST.administrator)
        assert refused.value.key == "error.code_of_people"


def test_each_of_several_codes_in_one_column_is_used(session: Session) -> None:
    session.get_one(Agency, CAST.rabat).languages = "wo,fr"
    assert in_use(session, "LANGUAGE") >= {"wo", "fr"}
    assert "" not in in_use(session, "LANGUAGE")


def test_a_manager_may_not_ask(session: Session) -> None:
    with pytest.raises(NotAllowed):
        used(session, "MODE", viewer=CAST.viewer(session, CAST.manager))
