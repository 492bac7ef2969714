"""The page of reports: what the data say, what managers write beside it, and the file of both."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from threading import Event

import docx
import pytest
from PIL import Image
from sqlmodel import Session

from components.cards import pdf_documents, pictures
from components.cards.blocks import Document, Heading, Text
from components.language import i18n
from components.language.catalogue import Language, translate
from components.reads import figures
from components.results.common import Asked
from components.results.reports import files, matrix, parts, spans
from db.access.viewer import viewer_of
from db.audit import raise_version
from db.inputs.indicators import IndicatorFilter, PlaceFilter
from db.inputs.reports import LONGEST, PARTS, ReportOf
from db.inputs.results import ResultFilter
from db.measures import overview
from db.measures.base import Figure
from db.measures.indicator import ALL, Value, indicator
from db.measures.targets import followed
from db.models import (
    IndicatorBaseline,
    IndicatorTarget,
    Programme,
    ReportKind,
    ReportText,
)
from db.queries.indicators import sheets
from db.store.engine import reading, writing
from tests.acts_indicators import explain
from tests.acts_reports import write
from tests.at_length import then_by_night
from tests.cast import CAST, ago, today
from tests.pages.phone import Phone, SignedIn
from tests.pages.results_page import fill
from tests.read_back import numbers_in

PAGE = "results/reports.py"
#: Waits for a file as long as it takes on a busy machine.
PATIENCE = "components.cards.making.PATIENCE"
#: The part of the period that the page begins with.
_FIRST = spans.long(ago(400), today())[0]
STEM = ReportOf("DONOR", _FIRST.start, _FIRST.end).draft
BUDGET, SAVE = f"{STEM}_BUDGET_text", f"{STEM}_save"
Taken = Callable[[], dict[str, bytes]]
#: The headings of the programme's facts.
FACTS = ("fact", "what")
pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")


@pytest.fixture(autouse=True)
def _a_manager(signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    fill()
    with writing() as session:
        session.get_one(Programme, 1).starts_on = ago(400)
        explain(session)
    signed_in(CAST.manager)
    monkeypatch.setattr(PATIENCE, 60.0)


def files_of(phone: Phone, taken: Taken, patch: pytest.MonkeyPatch, kind: str) -> bytes:
    """The Word file, in two touches: it is made, it is saved."""
    out = io.BytesIO()
    Image.new("RGB", (8, 4)).save(out, "png")
    patch.setattr(pictures, "picture", lambda *_, **__: out.getvalue())
    phone.press(f"reports_{kind.lower()}_docx_make")
    assert phone.shows(f"reports_{kind.lower()}_docx_save")
    ((name, data),) = taken().items()
    assert name.endswith(".docx") and name.isascii()
    return data


def running() -> spans.Span:
    """The half-year that holds what ``fill`` gives: the last one that has begun."""
    return next(each for each in spans.long(ago(400), today()) if each.end >= today())


def paragraphs(data: bytes) -> list[str]:
    return [each.text for each in docx.Document(io.BytesIO(data)).paragraphs]


def test_a_sentence_is_kept_and_stands_in_the_file(
    taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Phone(PAGE)
    field = phone.app.text_area(key=BUDGET)
    field.set_value("Exécuté à 47 %, =1+1.")
    phone.run()
    assert translate("fr", "reports.not_saved") in phone.said
    phone.press(SAVE)
    assert "1 partie enregistrée" in phone.said
    data = files_of(phone, taken, monkeypatch, "DONOR")
    said = paragraphs(data)
    order = [each for each in said if each[:2] in ("1.", "2.", "3.", "4.", "5.", "6.")]
    assert order == [
        "1. Fiche d'intervention", "2. Exécution budgétaire", "3. Critères de performance",
        "4. Conclusions", "5. Contexte", "6. Matrice des indicateurs",
    ]  # fmt: skip
    assert said[said.index("2. Exécution budgétaire") + 1] == "Exécuté à 47 %, =1+1."


def test_what_is_typed_and_not_saved_is_in_the_file_and_on_another_device(
    taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Phone(PAGE)
    phone.app.text_area(key=BUDGET).set_value("Exécuté à 47 %.")
    phone.run()
    other = Phone(PAGE)
    assert other.app.text_area(key=BUDGET).value == "Exécuté à 47 %."
    assert translate("fr", "draft.restored") in other.said
    data = files_of(phone, taken, monkeypatch, "DONOR")
    assert "Exécuté à 47 %." in paragraphs(data)
    assert "1 partie enregistrée" in phone.said
    third = Phone(PAGE)
    assert third.app.text_area(key=BUDGET).value == "Exécuté à 47 %."
    assert translate("fr", "draft.restored") not in third.said
    # What is typed afterwards is not in the file that was made: that one is offered no more.
    phone.app.text_area(key=BUDGET).set_value("Exécuté à 48 %.")
    phone.run()
    assert phone.offers("reports_donor_docx_make") and not phone.shows("reports_donor_docx_save")


def test_where_a_sentence_is_refused_there_is_no_file_and_both_places_say_so() -> None:
    """A wording from a time in which there was more room can be shortened, not enough at first."""
    longest, of = LONGEST["LESSONS"], ReportOf("LESSONS", _FIRST.start, _FIRST.end)
    with writing() as session:
        session.add(
            ReportText(
                report=ReportKind.LESSONS, starts_on=of.starts_on, ends_on=of.ends_on,
                part="GOALS", text="y" * (longest + 9), written_by=CAST.manager,
            )
        )  # fmt: skip
    phone = Phone(PAGE, report="LESSONS")
    typed = "x" * (longest + 1)
    phone.app.text_area(key=f"{of.draft}_GOALS_text").set_value(typed)
    phone.press("reports_lessons_docx_make")
    assert not phone.shows("reports_lessons_docx_save")
    assert translate("fr", "reports.no_file") in phone.said
    (beside,) = phone.app.container(key=f"{of.draft}_problems_GOALS").error
    assert str(longest) in beside.value and phone.told_at_the_button(of.draft)
    assert phone.app.text_area(key=f"{of.draft}_GOALS_text").value == typed


def test_of_two_managers_at_once_the_later_chooses_before_there_is_a_file(
    taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Phone(PAGE)
    phone.app.text_area(key=BUDGET).set_value("Le mien.")
    phone.run()
    with writing() as session:
        write(session, starts_on=_FIRST.start, ends_on=_FIRST.end)
    phone.press("reports_donor_docx_make")
    assert translate("fr", "reports.no_file") in phone.said and "Exécuté à 47" in phone.said
    assert not phone.shows("reports_donor_docx_save")
    phone.choose(f"{STEM}_problems_take_1_BUDGET", "theirs")
    said = paragraphs(files_of(phone, taken, monkeypatch, "DONOR"))
    assert phone.app.text_area(key=BUDGET).value == "Exécuté à 47 %."
    assert "Exécuté à 47 %." in said and "Le mien." not in said


def test_a_text_typed_on_two_devices_replaces_none_unseen() -> None:
    one, two = Phone(PAGE), Phone(PAGE)
    for phone, said in ((one, "Du bureau."), (two, "De la maison.")):
        phone.app.text_area(key=BUDGET).set_value(said)
        phone.run()
    assert two.offers(f"{STEM}_take_other") and not two.offers(f"{STEM}_save")
    two.press("reports_donor_docx_make")
    assert translate("fr", "reports.no_file") in two.said
    two.press(f"{STEM}_take_other")
    assert two.app.text_area(key=BUDGET).value == "Du bureau."
    two.press(SAVE)
    assert "1 partie enregistrée" in two.said


def test_the_programmes_facts_are_read_whole_on_a_phone() -> None:
    """A table of two columns that moves sideways hides what it says."""
    facts = Phone(PAGE).app.table[0].value
    assert list(facts.columns) == [translate("fr", f"reports.{each}") for each in FACTS]
    said = set(facts.iloc[:, 1])
    # Nobody was posted to Tanger: it is no agency of the programme's work.
    assert "Rabat, Casablanca, Tanger (sans agent·e)" in said
    assert not {"Tanger-Tétouan-Al Hoceïma (sans agent·e), Rabat-Salé-Kénitra, "
                "Casablanca-Settat"} - said  # fmt: skip


def test_what_nobody_wrote_and_the_data_do_not_say_has_no_heading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        parts, "found", lambda _, part: [Text("Known.")] if part == "EFFICIENCY" else []
    )
    with reading() as session:
        viewer = viewer_of(session, CAST.manager)
    asked = Asked(viewer, running().of(), figures.version())
    texts = dict.fromkeys(PARTS["DONOR"], "") | {"CONCLUSIONS": "Continuer."}
    with i18n.speaking("fr"):
        report = files.Report(kind="DONOR", span=running(), asked=asked, texts=texts)
        blocks = files.document(report).blocks
    assert [each.text for each in blocks if isinstance(each, Heading | Text)] == [
        "1. Critères de performance", "Efficience", "Known.", "2. Conclusions", "Continuer.",
        "3. Matrice des indicateurs",
    ]  # fmt: skip


def test_an_indicator_that_is_followed_since_then_has_no_target_in_a_past_report() -> None:
    """Its row says since when, and neither that it is too early nor what is wanted some day."""
    with writing() as session:
        session.add_all([
            IndicatorBaseline(indicator="IR3.1", value=0.4, on_day=ago(10), source="Étude"),
            IndicatorTarget(indicator="IR3.1", due_on=ago(-300), value=0.6, version_id=1),
        ])  # fmt: skip
        raise_version(session)
        viewer = viewer_of(session, CAST.manager)
    with i18n.speaking("fr"):
        for end, is_later in ((ago(100), True), (today(), False)):
            asked = Asked(viewer, ResultFilter(ago(200), end), figures.version())
            (row,) = [each for each in matrix.table(asked, matrix.followed(asked)).rows
                      if each[0].startswith("IR3.1")]  # fmt: skip
            said = i18n.t("reports.begins_later", day=i18n.day(ago(10), "medium"))
            assert (row[-1] == said) is is_later
            assert ([row[1], row[2], row[5]] == ["—", "—", "—"]) is is_later


def test_what_explains_a_chart_stands_beside_it_and_not_on_the_screen() -> None:
    phone = Phone(PAGE)
    phone.app.selectbox(key="reports_span_long").set_value(running())
    phone.run()
    said = phone.said
    assert translate("fr", "note.retention") in said
    assert "Après chaque barre" not in said and "Gris" not in said


def test_what_somebody_else_wrote_meanwhile_is_told_and_nothing_typed_is_lost() -> None:
    phone = Phone(PAGE)
    field = phone.app.text_area(key=BUDGET)
    with writing() as session:
        write(session, starts_on=_FIRST.start, ends_on=_FIRST.end)
    field.set_value("Le mien.")
    phone.run()
    phone.press(SAVE)
    assert "Exécuté à 47" in phone.said
    field = phone.app.text_area(key=BUDGET)
    assert field.value == "Le mien."
    phone.press(SAVE)
    assert "1 partie enregistrée" in phone.said


@pytest.mark.long
@pytest.mark.parametrize("language", then_by_night("fr", "ar", "en", at_length=2))
def test_the_donors_report_says_what_the_figures_are(
    language: Language, taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each indicator, and each figure of the overview, as its one function gives it."""
    phone = Phone(PAGE, language)
    select = phone.app.selectbox(key="reports_span_long")
    span = running()
    select.set_value(span)
    phone.run()
    document = docx.Document(io.BytesIO(files_of(phone, taken, monkeypatch, "DONOR")))
    _, figures, matrix = document.tables
    within = ResultFilter(span.start, today())
    with reading() as session:
        viewer = viewer_of(session, CAST.manager)
        rows = dict(zip(_codes(session), matrix.rows[1:], strict=True))
        for code, row in rows.items():
            _, base, target, period, reached, progress, _ = [cell.text for cell in row.cells]
            counted = indicator(session, IndicatorFilter(code, within), viewer=viewer)[ALL]
            found = followed(session, PlaceFilter(code, None, today()), viewer=viewer)
            is_share = found.value.numerator is not None or code.startswith("TR.")
            assert numbers_in(period) == (_of_few(counted) or _number(counted.value, is_share)), (
                code
            )
            assert numbers_in(reached) == (
                _of_few(found.value) or _number(found.standing.current, is_share)
            ), code
            assert numbers_in(progress) == _number(found.standing.progress, True), code
            assert numbers_in(base) == _number(
                found.path.baseline.value if found.path else None, is_share
            ), code
            if found.standing.target is None:
                assert target == "—"
            else:
                assert numbers_in(target)[:1] == _number(found.standing.target.value, is_share)
        wanted = ResultFilter(span.start, span.end)
        headlines = overview.figures(session, wanted, viewer=viewer)
    shown = [[cell.text for cell in row.cells] for row in figures.rows[1:]]
    for (_, value, _), headline in zip(shown, headlines.values(), strict=False):
        now = headline.now
        assert numbers_in(value) == (_of_few(now) or _number(now.value, now.numerator is not None))
    text = "\n".join(each.text for each in document.paragraphs)
    assert translate(language, "reports.part.SUSTAINABILITY") in text
    assert "Un agent est parti en mars." in str([cell.text for row in matrix.rows for cell in
                                                row.cells]) or span.end < today()  # fmt: skip


def _codes(session: Session) -> list[str]:
    return [each.code for each in sheets(session, viewer=viewer_of(session, CAST.manager))]


def _of_few(told: Value | Figure) -> list[int]:
    """A share of fewer than ten as it is told: its two counts."""
    if told.numerator is None or not told.denominator or told.denominator >= 10:
        return []
    return [told.numerator, told.denominator]


def _number(value: float | None, is_share: bool) -> list[int]:
    if value is None:
        return []
    return [round(100 * round(value, 2)) if is_share else round(value)]


@pytest.mark.long
def test_a_file_that_takes_long_can_be_stopped_and_leaves_nothing(
    taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go = Event(), Event()

    made = files.document

    def slow(report: files.Report) -> Document:
        begun.set()
        go.wait(60)
        return made(report)

    monkeypatch.setattr(files, "document", slow)
    monkeypatch.setattr(PATIENCE, 0.0)
    phone = Phone(PAGE)
    phone.press("reports_donor_docx_make")
    assert begun.wait(60)
    phone.run()
    assert phone.offers("reports_donor_docx_stop") and not phone.shows("reports_donor_docx_save")
    monkeypatch.setattr(PATIENCE, 60.0)
    phone.app.button(key="reports_donor_docx_stop").click()
    go.set()
    phone.run()
    phone.run()
    assert translate("fr", "take.stopped") in phone.said
    assert phone.offers("reports_donor_docx_make") and taken() == {}


@pytest.mark.long
@pytest.mark.parametrize("language", then_by_night("fr", "ar", "en", at_length=2))
@pytest.mark.parametrize("kind", ["LESSONS", "WEEK"])
def test_the_short_ones_are_made_too(
    language: Language, kind: str, taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Phone(PAGE, language, report=kind)
    said = paragraphs(files_of(phone, taken, monkeypatch, kind))
    assert said[2] == translate(language, "approval.provisional")
    assert translate(language, "file.exact") in said


@pytest.mark.long
def test_a_week_is_of_one_agency_where_one_is_chosen(
    taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Phone(PAGE, report="WEEK")
    phone.app.selectbox(key="reports_place").set_value(CAST.rabat)
    phone.run()
    said = paragraphs(files_of(phone, taken, monkeypatch, "WEEK"))
    assert any("Rabat" in each for each in said[:3])
    # What the changes of its figures are against stands below them.
    against = translate("fr", "figure.changes", earlier="|").split("|")[0]
    assert sum(each.startswith(against) for each in said) == 1


@pytest.mark.long
def test_a_week_says_what_each_part_is_and_asks_nobody_to_write(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = parts.found
    monkeypatch.setattr(
        parts, "found", lambda asked, part: [] if part == "CONCLUSIONS" else found(asked, part)
    )
    phone = Phone(PAGE, report="WEEK")
    heads = ("take.figures", "reports.waits", "reports.part.GOALS")
    assert [each.value for each in phone.app.subheader] == [translate("fr", e) for e in heads]
    assert translate("fr", "attention.none") in phone.said
    assert translate("fr", "reports.nothing_known") not in phone.said


def test_periods_begin_with_the_last_half_year_that_is_over() -> None:
    found = spans.long(date(2022, 12, 1), date(2026, 11, 29))
    assert (found[0].start, found[0].end) == (date(2026, 1, 1), date(2026, 6, 30))
    assert [each.kind for each in found].count("year") == 5
    assert found[-1].kind == "year" and all(each.start <= date(2026, 11, 29) for each in found)
    weeks = spans.weeks(date(2026, 11, 29))
    assert (weeks[0].start, weeks[0].end) == (date(2026, 11, 16), date(2026, 11, 22))
    assert len(weeks) == spans.WEEKS + 1 and weeks[-1].start == date(2026, 11, 23)


def test_a_programme_that_begins_in_a_later_year_offers_its_first_half_year() -> None:
    found = spans.long(date(2028, 9, 1), date(2026, 11, 29))
    assert [(each.kind, each.start) for each in found] == [
        ("half", date(2028, 7, 1)), ("year", date(2028, 1, 1)),
    ]  # fmt: skip
    with writing() as session:
        session.get_one(Programme, 1).starts_on = ago(-800)
    phone = Phone(PAGE)
    assert phone.shows("reports_span_long")


@pytest.mark.long
def test_words_that_are_not_saved_are_there_again_and_what_is_untouched_is_no_change() -> None:
    phone = Phone(PAGE)
    context = f"{STEM}_CONTEXT_text"
    phone.app.text_area(key=context).set_value("Commencé.")
    phone.run()
    phone.choose("reports_kind", "LESSONS")
    with writing() as session:
        write(session, starts_on=_FIRST.start, ends_on=_FIRST.end)
    phone.choose("reports_kind", "DONOR")
    assert phone.app.text_area(key=context).value == "Commencé."
    assert phone.app.text_area(key=BUDGET).value == "Exécuté à 47 %."
    phone.app.text_area(key=BUDGET).set_value("Exécuté à 48 %.")
    phone.run()
    phone.press(SAVE)
    assert "2 parties enregistrées" in phone.said


def test_what_a_colleague_saves_meanwhile_in_another_part_stays() -> None:
    phone = Phone(PAGE)
    with writing() as session:
        write(session, starts_on=_FIRST.start, ends_on=_FIRST.end)
    phone.app.text_area(key=f"{STEM}_CONTEXT_text").set_value("Le mien.")
    phone.run()
    phone.press(SAVE)
    assert "1 partie enregistrée" in phone.said
    assert phone.app.text_area(key=BUDGET).value == "Exécuté à 47 %."


@pytest.mark.long
@pytest.mark.parametrize("language", then_by_night("fr", "ar", "en", at_length=2))
def test_the_sheet_of_what_was_learnt_has_two_pages_however_much_is_said(
    language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words as long as they may be, in wide letters and on many lines, beside high charts."""
    out = io.BytesIO()
    Image.new("RGB", (720, 420)).save(out, "png")
    monkeypatch.setattr(pictures, "picture", lambda *_, **__: out.getvalue())
    long = LONGEST["LESSONS"]
    text = ("التوجيه من الأحياء " if language == "ar" else "WOMEN AND MEN ") * long
    lines = "\n".join("n" * (long // 2))
    with reading() as session:
        viewer = viewer_of(session, CAST.manager)
    asked = Asked(viewer, running().of(), figures.version())
    texts = dict.fromkeys(PARTS["LESSONS"], text[:long]) | {"OBSTACLES": lines}
    with i18n.speaking(language):
        report = files.Report(kind="LESSONS", span=running(), asked=asked, texts=texts)
        made = pdf_documents.fitted(files.document(report), lambda *_: None)
        paper = pdf_documents.pdf_bytes(made, lambda *_: None)
    assert len(re.findall(rb"/Type /Page\b(?!s)", paper)) <= 2
    said = [each.text for each in made.blocks if isinstance(each, Text) and each.is_own]
    assert [each.replace(" · ", "").replace("\n", "") for each in said] == [
        each.replace("\n", "").strip() for each in texts.values()
    ]
