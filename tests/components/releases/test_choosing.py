"""A link names a release whatever the language; one that is not there is said, not replaced."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components.language.catalogue import translate


def choice_page() -> None:
    from datetime import date

    import streamlit as st

    from components.releases import choosing
    from tests.components.releases.made import a_release

    first, last = (date(2025, 7, 1), date(2025, 12, 31)), (date(2026, 1, 1), date(2026, 6, 30))
    releases = [
        a_release(number=number, edition=edition, period_start=start, period_end=end)
        for number, edition, (start, end) in ((3, 2, first), (2, 1, last), (1, 1, first))
    ]
    chosen = choosing.choose(releases)
    st.write(str(chosen.number if chosen else None))
    if chosen:
        choosing.tell_newer(chosen, releases)


def opened(**link: str) -> AppTest:
    app = AppTest.from_function(choice_page)
    for name, value in link.items():
        app.query_params[name] = value
    return app.run()


@pytest.mark.parametrize(
    ("link", "number"),
    [
        ({}, "3"),
        ({"release_number": "1"}, "1"),
        ({"release_number": "2", "edition": "1"}, "2"),
        ({"release_number": "", "edition": ""}, "3"),
    ],
)
def test_a_link_names_a_release_by_number_and_edition(link: dict[str, str], number: str) -> None:
    app = opened(**link)
    assert app.markdown[0].value == number
    assert not app.warning


@pytest.mark.parametrize(
    "link",
    [
        {"release_number": "99"},
        {"release_number": "2", "edition": "7"},
        {"release_number": "²"},
        {"edition": "1"},
    ],
)
def test_a_link_to_no_release_is_said_and_shows_none(link: dict[str, str]) -> None:
    app = opened(**link)
    assert app.markdown[0].value == "None"
    assert translate("fr", "release.unknown", asked="").split("\xa0:")[0] in app.warning[0].value
    app.selectbox[0].select_index(1).run()
    assert app.markdown[0].value == "2"
    assert not app.warning
    assert app.query_params == {"release_number": "2", "edition": "1"}


def test_what_a_link_says_is_drawn_letter_by_letter() -> None:
    app = opened(release_number="[x](http://elsewhere)")
    assert r"\[x\](http://elsewhere)" in app.warning[0].value


def test_the_chosen_release_stands_in_the_address() -> None:
    app = opened()
    assert app.selectbox[0].options[2].startswith("Publication n° 1 · 2e semestre 2025")
    app.selectbox[0].select_index(2).run()
    assert app.markdown[0].value == "1"
    assert app.query_params == {"release_number": "1", "edition": "1"}


def test_an_older_edition_says_so_and_leads_to_the_newest() -> None:
    app = opened(release_number="1")
    assert app.info
    app.button(key="release_newer").click().run()
    assert app.markdown[0].value == "3"
    assert not app.info
    assert app.query_params == {"release_number": "3", "edition": "2"}
    assert not opened(release_number="2").info
