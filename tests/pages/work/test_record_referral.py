"""The referral page: few taps to send somebody on, two to note what came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from components.language import i18n
from components.language.catalogue import messages
from db.actions import place_proposals, referrals
from db.audit import raise_reference
from db.codes import ReferralStatus
from db.inputs.parse import validated
from db.inputs.place_proposals import ProposalInput
from db.inputs.referrals import AnswerInput, ReferralInput
from db.models import Organisation, Referral
from db.store.engine import writing
from tests.cast import CAST, ago, today
from tests.languages import LANGUAGES
from tests.pages.entered import PERSON, stored
from tests.pages.phone import Phone, SignedIn

PAGE, DAY = "work/record_referral.py", "work/my_day.py"
CEF = 2


def sent(days: int = 20, **changes: object) -> int:
    raw: dict[str, object] = {
        "case_id": CAST.case_rabat,
        "type": "TRAINING",
        "organisation_id": CEF,
        "may_share": True,
        "sent_on": ago(days),
        "submission_id": "given",
    }
    with writing() as session:
        data = ReferralInput.model_validate(raw | changes)
        return referrals.record(session, data, by=CAST.agent_rabat).row.id


def row(number: int = 0) -> Referral:
    return stored(Referral)[number]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_place_used_before_takes_four_taps(seen: None, language: str) -> None:
    sent(days=2)
    phone = Phone(PAGE, language)
    phone.choose("referral_case", PERSON)
    assert "CEF Yacoub" in phone.said
    phone.choose("referral_type", "LANGUAGE")
    phone.choose("referral_place", f"o{CEF}")
    phone.press("referral_save_alone")
    assert phone.taps == 4
    found = row(1)
    assert (found.type, found.organisation_id, found.may_share) == ("LANGUAGE", CEF, False)
    assert (found.sent_on, found.status) == (today(), ReferralStatus.SENT)
    assert "234-5678" in phone.app.success[0].value


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_whoever_goes_alone_nothing_says_that_the_place_will_answer(
    seen: None, language: str
) -> None:
    sent(days=14, submission_id="shared")
    sent(days=14, submission_id="alone", may_share=False)
    day = Phone(DAY, language)
    for each, key in zip(stored(Referral), ("answer_of", "answer_of_person"), strict=True):
        before, _, _ = str(messages(language)[f"day.{key}"]).partition("{place}")
        assert before in day.app.button(key=f"day_referral_{each.id}").label
    phone = Phone(PAGE, language)
    phone.choose("referral_case", PERSON)
    phone.choose("referral_type", "LANGUAGE")
    phone.choose("referral_place", f"o{CEF}")
    phone.press("referral_save_alone")
    _, _, after = str(messages(language)["referral_form.saved_alone"]).partition("{kind}")
    assert after in phone.app.success[0].value


def test_the_first_referral_chooses_from_the_whole_directory(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("referral_case", PERSON)
    phone.choose("referral_type", "WORK")
    assert not phone.shows("referral_place")
    box = phone.app.selectbox(key="referral_place_other")
    assert not any(option.startswith("Rabat") for option in box.options)
    box.select(f"a{CAST.tanger}")
    phone.run()
    phone.press("referral_save")
    assert (row().organisation_id, row().to_agency_id) == (None, CAST.tanger)


def test_what_is_missing_keeps_the_button_closed_and_is_named(seen: None) -> None:
    sent(days=2)
    phone = Phone(PAGE)
    fields = [i18n.t(key) for key in ("entry.who", "referral_form.type", "referral_form.place")]
    assert i18n.t("entry.still_lacks", fields=" · ".join(fields)) in phone.said
    phone.choose("referral_case", PERSON)
    phone.choose("referral_type", "WORK")
    for name in ("save", "save_alone"):
        assert phone.app.button(key=f"referral_{name}").disabled
    assert i18n.t("entry.still_lacks", fields=fields[2]) in phone.said
    phone.choose("referral_place", f"o{CEF}")
    assert not phone.app.button(key="referral_save").disabled
    assert i18n.t("entry.still_lacks", fields="") not in phone.said


def test_a_place_closed_meanwhile_is_said_beside_it_and_nothing_is_lost(seen: None) -> None:
    sent(days=2)
    phone = Phone(PAGE)
    phone.choose("referral_case", PERSON)
    phone.choose("referral_type", "LANGUAGE")
    phone.choose("referral_place", f"o{CEF}")
    with writing() as session:
        session.get_one(Organisation, CEF).closed_on = ago(1)
    phone.press("referral_save")
    assert i18n.t("error.place_closed", day=ago(1)) in phone.said
    assert phone.app.button_group(key="referral_type").value == "LANGUAGE"
    assert len(stored(Referral)) == 1


@pytest.mark.parametrize("used", [True, False])
def test_the_choice_of_a_place_that_has_closed_stays_and_is_said(seen: None, used: bool) -> None:
    if used:
        sent(days=2)
    phone = Phone(PAGE)
    phone.choose("referral_case", PERSON)
    phone.choose("referral_type", "LANGUAGE")
    if used:
        phone.choose("referral_place", f"o{CEF}")
    else:
        phone.app.selectbox(key="referral_place_other").set_value(f"o{CEF}")
        phone.run()
    with writing() as session:
        session.get_one(Organisation, CEF).closed_on = ago(1)
        raise_reference(session)
    phone.run()
    assert i18n.t("error.place_closed", day=ago(1)) in phone.said
    chosen = phone.app.button_group(key="referral_place") if used else None
    held = chosen or phone.app.selectbox(key="referral_place_other")
    assert held.value in (f"o{CEF}", [f"o{CEF}"])
    phone.press("referral_save")
    assert i18n.t("error.place_closed", day=ago(1)) in phone.said
    assert len(stored(Referral)) == int(used)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_by_phone_takes_two_taps_from_ones_day(seen: None, language: str) -> None:
    referral = sent()
    day = Phone(DAY, language)
    day.press(f"day_referral_{referral}")
    phone = Phone(PAGE, language, referral=str(referral))
    phone.press(f"referral_{referral}_SERVED")
    assert day.taps + phone.taps == 2
    assert (row().status, row().answered_after) == (ReferralStatus.SERVED, 20)
    assert "234-5678" in phone.app.success[0].value
    assert not Phone(DAY, language).shows(f"day_referral_{referral}")


def test_a_refusal_asks_why(seen: None) -> None:
    referral = sent()
    phone = Phone(PAGE, referral=str(referral))
    phone.press(f"referral_{referral}_refused_FULL")
    assert (row().status, row().refusal_reason) == (ReferralStatus.REFUSED, "FULL")


def test_an_answer_can_be_undone_from_what_was_said_and_later(seen: None) -> None:
    referral = sent()
    phone = Phone(PAGE, referral=str(referral))
    phone.press(f"referral_{referral}_ACCEPTED")
    again = Phone(PAGE, view="open")
    again.press(f"referral_undo_{referral}")
    assert row().status is ReferralStatus.SENT


def test_a_day_that_cannot_be_is_said_beside_it(seen: None) -> None:
    referral = sent()
    phone = Phone(PAGE, referral=str(referral))
    early = ago(25)
    phone.write(f"referral_{referral}_day", f"{early:%d/%m/%Y}")
    phone.press(f"referral_{referral}_SERVED")
    assert i18n.t("error.before_day", day=today() - timedelta(days=20)) in phone.said
    assert row().status is ReferralStatus.SENT


def test_a_link_to_one_that_waits_no_more_says_so(seen: None) -> None:
    phone = Phone(PAGE, referral="4711")
    assert i18n.t("error.referral_not_open") in phone.said


def test_a_link_is_made_where_the_person_agrees(seen: None) -> None:
    referral = sent()
    phone = Phone(PAGE, referral=str(referral))
    phone.press("referral_link")
    assert "/r/" in phone.app.code[0].value
    assert i18n.t("referral_form.link") in phone.said
    # Nothing is printed here: the sentence of a slip would not be understood.
    (warned,) = phone.app.warning
    link = phone.app.code[0].value
    assert warned.value == i18n.t("address.link_of_this_machine", address=f"`{link}`")
    assert "AMUDU_" not in warned.value


def test_a_second_link_is_asked_about_for_it_ends_the_first(seen: None) -> None:
    referral = sent()
    Phone(PAGE, referral=str(referral)).press("referral_link")
    phone = Phone(PAGE, referral=str(referral))
    assert i18n.t("referral_form.link_out", day=ago(-30)) in phone.said
    assert i18n.t("referral_form.link_ends") in phone.said
    phone.press("referral_link")
    assert "/r/" in phone.app.code[0].value


def test_an_answer_given_meanwhile_is_not_overwritten_unseen(seen: None) -> None:
    referral = sent()
    phone = Phone(PAGE, referral=str(referral))
    with writing() as session:
        said = AnswerInput(referral_id=referral, status="ACCEPTED", status_on=today())
        referrals.answer(session, said, by=CAST.agent_rabat)
    phone.press(f"referral_{referral}_NO_SHOW")
    assert i18n.t("error.referral_step") in phone.said
    assert row().status is ReferralStatus.ACCEPTED
    phone.press(f"referral_{referral}_NO_SHOW")
    assert row().status is ReferralStatus.NO_SHOW


def test_where_a_person_was_refused_of_late_is_said_before_they_are_sent_again(seen: None) -> None:
    referral = sent()
    Phone(PAGE, referral=str(referral)).press(f"referral_{referral}_refused_FULL")
    phone = Phone(PAGE)
    phone.choose("referral_case", PERSON)
    assert "Refusée par CEF Yacoub" in phone.said


def test_who_goes_alone_is_asked_themselves(seen: None) -> None:
    referral = sent(may_share=False)
    phone = Phone(PAGE, referral=str(referral))
    assert i18n.t("referral_form.may_share.no") in phone.said
    assert not phone.shows("referral_link")


def test_a_slip_for_the_person_is_there_once_saved_and_from_the_list(seen: None) -> None:
    referral = sent()
    assert Phone(PAGE, referral=str(referral)).shows("referral_slip")
    phone = Phone(PAGE)
    phone.choose("referral_case", PERSON)
    phone.choose("referral_type", "LANGUAGE")
    phone.choose("referral_place", f"o{CEF}")
    phone.press("referral_save_alone")
    assert phone.shows("referral_slip")


@pytest.mark.long
def test_a_wrong_telephone_of_a_place_is_proposed_and_accepted(
    seen: None, signed_in: SignedIn
) -> None:
    sent(days=2)
    phone = Phone(PAGE)
    phone.choose("referral_case", PERSON)
    phone.choose("referral_type", "LANGUAGE")
    phone.choose("referral_place", f"o{CEF}")
    phone.press(f"proposal_{CEF}_send")
    assert i18n.t("error.needed") in phone.said
    phone.choose(f"proposal_{CEF}_field", "contact")
    phone.write(f"proposal_{CEF}_value", "05 37 11 22 33")
    phone.press(f"proposal_{CEF}_send")
    assert i18n.t("proposals.sent") in phone.said
    assert phone.app.button_group(key="referral_type").value == "LANGUAGE"
    signed_in(CAST.manager)
    places = Phone("manage/places.py")
    assert "05 37 11 22 33" in places.said
    places.press("proposal_accept_1")
    assert i18n.t("proposals.accepted") in places.said
    assert next(each for each in stored(Organisation) if each.id == CEF).contact == "05 37 11 22 33"


@pytest.mark.long
def test_a_place_that_has_closed_is_said_and_accepted(seen: None, signed_in: SignedIn) -> None:
    sent(days=2)
    phone = Phone(PAGE)
    phone.choose("referral_place", f"o{CEF}")
    phone.choose(f"proposal_{CEF}_field", "closed_on")
    phone.write(f"proposal_{CEF}_day", "hier soir")
    phone.press(f"proposal_{CEF}_send")
    assert i18n.t("proposals.sent") not in phone.said
    phone.write(f"proposal_{CEF}_day", f"{ago(3):%d/%m/%Y}")
    phone.press(f"proposal_{CEF}_send")
    assert i18n.t("proposals.sent") in phone.said
    signed_in(CAST.manager)
    places = Phone("manage/places.py")
    assert i18n.t("proposals.closes", day=ago(3)) in places.said
    places.press("proposal_accept_1")
    assert next(each for each in stored(Organisation) if each.id == CEF).closed_on == ago(3)


def test_what_was_changed_since_a_proposal_was_shown_is_told_before_it_is_accepted(
    signed_in: SignedIn,
) -> None:
    raw = {"organisation_id": CEF, "field": "contact", "value": "05 37 11 22 33"}
    with writing() as session:
        place_proposals.propose(session, validated(ProposalInput, raw), by=CAST.agent_rabat)
    signed_in(CAST.manager)
    places = Phone("manage/places.py")
    with writing() as session:
        session.get_one(Organisation, CEF).contact = "06 61 00 00 00"
    places.press("proposal_accept_1")
    assert i18n.t("error.stands_now", value="06 61 00 00 00") in places.said
    assert next(each for each in stored(Organisation) if each.id == CEF).contact == "06 61 00 00 00"
    places.press("proposal_accept_1")
    assert next(each for each in stored(Organisation) if each.id == CEF).contact == "05 37 11 22 33"
