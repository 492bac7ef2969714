"""A backup is one whole, verified file under its name, or nothing; work goes on meanwhile."""

from __future__ import annotations

import os
import stat
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.models import ChangeCounter, Organisation
from db.operating.backups import archive, folder, making, snapshot
from db.operating.backups.archive import Manifest
from db.operating.backups.rows import fill, sums
from db.operating.backups.verifying import verified
from db.operating.failures import Refused
from db.store import engine as engines
from db.store.settings import ROOT
from tests.db.operating.backups.conftest import MakeNew

pytestmark = pytest.mark.long


def names(place: Path) -> set[str]:
    with engines.connect(f"sqlite:///{place}").connect() as connection:
        return set(connection.execute(sa.text("SELECT code FROM organisations")).scalars())


def an_organisation(code: str) -> Organisation:
    return Organisation(code=code, name=code, type="PES")


def test_a_backup_is_one_file_with_all_that_the_database_holds(
    database: sa.Engine, tmp_path: Path
) -> None:
    to = tmp_path / "b"
    made = making.make(database, to)
    assert [path.name for path in to.iterdir()] == [made.path.name]
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(to.stat().st_mode) == 0o700
    assert folder.NAME.fullmatch(made.path.name)
    assert made.path.name.endswith(f"{archive.sum_of_file(made.path)[:8]}.zip")
    with database.connect() as connection:
        now = sums(connection)
    manifest = archive.read(made.path)
    assert {name: each.sum() for name, each in manifest.tables.items()} == now
    assert made.rows == sum(each.rows for each in now.values())
    assert manifest.dialect == database.dialect.name
    assert f'version = "{manifest.amudu}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_it_holds_no_key_but_tells_them_from_others(database: sa.Engine, tmp_path: Path) -> None:
    made = making.make(database, tmp_path)
    with verified(made.path, tmp_path) as whole:
        assert whole.lacking_keys() == []
        content = whole.manifest.model_dump_json().encode() + whole.database.read_bytes()
    for name in ("AMUDU_SECRET_KEY", "AMUDU_CONTACT_KEY", "AMUDU_MATCH_KEY"):
        assert os.environ[name].encode() not in content
        assert len(whole.manifest.keys[name]) == 1


def test_what_is_not_committed_is_not_in_it_and_nobody_waits(
    database: sa.Engine, tmp_path: Path
) -> None:
    with Session(database.execution_options(writes=True)) as session:
        session.add(an_organisation("LATER"))
        session.flush()
        snapshot.take(database, tmp_path / "a.db")
        session.commit()
    snapshot.take(database, tmp_path / "b.db")
    assert "LATER" not in names(tmp_path / "a.db")
    assert "LATER" in names(tmp_path / "b.db")


def test_what_was_deleted_is_not_in_it(sqlite_engine: sa.Engine, tmp_path: Path) -> None:
    with Session(sqlite_engine.execution_options(writes=True)) as session:
        session.add(an_organisation("FORGOTTEN-" * 2))
        session.commit()
        session.execute(sa.delete(Organisation).where(col(Organisation.code) == "FORGOTTEN-" * 2))
        session.commit()
    snapshot.take(sqlite_engine, tmp_path / "a.db")
    assert b"FORGOTTEN" not in (tmp_path / "a.db").read_bytes()


def test_a_damaged_database_makes_no_backup(sqlite_engine: sa.Engine, tmp_path: Path) -> None:
    path = Path(str(sqlite_engine.url.database))
    sqlite_engine.dispose()
    with path.open("r+b") as file:
        file.seek(8 * 4096)
        file.write(os.urandom(60 * 4096))
    with pytest.raises(Refused, match=r"malformed|is damaged"):
        making.make(sqlite_engine, tmp_path / "b")
    assert list((tmp_path / "b").iterdir()) == []


def test_a_file_that_was_badly_written_gets_no_name(
    sqlite_engine: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = archive.write

    def badly(path: Path, manifest: Manifest, database: Path) -> archive.Written:
        written = write(path, manifest, database)
        with path.open("r+b") as file:
            file.seek(1000)
            file.write(b"\0\0\0")
        return written

    monkeypatch.setattr(archive, "write", badly)
    with pytest.raises(archive.Damaged):
        making.make(sqlite_engine, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_before_anything_is_done(
    database: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=5 << 20))
    with pytest.raises(Refused, match="5 MB free"):
        making.make(database, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(sqlite_engine: sa.Engine, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Refused, match=r"No backup could be made in .*file/b: Not a directory"):
        making.make(sqlite_engine, tmp_path / "file" / "b")


def test_what_a_killed_backup_left_goes_after_a_day(
    sqlite_engine: sa.Engine, tmp_path: Path
) -> None:
    for name, age in ((f"{folder.TEMPORARY}old", 25), (f"{folder.TEMPORARY}new", 23), ("old", 25)):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (time.time() - age * 3600,) * 2)
    made = making.make(sqlite_engine, tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {made.path.name, f"{folder.TEMPORARY}new", "old"}


@pytest.mark.long
def test_twenty_writers_and_the_backup_is_a_state_that_was(
    database: sa.Engine, tmp_path: Path, new: MakeNew
) -> None:
    """Each writer raises the counter and adds three rows with its number: what the database was
    at a number is known afterwards, row by row."""
    ended, written = threading.Event(), threading.Barrier(21, timeout=60)

    def write() -> None:
        written.wait()
        while not ended.is_set():
            with engines.writing() as session:
                session.execute(sa.update(ChangeCounter).values(version=ChangeCounter.version + 1))
                number = session.exec(select(ChangeCounter.version)).one()
                session.add_all(an_organisation(f"{number}-{part}") for part in range(3))

    before = names_of(database)
    with Session(database) as session:
        first = session.exec(select(ChangeCounter.version)).one()
    writers = [threading.Thread(target=write) for _ in range(20)]
    for each in writers:
        each.start()
    written.wait()
    try:
        made = [making.make(database, tmp_path / str(number)) for number in range(3)]
    finally:
        ended.set()
        for each in writers:
            each.join()

    numbers = []
    for one in made:
        with verified(one.path, tmp_path) as whole, snapshot.opened(whole.database) as engine:
            with Session(engine) as session:
                numbers.append(session.exec(select(ChangeCounter.version)).one())
            parts = {f"{n}-{part}" for n in range(first + 1, numbers[-1] + 1) for part in range(3)}
            assert names_of(engine) == before | parts
            restored = new("postgresql" if database.dialect.name == "sqlite" else "sqlite")
            with (
                engine.connect() as source,
                restored.execution_options(writes=True).begin() as target,
            ):
                fill(source, target)
        as_it_was(database, numbers[-1], restored)
    assert first <= numbers[0] < numbers[1] < numbers[2], "the writers went on meanwhile"


def names_of(engine: sa.Engine) -> set[str]:
    with Session(engine) as session:
        return set(session.exec(select(Organisation.code)))


def as_it_was(engine: sa.Engine, number: int, restored: sa.Engine) -> None:
    """Take back what came after ``number``, compare, and leave all as it is."""
    with (
        engine.execution_options(writes=True).connect() as connection,
        connection.begin() as all_of_it,
        Session(connection) as session,
    ):
        later = [
            row.id
            for row in session.exec(select(Organisation))
            if row.code[0].isdigit() and int(row.code.split("-")[0]) > number
        ]
        session.execute(sa.delete(Organisation).where(col(Organisation.id).in_(later)))
        session.execute(sa.update(ChangeCounter).values(version=number))
        was = sums(connection)
        all_of_it.rollback()
    with restored.connect() as connection:
        assert sums(connection) == was
