"""Only our own old backups go, and never the one that was just made."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from db.operating.backups import archive, folder
from db.operating.failures import Refused
from db.secrets.sealing import key_marks
from db.store.settings import settings
from tests.db.operating.backups.test_archive import MANIFEST

OTHERS = (
    "notes.txt",
    "amudu.zip",
    "amudu-2026.zip",
    "amudu-20260101-000000-0000000.zip",
    "amudu-20260101-000000-00000000.zip.part",
    "x-amudu-20260101-000000-00000000.zip",
)


def filled(place: Path, days: range, keys: dict[str, list[str]] | None = None) -> list[Path]:
    """Backups of some days, in which nothing but the manifest is like one; and others' files."""
    manifest = MANIFEST.model_copy(update={"keys": key_marks() if keys is None else keys})
    (place / "inside").write_text("x", encoding="utf-8")
    found = []
    for day in days:
        found.append(place / folder.name(datetime(2026, 1, day, 2, tzinfo=UTC), f"{day:064x}"))
        archive.write(found[-1], manifest, place / "inside")
    (place / "inside").unlink()
    for name in OTHERS:
        (place / name).write_text("x", encoding="utf-8")
    return found


def test_the_oldest_of_ours_go_and_nothing_else(tmp_path: Path) -> None:
    days = filled(tmp_path, range(1, 7))
    (tmp_path / "amudu-20250101-000000-aaaaaaaa.zip").symlink_to(days[-1])
    (tmp_path / "amudu-20250101-000000-bbbbbbbb.zip").mkdir()
    gone = folder.rotate(tmp_path, 2, days[-1])
    assert gone == days[:4]
    left = {path.name for path in tmp_path.iterdir()}
    assert {path.name for path in days} & left == {path.name for path in days[4:]}
    assert set(OTHERS) <= left and len(left) == len(OTHERS) + 4


def _archive_of_others(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as other:
        other.writestr("photos.txt", "x")


def _manifest_of_others(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as other:
        other.writestr(archive.MANIFEST, '{"format": 1, "name": "an extension"}')


def _with_damaged_manifest(path: Path) -> None:
    _manifest_of_others(path)
    content = path.read_bytes()
    path.write_bytes(content.replace(b"extension", b"Extension"))


def _cut(path: Path) -> None:
    _archive_of_others(path)
    path.write_bytes(path.read_bytes()[:-30])


def _text(path: Path) -> None:
    path.write_text("PK and nothing else", encoding="utf-8")


@pytest.mark.parametrize(
    "make", [_archive_of_others, _manifest_of_others, _with_damaged_manifest, _cut, _text]
)
def test_a_file_of_others_under_a_name_like_ours_stays_and_does_not_count(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    days = filled(tmp_path, range(2, 5))
    others = [tmp_path / f"amudu-2026010{day}-020000-abcdabcd.zip" for day in (1, 9)]
    for path in others:
        make(path)
    assert folder.rotate(tmp_path, 2, days[-1]) == days[:1]
    assert all(path.exists() for path in others)


def test_backups_of_another_programme_stay(tmp_path: Path) -> None:
    theirs = filled(tmp_path, range(1, 4), keys={"AMUDU_SECRET_KEY": ["0" * 16]})
    ours = filled(tmp_path, range(4, 7))
    assert folder.rotate(tmp_path, 1, ours[-1]) == ours[:2]
    assert all(path.exists() for path in theirs)


def test_a_damaged_backup_of_ours_grows_old_like_others(tmp_path: Path) -> None:
    days = filled(tmp_path, range(1, 4))
    content = days[0].read_bytes()
    days[0].write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert folder.rotate(tmp_path, 2, days[-1]) == days[:1]


def test_after_one_key_was_replaced_old_backups_are_still_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = filled(tmp_path, range(1, 4))
    monkeypatch.setattr(settings(), "match_key", SecretStr("another-key-" + "2" * 32))
    assert folder.rotate(tmp_path, 1, days[-1]) == days[:2]


def test_the_new_one_stays_even_when_the_clock_went_back(tmp_path: Path) -> None:
    days = filled(tmp_path, range(1, 7))
    folder.rotate(tmp_path, 1, days[0])
    assert folder.backups(tmp_path) == [days[0], days[5]]


def test_fewer_than_are_kept_all_stay(tmp_path: Path) -> None:
    days = filled(tmp_path, range(1, 4))
    assert folder.rotate(tmp_path, 3, days[-1]) == folder.rotate(tmp_path, 9, days[-1]) == []
    assert folder.backups(tmp_path) == days


def test_a_medium_that_cannot_be_written_is_read_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert folder.room_beside(tmp_path / "a.zip") == tmp_path
    monkeypatch.setattr("os.access", lambda *_: False)
    assert folder.room_beside(tmp_path / "a.zip") == Path(tempfile.gettempdir())


def test_the_newest_of_a_folder(tmp_path: Path) -> None:
    days = filled(tmp_path, range(1, 4))
    assert folder.newest(tmp_path) == days[-1]
    assert folder.newest(days[0]) == days[0]
    (tmp_path / "empty").mkdir()
    with pytest.raises(Refused, match="no backup in"):
        folder.newest(tmp_path / "empty")
    assert folder.backups(tmp_path / "none") == []
