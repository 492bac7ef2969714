"""A database in which nobody has begun: the tables and the code lists, and nothing else."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, SQLModel

STAYS = {"codes", "change_counter"}
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
    for table in reversed(SQLModel.metadata.sorted_tables):
        if table.name not in STAYS:
            session.execute(table.delete())
    session.expire_all()
