"""Commands that describe the programme and its agencies."""

from __future__ import annotations

from datetime import date

from sqlmodel import select

from db import audit
from db.actions import agencies, organisations
from db.codes import LANGUAGES
from db.inputs.parse import validated
from db.inputs.places import AgencyInput
from db.inputs.programme import NewProgramme
from db.models import Agency, Programme
from db.operating.failures import Refused
from db.store.engine import writing


def create_programme(
    *,
    name: str,
    institution: str,
    country_fr: str,
    country_en: str,
    country_ar: str,
    time_zone: str,
    starts_on: date,
    ends_on: date,
    languages: str = ",".join(LANGUAGES),
) -> None:
    """The one row of settings."""
    wanted = {
        "name": name,
        "institution": institution,
        "country_fr": country_fr,
        "country_en": country_en,
        "country_ar": country_ar,
        "time_zone": time_zone,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "languages": languages,
    }
    data = validated(NewProgramme, wanted)
    with writing() as session:
        if session.exec(select(Programme)).first() is not None:
            raise Refused("There is a programme already.")
        session.add(Programme(**data.columns()))
        audit.record(session, None, "programme.create", "programme", 1)
    print(f"Programme {data.name} created.")


def create_agency(
    *,
    code: str | None,
    name: str,
    short_name: str,
    name_en: str,
    name_ar: str,
    city: str,
    region: str,
    host: str,
) -> None:
    """An agency, and its host institution where that is new."""
    with writing() as session:
        if code and session.exec(select(Agency).where(Agency.code == code)).first() is not None:
            raise Refused(f"There is an agency {code} already.")
        wanted = {
            "name": name,
            "short_name": short_name,
            "name_en": name_en,
            "name_ar": name_ar,
            "city": city,
            "region": region,
            "host_id": organisations.host(session, host, None).id,
        }
        agency = agencies.insert(session, validated(AgencyInput, wanted), None, code or "")
        audit.record(session, None, "agency.create", "agency", agency.id, changes_results=True)
        made = agency.code
    print(f"Agency {made} created.")
