"""Each step of the list leads somewhere that exists."""

from __future__ import annotations

from sqlmodel import Session

from components.programme.readiness import SCREENS
from components.visit.navigation import BY_NAME
from db.access.permissions import may
from db.access.viewer import viewer_of
from db.queries.getting_ready import steps
from tests.cast import CAST

#: Done by working, by waiting, or on the server.
BY_ITSELF = {"records", "half_years", "address"}


def test_every_step_has_its_place_and_only_one(session: Session) -> None:
    found = {each.name for each in steps(session, viewer=viewer_of(session, CAST.manager))}
    places = [*SCREENS, *BY_ITSELF]
    assert sorted(places) == sorted(found | {"unposted"})


def test_a_screen_is_open_to_the_role_that_is_named() -> None:
    assert all(may(role, BY_NAME[name].permission) for name, role in SCREENS.values())
