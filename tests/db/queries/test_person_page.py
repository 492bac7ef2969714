"""A person's page is read in one moment, with few statements, and holds what its viewer may see."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from db.access.viewer import viewer_of
from db.codes import Sex
from db.errors import NotFound
from db.models import Account, Case, NameKey
from db.queries import person_page
from db.queries.person_page import PersonPage
from db.store.engine import reading, writing
from tests import acts
from tests.acts_tasks import a_colleague, a_follow_up, ask_transfer
from tests.cast import CAST, ago
from tests.statements import noted, selects

#: Each is an answer that somebody waits for.
MOST = 29
#: Those of the cast cannot be typed.
CODE, OTHER_CODE = "2345632", "2345666"


def the_page(who: int = CAST.agent_rabat, code: str = CODE) -> PersonPage:
    with reading() as session:
        return person_page.page(session, code, viewer=viewer_of(session, who))


@pytest.fixture
def whole(sqlite_engine: sa.Engine) -> sa.Engine:
    """Something of everything that a page can show, but a transfer."""
    with writing() as session:
        acts.an_intervention(session)
        acts.an_enrolment(session)
        acts.a_referral(session)
        acts.a_placement(session)
        acts.correct_facts(session, birth_year=1996)
        acts.a_contact_of_one_who_agreed(session)
        a_follow_up(session)
        a_colleague(session)
        for case_id, code in ((CAST.case_rabat, CODE), (CAST.case_rabat_2, OTHER_CODE)):
            case = session.get_one(Case, case_id)
            case.code, case.sex = code, Sex.WOMAN
            session.add(NameKey(case_id=case_id, key="alike"))
    return sqlite_engine


@pytest.mark.parametrize("who", [CAST.agent_rabat, CAST.manager])
def test_a_page_is_asked_for_with_few_statements(whole: sa.Engine, who: int) -> None:
    with noted(whole) as statements:
        found = the_page(who)
    assert found.alike
    assert selects(statements) <= MOST


@pytest.mark.usefixtures("whole")
def test_whoever_records_sees_all_of_a_person() -> None:
    found = the_page()
    assert found.line.id == found.person.id == CAST.case_rabat
    assert {each.name for each in found.way.steps if each.on} >= {"contact", "working"}
    assert {each.kind for each in found.way.due} == {"follow_up", "check", "training", "referral"}
    assert {each.kind for each in found.timeline} >= {"opened", "intervention", "changed"}
    assert len(found.courses) == 1
    assert found.consents is not None
    assert found.contact is not None
    assert [each.id for each in found.alike] == [CAST.case_rabat_2]
    assert [each.account_id for each in found.colleagues] == [CAST.agent_casablanca]
    assert CAST.casablanca in found.destinations
    assert found.transfer is None


@pytest.mark.usefixtures("whole")
def test_nobody_is_sent_to_an_agency_whose_agents_account_has_expired() -> None:
    with writing() as session:
        session.get_one(Account, CAST.agent_casablanca).expires_on = ago(1)
    assert CAST.casablanca not in the_page().destinations


@pytest.mark.usefixtures("whole")
def test_a_manager_sees_no_consent_no_contact_and_nobody_to_hand_over_to() -> None:
    found = the_page(CAST.manager)
    assert (found.consents, found.contact) == (None, None)
    assert (found.colleagues, found.destinations) == ((), ())
    assert found.timeline


@pytest.mark.usefixtures("whole")
def test_who_is_on_their_way_already_is_sent_to_no_other_agency() -> None:
    with writing() as session:
        ask_transfer(session)
    found = the_page()
    assert found.transfer is not None
    assert found.destinations == ()


@pytest.mark.usefixtures("whole")
def test_the_card_of_a_merged_case_opens_the_page_of_the_kept_one() -> None:
    with writing() as session:
        acts.a_merge(session)
    found = the_page(code=OTHER_CODE)
    assert found.person.id == CAST.case_rabat
    assert [each.code for each in found.merged] == [OTHER_CODE]


@pytest.mark.usefixtures("sqlite_engine")
def test_a_code_of_another_agency_is_told_like_none_at_all() -> None:
    for code in ("2345CFG", OTHER_CODE):
        with pytest.raises(NotFound):
            the_page(code=code)
