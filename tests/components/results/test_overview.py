"""A change is coloured only where it is none of chance, shared out over what is really compared."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from components.language import i18n
from components.language.catalogue import translate
from components.reads import reference
from components.results import headline as headlines
from components.results.headline import UNFAIR, changed, compared, moved_by
from db.inputs.results import Against, ResultFilter
from db.measures.base import count, ratio
from db.measures.overview import HISTORY, SOURCES, Headline


def test_every_figure_is_compared_but_agents_and_those_who_had_less_time() -> None:
    nine = {name: Headline(count(5, "persons"), count(5, "persons"), ()) for name in SOURCES}
    nine["agents_in_post"] = Headline(count(4, "agents"), count(2, "agents"), ())
    assert set(nine) - compared(nine) == {"agents_in_post", "registered_so_far"}


def test_the_level_is_shared_out_over_the_comparisons() -> None:
    persons = Headline(count(32, "persons"), count(16, "persons"), ())
    share = Headline(ratio(32, 50), ratio(20, 50), ())
    for headline in (persons, share):
        assert moved_by(headline, 1) == "rise"
        assert moved_by(headline, 7) == "steady"


@pytest.mark.parametrize(
    ("before", "now", "called"),
    [((10, 100), (40, 100), "rise"), ((40, 100), (10, 100), "fall"), ((4, 10), (5, 10), "steady")],
)
def test_a_share_is_called_a_rise_only_where_a_test_says_so(
    before: tuple[int, int], now: tuple[int, int], called: str
) -> None:
    assert moved_by(Headline(ratio(*now), ratio(*before), ()), 7) == called
    assert moved_by(Headline(ratio(*now), ratio(0, 0), ()), 7) == "steady"


def test_a_share_of_few_has_neither_percent_nor_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "fr")
    few = Headline(ratio(0, 9), ratio(40, 40), (), ratio(0, 9))
    assert headlines._written(few.now) == "0 sur 9"
    assert headlines._change(few, is_share=True) is None
    assert moved_by(few, 1) == "steady"
    many = Headline(ratio(0, 10), ratio(40, 40), (), ratio(0, 10))
    assert headlines._change(many, is_share=True) is not None
    assert moved_by(many, 1) == "fall"


@pytest.mark.parametrize(("spans", "said"), [(object(), "figure.too_early"), (None, "")])
def test_a_figure_without_a_change_says_why(
    spans: object, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever came in the period before had more time; without one there is nothing to say."""
    monkeypatch.setattr(i18n, "language", lambda: "fr")
    asked = SimpleNamespace(against=Against.NOTHING, compared=spans)
    headline = Headline(ratio(84, 100), ratio(0, 0), ())
    told = changed(asked, UNFAIR, headline)  # type: ignore[arg-type]
    assert told == (translate("fr", said) if said else "")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Évolution\xa0: par rapport à la période du 1er janv. 2025 au 1er déc. 2025."),
        ("en", "Change: against 1 Jan 2025 to 1 Dec 2025."),
    ],
)
def test_what_changes_are_against_is_said_in_plain_sight(
    language: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stood in a tooltip alone, below a choice that said "no comparison"."""
    monkeypatch.setattr(i18n, "language", lambda: language)
    spans = SimpleNamespace(before=ResultFilter(date(2025, 1, 1), date(2025, 12, 1)))
    asked = SimpleNamespace(against=Against.NOTHING, compared=spans)
    told = headlines.changes_are(asked)  # type: ignore[arg-type]
    assert told == said
    for silent in ({"against": Against.MEAN}, {"compared": None}):
        other = SimpleNamespace(**{**vars(asked), **silent})
        assert headlines.changes_are(other) == ""  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("began", "line"),
    [(date(2026, 8, 20), [8.0, 9.0, 10.0, 11.0]), (date(2026, 10, 1), None)],
)
def test_a_line_of_months_begins_with_the_programme(
    began: date, line: list[float] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nine months of nothing before a programme of three looked like a take-off."""
    monkeypatch.setattr(reference, "programme", lambda: SimpleNamespace(starts_on=began))
    monkeypatch.setattr(reference, "today", lambda: date(2026, 12, 5))
    asked = SimpleNamespace(wanted=ResultFilter(began, date(2026, 12, 5)))
    months = tuple(float(each) for each in (12, *range(1, HISTORY)))
    found = Headline(count(5, "persons"), None, months)
    assert headlines._sparkline(asked, found) == line  # type: ignore[arg-type]
