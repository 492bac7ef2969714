"""A refused form says what is wrong beside each field and once more beside its button."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components.language.catalogue import translate


def a_form() -> None:
    import streamlit as st

    from components.saving.problems import Problems
    from db.errors import InvalidInput, Problem

    problems = Problems("form")
    problems.beside("first", "Day")
    problems.beside("second", "Hour")
    problems.summary()
    if st.button("Save", key="save"):
        found = {name: Problem("error.needed") for name in ("second", "first")}
        problems.show(InvalidInput(found | {"unseen": Problem("error.hour_form")}))
    if st.button("Clear", key="clear"):
        problems.clear()


def said(app: AppTest, place: str) -> list[str]:
    return [each.value for each in app.container(key=f"form_problems_{place}").error]


@pytest.mark.fault("E2")
def test_every_wrong_field_is_named_beside_the_button() -> None:
    app = AppTest.from_function(a_form)
    app.session_state["language"] = "fr"
    app.run().button(key="save").click().run()
    expected = translate("fr", "entry.to_correct", fields="Day · Hour")
    # Of a field that is not on screen its problem is said in full.
    expected += "  \n" + translate("fr", "error.hour_form")
    assert said(app, "summary") == [expected]
    assert said(app, "first") == said(app, "second") == [translate("fr", "error.needed")]
    assert "form_problems_first" in app.main.html[0].value
    app.run()
    assert said(app, "summary") == [expected]
    assert not app.main.html


@pytest.mark.fault("E2")
def test_a_second_refusal_leads_there_again_and_says_nothing_twice() -> None:
    app = AppTest.from_function(a_form).run()
    scripts = {app.button(key="save").click().run().main.html[0].value for _ in range(2)}
    assert len(scripts) == 2
    assert len(said(app, "summary")) == len(said(app, "first")) == 1


@pytest.mark.fault("E2")
def test_what_was_said_of_the_last_attempt_goes_with_the_next() -> None:
    app = AppTest.from_function(a_form).run()
    app.button(key="save").click().run()
    app.button(key="clear").click().run()
    assert said(app, "summary") == said(app, "first") == []


def a_form_that_asks_more() -> None:
    import streamlit as st

    from components.saving.problems import Problems
    from db.errors import invalid

    problems = Problems("more")
    if st.checkbox("A minor", key="minor", value=True):
        problems.beside("guardian", "The guardian agrees")
    problems.summary()
    if st.button("Save", key="save"):
        problems.show(invalid("guardian", "error.needed"))


def test_a_field_that_is_asked_no_longer_is_not_to_be_corrected() -> None:
    app = AppTest.from_function(a_form_that_asks_more).run().button(key="save").click().run()
    assert len(app.error) == 2
    assert not app.checkbox(key="minor").uncheck().run().error
    # Asked again, it is what it was.
    assert len(app.checkbox(key="minor").check().run().error) == 2


def a_table() -> None:
    import streamlit as st

    from components.saving.problems import Problems
    from db.errors import invalid

    problems = Problems("table")
    problems.beside("1 2026.06", "June")
    problems.summary()
    if st.button("Save", key="save"):
        problems.show(invalid("1 2026.06", "error.needed"))


def test_the_name_of_a_cell_leads_to_its_container() -> None:
    """A browser knows the container by a class, in which a space or a point is a hyphen."""
    app = AppTest.from_function(a_table).run().button(key="save").click().run()
    assert '"table_problems_1-2026-06"' in app.main.html[0].value
