"""What describes the programme and changes rarely: its settings, code lists, places, its day."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from components.language.catalogue import DEFAULT, LANGUAGES, Language
from components.reads.read import read
from components.reads.reference_cache import CachedReference
from db.models import Agency, Code, Organisation, Programme
from db.queries import codes as code_queries
from db.queries import first_start, places
from db.queries import programme as programme_queries


@CachedReference
def programme() -> Programme:
    """The programme's settings."""
    return read(programme_queries.current)


@CachedReference
def is_set_up() -> bool:
    """Whether there is a programme; without one there is nothing to draw but the set-up page."""
    return read(first_start.has_programme)


def languages() -> list[Language]:
    """The languages of the programme, its first one first; all before there is one."""
    if not is_set_up():
        return list(LANGUAGES)
    wanted = programme().languages.split(",")
    return [each for code in wanted for each in LANGUAGES if each == code] or [DEFAULT]


def big_types() -> list[str]:
    """The types of intervention that are big buttons, in their order."""
    return programme().big_types.split(",")


def codes(list_name: str) -> dict[str, Code]:
    """One code list in its order, retired codes included."""
    return _codes().get(list_name, {})


def codes_in_use(list_name: str) -> dict[str, Code]:
    """The codes of a list that may be chosen for an event of today."""
    day = today()
    return {
        code: found
        for code, found in codes(list_name).items()
        if code_queries.is_active(found, day)
    }


@CachedReference
def agencies() -> dict[int, Agency]:
    """All agencies by id, in their fixed order."""
    return {agency.id: agency for agency in read(places.agencies)}


@CachedReference
def organisations() -> dict[int, Organisation]:
    """All organisations by id, in no order."""
    return {found.id: found for found in read(places.organisations)}


@CachedReference
def _codes() -> dict[str, dict[str, Code]]:
    return read(code_queries.all_codes)


def zone() -> ZoneInfo:
    """The programme's time zone."""
    return ZoneInfo(programme().time_zone)


def local(moment: datetime) -> datetime:
    """A moment in the programme's time zone."""
    return moment.astimezone(zone())


def now() -> datetime:
    """The present moment in the programme's time zone."""
    return datetime.now(zone())


def today() -> date:
    """The present day in the programme's time zone."""
    return now().date()
