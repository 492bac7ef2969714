"""What stands after a save asks again who is there before it offers to take it back."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from components.language.catalogue import translate
from tests.cast import CAST
from tests.pages.phone import SignedIn


def saved_alone() -> None:
    from components.saving import saved

    result = saved.Result(
        form="form", sentence="Stored.", next_key="training_form.next", undo=(print, "form")
    )
    saved.show(result)


def test_an_undo_still_on_screen_asks_who_is_there(signed_in: SignedIn) -> None:
    signed_in(CAST.agent_rabat)
    app = AppTest.from_function(saved_alone, default_timeout=120)
    app.session_state["language"] = "fr"
    app.run()
    assert [each.value for each in app.success] == ["Stored."]
    assert {each.key for each in app.button} == {"form_next", "form_to_day", "form_undo"}
    signed_in(None)
    app.run()
    assert not app.exception
    assert {each.key for each in app.button} == {"form_next", "form_to_day"}
    assert [each.value for each in app.info] == [translate("fr", "session.ended")]


def test_a_tap_on_undo_is_kept_for_the_page_which_checks_the_right(signed_in: SignedIn) -> None:
    signed_in(CAST.agent_rabat)
    app = AppTest.from_function(saved_alone, default_timeout=120).run()
    assert "form_undo_wanted" not in app.session_state
    app.button(key="form_undo").click().run()
    assert app.session_state["form_undo_wanted"] is True
