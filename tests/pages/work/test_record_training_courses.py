"""A course of the list is offered by a name that somebody typed: letter by letter, set apart."""

from __future__ import annotations

from tests.cast import CAST
from tests.pages.phone import Phone, SignedIn
from tests.pages.work.test_courses import a_course


def test_the_name_of_a_course_is_no_markup_and_carries_no_date_away(signed_in: SignedIn) -> None:
    a_course(title="Couture [un](deux)")
    signed_in(CAST.agent_rabat)
    phone = Phone("work/record_training.py", "ar")
    (offered,) = phone.app.button_group(key="training_course").proto.options
    assert offered.content.startswith("\u2068Couture \\[un\\](deux)\u2069 · ")
