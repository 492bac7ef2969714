"""A database brought to the shape of one migration, up or down, with the rows it has."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import command

from db.store.migrate import config, migrating


def downgrade(engine: sa.Engine, revision: str) -> None:
    """Undo the migrations after ``revision``."""
    with migrating(engine) as connection:
        made = config()
        made.attributes["connection"] = connection
        command.downgrade(made, revision)
