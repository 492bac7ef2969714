"""What a release says in sentences: from its published cells, and as exactly as they allow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
import streamlit as st

from components.language.catalogue import LANGUAGES, Language
from components.releases.sentences import during, sentences
from db.releases.catalogue import BREAKDOWNS
from tests.components.releases.made import HIDDEN, Cells, a_release, one_way, tables, trust

pytestmark = pytest.mark.usefixtures("sqlite_engine")
Speak = Callable[[Language], None]
SEXES: Cells = {"F": 185, "M": 150, "X": HIDDEN, "TOTAL": 340}


@pytest.fixture
def speak(sqlite_engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> Speak:
    return lambda language: monkeypatch.setitem(st.session_state, "language", language)


def test_who_came_what_they_took_up_and_whether_they_trust(speak: Speak) -> None:
    speak("en")
    said = sentences(
        a_release(),
        tables(
            one_way("registrations.sex", {"F": 600, "M": 650, "TOTAL": 1250}),
            one_way("enrolments.sex", SEXES),
            one_way("wage.sex", {"F": HIDDEN, "M": HIDDEN, "TOTAL": 15}),
            trust("trust.T1.3", ("RABAT", "TOTAL"), ()),
            trust("trust.D_FAI.3", ("RABAT", "TOTAL"), ()),
        ),
    )
    assert said == [
        "In the first half of 2026, about 1,250 people registered with the agency, about 48% of"
        " them women.",
        "In the same period, about 340 people enrolled on a course (about 54% of them women) and"
        " about 15 people took up wage employment.",
        "At the agencies where enough people answered, 50% of about 1,265 answers express trust in"
        " ANAPEC (95% interval: 40% to 60%).",
    ]


def test_a_hidden_total_is_not_spoken_of_and_the_period_is_still_said(speak: Speak) -> None:
    speak("fr")
    said = sentences(
        a_release(),
        tables(
            one_way("registrations.sex", {"F": HIDDEN, "M": HIDDEN, "TOTAL": HIDDEN}),
            one_way("enrolments.sex", SEXES),
            trust("trust.T1.3", ("RABAT",), ("TOTAL",)),
        ),
    )
    assert said == [
        "Au 1er semestre 2026, environ 340 personnes sont entrées en formation, dont environ"
        " 54\xa0% de femmes."
    ]
    assert sentences(a_release(), tables(one_way("wage.sex", {"F": HIDDEN, "TOTAL": HIDDEN}))) == []


@pytest.mark.parametrize(
    ("cells", "part"),
    [
        # Of 25, 15 may be anything from 48 to 74 %: the counts are said.
        ({"F": 15, "M": 10, "TOTAL": 25}, ", about 15 women among them"),
        ({"F": HIDDEN, "M": 45, "X": HIDDEN, "TOTAL": 75}, ", about 60% of them men"),
        ({"F": HIDDEN, "M": HIDDEN, "TOTAL": 75}, ""),
        # The rest would be small.
        ({"F": 335, "M": HIDDEN, "X": HIDDEN, "TOTAL": 340}, ", about 335 women among them"),
        # Women stand apart, men are merged with others: nothing is said of men.
        ({"F": HIDDEN, "M_X": 45, "TOTAL": 75}, ""),
    ],
)
def test_a_share_is_said_only_where_rounding_hardly_moves_it(
    speak: Speak, cells: Cells, part: str
) -> None:
    speak("en")
    total = cells["TOTAL"]
    assert sentences(a_release(), tables(one_way("registrations.sex", cells))) == [
        f"In the first half of 2026, about {total} people registered with the agency{part}."
    ]


def test_without_a_survey_the_ages_are_said_and_hidden_ones_left_out(speak: Speak) -> None:
    speak("en")
    ages = one_way("registrations.age", {"15-24": 20, "25-34": HIDDEN, "35+": 30, "TOTAL": 75})
    assert sentences(a_release(), tables(ages))[-1] == (
        "People registered with the agency, by age: 15-24, about 20 people; 35 and over, about 30"
        " people."
    )


def test_the_last_wave_is_the_one_spoken_of(speak: Speak) -> None:
    speak("en")
    waves = tables(trust("trust.T1.3", ("TOTAL",), ()), trust("trust.T1.4", ("RABAT",), ("TOTAL",)))
    assert len(sentences(a_release(), waves)) == 1
    assert sentences(a_release(), waves[1:]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measure_of_the_catalogue_can_be_said(speak: Speak, language: Language) -> None:
    speak(language)
    rows = [one_way(f"{measure}.sex", SEXES) for measure in BREAKDOWNS]
    said = " ".join(sentences(a_release(), tables(*rows)))
    assert said.count("340") == len(BREAKDOWNS)
    assert "{" not in said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2026, 1, 1), date(2026, 6, 30), "In the first half of 2026"),
        (date(2026, 7, 1), date(2026, 12, 31), "In the second half of 2026"),
        (date(2026, 1, 1), date(2026, 12, 31), "In 2026"),
        (date(2026, 1, 1), date(2027, 6, 30), "From 1 January 2026 to 30 June 2027"),
    ],
)
def test_a_period_has_its_name(speak: Speak, start: date, end: date, said: str) -> None:
    speak("en")
    assert during(a_release(period_start=start, period_end=end)) == said


def test_how_many_are_women_is_said_in_one_form(speak: Speak) -> None:
    speak("en")
    few: Cells = {"F": 15, "M": 10, "TOTAL": 25}
    said = sentences(
        a_release(),
        tables(
            one_way("registrations.sex", {"F": 600, "M": 650, "TOTAL": 1250}),
            one_way("enrolments.sex", few),
        ),
    )
    assert said == [
        "In the first half of 2026, about 1,250 people registered with the agency, about 600 women"
        " among them.",
        "In the same period, about 25 people enrolled on a course, about 15 women among them.",
    ]
