"""The migrations make exactly the tables that the models describe."""

import threading
from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel

import db.models  # noqa: F401
from db.store.engine import connect
from db.store.migrate import is_current, upgrade


def test_models_and_migrations_agree(database: sa.Engine) -> None:
    with database.connect() as connection:
        found = compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": True}), SQLModel.metadata
        )
    assert found == []


def test_two_processes_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    engines = [connect(url) for _ in range(3)]
    workers = [threading.Thread(target=upgrade, args=(engine,)) for engine in engines]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert all(is_current(engine) for engine in engines)
    with engines[0].connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM change_counter").scalar() == 1
