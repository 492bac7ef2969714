"""Agencies and organisations: what differs where both are treated alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from components.programme.editing import look_again
from components.programme.places import fields
from components.reads import labels
from components.saving.first_values import FirstValues
from components.saving.problems import Problems
from db.access.permissions import Permission
from db.actions import agencies, organisations
from db.inputs.places import AgencyEdit, AgencyInput, OrganisationEdit, OrganisationInput
from db.models import Agency, Organisation
from db.queries import place_uses, places

Place = Agency | Organisation
_OPEN = "places_open"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One of the two; its name is part of keys and of texts."""

    name: str
    icon: str
    #: Who may add one.
    adds: Permission
    fields: Callable[[FirstValues, Problems], dict[str, Any]]
    new: type[AgencyInput] | type[OrganisationInput]
    changed: type[AgencyEdit] | type[OrganisationEdit]
    add: Callable[..., int]
    edit: Callable[..., None]
    close: Callable[..., None]
    reopen: Callable[..., None]
    delete: Callable[..., None]
    #: The list of them, and what uses one.
    found: Callable[..., list[Any]]
    uses: Callable[..., list[str]]


AGENCY = Kind(
    name="agency",
    icon="apartment",
    adds=Permission.PLACES_MANAGE,
    fields=fields.agency,
    new=AgencyInput,
    changed=AgencyEdit,
    add=agencies.add,
    edit=agencies.edit,
    close=agencies.close,
    reopen=agencies.reopen,
    delete=agencies.delete,
    found=places.found_agencies,
    uses=place_uses.of_agency,
)
ORGANISATION = Kind(
    name="organisation",
    icon="corporate_fare",
    adds=Permission.PLACE_ADD,
    fields=fields.organisation,
    new=OrganisationInput,
    changed=OrganisationEdit,
    add=organisations.add,
    edit=organisations.edit,
    close=organisations.close,
    reopen=organisations.reopen,
    delete=organisations.delete,
    found=places.found_organisations,
    uses=place_uses.of_organisation,
)
BY_NAME = {each.name: each for each in (AGENCY, ORGANISATION)}
#: What stands in the columns of a row, in the words of the screen.
WORDS: dict[str, Callable[[Any], str]] = {
    "host_id": labels.organisation,
    "languages": fields.spoken,
    "region": lambda code: labels.label("REGION", code),
    "type": lambda code: labels.label("ORG_TYPE", code),
    "training_type": lambda code: labels.label("TRAINING_TYPE", code),
}


@dataclass(frozen=True)
class Opened:
    """What the page shows instead of the list: one place, or the form of a new one."""

    kind: Kind
    id: int | None


def opened() -> Opened | None:
    """What was opened in this session, if anything."""
    held: tuple[str, int | None] | None = st.session_state.get(_OPEN)
    return Opened(BY_NAME[held[0]], held[1]) if held else None


def open_one(kind: Kind, place_id: int | None) -> None:
    """Show one place, or the form of a new one, from the next run on."""
    look_again(edit_form(kind, place_id))
    st.session_state[_OPEN] = (kind.name, place_id)


def back_to_list() -> None:
    """Show the list again."""
    st.session_state.pop(_OPEN, None)


def edit_form(kind: Kind, place_id: int | None) -> str:
    """The name of the form that changes a place: each has widgets of its own."""
    return f"places_{kind.name}_{place_id}"
