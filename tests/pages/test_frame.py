"""Every page opens for whom it is meant, through the real gate."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.catalogue import translate
from components.navigation import SCREENS, Screen
from db.permissions import may
from tests.cast import CAST, NAMES

MAIN = str(Path(__file__).parents[2] / "pages" / "main.py")


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
@pytest.mark.parametrize("account_id", [a for a in NAMES if a != CAST.closed])
def test_a_page_opens_only_for_its_roles(signed_in, screen: Screen, account_id: int) -> None:
    signed_in(account_id)
    app = AppTest.from_file(MAIN, default_timeout=10).run()
    app.switch_page(screen.path).run()
    assert not app.exception
    allowed = may(NAMES[account_id][1], screen.permission)
    denied = translate("fr", "session.no_access") in [each.value for each in app.warning]
    assert denied is not allowed
