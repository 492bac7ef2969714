"""Who reaches which address, in a browser. All pages for all roles: ``tests/pages/test_main.py``;
for nobody: ``tests/test_cold_start.py``; each that opens is looked at in ``test_legible.py``."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from components.language.catalogue import translate
from components.visit.navigation import SCREENS
from db.access.permissions import may
from db.codes import Role
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import USERNAMES


def is_refused(visitor: Visitor) -> bool:
    """The page that says "not yours", in words; it holds neither form nor figure."""
    main = visitor.page.locator("[data-testid=stMain]")
    drawn = main.locator("[data-testid=stMetric], canvas, form, [data-testid=stVegaLiteChart]")
    said = translate("fr", "session.no_access") in main.inner_text()
    assert not (said and drawn.count())
    return said


@pytest.mark.long
@pytest.mark.parametrize("role", list(Role))
def test_an_address_opens_for_whom_it_is_meant_and_for_nobody_else(
    visit: Visit, role: Role
) -> None:
    visitor = visit(USERNAMES[role])
    for meant in (True, False):
        screen = next(each for each in SCREENS if may(role, each.permission) is meant)
        visitor.open(screen.name)
        assert visitor.page.url.split("?")[0].endswith(f"/{screen.name}")
        assert is_refused(visitor) is not meant
        assert not visitor.crashes, (screen.name, visitor.crashes)


@pytest.mark.long
def test_a_partner_sees_no_link_that_leads_nowhere(visit: Visit) -> None:
    partner = visit("partner", at="")
    links = partner.page.locator("[data-testid=stSidebar] [data-testid=stPageLink] a")
    expect(links).to_have_count(2)
    assert "234-5678" not in partner.page.content()


@pytest.mark.long
def test_nobody_signed_out_sees_more_than_the_form(visit: Visit) -> None:
    nobody = visit()
    for screen in SCREENS[::10]:
        nobody.open(screen.name)
        nobody.shows("signin_submit")
        assert nobody.page.locator("[data-testid=stSidebar] a").count() == 0
