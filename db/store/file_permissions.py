"""Files that only their owner should be able to read: the keys, and SQLite's database."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from db.store.settings import ROOT, settings

SQLITE = "sqlite:///"
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_private(path: Path) -> None:
    """An empty file with mode 600, and its folder; one that is there already stays as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))


def readable_by_others() -> list[Path]:
    """Such files of this instance that somebody else on the machine could read or write."""
    kept = [ROOT / ".env"]
    url = settings().database_url
    if url.startswith(SQLITE):
        kept.append(Path(url.removeprefix(SQLITE)))
    return [path for path in kept if path.exists() and path.stat().st_mode & OTHERS]
