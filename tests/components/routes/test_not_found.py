"""Every address of ours is known to what leads unknown ones home."""

from __future__ import annotations

import pytest

from components.routes import ROUTES
from components.routes.not_found import _is_known


@pytest.mark.parametrize("path", sorted({route.path for route in ROUTES}))
def test_a_browser_is_not_led_away_from_an_address_of_ours(path: str) -> None:
    """A form behind a code is opened by a touch on a link: a navigation like any other."""
    assert _is_known(path.replace("{code}", "2345CFGH"))
