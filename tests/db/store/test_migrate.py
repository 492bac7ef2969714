"""The migrations make exactly the tables that the models describe."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel

import db.models  # noqa: F401
from db.store.engine import connect
from db.store.migrate import config, is_current, upgrade


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


@pytest.mark.long
def test_a_programme_with_a_small_base_is_brought_to_five(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'old.db'}")
    steps = config()
    with engine.execution_options(writes=True).begin() as connection:
        steps.attributes["connection"] = connection
        command.upgrade(steps, "0006")
        names = "id, name, institution, country_fr, country_en, country_ar, time_zone"
        connection.exec_driver_sql(
            f"INSERT INTO programme ({names}, starts_on, ends_on, release_threshold, release_base,"
            " trust_hidden_below, trust_indicative_below, languages, is_demo) VALUES"
            " (1, '', '', '', '', '', 'UTC', '2025-01-01', '2025-12-31', 12, 1, 10, 30, 'fr', 0)"
        )
    upgrade(engine)
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT release_threshold, release_base FROM programme")
        assert tuple(found.one()) == (15, 5)
