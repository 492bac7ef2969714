"""What a link from the agent's day says: internal ids only, never the code of a card."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.fields import persons
from components.visit.navigation import PERSON_DIGITS, link_id

#: The person of a new entry, the follow-up that it settles, a retention check and a referral to
#: answer.
PERSON, SETTLES, CHECK, REFERRAL = "person", "settles", "check", "referral"


def settles_key(form: str) -> str:
    """The key under which a form's draft holds the follow-up."""
    return f"{form}_{SETTLES}"


def linked(form: str) -> dict[str, Any]:
    """First values of a form that the address gives."""
    person = link_id(st.query_params.get(PERSON, ""), PERSON_DIGITS)
    settles = link_id(st.query_params.get(SETTLES, ""))
    found: dict[str, Any] = {} if person is None else {persons.case_key(form): [str(person)]}
    return found if settles is None else found | {settles_key(form): settles}


def unlink() -> None:
    """Remove the linked person from the address: the next entry is about somebody else."""
    for name in (PERSON, SETTLES):
        st.query_params.pop(name, None)
