"""The manager's page of releases: the groups of yearly tables, and an audit that takes long."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from components.language.catalogue import Language, translate
from components.releases import drafting, preview
from db.access.viewer import Viewer
from db.inputs.releases import Period
from db.models import Programme, ProgrammeChange, Release
from db.releases.drafts import Progress
from db.store.engine import reading, writing
from tests.cast import CAST
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn

PAGE = "manage/releases.py"
pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, a page waits for its draft."""
    monkeypatch.setattr(preview, "PATIENCE", 60)


def with_groups(language: str = "fr") -> Phone:
    phone = Phone(PAGE, language)
    phone.app.session_state["release_groups"] = True
    phone.run()
    return phone


def stored() -> tuple[str, list[tuple[str, str]]]:
    with reading() as session:
        changes = session.exec(select(ProgrammeChange)).all()
        now = session.exec(select(Programme.release_groups)).one()
        return now, [(each.before, each.after) for each in changes]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_way_of_merging_says_what_it_would_show(
    signed_in: SignedIn, language: Language
) -> None:
    signed_in(CAST.manager)
    phone = with_groups(language)
    assert translate(language, "releases.groups_warning") in phone.said
    (table,) = phone.app.table
    assert translate(language, "release_groups.age.TWO") in str(list(table.value.index))


@pytest.mark.long
def test_other_groups_are_chosen_with_a_reason_and_nothing_is_lost(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    phone = with_groups()
    phone.app.radio(key="release_groups_age").set_value("TWO")
    phone.press("release_groups_submit")
    assert translate("fr", "error.needed") in phone.said
    assert phone.app.radio(key="release_groups_age").value == "TWO"
    phone.app.text_input(key="release_groups_reason").set_value("Trop de cases masquées")
    phone.press("release_groups_submit")
    assert translate("fr", "releases.groups_saved") in phone.said
    assert stored() == (
        "EACH,TWO,TWO,THREE",
        [("EACH,TWO,THREE,THREE", "EACH,TWO,TWO,THREE")],
    )
    signed_in(CAST.administrator)
    assert translate("fr", "release_groups.age.TWO") in Phone("manage/programme.py").said


def test_two_who_choose_at_once_are_told(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    phone = with_groups()
    with writing() as session:
        session.exec(select(Programme)).one().release_groups = "EACH,NONE,THREE,THREE"
    phone.app.radio(key="release_groups_age").set_value("TWO")
    phone.app.text_input(key="release_groups_reason").set_value("Trop de cases masquées")
    phone.press("release_groups_submit")
    assert translate("fr", "error.groups_changed") in phone.told_at_the_button("release_groups")
    assert stored()[1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_audit_that_takes_long_says_how_far_it_is(
    signed_in: SignedIn, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Job(drafting.Job):
        def __init__(self) -> None:
            self.progress = Progress(2, 7)

        def is_done(self, within: float = 0) -> bool:
            return False

    def started(_viewer: Viewer, _period: Period, _version: int) -> Job:
        return Job()

    monkeypatch.setattr(drafting, "started", started)
    signed_in(CAST.manager)
    phone = Phone(PAGE, language)
    bars = [each.proto.text for each in phone.app.get("progress")]
    assert bars == [translate(language, "releases.checking", done="3", tables="7")]
    assert not phone.shows("releases_freeze")


def test_a_year_with_older_half_yearly_tables_is_explained(signed_in: SignedIn) -> None:
    with writing() as session:
        session.add(
            Release(
                number=1,
                period_start=date(2025, 1, 1),
                period_end=date(2025, 6, 30),
                threshold=10,
                base=5,
                frozen_by=CAST.manager,
                submission_id="old",
            )
        )
    signed_in(CAST.manager)
    assert translate("fr", "releases.finer", years="2025") in Phone(PAGE).said
