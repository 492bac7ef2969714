"""The one file of a backup: a zip of the database and what is known of it.

Its last 64 characters, the zip's comment, are the checksum of every byte before them.
"""

from __future__ import annotations

import hashlib
import shutil
import zipfile
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ValidationError

from db.operating.backups.rows import Sum, Sums
from db.operating.failures import Refused
from db.store import file_permissions

FORMAT = 1
MANIFEST, DATABASE = "manifest.json", "amudu.db"
SUM_LENGTH, PORTION = 64, 1 << 20
LONGEST_MANIFEST = 1 << 20
#: As ``zipfile`` says that a file is none, is cut, packed in another way or encrypted.
NO_ZIP_OF_OURS = (zipfile.BadZipFile, zlib.error, KeyError, EOFError, RuntimeError, ValueError)


class Damaged(Refused):
    """A backup file that is not what was written."""


class Table(BaseModel):
    """What a table must hold."""

    rows: int
    sha256: str

    def sum(self) -> Sum:
        return Sum(self.rows, self.sha256)


class _Shape(BaseModel):
    """What every manifest says, also that of a later version."""

    format: int = FORMAT


class Manifest(_Shape):
    """What is known of a backup; ``keys`` tell a key from another one, and nothing else of it."""

    amudu: str
    migration: str
    dialect: str
    made_at: str
    size: int
    sha256: str
    tables: dict[str, Table]
    keys: dict[str, list[str]]


@dataclass(frozen=True)
class Written:
    """A finished file."""

    size: int
    sha256: str


def described(sums: Sums) -> dict[str, Table]:
    """Checksums as the manifest holds them."""
    return {name: Table(**asdict(each)) for name, each in sums.items()}


def write(path: Path, manifest: Manifest, database: Path) -> Written:
    """Make the file, readable by its owner only."""
    file_permissions.make_private(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
        archive.write(database, DATABASE)
        archive.comment = b"0" * SUM_LENGTH
    with path.open("r+b") as file:
        found = _digest(file, path.stat().st_size - SUM_LENGTH)
        file.write(found.encode())
    return Written(path.stat().st_size, sum_of_file(path))


def read(path: Path) -> Manifest:
    """The manifest of a file of which every byte is as it was written; ``Refused`` else."""
    if not path.is_file():
        raise Refused(f"There is no file {path}.")
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            raise Refused(f"{path.name} is no backup of Amudu.")
        file.seek(0)
        length = path.stat().st_size - SUM_LENGTH
        if length <= 0 or _digest(file, length) != file.read().decode("latin-1"):
            raise damaged(path)
    return unverified(path)


def unverified(path: Path) -> Manifest:
    """What a file says of itself, whether or not the rest of it is whole; ``Refused``."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(MANIFEST) as inside:
            text = inside.read(LONGEST_MANIFEST)
    except NO_ZIP_OF_OURS:
        raise Refused(f"{path.name} is no backup of Amudu.") from None
    try:
        if _Shape.model_validate_json(text).format > FORMAT:
            raise newer(path)
        return Manifest.model_validate_json(text)
    except ValidationError:
        raise Refused(f"{path.name} is no backup of Amudu.") from None


def unpack(path: Path, manifest: Manifest, database: Path) -> None:
    """The database of a file that ``read`` has accepted."""
    file_permissions.make_private(database)
    with (
        zipfile.ZipFile(path) as archive,
        archive.open(DATABASE) as inside,
        database.open("wb") as file,
    ):
        shutil.copyfileobj(inside, file, PORTION)
    if database.stat().st_size != manifest.size or sum_of_file(database) != manifest.sha256:
        raise damaged(path)


def newer(path: Path) -> Refused:
    return Refused(f"{path.name} was made by a newer version of Amudu: upgrade Amudu first.")


def damaged(path: Path) -> Damaged:
    return Damaged(f"{path.name} is damaged: it is not what was written. Take another backup file.")


def sum_of_file(path: Path) -> str:
    """SHA-256 of a whole file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest(file: IO[bytes], length: int) -> str:
    """SHA-256 of the next ``length`` bytes, in hex; the file is left behind them."""
    found = hashlib.sha256()
    while length > 0 and (portion := file.read(min(PORTION, length))):
        found.update(portion)
        length -= len(portion)
    return found.hexdigest()
