"""A release's sums leave no gap out, and name no measure without a number."""

from __future__ import annotations

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
    assert [each.value for each in app.metric] == ["45", "180"]
    captions = [each.value for each in app.caption]
    assert captions[:2] == ["4 périodes, dont 1 masquée", "4 périodes"]
