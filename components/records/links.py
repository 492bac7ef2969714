"""What a link to a form says: internal ids only, never the code of a card."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from components.fields import new_person, persons
from components.fields.known_folded import NEW
from components.visit.navigation import PERSON_DIGITS, link_id
from db.records import row_of

#: The person of a new entry, the follow-up that it settles, a retention check and a referral to
#: answer.
PERSON, SETTLES, CHECK, REFERRAL = "person", "settles", "check", "referral"
#: A referral of another agency's, to be answered by the one to which it was sent.
RECEIVED = "received"
#: One's own group session, of which people are to be named.
GROUP = "group"
#: The month of the activity sheet, as "2026-10".
MONTH = "month"
#: The agency of that person, of whoever is posted in several; the year in which a new one was born;
#: the course of a new enrolment.
AGENCY, BORN, COURSE = "agency", "born", "course"
#: In the place of a course: the form of a new one.
NEW_COURSE = "new"


def month_word(month: date) -> str:
    """A month as the address names it."""
    return f"{month:%Y-%m}"


def settles_key(form: str) -> str:
    """The key under which a form's draft holds the follow-up."""
    return f"{form}_{SETTLES}"


def linked(form: str) -> dict[str, Any]:
    """First values of a form that the address gives: none of a form of one row, which it names."""
    if row_of(form) is not None:
        return {}
    found = _course(form)
    asked = st.query_params.get(PERSON, "")
    if asked == NEW:
        return found | {persons.case_key(form): [NEW], **_born(form)}
    person = link_id(asked, PERSON_DIGITS)
    settles = link_id(st.query_params.get(SETTLES, ""))
    agency = link_id(st.query_params.get(AGENCY, ""))
    found |= {} if person is None else {persons.case_key(form): [str(person)]}
    found |= {} if agency is None else {persons.agency_key(form): agency}
    return found if settles is None else found | {settles_key(form): settles}


def _course(form: str) -> dict[str, Any]:
    course = link_id(st.query_params.get(COURSE, ""))
    return {} if course is None else {f"{form}_{COURSE}": course}


def _born(form: str) -> dict[str, str]:
    year = link_id(st.query_params.get(BORN, ""), len("1995"))
    return {} if year is None else {new_person.year_key(form): str(year)}


def unlink() -> None:
    """Remove the linked person from the address: the next entry is about somebody else."""
    for name in (PERSON, SETTLES, AGENCY, BORN, COURSE):
        st.query_params.pop(name, None)
