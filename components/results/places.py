"""The place of a referral: an organisation of the directory, or another agency."""

from __future__ import annotations

from components.language import i18n
from components.reads import labels, reference


def name(organisation_id: int, to_agency_id: int) -> str:
    """As everywhere on screen; one of both is 0. An agency that is called as an organisation is
    says so: two places of one name would be one row of a chart."""
    if organisation_id:
        return labels.organisation(organisation_id)
    found = labels.agency(to_agency_id)
    is_twice = found in map(labels.organisation, reference.organisations())
    return i18n.t("place.agency", name=found) if is_twice else found


def place_code(organisation_id: int, to_agency_id: int) -> str:
    """As the page of rows names it."""
    return f"o{organisation_id}" if organisation_id else f"a{to_agency_id}"
