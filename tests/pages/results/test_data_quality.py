"""The page of data quality: what is to be mended, the score with its sum, months to approve."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from sqlmodel import select

from components.cards import card as cards
from components.language import i18n
from components.language.plain import isolated, plain
from components.reads import labels, quality
from components.records.quality import mending
from db import audit
from db.models import Posting
from db.queries.last_entries import SILENT_DAYS
from db.queries.quality_doubts import Rule
from db.store.engine import writing
from tests.acts_approvals import approve, last_month, propose, send_back
from tests.cast import CAST, ago
from tests.db.measures.events import Stage
from tests.languages import LANGUAGES
from tests.pages.entered import met
from tests.pages.phone import Phone, SignedIn

PAGE = "results/data_quality.py"
FORM = f"approval_{CAST.rabat}_{last_month():%Y_%m}"

pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")


def entries() -> None:
    """Acts of three weeks, one of them much too long, and a job before any contact."""
    with writing() as session:
        stage = Stage(session)
        case = stage.case()
        for weeks in range(1, 4):
            stage.met(case, ago(7 * weeks), minutes=300 if weeks == 1 else 20)
        stage.work(stage.case(), ago(10))
        work = stage.work(case, ago(200))
        stage.check(work, 3, ago(100))
        audit.raise_version(session)
        session.commit()


def buttons(phone: Phone) -> dict[str, Any]:
    return {each.key: each for each in phone.app.button if each.key}


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_manager_reads_the_score_what_to_mend_and_its_rows(
    signed_in: SignedIn, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mending, "SHORT", 2)
    entries()
    signed_in(CAST.manager)
    phone = Phone(PAGE, language)
    assert i18n.t("quality.rule.placed_first") in str(phone.app.pills)
    # The agent of Rabat entered all of it today, that of Casablanca never entered anything.
    never = i18n.t("quality.silent_since", name="|", day=i18n.t("quality.never")).split("|")
    names = isolated("Agent.Casablanca").join(never)
    silent = i18n.tn("quality.silent", SILENT_DAYS, agents=names)
    assert plain(f"{i18n.tn('quality.to_check', 3)} {silent}") in phone.app.markdown[0].value
    tables = {each.value.columns[0]: each.value for each in phone.app.table}
    assert len(tables[i18n.t("quality.part")]) == 4
    assert len(tables[i18n.t("quality.agent")]) == 2
    phone.choose("quality_rule", Rule.LONG_ACT)
    assert i18n.t("quality.why.long_act") in phone.said
    phone.choose("quality_by", "entered")
    phone.choose("view_quality_weeks_entered", "table")
    rows = phone.app.dataframe[0].value
    assert list(rows.iloc[:, 0]) == [labels.agency(each, short=True) for each in (1, 2, 3)]
    shown = [each.proto.label for each in phone.app.main if each.type == "page_link"]
    assert any(i18n.tn("quality.value.long_act", 300) in each for each in shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_few_doubtful_entries_are_shown_at_once_whatever_their_kinds(
    signed_in: SignedIn, language: str
) -> None:
    entries()
    signed_in(CAST.manager)
    phone = Phone(PAGE, language)
    assert "quality_rule" not in [each.key for each in phone.app.button_group]
    assert i18n.t("quality.may_be_right") in phone.said
    assert i18n.t("quality.which_ones") not in phone.said
    for rule, number in ((Rule.LONG_ACT, 1), (Rule.PLACED_FIRST, 2)):
        assert plain(f"{i18n.t(f'quality.rule.{rule.value}')} · {number}") in phone.said
        assert i18n.t(f"quality.why.{rule.value}") in phone.said
    shown = [each.proto.label for each in phone.app.main if each.type == "page_link"]
    assert any(i18n.tn("quality.value.long_act", 300) in each for each in shown)


#: What is read in 30 seconds.
WORDS = 90


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("short", [10, 2])
def test_the_first_doubtful_entry_is_reached_in_half_a_minute(
    signed_in: SignedIn, language: str, short: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Notices stood before it, 56 seconds of them; few or many, some rows are shown at once."""
    monkeypatch.setattr(mending, "SHORT", short)
    entries()
    signed_in(CAST.manager)
    phone, words = Phone(PAGE, language), 0
    for each in phone.app.main:
        if each.type == "page_link":
            assert "people" in each.proto.page
            break
        if each.type != "html":
            words += len(f"{getattr(each, 'label', '')} {getattr(each, 'value', '')}".split())
    assert 10 < words <= WORDS


def test_without_an_entry_the_page_says_where_they_are_made(signed_in: SignedIn) -> None:
    with writing() as session:
        for posting in session.exec(select(Posting)):
            posting.starts_on = ago(0)
    signed_in(CAST.agent_casablanca)
    phone = Phone(PAGE)
    assert i18n.t("quality.nothing", span=quality.span()) in phone.said
    assert not phone.app.table


def test_an_agent_proposes_in_one_tap(signed_in: SignedIn) -> None:
    entries()
    signed_in(CAST.agent_rabat)
    phone = Phone(PAGE)
    assert not [key for key in buttons(phone) if key.endswith("_approve")]
    buttons(phone)[f"{FORM}_propose"].click().run()
    assert f"{FORM}_propose" not in buttons(phone)
    assert "Agent.Rabat" in phone.said


@pytest.mark.long
def test_a_manager_approves_or_returns_with_a_sentence(signed_in: SignedIn) -> None:
    entries()
    with writing() as session:
        propose(session)
    signed_in(CAST.manager)
    phone = Phone(PAGE)
    buttons(phone)[f"{FORM}_return"].click().run()
    buttons(phone)[f"{FORM}_send_back"].click().run()
    # Nothing typed: it is said beside the field, which stays.
    assert phone.app.text_input(key=f"{FORM}_note")
    phone.app.text_input(key=f"{FORM}_note").set_value("Semaine 2 vide ?").run()
    buttons(phone)[f"{FORM}_send_back"].click().run()
    assert f"{FORM}_approve" not in buttons(phone)
    signed_in(CAST.agent_rabat)
    own = Phone(PAGE)
    assert "Semaine 2 vide ?" in own.said
    buttons(own)[f"{FORM}_propose"].click().run()
    signed_in(CAST.manager)
    phone = Phone(PAGE)
    buttons(phone)[f"{FORM}_approve"].click().run()
    assert f"{FORM}_approve" not in buttons(phone)
    assert [each.value for each in phone.app.success]


@pytest.mark.long
def test_a_change_after_an_approval_is_shown(signed_in: SignedIn) -> None:
    entries()
    with writing() as session:
        approve(session)
    met(happened_on=last_month() + timedelta(days=1))
    signed_in(CAST.manager)
    phone = Phone(PAGE)
    kind = i18n.t("approval.kind.intervention")
    assert plain(i18n.tn("approval.change.entered", 1, kind=kind)) in phone.said
    assert f"{FORM}_approve" in buttons(phone)


def test_results_and_the_agents_month_say_whether_figures_are_approved(signed_in: SignedIn) -> None:
    entries()
    with writing() as session:
        send_back(session, seen_id=propose(session))
    signed_in(CAST.agent_rabat)
    assert i18n.t("approval.provisional") in Phone("results/training.py").said
    month = Phone("work/my_month.py")
    month.app.selectbox(key="my_month_month").set_value(last_month()).run()
    assert "Semaine 2 vide." in month.said
    assert f"{FORM}_propose" in buttons(month)


@pytest.mark.long
def test_files_say_what_the_screen_says_of_approval(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries()
    with writing() as session:
        approve(session)
    seen: list[cards.Card] = []
    monkeypatch.setattr(cards, "show", lambda card, context: seen.append(card))
    signed_in(CAST.manager)
    phone = Phone("results/placements.py")
    (told,) = {card.approval for card in seen}
    assert "Manager" in told
    assert plain(told) in phone.said


@pytest.mark.parametrize("account", [CAST.partner, CAST.administrator])
def test_nobody_else_opens_it(signed_in: SignedIn, account: int) -> None:
    entries()
    signed_in(account)
    assert not Phone(PAGE).app.table


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unlikely_entry_is_one_touch_from_where_it_is_corrected(
    signed_in: SignedIn, language: str
) -> None:
    """Its line opened the page of the person, on which no entry can be corrected."""
    entries()
    signed_in(CAST.manager)
    phone = Phone(PAGE, language)
    value = i18n.tn("quality.value.long_act", 300)
    links = [each.proto for each in phone.app.main if each.type == "page_link"]
    (link,) = (each for each in links if value in each.label)
    assert link.page == "entries"
    listed = Phone("work/entries.py", language, **dict(parse_qsl(link.query_string)))
    assert i18n.day(ago(7), "medium") in listed.said
    assert i18n.day(ago(14), "medium") not in listed.said
