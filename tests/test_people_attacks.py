"""An agent of Rabat reaches a person of Casablanca by no search, code, address, form, forged state
or file: each answers as it would if there were no such person."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from itertools import product

import pytest
from pydantic import BaseModel
from sqlmodel import Session

from components.language.catalogue import translate
from components.records.people import card
from db.actions import (
    case_facts,
    contacts,
    group_people,
    interventions,
    merges,
    people,
    placements,
    referrals,
    tasks,
    training,
    transfers,
)
from db.codes import Sex
from db.errors import NotFound
from db.inputs.duplicates import Merge
from db.inputs.group_people import GroupPeopleInput
from db.inputs.interventions import InterventionInput
from db.inputs.parse import validated
from db.inputs.people import FACTS, FactsCorrection, PeopleSearch, PersonWord
from db.inputs.placements import PlacementInput
from db.inputs.referrals import ReferralInput
from db.inputs.tasks import Handover, TransferAsked
from db.inputs.training import TrainingInput
from db.models import Case
from db.store.engine import reading, writing
from tests.acts import (
    _course,
    _job,
    _sending,
    a_contact,
    a_group,
    close_case,
    give_consent,
    tell_apart,
    withdraw_consent,
)
from tests.cast import CAST, ago
from tests.pages.phone import Phone, SignedIn
from tests.source import files

AGENT = CAST.agent_rabat
#: Of Casablanca; nobody has the other number.
THEIRS, CODE, NOBODY = CAST.case_casablanca, "2345CFG", 1


def meet(session: Session, case_id: int) -> None:
    raw = {
        "submission_id": "attack", "agency_id": CAST.rabat, "type": "CV", "mode": "AGENCY",
        "happened_on": ago(0), "case_ids": (case_id,),
    }  # fmt: skip
    interventions.record(session, validated(InterventionInput, raw), by=AGENT)


def name_of_a_group(session: Session, case_id: int) -> None:
    raw = {
        "submission_id": f"attack-{case_id}", "group_id": a_group(session), "case_ids": (case_id,),
    }  # fmt: skip
    group_people.record(session, validated(GroupPeopleInput, raw), by=AGENT)


def enrol(session: Session, case_id: int) -> None:
    raw = _course(session, case_id=case_id, submission_id="attack")
    training.record(session, validated(TrainingInput, raw), by=AGENT)


def place(session: Session, case_id: int) -> None:
    raw = _job(session, case_id=case_id, submission_id="attack")
    placements.record(session, validated(PlacementInput, raw), by=AGENT)


def refer(session: Session, case_id: int) -> None:
    raw = _sending(session, case_id=case_id, submission_id="attack")
    referrals.record(session, validated(ReferralInput, raw), by=AGENT)


def correct(session: Session, case_id: int) -> None:
    """A correction of one's own person, sent for somebody else."""
    own = session.get_one(Case, CAST.case_rabat)
    seen = {name: getattr(own, name) for name in FACTS}
    raw = {"case_id": case_id, "seen": seen, "facts": seen | {"birth_year": 1990}, "reason": "SAID"}
    case_facts.correct(session, validated(FactsCorrection, raw), by=AGENT)


def hand_over(session: Session, case_id: int) -> None:
    raw = {"to_account": AGENT, "reason": "ABSENT", "case_id": case_id}
    tasks.hand_over(session, validated(Handover, raw), by=AGENT)


def send_away(session: Session, case_id: int) -> None:
    raw = {"case_id": case_id, "to_agency_id": CAST.rabat, "reason": "WISH", "agrees": True}
    transfers.ask(session, validated(TransferAsked, raw), by=AGENT)


def put_together(session: Session, kept: int, merged: int) -> None:
    data = validated(Merge, {"kept_id": kept, "merged_id": merged})
    merges.merge(session, data, by=AGENT)


#: One attack for each input that names a case: a new one is missed below.
ATTACKS: dict[str, Callable[[Session, int], object]] = {
    "InterventionInput": meet,
    "GroupPeopleInput": name_of_a_group,
    "TrainingInput": enrol,
    "PlacementInput": place,
    "ReferralInput": refer,
    "FactsCorrection": correct,
    "CaseClosing": close_case,
    "Pair": lambda session, case_id: tell_apart(session, other=case_id),
    "Merge": lambda session, case_id: put_together(session, CAST.case_rabat, case_id),
    "Handover": hand_over,
    "TransferAsked": send_away,
    "ConsentInput": give_consent,
    "ConsentWithdrawal": withdraw_consent,
    "ContactInput": a_contact,
    "": lambda session, case_id: case_facts.reopen(session, case_id, by=AGENT),
    " of a look": lambda session, case_id: contacts.show(session, case_id, by=AGENT),
}


def test_every_input_that_names_a_case_has_its_attack() -> None:
    named = {
        name
        for path in files("db/inputs")
        for name, each in inspect.getmembers(importlib.import_module(f"db.inputs.{path.stem}"))
        if inspect.isclass(each) and issubclass(each, BaseModel)
        and {"case_id", "case_ids", "one_id", "kept_id"} & set(each.model_fields)
    }  # fmt: skip
    assert named == {each for each in ATTACKS if each and not each.startswith(" ")}


@pytest.mark.parametrize("name", sorted(ATTACKS))
def test_an_act_on_their_person_is_refused_like_one_on_nobody(session: Session, name: str) -> None:
    told = []
    for case_id in (THEIRS, NOBODY):
        with pytest.raises(NotFound) as refused:
            ATTACKS[name](session, case_id)
        told.append((refused.value.key, refused.value.values))
    assert told == [("error.case_not_found", {})] * 2


def test_no_search_finds_or_counts_them(session: Session) -> None:
    """By all that is known of them, alone and together: only those of Rabat who share it."""
    theirs = session.get_one(Case, THEIRS)
    theirs.birth_year, theirs.nationality = 1977, "SN"
    session.flush()
    words = [
        *(PersonWord(code=CODE[:length]) for length in (2, 4, 5, 7)),
        PersonWord(birth_year=1977),
        PersonWord(nationalities=frozenset({"SN"})),
        PersonWord(sexes=frozenset({Sex.WOMAN})),
        PersonWord(code="ZZ", nationalities=frozenset({"SN"})),
    ]
    for pair in product(words, repeat=2):
        found = people.search(session, PeopleSearch(tuple(pair)), by=AGENT)
        assert found.total == len(found.lines)
        assert {line.agency_id for line in found.lines} <= {CAST.rabat}
    own = people.search(session, PeopleSearch((words[0],)), by=AGENT).total
    assert own == 2


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("work/people.py", {"case": CODE}),
        ("work/people.py", {"case": f" {CODE.lower()} "}),
        ("work/record_intervention.py", {"person": str(THEIRS), "agency": str(CAST.casablanca)}),
        ("work/record_training.py", {"person": str(THEIRS)}),
        ("work/record_placement.py", {"person": str(THEIRS)}),
    ],
)
def test_no_address_tells_of_them(signed_in: SignedIn, page: str, query: dict[str, str]) -> None:
    signed_in(AGENT)
    shown = _all_of(Phone(page, **query))
    assert "234-5CFG" not in shown
    with writing() as session:
        session.delete(session.get_one(Case, THEIRS))
    assert _all_of(Phone(page, **query)) == shown


def _all_of(phone: Phone) -> str:
    buttons = [each.label for each in phone.app.button]
    pills = [option for each in phone.app.button_group for option in each.options]
    return "\n".join([phone.said, *buttons, *map(str, pills)])


def test_no_forged_state_opens_them(signed_in: SignedIn) -> None:
    """A browser session that says it was correcting them, and was found them by a search."""
    signed_in(AGENT)
    with writing() as session:
        session.get_one(Case, CAST.case_rabat).code = "56782PV"
    phone = Phone("work/people.py", case="56782PV")
    phone.app.session_state["person_fact"] = (THEIRS, "birth_year")
    phone.run()
    assert not phone.shows(f"person_{THEIRS}_birth_year_value")
    phone = Phone("work/people.py")
    asked = PeopleSearch((PersonWord(code=CODE),))
    phone.app.session_state["people_asked"] = asked
    phone.write("people_search", CODE)
    assert translate("fr", "people.none") in phone.said
    assert "234-5CFG" not in _all_of(phone)


def test_no_card_of_theirs_is_made(signed_in: SignedIn) -> None:
    signed_in(AGENT)
    with reading() as session:
        viewer = CAST.viewer(session, AGENT)
    with pytest.raises(NotFound):
        card._made(viewer, THEIRS)
