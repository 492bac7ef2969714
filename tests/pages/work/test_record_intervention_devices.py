"""The same form open on a phone and a desktop: it is said, and the later one does not win."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from components.language.catalogue import translate
from components.saving.hidden_field import HiddenField
from db.models import Draft, SignInSession
from db.models.base import now
from db.secrets.sealing import fingerprint
from db.store.engine import reading, writing
from tests.cast import CAST
from tests.pages.entered import OTHER, PERSON, rows, stored
from tests.pages.phone import Phone

PAGE = "work/record_intervention.py"
MINUTES = "intervention_minutes"


class Devices:
    """Several browsers of one agent, each with a sign-in of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.patch = monkeypatch

    def hold(self, name: str) -> None:
        """The next run is this browser's."""
        token = f"browser {name}"
        with writing() as session:
            query = select(SignInSession).where(SignInSession.token_hash == fingerprint(token))
            if session.exec(query).first() is None:
                session.add(
                    SignInSession(
                        account_id=CAST.agent_rabat,
                        token_hash=fingerprint(token),
                        expires_at=now() + timedelta(hours=12),
                    )
                )
        self.patch.setattr("components.visit.session.browser_token", lambda: token)


@pytest.fixture
def devices(seen: None, monkeypatch: pytest.MonkeyPatch) -> Devices:
    return Devices(monkeypatch)


def begun(devices: Devices) -> tuple[Phone, Phone]:
    """A form begun on the phone and then opened on the desktop."""
    devices.hold("phone")
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    devices.hold("desktop")
    return phone, Phone(PAGE)


def beginning(key: str) -> str:
    """A sentence as far as the first hour in it."""
    return translate("fr", key, begun="|", last="|").split("|")[0]


def minutes(page: Phone) -> str:
    return str(page.app.button_group(key=MINUTES).value)


def test_the_second_device_is_told_where_and_when_it_was_begun(devices: Devices) -> None:
    phone, desktop = begun(devices)
    sentence = beginning("versions.begun")
    assert sentence in desktop.said
    assert sentence not in phone.said
    devices.hold("phone")
    assert sentence not in Phone(PAGE).said, "a reload on the same device is no other device"


def test_the_device_that_knows_less_asks_before_anything_is_replaced(devices: Devices) -> None:
    phone, desktop = begun(devices)
    desktop.choose(MINUTES, "60")
    devices.hold("phone")
    phone.choose(MINUTES, "30")
    assert beginning("versions.newer_device") in phone.said
    assert not phone.offers("intervention_save")
    phone.press("intervention_keep_this")
    assert (minutes(phone), phone.offers("intervention_save")) == ("30", True)
    phone.press("intervention_save")
    assert [row.minutes for row in rows()] == [30]
    assert stored(Draft) == []


@pytest.mark.long
def test_the_other_text_is_taken_and_this_one_can_be_had_back(devices: Devices) -> None:
    phone, desktop = begun(devices)
    desktop.choose(MINUTES, "60")
    devices.hold("phone")
    phone.choose(MINUTES, "30")
    phone.press("intervention_take_other")
    assert minutes(phone) == "60"
    phone.press("intervention_bring_back")
    assert minutes(phone) == "30"
    phone.press("intervention_bring_back")
    phone.press("intervention_save")
    assert [row.minutes for row in rows()] == [60]
    assert stored(Draft) == []


def test_a_save_over_what_the_other_device_typed_asks_first(devices: Devices) -> None:
    phone, desktop = begun(devices)
    desktop.choose(MINUTES, "60")
    devices.hold("phone")
    phone.press("intervention_save")
    assert rows() == []
    phone.press("intervention_take_other")
    phone.press("intervention_save")
    assert [row.minutes for row in rows()] == [60]


def test_nothing_typed_elsewhere_is_thrown_away_unseen(devices: Devices) -> None:
    _, desktop = begun(devices)
    devices.hold("phone")
    phone = Phone(PAGE)
    devices.hold("desktop")
    desktop.choose(MINUTES, "60")
    devices.hold("phone")
    phone.press("intervention_throw_away")
    assert len(stored(Draft)) == 1
    assert phone.offers("intervention_take_other")


def test_a_device_that_the_server_forgot_brings_its_text_and_replaces_nothing(
    devices: Devices,
) -> None:
    """Half an hour without a line: the browser sends its fields to a new session."""
    phone, desktop = begun(devices)
    desktop.choose(MINUTES, "60")
    devices.hold("phone")
    for name in ("draft_intervention", "intervention_offered", "intervention_usual"):
        del phone.app.session_state[name]
    phone.choose("intervention_case", OTHER)
    assert not phone.offers("intervention_save")
    with reading() as session:
        assert session.exec(select(Draft)).one().aside is not None
    phone.press("intervention_take_other")
    assert phone.app.button_group(key="intervention_case").value == [PERSON]
    assert minutes(phone) == "60"


def test_what_was_typed_without_a_line_is_kept_as_soon_as_it_is_back(devices: Devices) -> None:
    devices.hold("phone")
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    before = stored(Draft)[0].mark
    phone.run()
    del phone.app.session_state["draft_intervention"]
    phone.choose("intervention_case", PERSON)
    assert stored(Draft)[0].mark != before
    assert not phone.offers("intervention_take_other")
    devices.hold("desktop")
    assert Phone(PAGE).app.button_group(key="intervention_case").value == [PERSON]


@pytest.mark.parametrize("text", ["", "a b c d", " ", "one"])
def test_whatever_a_browser_sends_back_is_read(text: str) -> None:
    assert HiddenField.read(text) == HiddenField(text)


def test_what_a_browser_holds_is_read_as_it_was_written() -> None:
    for held in (
        HiddenField("one"),
        HiddenField("one", "page"),
        HiddenField("one", "page", "mark"),
    ):
        assert HiddenField.read(str(held)) == held
