"""Only our own old backups go, and never the one that was just made."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.operating.backups import folder
from db.operating.failures import Refused

OTHERS = (
    "notes.txt",
    "amudu.zip",
    "amudu-2026.zip",
    "amudu-20260101-000000-0000000.zip",
    "amudu-20260101-000000-00000000.zip.part",
    "x-amudu-20260101-000000-00000000.zip",
)


def filled(place: Path, days: range) -> list[Path]:
    found = []
    for day in days:
        found.append(place / folder.name(datetime(2026, 1, day, 2, tzinfo=UTC), f"{day:064x}"))
        found[-1].write_text("x", encoding="utf-8")
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
