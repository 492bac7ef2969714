"""A release's sums leave no gap out, and a link names a release whatever the language."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def sums_page() -> None:
    import pandas as pd

    from components.releases import cards as release_cards

    rows = [("wage", 45, 3, 1), ("internship", 0, 0, 4), ("registrations", 180, 4, 0)]
    frame = pd.DataFrame(rows, columns=["measure", "value", "periods", "hidden"])
    release_cards.since_the_start(frame)


def test_a_sum_since_the_start_tells_its_hidden_periods() -> None:
    app = AppTest.from_function(sums_page)
    app.session_state["language"] = "fr"
    app.run()
    assert not app.exception
    assert [each.value for each in app.metric] == ["45", "—", "180"]
    assert [each.value for each in app.caption][:3] == [
        "4 périodes, dont 1 masquée",
        "4 périodes, dont 4 masquées",
        "4 périodes",
    ]


def choice_page() -> None:
    from datetime import date

    import streamlit as st

    from components.releases import cards as release_cards
    from db.models import Release

    releases = [
        Release(
            number=number,
            edition=1,
            period_start=start,
            period_end=end,
            threshold=10,
            base=5,
            frozen_by=1,
            submission_id=f"release {number}",
        )
        for number, start, end in (
            (2, date(2026, 1, 1), date(2026, 6, 30)),
            (1, date(2025, 7, 1), date(2025, 12, 31)),
        )
    ]
    st.write(str(release_cards.choose(releases).number))


@pytest.mark.parametrize(("link", "number"), [("1", "1"), ("2", "2"), ("99", "2"), ("", "2")])
def test_a_link_names_a_release_by_its_number(link: str, number: str) -> None:
    app = AppTest.from_function(choice_page)
    app.query_params["release_number"] = link
    assert app.run().markdown[0].value == number


def test_the_number_of_the_chosen_release_stands_in_the_address() -> None:
    app = AppTest.from_function(choice_page).run()
    assert app.selectbox[0].options[1].startswith("Publication n° 1 · 2e semestre 2025")
    app.selectbox[0].select_index(1).run()
    assert app.markdown[0].value == "1"
    assert app.query_params == {"release_number": "1"}
