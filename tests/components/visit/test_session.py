"""A tab that outlives its session keeps nothing of it for whoever signs in next."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.cast import CAST
from tests.pages.opening import opened_at
from tests.pages.phone import SignedIn

PAGE = "work/record_intervention.py"


def typed_by_the_agent(signed_in: SignedIn) -> AppTest:
    """The agent of Rabat has begun an entry; the tab stays open."""
    signed_in(CAST.agent_rabat)
    app = opened_at(PAGE).run()
    app.button_group(key="intervention_type").select("CV").run()
    assert "draft_intervention" in app.session_state
    return app


def test_the_next_person_finds_an_empty_form(signed_in: SignedIn) -> None:
    app = typed_by_the_agent(signed_in)
    before = app.session_state["draft_intervention"]
    signed_in(CAST.agent_casablanca)
    app.run()
    assert not app.exception
    assert app.session_state["draft_intervention"] is not before
    assert app.button_group(key="intervention_type").value in (None, [])


def test_a_tab_that_was_signed_out_keeps_its_language_only(signed_in: SignedIn) -> None:
    app = typed_by_the_agent(signed_in)
    language = app.session_state["language"]
    signed_in(None)
    app.run()
    assert "draft_intervention" not in app.session_state
    assert app.session_state["language"] == language
