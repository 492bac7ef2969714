"""Whether the data is safe, in one sentence, and what to do when it is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from components.language.catalogue import Language, translate
from components.programme.backups import FOLDER
from db.__main__ import parser
from db.models import Backup
from db.models.base import now
from db.operating.backups import folder
from db.store import engine as engines
from db.store.settings import ROOT
from tests.cast import CAST
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn

PAGE = "manage/backups.py"
NAME = "amudu-20260101-000000-0a0a0a0a.zip"


def made(days: int, *, is_damaged: bool = False, name: str = NAME, size: int = 1_640_000) -> None:
    at = now() - timedelta(days=days, minutes=1)
    with engines.writing() as session:
        session.add(Backup(made_at=at, verified_at=at, file_name=name, size=size, sha256="",
                           is_damaged=is_damaged))  # fmt: skip


def page(signed_in: SignedIn, language: Language = "fr") -> Phone:
    signed_in(CAST.administrator)
    return Phone(PAGE, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_backup_it_says_so_and_how_to_make_one(
    signed_in: SignedIn, language: Language
) -> None:
    phone = page(signed_in, language)
    assert [each.value for each in phone.app.error] == [translate(language, "backups.none")]
    assert not phone.shows("backups_last")
    assert len(commands(phone)) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_recent_one_is_told_with_its_size(signed_in: SignedIn, language: Language) -> None:
    made(0)
    phone = page(signed_in, language)
    assert [each.value for each in phone.app.success] == [translate(language, "backups.fine")]
    assert not phone.app.error and not phone.app.warning
    size = translate(language, "backups.size", size={"fr": "1,6"}.get(language, "1.6"))
    assert language == "ar" or size in phone.said
    assert NAME in phone.said


def test_an_old_one_is_warned_of(signed_in: SignedIn) -> None:
    made(7)
    made(9, name="older")
    phone = page(signed_in)
    (warning,) = (each.value for each in phone.app.warning)
    assert "7 jours" in warning and not phone.app.success
    assert phone.shows("backups_earlier")


def test_a_damaged_one_is_told_first(signed_in: SignedIn) -> None:
    made(1, name="older")
    made(0, is_damaged=True)
    phone = page(signed_in)
    assert [each.value for each in phone.app.error] == [translate("fr", "backups.damaged")]
    assert not phone.app.success and not phone.app.warning


def test_the_hour_is_the_programme_s(signed_in: SignedIn) -> None:
    with engines.writing() as session:
        at = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
        session.add(Backup(made_at=at, verified_at=at, file_name=NAME, size=1, sha256=""))
    assert "1er juillet 2026" in page(signed_in).said


def test_no_backup_can_be_taken_from_the_browser(signed_in: SignedIn) -> None:
    made(0)
    phone = page(signed_in)
    assert not [each for each in phone.app.main if "download" in type(each).__name__.lower()]
    assert not phone.app.get("download_button") and not phone.app.get("link_button")


def commands(phone: Phone) -> list[str]:
    """What can be typed after ``python -m db``, as it stands."""
    shown = [each.value for each in phone.app.code]
    assert all(each.startswith(".venv/bin/python -m db ") for each in shown)
    found = [each.removeprefix(".venv/bin/python -m db ") for each in shown]
    assert all(parser().parse_args(each.split()).act for each in found)
    return found


def test_the_commands_name_the_folder_and_the_last_sound_file(signed_in: SignedIn) -> None:
    assert ROOT / FOLDER == folder.DEFAULT
    made(1, is_damaged=True, name="damaged.zip")
    made(2)
    made(3, name="older.zip")
    phone = page(signed_in)
    assert commands(phone) == [
        f"backup --to {FOLDER} --keep 14",
        f"verify {FOLDER}",
        f"restore {FOLDER}/{NAME} --over",
    ]
    assert f"`{FOLDER}`" in phone.said


def test_without_a_file_the_newest_of_the_folder_is_restored(signed_in: SignedIn) -> None:
    assert commands(page(signed_in))[-1] == f"restore {FOLDER} --over"
