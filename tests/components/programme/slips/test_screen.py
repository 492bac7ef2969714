"""Slips on the page of waves: printed by a manager, counted by agency, links switched off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from components.cards import exports
from components.language import i18n
from db.actions import slips as actions
from db.inputs.self_completion import PlaceInput, SlipsInput
from db.models import AuditEntry, TrustCode
from db.store import engine as engines
from tests.cast import CAST
from tests.pages.phone import SignedIn

PLACE = {"wave_id": CAST.wave, "agency_id": CAST.rabat}


def a_page(wave_id: int) -> None:
    from components.programme.slips import screen
    from components.visit import session
    from db.access.permissions import Permission

    screen.draw(session.require(Permission.WAVES_MANAGE), wave_id)


@pytest.fixture
def opened(signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> Callable[[], AppTest]:
    token = signed_in(CAST.manager)
    monkeypatch.setattr("components.visit.session.browser_token", lambda: token)

    def run() -> AppTest:
        app = AppTest.from_function(a_page, args=(CAST.wave,), default_timeout=120).run()
        assert not app.exception
        return app

    return run


def test_a_wave_without_slips_offers_to_print(opened: Callable[[], AppTest]) -> None:
    app = opened()
    assert app.selectbox(key="slips_agency_1").value == CAST.rabat
    assert not app.dataframe
    assert len(app.get("download_button")) == 2


def test_links_are_counted_and_switched_off(
    opened: Callable[[], AppTest], sqlite_engine: object
) -> None:
    with engines.writing() as session:
        actions.make(session, SlipsInput(**PLACE, number=20), by=CAST.manager)
        actions.make_link(session, PlaceInput(**PLACE), by=CAST.manager)
    app = opened()
    few = i18n.t("waves.fewer", least=10)
    assert app.dataframe[0].value.iloc[0].to_list()[1:] == [20, few, 1, few]
    app.button(key="slips_off_1").click().run()
    assert app.dataframe[0].value.iloc[0].to_list()[1:] == [20, few, 0, few]
    assert [each.key for each in app.button] == []


@pytest.mark.long
def test_codes_are_made_by_the_touch_and_audited_with_it(
    opened: Callable[[], AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Callable[[], bytes]] = []
    keep = exports.Reader.made_from

    def noted(self: exports.Reader, *wanted: object) -> Callable[[], bytes]:
        made.append(keep(self, *wanted))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(exports.Reader, "made_from", noted)
    opened()
    with engines.reading() as session:
        assert _codes(session) == 0
    assert made[0]().startswith(b"%PDF-")
    with engines.reading() as session:
        assert _codes(session) == 50
        acts = [row.action for row in session.exec(select(AuditEntry).order_by(AuditEntry.id))]  # type: ignore[arg-type]
        assert acts[-2:] == ["file.record", "slip.make"]


def _codes(session: Session) -> int:
    return len(session.exec(select(TrustCode)).all())
