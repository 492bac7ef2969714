"""The activity sheet of a month: numbers on screen, on paper, in a workbook; nobody in it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest

from components.language import i18n
from components.language.catalogue import LANGUAGES as SPOKEN
from components.language.catalogue import Language
from components.records.day import month_files
from components.records.day.month_words import Said, Table
from db.access.viewer import viewer_of
from db.queries.my_month import sheet
from db.store.engine import reading, writing
from tests.acts_approvals import last_month, propose, send_back
from tests.cast import CAST, ago, today
from tests.languages import LANGUAGES
from tests.pages.entered import met
from tests.pages.phone import Phone, SignedIn

PAGE = "work/my_month.py"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_month_is_counted_by_kind_and_by_day_with_a_place_to_sign(
    signed_in: SignedIn, language: str
) -> None:
    met(happened_on=today())
    met(CAST.case_rabat_2, happened_on=today(), submission_id="second")
    signed_in(CAST.agent_rabat)
    phone = Phone(PAGE, language)
    assert [each.value for each in phone.app.metric] == ["2", "2", "0", "40"]
    kinds, days = phone.app.table
    assert list(kinds.value.iloc[:, 1]) == ["2", "2"]
    assert len(days.value) == 1
    assert i18n.t("month.signed.agent") in phone.said
    assert "234-5678" not in phone.said


def test_a_month_without_entries_says_so(signed_in: SignedIn) -> None:
    signed_in(CAST.agent_rabat)
    phone = Phone(PAGE)
    assert not phone.app.table
    assert i18n.t("month.empty") in phone.said


@pytest.mark.usefixtures("no_figures_of_another_test")
def test_a_returned_month_is_said_and_settled_beside_the_running_one(signed_in: SignedIn) -> None:
    with writing() as session:
        send_back(session, seen_id=propose(session))
    signed_in(CAST.agent_rabat)
    phone = Phone(PAGE)
    assert "\u2068Semaine 2 vide.\u2069" in phone.said
    phone.press(f"approval_{CAST.rabat}_{last_month():%Y_%m}_propose")
    assert "Semaine 2 vide." not in phone.said


def a_file(language: Language, days: int = 90) -> Said:
    """What a busy month says, for the makers of files."""
    kinds = Table(
        ("Quoi", *"abcdefg"), (("=1+1", 3, 2, 1, 7, 5, 1, 60), ("Tout", 3, 2, 1, 7, 5, 1, 60))
    )
    rows = tuple(
        (date(2026, 3, 1 + each % 31), "حصة", 1, 1, 0, 0, 0, 0, 20) for each in range(days)
    )
    return Said(
        title="Fiche", about=(("Agent", "أمينة"), ("", "fini")), by_kind="Par sorte", kinds=kinds,
        by_day="Par jour", days=Table(("Jour", "Quoi", *"abcdefg"), rows), how="Comment",
        signed=("Agent", "Employeur"),
    )  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("language", SPOKEN)
def test_a_long_month_takes_several_sheets_of_paper(language: Language) -> None:
    made = month_files.pdf(a_file(language), language)
    assert made.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", made)) >= 2
    assert len(re.findall(rb"/Type /Page\b", month_files.pdf(a_file(language, 3), language))) == 1


def test_a_workbook_holds_numbers_and_runs_no_formula() -> None:
    made = month_files.xlsx(a_file("fr", 3), rtl=False)
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        sheets = [name for name in book.namelist() if "worksheets/sheet" in name]
        cells = b"".join(book.read(name) for name in sheets)
        texts = book.read("xl/sharedStrings.xml").decode()
    assert len(sheets) == 3
    assert b"<f>" not in cells
    assert "'=1+1" in texts


def test_the_sheet_of_another_month_is_that_months(signed_in: SignedIn) -> None:
    met(happened_on=ago(3))
    with reading() as session:
        viewer = viewer_of(session, CAST.agent_rabat)
        assert sheet(session, ago(70), viewer=viewer).total.acts == 0
        assert sheet(session, ago(3), viewer=viewer).total.acts == 1


@pytest.mark.parametrize("account", [CAST.manager, CAST.partner, CAST.administrator])
def test_only_an_agent_has_a_month(signed_in: SignedIn, account: int) -> None:
    signed_in(account)
    assert not Phone(PAGE).shows("my_month_month")


@pytest.mark.parametrize("asked", ["", "1999-01", "2026-13", "x"])
def test_the_month_stands_in_the_address_and_one_without_a_sheet_opens_the_newest(
    signed_in: SignedIn, asked: str
) -> None:
    signed_in(CAST.agent_rabat)
    phone = Phone(PAGE, month=asked)
    assert phone.app.selectbox(key="my_month_month").value == today().replace(day=1)
    phone.app.selectbox(key="my_month_month").set_value(last_month()).run()
    word = phone.app.query_params["month"]
    assert word == f"{last_month():%Y-%m}"
    assert Phone(PAGE, month=word).app.selectbox(key="my_month_month").value == last_month()


@pytest.mark.usefixtures("no_figures_of_another_test")
def test_what_was_said_complete_is_taken_back(signed_in: SignedIn) -> None:
    signed_in(CAST.agent_rabat)
    phone, form = Phone(PAGE), f"approval_{CAST.rabat}_{last_month():%Y_%m}"
    phone.app.selectbox(key="my_month_month").select(last_month())
    phone.run()
    phone.press(f"{form}_propose")
    assert not phone.shows(f"{form}_propose")
    phone.press(f"{form}_take_back")
    assert i18n.t("approval.said.withdrawn", name="Agent.Rabat", day=today()) in phone.said
    assert phone.shows(f"{form}_propose") and not phone.shows(f"{form}_take_back")
