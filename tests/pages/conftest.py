"""Who is signed in, and what was there, before a page that records something is opened."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st

from tests.cast import CAST
from tests.pages.entered import met
from tests.pages.phone import SignedIn


@pytest.fixture
def seen(signed_in: SignedIn) -> None:
    """The agent of Rabat is signed in and has met both persons lately, the other one first."""
    signed_in(CAST.agent_rabat)
    met(CAST.case_rabat_2)
    met()


@pytest.fixture
def no_figures_of_another_test() -> Iterator[None]:
    """Each test has its own database behind one address; figures are kept by the address."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()
