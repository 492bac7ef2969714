"""What several pages of the agent's work begin with."""

from __future__ import annotations

import pytest

from tests.cast import CAST
from tests.pages.entered import met
from tests.pages.phone import SignedIn


@pytest.fixture
def entry(signed_in: SignedIn) -> int:
    """The one entry of the agent who is signed in: somebody whom they have seen lately."""
    signed_in(CAST.agent_rabat)
    return met()
