"""What figures are compared with comes from their own measure, asked for another time or place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from components.cards.card import Card
from components.cards.charts import native
from components.language.catalogue import translate
from components.results import months, overview, register
from components.results.common import Asked
from components.results.compare import choice, figures, words
from components.results.placements import in_post, outcomes, quarters
from db.access.viewer import viewer_of
from db.audit import raise_version, version
from db.codes import CountMeasure, OutcomeType
from db.inputs.dates import months_after
from db.inputs.results import Against, Other, ResultFilter, earlier
from db.measures import activity, placements
from db.measures import overview as headlines
from db.models import AgencyCount, Placement, Posting
from db.store import engine as engines
from tests.acts_indicators import save_targets
from tests.cast import CAST, ago, today
from tests.pages.phone import SignedIn
from tests.pages.results_page import drawn, fill, open_tables, said, words_of

pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")
MONTH = ResultFilter(ago(20), ago(0))


def asked(against: Other, wanted: ResultFilter = MONTH, by: int = CAST.manager) -> Asked:
    with engines.reading() as session:
        return Asked(viewer_of(session, by), wanted, version(session), against)


def shown(page: Asked) -> tuple[list[float], float]:
    """The other figures of interventions by month, and their sum in the measure's own rows."""
    card = months.card(page, overview.INTERVENTIONS)
    name = words.name(page.against)
    columns = [each for each in card.table.columns if each.endswith(f"· {name}")]
    told = [float(x) for each in columns for x in card.table[each] if x != "—"]
    rows = page.measured(activity.interventions_by_month, words.other(page))
    return told, float(rows["events"].sum())


def test_another_time_is_the_same_days_of_the_same_measure() -> None:
    fill()
    then = ResultFilter(ago(50), ago(20))
    wanted = earlier(then, -12)
    page = asked(Against.LAST_YEAR, wanted)
    assert words.other(page) == earlier(page.running_part, 12)
    back = asked(Against.BEFORE, ResultFilter(ago(10), ago(0)))
    told, summed = shown(back)
    assert sum(told) == summed and words.other(back).end < ago(10)


def test_another_agency_and_the_mean_stand_over_each_row() -> None:
    fill()
    told, summed = shown(asked(CAST.rabat))
    rows = len(asked(CAST.rabat).agencies) - 1
    assert sum(told) == rows * summed and summed == 2
    page = asked(Against.MEAN)
    told, summed = shown(page)
    assert summed == 4 and max(told) == summed / len(words.with_agent(page))


@pytest.mark.parametrize(
    ("against", "wanted", "key"),
    [
        (Against.BEFORE, ResultFilter(ago(4_000), ago(3_000)), "compare.too_early"),
        (CAST.tanger, ResultFilter(ago(900), ago(800)), "compare.no_agent"),
        (Against.MEAN, ResultFilter(ago(900), ago(800)), "compare.no_mean"),
        (Against.TARGET, MONTH, "compare.no_target"),
    ],
)
def test_what_cannot_be_compared_is_said_in_a_sentence(
    against: Other, wanted: ResultFilter, key: str
) -> None:
    reading = months.card(asked(against, wanted), overview.INTERVENTIONS).reading
    assert translate("fr", key, day="|", agency="|").split("|")[0] in reading


def test_an_agent_is_offered_no_other_agency_and_nobody_a_target_that_is_not_set() -> None:
    agent, manager = asked(Against.NOTHING, by=CAST.agent_rabat), asked(Against.NOTHING)
    times = [Against.NOTHING, Against.BEFORE, Against.LAST_YEAR]
    assert choice.offered(agent.viewer, MONTH, agent.version, "overview") == times
    every = choice.offered(manager.viewer, MONTH, manager.version, "overview")
    assert every[:4] == [*times, Against.MEAN] and CAST.casablanca in every
    one = replace(MONTH, agencies=frozenset({CAST.rabat}))
    assert CAST.rabat not in choice.offered(manager.viewer, one, manager.version, "overview")


def test_a_target_is_offered_where_one_is_set_and_says_what_its_path_adds() -> None:
    with engines.writing() as session:
        save_targets(session, {f"0 {today() + timedelta(days=300)}": "5000"}, code="IR1.2")
        raise_version(session)
    page = asked(Against.TARGET)
    assert Against.TARGET in choice.offered(page.viewer, MONTH, page.version, "overview")
    found = figures.values(page)
    days = (today() + timedelta(days=300) - date(2018, 3, 14)).days
    assert found["enrolled"] == pytest.approx(5000 * 21 / days)
    assert found["wage"] is None
    cut = replace(MONTH, sexes=frozenset({"F"}))
    assert figures.values(asked(Against.TARGET, cut))["enrolled"] is None


def test_a_figure_that_stands_alone_has_the_other_one_beside_it() -> None:
    fill()
    year = asked(Against.LAST_YEAR)
    assert words.is_whole(year)
    there = year.measured(headlines.figures, earlier(MONTH, 12))
    assert figures.values(year)["people_seen"] == there["people_seen"].now.value
    assert figures.UNFAIR not in figures.values(year)
    mean = figures.values(asked(Against.MEAN))["people_seen"]
    assert mean == pytest.approx(2 / len(words.with_agent(asked(Against.MEAN))), abs=0.05)


@pytest.mark.long
@pytest.mark.fault("E8")
def test_a_page_says_what_it_is_compared_with(signed_in: SignedIn) -> None:
    fill()
    signed_in(CAST.manager)
    app = open_tables("overview", filter_compare=CAST.casablanca, view_interventions="chart")
    line = translate("fr", "compare.line.agency", agency="Casablanca")
    assert line in said(app)
    assert any("Casablanca" in each.delta for each in app.metric)
    assert translate("fr", "compare.no_trust") in app.metric[3].help
    assert any('"other"' in words_of(each) for each in drawn(app))
    assert "compare" not in said(open_tables("overview", filter_compare="' OR 1=1 --"))


def beside_of(card: Card, page: Asked) -> list[float]:
    """What stands beside the figures of a card, the same in its table and for the spreadsheet."""
    name = words.name(page.against)
    columns = [each for each in card.table.columns if each.endswith(f"· {name}")]
    told = [float(x) for each in columns for x in card.table[each] if x != "—"]
    same = native.of(card.spec)
    lines = [
        value
        for panel in (same["panels"] if same else [])
        for series in panel["series"]
        for value in series["values"]
        if series["name"] == name and value is not None
    ]
    assert lines == told
    return told


def test_agents_in_post_are_compared_with_the_agents_of_another_time() -> None:
    page = asked(Against.BEFORE)
    told = beside_of(in_post.card(page), page)
    rows = page.measured(placements.agents_in_post_by_agency, words.other(page))
    assert sum(told) == rows["agents"].sum() > 0


def test_a_register_that_was_not_received_is_no_nought_in_another_time_either() -> None:
    fill()
    with engines.writing() as session:
        month = months_after(today().replace(day=1), -12)
        session.add(AgencyCount(agency_id=CAST.rabat, month=month, value=3, source="registre",
                                measure=CountMeasure.REGISTERED))  # fmt: skip
        raise_version(session)
    year = asked(Against.LAST_YEAR, ResultFilter(today().replace(day=1), today()))
    assert beside_of(register.card(year), year) == [3]
    mean = register.card(asked(Against.MEAN)).reading
    assert translate("fr", "compare.no_mean_of_registers") in mean


def test_quarters_say_why_nothing_is_drawn_beside_them() -> None:
    fill()
    sentence = translate("fr", "compare.no_quarters")
    assert sentence in quarters.card(asked(Against.BEFORE)).reading
    assert sentence not in quarters.card(asked(Against.NOTHING)).reading


#: Three months with the running one: what ``fill`` gives began in the three before.
QUARTER = ResultFilter(months_after(today().replace(day=1), -2), today())


@pytest.mark.parametrize(
    ("against", "wanted", "told"),
    [
        (Against.BEFORE, QUARTER, {CAST.rabat: 1, CAST.casablanca: 1, CAST.tanger: 0}),
        (CAST.rabat, ResultFilter(ago(400), ago(0)), {CAST.casablanca: 1, CAST.tanger: 1}),
        (Against.MEAN, ResultFilter(ago(400), ago(0)), dict.fromkeys((1, 2, 3), 1)),
    ],
)
def test_a_bar_of_an_agency_has_another_total_beside_it(
    against: Other, wanted: ResultFilter, told: dict[int, float]
) -> None:
    """A job in Rabat and one in Casablanca, the only agencies with an agent, began 95 days ago."""
    fill()
    page = asked(against, wanted)
    card = outcomes.by_agency(page)
    column = card.table[words.name(page.against)].tolist()
    assert dict(zip(page.agencies, column, strict=True)) == {
        each: told.get(each, "—") for each in page.agencies
    }
    assert translate("fr", "compare.mark", other="|", span="|").split("|")[0] in card.reading
    same = native.of(card.spec)
    if same is not None:
        (other,) = same["panels"][-1]["series"]
        assert [each for each in other["values"] if each is not None] == list(told.values())


def test_the_mean_of_agencies_is_rounded_once_and_not_month_by_month() -> None:
    fill()
    with engines.writing() as session:
        session.add(Posting(account_id=CAST.agent_casablanca, agency_id=CAST.tanger,
                            starts_on=ago(90)))  # fmt: skip
        for back in (130, 160, 190, 220, 250):
            session.add(Placement(
                case_id=CAST.case_rabat, type=OutcomeType.WAGE, starts_on=ago(back), contract="CDI",
                evidence="CONTRACT", submission_id=f"b-{back}", agency_id=CAST.rabat,
                entered_by=CAST.agent_rabat,
            ))  # fmt: skip
        raise_version(session)
    page = asked(Against.MEAN, ResultFilter(ago(400), ago(0)))
    rows = page.measured(placements.outcomes_by_month, words.other(page))
    share = len(words.with_agent(page))
    assert (rows["events"].sum(), share) == (7, 3)
    column = outcomes.by_agency(page).table[words.name(page.against)]
    assert set(column) == {2.3}
