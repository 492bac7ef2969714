"""What describes the programme and changes rarely: its settings, code lists, agencies, its day."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from components.language.catalogue import DEFAULT, LANGUAGES, Language
from components.reads.kept import KeptForAMinute
from components.reads.read import read
from db.models import Agency, Code, Programme
from db.queries import codes as code_queries
from db.queries import places
from db.queries import programme as programme_queries
from db.store.settings import settings


def programme() -> Programme:
    """The programme's settings."""
    return _programme(settings().database_url)


def languages() -> list[Language]:
    """The languages of the programme, in the order of the choice."""
    wanted = {each.strip() for each in programme().languages.split(",")}
    return [each for each in LANGUAGES if each in wanted] or [DEFAULT]


def codes(list_name: str) -> dict[str, Code]:
    """One code list in its order, retired codes included."""
    return _codes(settings().database_url).get(list_name, {})


def codes_in_use(list_name: str) -> dict[str, Code]:
    """The codes of a list that may be chosen for an event of today."""
    day = today()
    return {
        code: found
        for code, found in codes(list_name).items()
        if code_queries.is_active(found, day)
    }


def agencies() -> dict[int, Agency]:
    """All agencies by id, in their fixed order."""
    return _agencies(settings().database_url)


@KeptForAMinute
def _programme(database: str) -> Programme:
    return read(programme_queries.current)


@KeptForAMinute
def _codes(database: str) -> dict[str, dict[str, Code]]:
    return read(code_queries.all_codes)


@KeptForAMinute
def _agencies(database: str) -> dict[int, Agency]:
    return {agency.id: agency for agency in read(places.agencies)}


def now() -> datetime:
    """The present moment in the programme's time zone."""
    return datetime.now(ZoneInfo(programme().time_zone))


def today() -> date:
    """The present day in the programme's time zone."""
    return now().date()
