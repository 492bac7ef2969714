"""What a partner reads of a release, and what a manager sees before it is frozen."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import Mock

import pandas as pd
import pytest
import sqlalchemy as sa
import streamlit as st
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from components.language.catalogue import Language, translate
from components.releases import preview as release_preview
from components.releases import words as release_view
from db.access.clock import today
from db.access.viewer import Viewer
from db.actions import releases
from db.codes import Sex
from db.inputs.releases import FreezeInput, ripe_years
from db.models import ChangeCounter, Posting
from db.queries import released
from db.queries import releases as queries
from db.store.engine import reading, writing
from tests.cast import CAST
from tests.db.measures.events import Stage
from tests.languages import LANGUAGES
from tests.pages.conftest import LiesAt, prepared
from tests.pages.opening import opened_at
from tests.pages.phone import SignedIn
from tests.read_back import formulas_in, table_of, workbook

Taken = Callable[[], dict[str, bytes]]
pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")


def freeze_one() -> None:
    """One release of the newest ripe year: registrations in two cities, all else hidden."""
    with writing() as session:
        for posting in session.exec(select(Posting)):
            posting.starts_on = date(2018, 3, 15)
        session.flush()
        period = ripe_years(date(2018, 3, 15), today(session), today(session))[0]
        stage = Stage(session)
        for agency, people in ((CAST.rabat, 40), (CAST.casablanca, 23)):
            for number in range(people):
                sex = Sex.MAN if number % 2 else Sex.WOMAN
                age = 20 if number < 3 else 30 if number % 2 else 45
                case = stage.case(agency, sex, born=period.start.year - age)
                stage.met(case, period.start + timedelta(days=60), "REGISTRATION", agency)
        digest = releases.preview(session, period, by=CAST.manager).digest()
        releases.freeze(session, FreezeInput(period, "one", digest), by=CAST.manager)


@pytest.fixture(scope="module")
def frozen_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(sqlite_template, tmp_path_factory.mktemp("frozen"), freeze_one)


@pytest.fixture
def frozen(lies_at: LiesAt, frozen_template: Path) -> int:
    """The number of the one release, which nobody changes."""
    lies_at("frozen", frozen_template)
    return 1


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, a page waits for its draft."""
    monkeypatch.setattr(release_preview, "PATIENCE", 60)


def opened(path: str) -> AppTest:
    # AppTest writes the labels of choices outside the app's own run, in this session.
    st.session_state["language"] = "fr"
    return opened_at(path).run()


@pytest.mark.long
def test_a_partner_reads_the_newest_release(signed_in: SignedIn, frozen: int) -> None:
    signed_in(CAST.partner)
    app = opened("partner/released.py")
    app.session_state["view_released_registrations_age"] = "table"
    app.run()
    assert not app.exception
    assert app.title[0].value == translate("fr", "page.released")
    hidden = translate("fr", "release.hidden")
    tables = [str(frame.value) for frame in app.dataframe]
    assert tables
    assert any(hidden in table for table in tables)


def test_a_table_that_says_nothing_stands_nowhere(signed_in: SignedIn, frozen: int) -> None:
    signed_in(CAST.partner)
    app = opened("partner/released.py")
    with reading() as session:
        cells = released.cells(session, frozen, viewer=CAST.viewer(session, CAST.partner))
    inner = cells[cells["row"] != "TOTAL"].groupby("table")["mark"]
    kinds = inner.agg(lambda marks: "published" in set(marks))
    shown, hidden = list(kinds[kinds].index), list(kinds[~kinds].index)
    assert shown and hidden
    said = "\n".join(each.value for each in app.markdown)
    assert all(release_view.title(code) in said for code in shown)
    assert not any(release_view.title(code) in said for code in hidden)
    assert app.container(key="release_left_out").caption[0].value


def test_a_release_says_in_words_what_it_shows_and_how_to_cite_it(
    signed_in: SignedIn, frozen: int
) -> None:
    signed_in(CAST.partner)
    app = opened("partner/released.py")
    _, sentence, ages = app.container(key="release_says").markdown
    assert re.fullmatch(
        r"(Au .*|En) 20\d\d, environ 65 personnes se sont inscrites.*femmes\.", sentence.value
    )
    assert ages.value.startswith("Personnes inscrites à l'agence, par âge")
    assert f"publication n° {frozen}" in app.container(key="release_cite").caption[0].value
    link = f"/released?release_number={frozen}&edition=1"
    assert app.container(key="release_cite").code[0].value.endswith(link)


@pytest.mark.long
@pytest.mark.fault("F4")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_of_a_release_is_read_back(
    signed_in: SignedIn, frozen: int, language: Language, taken: Taken
) -> None:
    signed_in(CAST.partner)
    released_in(language)
    method = translate(language, "release.method", threshold=10, base=5, least=15, few=30)
    method = method.split(". ")[0]
    months = r"20\d\d-0[17]_20\d\d-(06|12)"
    names = "|".join(("all-tables", "totals", "registrations-(agency|sex|age)"))
    files = taken()
    assert any(name.endswith(".json") for name in files)
    for name, data in files.items():
        assert re.match(rf"amudu_({names})_{months}_release-{frozen}-edition-1", name)
        if name.endswith(".txt"):
            assert method in data.decode("utf-8-sig")
        elif name.endswith(".csv"):
            assert_numbers(table_of(data, language), language)
            assert formulas_in(data) == []
        elif name.endswith(".json"):
            assert json.loads(data)["language"] == language
            assert method in json.loads(data)["description"]
        elif name.endswith(".xlsx"):
            pages = workbook(data)
            assert all("<f>" not in page.raw for page in pages.values())
            assert method in str([page.rows for page in pages.values()])
            rtl = language == "ar"
            assert all(('rightToLeft="1"' in page.raw) is rtl for page in pages.values())


def assert_numbers(table: pd.DataFrame, language: Language) -> None:
    """Every figure is a number, or the mark in words."""
    marks = {translate(language, f"release.{each}") for each in ("hidden", "not_applicable")}
    figures = table[translate(language, "release.column.value")]
    assert all(str(each) in marks or str(each).isdigit() for each in figures)
    assert any(str(each).isdigit() for each in figures)


def released_in(language: Language) -> None:
    """The page in a language, with the numbers of the registrations in view."""
    app = opened("partner/released.py")
    app.session_state["language"] = language
    for each in ("agency", "sex", "age"):
        app.session_state[f"view_released_registrations_{each}"] = "table"
    assert not app.run().exception


@pytest.mark.long
def test_the_method_stands_in_no_picture(
    signed_in: SignedIn, frozen: int, taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = Mock(return_value=b"")
    monkeypatch.setattr("components.cards.card.pictures.picture", picture)
    signed_in(CAST.partner)
    released_in("fr")
    assert any(name.endswith(".png") for name in taken())
    method = translate("fr", "release.method", threshold=10, base=5, least=15, few=30)
    method = method.split(". ")[0]
    assert all(method not in str(call.args[1]) for call in picture.call_args_list)


@contextmanager
def statements(engine: sa.Engine) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    yield asked
    sa.event.remove(engine, "before_cursor_execute", note)


def test_a_partners_page_never_reads_the_true_values(
    signed_in: SignedIn, frozen: int, sqlite_engine: sa.Engine
) -> None:
    signed_in(CAST.partner)
    with statements(sqlite_engine) as asked:
        assert not opened("partner/released.py").exception
    tables = set(re.findall(r"(?:FROM|JOIN) (\w+)", " ".join(asked)))
    assert "release_cells" in tables
    figures = {"interventions", "placements", "training_enrolments", "trust_responses", "cases"}
    assert tables & ({"release_truths"} | figures) == set()


def test_without_a_release_the_page_says_when_one_comes(signed_in: SignedIn) -> None:
    signed_in(CAST.partner)
    app = opened("partner/released.py")
    assert translate("fr", "release.none") in [each.value for each in app.info]


def of_the_year() -> AppTest:
    """The manager's page, with the newest year that is ripe."""
    app = opened("manage/releases.py")
    period = app.selectbox(key="releases_period")
    (year, *_) = (label for label in period.options if label.startswith("Année"))
    return period.select(year).run()


@pytest.mark.long
@pytest.mark.fault("E9")
def test_a_manager_freezes_after_checking_the_preview(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    app = of_the_year()
    assert not app.exception
    assert translate("fr", "releases.nothing_to_count") in [each.value for each in app.info]
    assert not app.warning
    assert app.button(key="releases_freeze").disabled
    app.checkbox(key="releases_checked").check().run()
    app.button(key="releases_freeze").click().run()
    assert not app.exception
    for _ in range(2):
        assert translate("fr", "releases.frozen", number=1) in [each.value for each in app.success]
        assert "releases_freeze" not in {each.key for each in app.button}
        app.run()
    app.button(key="releases_outcome_noted").click().run()
    assert not app.success


@pytest.mark.long
def test_a_preview_that_has_moved_is_not_frozen_but_shown_again(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    app = of_the_year()
    app.checkbox(key="releases_checked").check().run()
    with writing() as session:
        session.add(
            Posting(account_id=CAST.agent_rabat, agency_id=CAST.tanger, starts_on=date(2018, 3, 15))
        )
        session.exec(sa.update(ChangeCounter).values(version=ChangeCounter.version + 9))
    app.button(key="releases_freeze").click().run()
    assert not app.exception
    assert translate("fr", "error.release_moved") in [each.value for each in app.error]
    assert app.checkbox(key="releases_checked").value is False
    app.checkbox(key="releases_checked").check().run()
    app.button(key="releases_freeze").click().run()
    assert translate("fr", "releases.frozen", number=1) in [each.value for each in app.success]


def test_nothing_new_is_told_plainly(signed_in: SignedIn, frozen: int) -> None:
    signed_in(CAST.manager)
    app = of_the_year()
    assert not app.exception
    assert translate("fr", "error.edition_nothing_new", number=frozen) in [
        each.value for each in app.info
    ]


def test_a_manager_opens_the_truth_of_a_frozen_release(
    signed_in: SignedIn, frozen: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(CAST.manager)
    asked: list[int] = []
    truths = queries.truths

    def counted(session: Session, number: int, *, viewer: Viewer) -> pd.DataFrame:
        asked.append(number)
        return truths(session, number, viewer=viewer)

    monkeypatch.setattr(queries, "truths", counted)
    app = opened("manage/releases.py")
    assert asked == []
    app.session_state[f"releases_frozen_{frozen}"] = True
    app.run()
    assert not app.exception
    assert asked == [frozen]
    assert app.dataframe
    assert all(translate("fr", "release.column.reason") in each.value for each in app.dataframe)
