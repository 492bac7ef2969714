"""The results pages: everybody sees their own agencies, in words, and nothing that is chance."""

from __future__ import annotations

import re

import pyarrow as pa
import pytest
import sqlalchemy as sa
from sqlmodel import col

from components.cards import card as cards
from components.language.catalogue import Language, translate, translate_plural
from db.audit import raise_version
from db.inputs.results import PERIODS
from db.models import Posting
from db.store import engine as engines
from tests.at_length import then_by_night
from tests.cast import CAST
from tests.languages import LANGUAGES
from tests.pages.phone import SignedIn
from tests.pages.results_page import (
    PLACES,
    a_short_posting,
    a_wave_begins,
    an_intervention,
    crowd,
    drawn,
    fill,
    once_more,
    open_page,
    open_tables,
    said,
    the_wave_is_over,
    words_of,
)

PAGES = ("overview", "placements", "training", "trust")
VIEWERS = (CAST.manager, CAST.agent_rabat)
HOSTILE = ("Casablanca", 999, "' OR 1=1 --")


pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")


@pytest.mark.long
@pytest.mark.parametrize(
    ("account", "language"),
    then_by_night(
        *((CAST.manager, "fr"), (CAST.agent_rabat, "ar"), (CAST.manager, "en")),
        *((CAST.agent_rabat, "fr"), (CAST.manager, "ar"), (CAST.agent_rabat, "en")),
        at_length=3,
    ),
)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_draws_its_charts_in_every_language(
    signed_in: SignedIn, filled: None, name: str, account: int | None, language: Language
) -> None:
    signed_in(account)
    app = open_page(name, language)
    assert not app.exception and not app.error
    assert app.title[0].value == translate(language, f"page.{name}")
    charts = drawn(app)
    assert charts and all(chart.alt.strip() for chart in charts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_without_any_data_says_that_nothing_is_entered_yet(
    signed_in: SignedIn, name: str, language: Language
) -> None:
    signed_in(CAST.manager)
    app = open_page(name, language)
    assert not app.exception and not app.error
    # No wider period would show anything.
    assert translate(language, "card.empty").partition(". ")[2] not in said(app)
    yet = [translate_plural(language, "note.empty_yet", n, count=str(n)) for n in range(1, 20)]
    yet.append(translate(language, "card.empty_yet", day="|").partition("|")[2])
    assert any(each in said(app) for each in yet)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("account", [CAST.partner, CAST.administrator, CAST.closed, None])
def test_nobody_else_gets_a_figure(
    signed_in: SignedIn, filled: None, name: str, account: int | None
) -> None:
    signed_in(account)
    app = open_page(name)
    assert not drawn(app) and not app.metric and not app.dataframe


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, CAST.casablanca) for name in PAGES] + [("overview", value) for value in HOSTILE],
)
def test_no_filter_gives_an_agent_another_agency(
    signed_in: SignedIn, filled: None, name: str, value: object
) -> None:
    signed_in(CAST.agent_rabat)
    app = open_page(name, filter_agency=[value])
    assert not app.exception and not app.error
    everything = said(app) + "".join(words_of(chart) for chart in drawn(app))
    tables = "".join(table.value.to_csv() for table in app.dataframe)
    assert drawn(app)
    assert "Casablanca" not in everything + tables


@pytest.mark.parametrize("value", [each for each in HOSTILE if isinstance(each, str)])
@pytest.mark.parametrize("key", ["filter_period", "filter_sex", "filter_age"])
def test_a_filter_that_no_page_offers_shows_the_page_unfiltered(
    signed_in: SignedIn, filled: None, key: str, value: object
) -> None:
    signed_in(CAST.manager)
    sent = {key: value if key == "filter_period" else [value]}
    plain, hostile = open_page("overview"), open_page("overview", "fr", **sent)
    assert not hostile.exception and not hostile.error
    assert [each.value for each in hostile.metric] == [each.value for each in plain.metric]


@pytest.mark.long
@pytest.mark.parametrize(("start", "end"), [("99/99/9999", "x"), ("31/12/2999", "1/1/1"), ("", "")])
def test_days_that_no_calendar_holds_are_not_believed(
    signed_in: SignedIn, filled: None, start: str, end: str
) -> None:
    signed_in(CAST.manager)
    app = open_page("overview", filter_period="own", filter_from=start, filter_to=end)
    assert not app.exception and app.metric


def test_an_agent_sees_the_figures_of_their_agency_and_a_manager_those_of_all(
    signed_in: SignedIn, filled: None
) -> None:
    seen = {}
    for account in VIEWERS:
        signed_in(account)
        seen[account] = said(open_page("overview"))
    assert "n = 3" in seen[CAST.agent_rabat] and "n = 6" in seen[CAST.manager]


@pytest.mark.long
def test_a_page_says_what_is_filtered_and_what_is_counted(
    signed_in: SignedIn, filled: None
) -> None:
    signed_in(CAST.manager)
    words = said(open_page("overview", filter_agency=[CAST.rabat], filter_sex=["F"]))
    assert "Rabat · Femmes" in words
    assert translate("fr", "unit.events") in words and translate("fr", "unit.persons") in words


def test_the_trust_page_offers_no_age_since_no_answer_has_one(
    signed_in: SignedIn, filled: None
) -> None:
    signed_in(CAST.manager)
    offered = {
        name: {each.key for each in open_page(name).button_group} for name in ("overview", "trust")
    }
    assert "filter_age" in offered["overview"] and "filter_age" not in offered["trust"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "uncuttable"),
    [
        ("overview", ["register"]),
        ("placements", ["in_post", "postings"]),
        ("trust", ["fieldwork"]),
    ],
    ids=["overview", "placements", "trust"],
)
def test_a_card_that_no_choice_of_persons_cuts_says_so_there_and_in_its_files(
    signed_in: SignedIn,
    filled: None,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    uncuttable: list[str],
) -> None:
    told = {}
    monkeypatch.setattr(cards, "files", lambda made, notes: told.update({made.key: notes}))
    signed_in(CAST.manager)
    uncut = translate("fr", "note.uncut")
    app = open_tables(name)
    assert uncut not in said(app)
    told.clear()
    app.button_group(key="filter_sex").set_value(["F"]).run()
    assert said(app).count(uncut) == len(uncuttable)
    assert [key for key, notes in told.items() if "Femmes" not in "".join(notes)] == uncuttable


@pytest.mark.long
def test_one_event_more_is_no_rise(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    fill(interventions=1)
    words = said(open_page("overview", filter_period="6m"))
    assert "en hausse" not in words and "en baisse" not in words


@pytest.mark.long
def test_many_events_of_two_persons_are_no_rise(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    fill(interventions=20)
    assert "en hausse" not in said(open_page("overview"))


@pytest.mark.long
def test_many_persons_more_are_a_rise(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    crowd(20)
    assert "en hausse" in said(open_page("overview"))


@pytest.mark.long
def test_the_time_before_the_programme_is_no_period_to_compare_with(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    fill(interventions=20)
    app = open_page("overview", filter_period="all")
    assert "en hausse" not in said(app) and "Interventions\xa0: 40." in said(app)
    assert not any(each.delta for each in app.metric)


def test_internships_and_jobs_are_never_one_figure_that_rises(
    signed_in: SignedIn, filled: None
) -> None:
    signed_in(CAST.manager)
    assert "Entrées en emploi salarié\xa0: 2" in said(open_page("placements"))


@pytest.mark.long
@pytest.mark.parametrize(("answers", "is_shown"), [(9, False), (10, True)])
def test_trust_is_hidden_under_ten_answers(
    signed_in: SignedIn, answers: int, is_shown: bool
) -> None:
    signed_in(CAST.agent_rabat)
    fill(answers=answers)
    app = open_page("trust")
    headline = translate("fr", "headline.trust_hidden")
    assert (headline in said(app)) is not is_shown
    assert any("n = 10" in words_of(chart) for chart in drawn(app)) is is_shown


@pytest.mark.long
@pytest.mark.fault("S6")
def test_a_wave_that_has_just_begun_does_not_hide_the_one_before(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    fill(answers=12)
    the_wave_is_over()
    before = len(drawn(open_page("trust")))
    a_wave_begins(answers=12)
    app = open_page("trust")
    assert len(drawn(app)) == before
    assert translate("fr", "headline.trust_hidden") not in said(app)
    assert said(app).count("vague 1 (du ") == 5 and "vague 2 (" not in said(app)
    assert "Vague 2 en cours" in said(app)


@pytest.mark.long
@pytest.mark.parametrize("language", then_by_night("fr", "en", "ar"))
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("is_filled", [False, True])
def test_no_headline_tells_of_a_share_of_nothing(
    signed_in: SignedIn, name: str, language: Language, is_filled: bool
) -> None:
    signed_in(CAST.manager)
    if is_filled:
        fill(answers=0)
    app = open_page(name, language)
    headlines = [each.value for each in app.markdown if each.value.startswith("**")]
    assert bool(headlines) or not is_filled
    assert [each for each in headlines if "—" in each or re.search(r"\(0 \D+ 0\)", each)] == []


@pytest.mark.long
def test_a_headline_says_what_its_card_shows_now(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    fill()
    once_more()
    words = said(open_page("placements"))
    assert "Entrées en emploi salarié\xa0: Rabat 1, Casablanca 1." in words
    assert translate("fr", "headline.evidence", part="1", whole="3") in words


@pytest.mark.long
@pytest.mark.parametrize("name", ["placements", "training"])
def test_a_card_of_persons_counts_each_once(signed_in: SignedIn, name: str) -> None:
    signed_in(CAST.manager)
    fill()
    once_more()
    assert f"{translate('fr', 'unit.persons_by_kind')} · n = 2" in said(open_page(name))


def test_a_day_that_is_none_is_told_under_its_field_and_stays(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    app = open_page("overview", filter_period="own", filter_from="31/2/2026", filter_to="45/45")
    assert [each.value for each in app.error] == [translate("fr", "error.date_form")] * 2
    typed = [app.text_input(key=f"filter_{name}").value for name in ("from", "to")]
    assert typed == ["31/2/2026", "45/45"]


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ("1/2/2019", "Du 15 mars 2018 au 1er février 2019"),
        ("1/1/2017", "Du 1er janvier 2017 au 1er"),
    ],
)
def test_with_an_end_alone_a_period_begins_with_the_programme(
    signed_in: SignedIn, end: str, words: str
) -> None:
    signed_in(CAST.manager)
    assert words in said(open_page("overview", filter_period="own", filter_to=end))


@pytest.mark.long
def test_a_share_among_those_who_had_less_time_is_not_compared(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    fill()
    crowd(12, days=390)
    crowd(12, days=40, since=12)
    figures = {each.label: each for each in open_page("overview").metric}
    assert figures[translate("fr", "figure.registered_30_days")].delta
    so_far = figures[translate("fr", "figure.registered_so_far")]
    assert so_far.value != "—" and so_far.delta == translate("fr", "figure.too_early")
    assert translate("fr", "figure.more_time") in so_far.help


def test_every_posting_of_an_agency_has_its_own_row_and_a_width(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    a_short_posting()
    (chart,) = [each for each in drawn(open_page("placements")) if "affecté" in each.alt]
    (rows,) = [pa.ipc.open_stream(each.data.data).read_pandas() for each in chart.datasets]
    rabat = rows[rows["label"].str.startswith("Rabat")]
    assert rabat["label"].nunique() == len(rabat) == 3
    assert (rabat["start"] < rabat["end"]).all()


@pytest.mark.long
def test_the_next_run_after_an_entry_shows_it(signed_in: SignedIn) -> None:
    """What the pulse asks for when the version has moved."""
    signed_in(CAST.manager)
    fill(interventions=3)
    app = open_page("overview")
    assert "n = 6" in said(app)
    with engines.writing() as session:
        session.add(an_intervention(*PLACES[0], number=9))
        raise_version(session)
    assert "n = 7" in said(app.run())


@pytest.mark.parametrize("sexes", [[], ["F"]])
def test_the_figure_that_no_choice_of_persons_cuts_says_so(
    signed_in: SignedIn, filled: None, sexes: list[str]
) -> None:
    signed_in(CAST.manager)
    figures = open_page("overview", filter_sex=sexes).metric
    uncut = translate("fr", "figure.uncut")
    told = {each.label for each in figures if uncut in each.help}
    assert told == ({translate("fr", "figure.agents_in_post")} if sexes else set())


@pytest.mark.fault("S1")
def test_at_most_four_figures_stand_before_the_three_named_charts(
    signed_in: SignedIn, filled: None
) -> None:
    signed_in(CAST.manager)
    app = open_page("overview")
    order = [each.type for each in app.main if each.type in ("metric", "vega_lite_chart")]
    assert order[:7] == ["metric"] * 4 + ["vega_lite_chart"] * 3
    subjects = [chart.alt for chart in drawn(app)[:3]]
    assert "emploi salarié" in subjects[0] and "formation" in subjects[1]
    assert "confiance" in subjects[2]


@pytest.mark.fault("S5")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["overview", "placements", "training"])
def test_an_agency_without_an_agent_is_one_sentence_and_no_empty_box(
    signed_in: SignedIn, name: str, language: Language
) -> None:
    signed_in(CAST.manager)
    with engines.writing() as session:
        session.execute(sa.delete(Posting).where(col(Posting.agency_id) == CAST.casablanca))
        raise_version(session)
    app = open_page(name, language, filter_agency=[CAST.casablanca])
    (told,) = [each.value for each in app.info if each.icon == ":material/person_off:"]
    name = "الدار البيضاء" if language == "ar" else "Casablanca"
    assert told == translate_plural(language, "note.no_agent", 1, count="1", agencies=name)
    assert not app.metric and translate(language, "card.empty") not in said(app)


@pytest.mark.long
@pytest.mark.fault("T7")
@pytest.mark.parametrize(
    ("name", "total"),
    [
        ("overview", "Événements · n = 2]"),
        ("placements", "Entrées en emploi salarié · n = 2]"),
        ("training", "Inscriptions en formation · n = 2]"),
    ],
)
def test_two_agencies_stand_side_by_side_and_their_sum_apart(
    signed_in: SignedIn, filled: None, name: str, total: str
) -> None:
    signed_in(CAST.manager)
    app = open_page(name, filter_agency=[CAST.rabat, CAST.casablanca])
    charts = [words_of(chart) for chart in drawn(app)]
    assert len(charts) > 2
    # The places of a course are those of all agencies that send people.
    by_agency = [each for each in charts if "libres," not in each]
    assert [each for each in by_agency if "Rabat" not in each or "Casablanca" not in each] == []
    assert translate("fr", "note.side_by_side") in said(app)
    assert total in said(app)


@pytest.mark.long
@pytest.mark.fault("S4")
def test_every_preset_of_a_period_is_offered_and_shows_its_days(
    signed_in: SignedIn, filled: None
) -> None:
    signed_in(CAST.manager)
    shown = {code: said(open_page("overview", filter_period=code)) for code in PERIODS}
    days = [shown[code].splitlines()[1] for code in PERIODS if code != "own"]
    assert all(each.startswith("Du ") for each in days)
    assert len(set(days)) >= 5
