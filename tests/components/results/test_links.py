"""A link keeps its meaning across languages, and means nothing more than the filters offer."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def arrive(label: str, key: str = "filter_period") -> AppTest:
    """A page with one filter that is opened, in French, by a link carrying ``label``."""

    def page() -> None:
        import streamlit as st

        from components.results import links as filter_links

        key = next(iter(st.query_params), "filter_period")
        filter_links.follow(key, filter_links.period(("12m", "quarter")))
        st.write(st.session_state.get(key, "nothing"))

    app = AppTest.from_function(page, default_timeout=120)
    app.session_state["language"] = "fr"
    app.query_params[key] = label
    return app.run()


@pytest.mark.parametrize("label", ["This quarter", "هذا الربع من السنة"])
def test_a_label_of_another_language_is_understood(label: str) -> None:
    assert arrive(label).markdown[0].value == "quarter"


@pytest.mark.parametrize("label", ["Ce trimestre", "quarter", "", "' OR 1=1 --", "<script>"])
def test_the_own_language_and_nonsense_are_left_to_the_widget(label: str) -> None:
    assert arrive(label).markdown[0].value == "nothing"


def test_what_was_chosen_since_is_not_undone_by_the_address() -> None:
    app = arrive("This quarter")
    app.session_state["filter_period"] = "12m"
    assert app.run().markdown[0].value == "12m"


@pytest.mark.fault("E8")
@pytest.mark.parametrize(
    ("label", "is_said"), [("nope", True), ("<b>", True), ("Femme", False), ("Woman", False)]
)
def test_what_a_link_asks_for_and_is_unknown_is_said(label: str, is_said: bool) -> None:
    def page() -> None:
        import streamlit as st

        from components.results import links as filter_links

        wanted = filter_links.is_unknown("filter_sex", ["Femme"], lambda: {"Woman": "F"})
        st.write(str(wanted))

    app = AppTest.from_function(page, default_timeout=120)
    app.query_params["filter_sex"] = label
    assert app.run().markdown[0].value == str(is_said)
