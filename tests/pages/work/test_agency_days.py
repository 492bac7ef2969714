"""A manager sees what waits in each agency and with whom, and settles nothing."""

from __future__ import annotations

import pytest

from components.language.catalogue import messages, translate
from components.language.plain import isolated
from db.actions import referrals
from db.inputs.referrals import ReferralInput
from db.store.engine import writing
from tests.acts_tasks import a_follow_up, hand_over, put_off
from tests.cast import CAST, ago
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn

PAGE = "work/agency_days.py"


@pytest.mark.parametrize("language", LANGUAGES)
def test_counts_come_first_then_the_lines_by_case_code(signed_in: SignedIn, language: str) -> None:
    with writing() as session:
        a_follow_up(session, -2)
        put_off(session, a_follow_up(session, -3))
        hand_over(session)
    signed_in(CAST.manager)
    phone = Phone(PAGE, language)
    (loads,) = phone.app.table
    # Among Arabic words a Latin name is set apart.
    mine, other = (
        isolated(name) if language == "ar" else name for name in ("Agent.Rabat", "Agent.Casablanca")
    )
    assert loads.value.iloc[:, 1:].to_numpy().tolist() == [
        [other, "0", "0", "1", "0"],
        [mine, "1", "0", "0", "1"],
    ]
    buttons = {each.key or "": each.label for each in phone.app.button}
    lines = {key: said for key, said in buttons.items() if key.startswith("day")}
    # Nothing is settled here; a line opens its person.
    assert lines and all(key.startswith("days_open_") for key in lines)
    assert all("234-5678" in said for said in lines.values())
    phone.press(next(iter(lines)))
    assert phone.app.query_params["case"] == "2345678"


def lines_with(phone: Phone) -> list[str]:
    """What is said of whose it is, of all lines and of each."""
    with_whom = translate("fr", "day.seen_to_by", name="")
    nobody = translate("fr", "days.nobody")
    told = [str(each.value) for each in phone.app.caption]
    return [each for each in told if each.startswith(with_whom) or each == nobody]


def test_of_one_agent_it_is_said_once_and_of_several_at_each_line(signed_in: SignedIn) -> None:
    with writing() as session:
        for day in (-2, -3, -4):
            a_follow_up(session, day)
    signed_in(CAST.manager)
    (once,) = lines_with(Phone(PAGE))
    assert once == translate("fr", "day.seen_to_by", name="Agent.Rabat")
    with writing() as session:
        hand_over(session)
    assert len(lines_with(Phone(PAGE))) == 4


def test_where_nothing_waits_the_page_says_so(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    assert Phone(PAGE).app.info


@pytest.mark.parametrize("account", [CAST.agent_rabat, CAST.partner, CAST.administrator])
def test_nobody_else_opens_it(signed_in: SignedIn, account: int) -> None:
    with writing() as session:
        a_follow_up(session)
    signed_in(account)
    assert not Phone(PAGE).app.table


@pytest.mark.parametrize("language", LANGUAGES)
def test_whom_an_agent_asks_about_a_referral_is_not_said_here(
    signed_in: SignedIn, language: str
) -> None:
    with writing() as session:
        for may_share in (True, False):
            data = ReferralInput(
                case_id=CAST.case_rabat, type="WORK", organisation_id=2, may_share=may_share,
                sent_on=ago(14), submission_id=str(may_share),
            )  # fmt: skip
            referrals.record(session, data, by=CAST.agent_rabat)
    signed_in(CAST.manager)
    phone = Phone(PAGE, language)
    lines = [each.label for each in phone.app.button if str(each.key).startswith("days_open_")]
    assert len(lines) == 2 and len(set(lines)) == 1
    before, _, _ = str(messages(language)["day.answer_awaited"]).partition("{place}")
    assert before in lines[0]
