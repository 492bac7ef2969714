"""A training centre gives a kind of course, or it would serve no enrolment."""

from __future__ import annotations

import pytest

from db.errors import InvalidInput, Problem
from db.inputs.parse import validated
from db.inputs.places import OrganisationInput


def test_a_centre_without_a_kind_of_course_is_asked_for_it() -> None:
    raw = {"name": "CFA Oujda", "type": "TRAIN"}
    with pytest.raises(InvalidInput) as refused:
        validated(OrganisationInput, raw)
    assert refused.value.problems == {"training_type": Problem("error.training_type_needed")}
    assert validated(OrganisationInput, raw | {"training_type": "OFPPT"}).training_type == "OFPPT"


def test_others_need_none() -> None:
    raw = {"name": "Ministère", "type": "MIN"}
    assert validated(OrganisationInput, raw).training_type is None
