"""The folder of the backups: their names, its free space, and which of them go."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from datetime import datetime
from pathlib import Path

from db.operating.backups import archive
from db.operating.failures import Refused
from db.secrets.sealing import key_marks
from db.store.settings import ROOT

DEFAULT = ROOT / "data" / "backups"
#: Moment in UTC and the first characters of the file's checksum: two backups never share a name.
NAME = re.compile(r"amudu-\d{8}-\d{6}-[0-9a-f]{8}\.zip")
TEMPORARY = ".amudu-backup-"
RESERVE, A_DAY = 16 << 20, 24 * 3600


def name(made_at: datetime, sha256: str) -> str:
    """What a backup is called."""
    return f"amudu-{made_at:%Y%m%d-%H%M%S}-{sha256[:8]}.zip"


def backups(folder: Path) -> list[Path]:
    """The backups in a folder, the oldest first; whatever else lies there is not ours."""
    if not folder.is_dir():
        return []
    ours = (path for path in folder.iterdir() if NAME.fullmatch(path.name))
    return sorted((path for path in ours if path.is_file() and not path.is_symlink()), key=str)


def newest(path: Path) -> Path:
    """The file itself, or the newest backup of a folder."""
    if not path.is_dir():
        return path
    if found := backups(path):
        return found[-1]
    raise Refused(f"There is no backup in {path}.")


def room_beside(path: Path) -> Path:
    """The folder of a file, or a temporary one when the medium cannot be written."""
    is_writable = os.access(path.parent, os.W_OK)
    return path.parent if is_writable else Path(tempfile.gettempdir())


def refuse_full(folder: Path, size: int) -> None:
    """Raise ``Refused`` when a folder has no room for so many bytes, and some to spare."""
    free, needed = shutil.disk_usage(folder).free >> 20, (size + size // 4 + RESERVE) >> 20
    if free < needed:
        raise Refused(f"{folder} has {free} MB free, and {needed} MB are needed: nothing was done.")


def rotate(folder: Path, keep: int, made: Path) -> list[Path]:
    """Delete all but the newest backups of a folder, and never the one that was just made.

    A name is anybody's: only what says of itself that it was made here counts, and goes.
    """
    ours = [path for path in backups(folder) if _is_of_here(path)]
    old = [path for path in ours[:-keep] if path != made]
    for path in old:
        path.unlink(missing_ok=True)
    return old


def _is_of_here(path: Path) -> bool:
    """A backup of Amudu with one of the keys of here; another programme may share the folder."""
    try:
        marks = archive.unverified(path).keys
    except (Refused, OSError):
        return False
    here = key_marks()
    return any(set(marks.get(name, ())) & set(known) for name, known in here.items())


def tidy(folder: Path) -> None:
    """Delete what a backup that was killed left behind, once it can be no other's at work."""
    for path in folder.glob(f"{TEMPORARY}*"):
        if path.is_dir() and path.stat().st_mtime < time.time() - A_DAY:
            shutil.rmtree(path, ignore_errors=True)
