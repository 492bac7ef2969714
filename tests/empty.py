"""A database in which nobody has begun: the tables and the code lists, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlmodel import Session, SQLModel

from db.store.engine import connect
from tests import guards
from tests.browser.server import Server

STAYS = {"codes", "change_counter", "audit_tail", "last_changes"}
PROGRAMME: dict[str, Any] = {
    "name": "Programme d'essai",
    "institution": "Entraide Nationale",
    "country_fr": "Maroc",
    "country_en": "Morocco",
    "country_ar": "المغرب",
    "time_zone": "Africa/Casablanca",
    "starts_on": "1/3/2026",
    "ends_on": "28/2/2029",
}
PERSON = {
    "username": "directrice",
    "display_name": "Najat B.",
    "language": "fr",
    "new": "sept petits bateaux bleus",
    "again": "sept petits bateaux bleus",
}


def empty(session: Session) -> None:
    """Delete what the cast brought."""
    with guards.off(session.connection()):
        for table in reversed(SQLModel.metadata.sorted_tables):
            if table.name not in STAYS:
                session.execute(table.delete())
    session.expire_all()


class EmptyServer(Server):
    """The real server on a database that holds the code lists and nothing else."""

    def __init__(self, folder: Path, database: Path | str, **settings: str) -> None:
        super().__init__(folder, database, **settings)
        engine = connect(self.database_url)
        with Session(engine.execution_options(writes=True)) as session:
            empty(session)
            session.commit()
        engine.dispose()
