"""The place of a referral: an organisation of the directory, or another agency."""

from __future__ import annotations

from components.reads import labels


def name(organisation_id: int, to_agency_id: int) -> str:
    """As everywhere on screen; one of both is 0."""
    if organisation_id:
        return labels.organisation(organisation_id)
    return labels.agency(to_agency_id)


def place_code(organisation_id: int, to_agency_id: int) -> str:
    """As the page of rows names it."""
    return f"o{organisation_id}" if organisation_id else f"a{to_agency_id}"
