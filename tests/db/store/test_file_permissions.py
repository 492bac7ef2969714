"""Files that only their owner should be able to read: made so, or it is said why not."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from db.errors import SettingsError
from db.operating import start
from db.store import file_permissions
from db.store.settings import settings


def test_one_that_is_there_already_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "kept"
    file_permissions.make_private(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("kept", encoding="utf-8")
    file_permissions.make_private(path)
    assert path.read_text(encoding="utf-8") == "kept"


def full(*_: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_one_that_cannot_be_made_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "open", full)
    with pytest.raises(OSError, match="No space left"):
        file_permissions.make_private(tmp_path / "new")


def test_a_start_says_why_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "database_url", f"sqlite:///{tmp_path / 'new.db'}")
    monkeypatch.setattr(os, "open", full)
    with pytest.raises(SettingsError, match=r"its folder cannot be written \(No space left"):
        start.hold()


def test_a_folder_that_is_none_is_said_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(settings(), "database_url", f"sqlite:///{tmp_path / 'file' / 'a.db'}")
    with pytest.raises(SettingsError, match="its folder cannot be written"):
        start.hold()
