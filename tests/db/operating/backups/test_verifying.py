"""Only a file whose database is whole, known and complete can be restored."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from db.operating.backups import archive, making, verifying
from db.operating.backups.archive import Manifest
from db.operating.backups.verifying import verified
from db.operating.failures import Refused
from db.store.settings import settings

pytestmark = pytest.mark.long


OTHER = "another-key-" + "2" * 32


@pytest.fixture
def backup(sqlite_engine: sa.Engine, tmp_path: Path) -> Path:
    return making.make(sqlite_engine, tmp_path / "b").path


def rewritten(path: Path, manifest: Manifest, *statements: str) -> Path:
    """The same backup with a changed database, sealed anew: its checksums of bytes are right."""
    database = path.with_name("a.db")
    database.unlink(missing_ok=True)
    archive.unpack(path, archive.read(path), database)
    with sqlite3.connect(database) as connection:
        for each in statements:
            connection.execute(each)
    connection.close()
    sums = {"size": database.stat().st_size, "sha256": archive.sum_of_file(database)}
    archive.write(path, manifest.model_copy(update=sums), database)
    return path


def refused(path: Path, told: str) -> None:
    with pytest.raises(Refused, match=told), verified(path, path.parent):
        pass


def test_one_in_order_is_unpacked_for_as_long_as_it_is_needed(backup: Path, tmp_path: Path) -> None:
    with verified(backup, tmp_path) as found:
        assert found.rows > 100
        assert found.database.is_file()
    assert not found.database.exists()
    assert {path.name for path in tmp_path.iterdir()} == {"b"}


def test_one_that_was_sealed_anew_without_a_change_is_in_order(backup: Path) -> None:
    """Or the tests below would find their own sealing."""
    with verified(rewritten(backup, archive.read(backup), "SELECT 1"), backup.parent) as found:
        assert found.rows > 100


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agencies SET sort = sort + 1",
        "DELETE FROM codes WHERE list = 'SEX'",
        *(
            pytest.param(each, marks=pytest.mark.long)
            for each in (
                "DELETE FROM alembic_version",
                "DROP TABLE drafts",
                "CREATE TABLE more (id INTEGER PRIMARY KEY)",
                "UPDATE agencies SET closed_on = 'yesterday'",
            )
        ),
    ],
)
def test_rows_that_are_not_those_of_the_manifest_are_found(backup: Path, statement: str) -> None:
    manifest = archive.read(backup)
    rewritten(backup, manifest, statement)
    refused(backup, "damaged")


def test_a_row_that_points_to_nothing_is_found(
    backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = archive.read(backup)
    rewritten(backup, manifest, "UPDATE agencies SET host_id = 4711")
    wanted = {name: each.sum() for name, each in manifest.tables.items()}
    monkeypatch.setattr(verifying, "sums", lambda _: wanted)
    refused(backup, "damaged")


def test_a_newer_migration_is_refused(backup: Path) -> None:
    rewritten(backup, archive.read(backup).model_copy(update={"migration": "9999"}))
    refused(backup, "newer version")


def test_other_keys_are_named(backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "match_key", SecretStr(OTHER))
    with verified(backup, backup.parent) as found:
        assert found.lacking_keys() == ["AMUDU_MATCH_KEY"]


def test_a_new_key_in_front_of_the_old_one_reads_it_too(
    backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = settings().contact_key.get_secret_value()
    monkeypatch.setattr(settings(), "contact_key", SecretStr(f"{'A' * 43}=,{before}"))
    with verified(backup, backup.parent) as found:
        assert found.lacking_keys() == []
    monkeypatch.setattr(settings(), "contact_key", SecretStr(f"{'A' * 43}="))
    with verified(backup, backup.parent) as found:
        assert found.lacking_keys() == ["AMUDU_CONTACT_KEY"]


def test_a_full_disk_is_told(backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1 << 20))
    refused(backup, "1 MB free")
