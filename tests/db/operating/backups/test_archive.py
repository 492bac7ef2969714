"""A backup file is taken as it was written, to the last byte, or not at all."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from db.operating.backups import archive
from db.operating.backups.archive import Manifest
from db.operating.failures import Refused

MANIFEST = Manifest(
    amudu="0.3.0", migration="0001", dialect="sqlite", made_at="2026-01-01T00:00:00+00:00",
    size=5000, sha256="", tables={}, keys={},
)  # fmt: skip


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    path.write_bytes(bytes(range(250)) * 20)
    return path


@pytest.fixture
def packed(tmp_path: Path, database: Path) -> Path:
    path = tmp_path / "a.zip"
    manifest = MANIFEST.model_copy(update={"sha256": archive.sum_of_file(database)})
    archive.write(path, manifest, database)
    return path


def test_what_was_packed_is_unpacked(packed: Path, database: Path, tmp_path: Path) -> None:
    manifest = archive.read(packed)
    archive.unpack(packed, manifest, tmp_path / "b.db")
    assert (tmp_path / "b.db").read_bytes() == database.read_bytes()
    for path in (packed, tmp_path / "b.db"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_any_tool_opens_it(packed: Path) -> None:
    with zipfile.ZipFile(packed) as opened:
        assert opened.testzip() is None
        assert set(opened.namelist()) == {"manifest.json", "amudu.db"}


def test_a_flipped_bit_anywhere_is_found(packed: Path) -> None:
    """Also where a zip itself would not notice: times, names, its directory, its comment."""
    whole = packed.read_bytes()
    for place in range(2, len(whole)):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << place % 8
        packed.write_bytes(flipped)
        with pytest.raises(Refused, match=r"a\.zip is damaged"):
            archive.read(packed)


@pytest.mark.parametrize("length", [3, 64, 65, 400, -1])
def test_a_file_that_was_cut_is_found(packed: Path, length: int) -> None:
    packed.write_bytes(packed.read_bytes()[:length])
    with pytest.raises(Refused, match="damaged"):
        archive.read(packed)


def test_a_file_that_grew_is_found(packed: Path) -> None:
    packed.write_bytes(packed.read_bytes() + b"0")
    with pytest.raises(Refused, match="damaged"):
        archive.read(packed)


@pytest.mark.parametrize("content", [b"", b"P", b"SQLite format 3\0" * 100])
def test_another_file_is_no_backup(packed: Path, content: bytes) -> None:
    packed.write_bytes(content)
    with pytest.raises(Refused, match="no backup of Amudu"):
        archive.read(packed)


def test_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no file"):
        archive.read(tmp_path / "none.zip")


def resealed(path: Path, members: dict[str, bytes]) -> Path:
    """A zip with a right checksum, as somebody who knows how it is made could write it."""
    with zipfile.ZipFile(path, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
        made.comment = b"0" * archive.SUM_LENGTH
    with path.open("r+b") as file:
        file.write(archive._digest(file, path.stat().st_size - archive.SUM_LENGTH).encode())
    return path


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({}, "no backup"),
        ({"other": b""}, "no backup"),
        ({"manifest.json": b"{"}, "no backup"),
        ({"manifest.json": b'{"format": 1}'}, "no backup"),
        (
            {"manifest.json": MANIFEST.model_copy(update={"format": 2}).model_dump_json().encode()},
            "newer version of Amudu",
        ),
    ],
)
def test_a_sealed_file_of_another_shape_is_refused(
    tmp_path: Path, members: dict[str, bytes], told: str
) -> None:
    with pytest.raises(Refused, match=told):
        archive.read(resealed(tmp_path / "x.zip", members))


def test_a_newer_shape_is_told_before_its_fields_are_read(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="newer version of Amudu"):
        archive.read(resealed(tmp_path / "x.zip", {"manifest.json": b'{"format": 9, "x": 1}'}))


def test_another_database_under_the_same_manifest_is_found(
    packed: Path, database: Path, tmp_path: Path
) -> None:
    manifest = archive.read(packed)
    for content in (b"x" * manifest.size, database.read_bytes() + b"x"):
        database.write_bytes(content)
        archive.write(packed, manifest, database)
        with pytest.raises(Refused, match="damaged"):
            archive.unpack(packed, archive.read(packed), tmp_path / "b.db")
