"""All that is wrong with a form is named at once, whatever of it is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from db.errors import InvalidInput
from db.inputs import partial_validation
from db.inputs.courses import CourseInput
from db.inputs.group_people import GroupPeopleInput, _LineOfSession
from db.inputs.interventions import InterventionInput
from db.inputs.marks import MarkInput
from db.inputs.normalisation import InputModel
from db.inputs.parse import validated
from db.inputs.placements import PlacementInput
from db.inputs.postings import PostingInput
from db.inputs.referrals import AnswerInput, ReferralInput
from db.inputs.training import StatusInput, TrainingInput

DAY, BEFORE = date(2026, 10, 6), date(2026, 10, 5)
ENTRY = {
    "type": "CV", "mode": "ONSITE", "happened_on": DAY, "agency_id": 1, "submission_id": "one",
}  # fmt: skip
NEW = {"sex": None, "birth_year": "2015"}
JOB = {
    "type": "WAGE", "starts_on": DAY, "contract": "CDI", "evidence": "SELF", "case_id": 1,
    "submission_id": "one",
}  # fmt: skip
COURSE = {
    "type": "EN_CEF", "starts_on": DAY, "status": "ENROLLED", "case_id": 1, "submission_id": "one",
}  # fmt: skip
SENDING = {"may_share": True, "case_id": 1, "submission_id": "one", "organisation_id": None}

TWO: list[tuple[Any, dict[str, Any], dict[str, str]]] = [
    (
        InterventionInput,
        ENTRY | {"new_case": NEW},
        {"sex": "error.needed", "birth_year": "error.under_15"},
    ),
    (
        InterventionInput,
        ENTRY | {"new_case": {**NEW, "birth_year": "2050"}},
        {"sex": "error.needed", "birth_year": "error.year_form"},
    ),
    (
        InterventionInput,
        ENTRY | {"minutes": "many"},
        {"minutes": "error.whole_number_form", "form": "error.person_needed"},
    ),
    (
        GroupPeopleInput,
        {"group_id": 1, "submission_id": "one", "lines": [{**NEW, "position": 3, "met_on": DAY}]},
        {"3_sex": "error.needed", "3_birth_year": "error.under_15"},
    ),
    (
        PlacementInput,
        JOB | {"evidence": None, "contract": "NA"},
        {"evidence": "error.needed", "contract": "error.contract_does_not_fit"},
    ),
    (
        PlacementInput,
        JOB | {"hours_per_week": "many", "evidence": "CONTRACT", "contract": "ORAL"},
        {
            "hours_per_week": "error.number_form",
            "evidence": "error.evidence_contradicts_contract",
        },
    ),
    (
        PlacementInput,
        JOB | {"contract": None, "evidence": "CNSS", "cnss_declared": False},
        {"contract": "error.needed", "evidence": "error.evidence_contradicts_cnss"},
    ),
    (
        PlacementInput,
        JOB | {"evidence": None, "ended_on": BEFORE},
        {"evidence": "error.needed", "ended_on": "error.before_day"},
    ),
    (
        PlacementInput,
        JOB | {"evidence": None, "end_reason": "RESIGNED"},
        {"evidence": "error.needed", "ended_on": "error.end_day_needed"},
    ),
    (
        TrainingInput,
        COURSE | {"type": None, "status": "DROPPED", "planned_end_on": BEFORE},
        {
            "type": "error.needed",
            "drop_reason": "error.needed",
            "planned_end_on": "error.end_before_start",
        },
    ),
    (
        StatusInput,
        {"enrolment_id": 1, "status": "DROPPED", "status_on": "31/2/2026"},
        {"status_on": "error.date_form", "drop_reason": "error.needed"},
    ),
    (
        CourseInput,
        COURSE | {"ends_on": BEFORE, "places": "", "agency_ids": [1]},
        {"places": "error.needed", "ends_on": "error.end_before_start"},
    ),
    (
        ReferralInput,
        SENDING | {"type": "HEALTH", "sent_on": "31/2/2026"},
        {"sent_on": "error.date_form", "organisation_id": "error.needed"},
    ),
    (
        AnswerInput,
        {"referral_id": 1, "status": "REFUSED", "status_on": "31/2/2026"},
        {"status_on": "error.date_form", "refusal_reason": "error.needed"},
    ),
    (
        PostingInput,
        {"account_id": None, "agency_id": 1, "starts_on": DAY, "ends_on": BEFORE},
        {"account_id": "error.needed", "ends_on": "error.posting_ends_first"},
    ),
    (
        MarkInput,
        {"kind": "EVENT", "sentence": "", "starts_on": DAY, "ends_on": BEFORE},
        {"sentence": "error.needed", "ends_on": "error.mark_ends_before"},
    ),
]


@pytest.mark.parametrize(("model", "raw", "told"), TWO)
def test_what_fields_say_together_is_named_beside_what_is_missing(
    model: Any, raw: dict[str, Any], told: dict[str, str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        validated(model, raw)
    assert {field: each.key for field, each in refused.value.problems.items()} == told


def test_a_field_that_cannot_be_read_is_told_for_itself_alone() -> None:
    raw = JOB | {"starts_on": "31/2/2026", "ended_on": "32/1/2026", "end_reason": "RESIGNED"}
    with pytest.raises(InvalidInput) as refused:
        validated(PlacementInput, raw)
    assert {field: each.key for field, each in refused.value.problems.items()} == {
        "starts_on": "error.date_form",
        "ended_on": "error.date_form",
    }


def _classes(base: type[InputModel] = InputModel) -> Iterator[type[InputModel]]:
    for each in base.__subclasses__():
        yield each
        yield from _classes(each)


RULES = [(model, rule) for model in _classes() for rule in model.RULES]


def test_every_rule_is_tried_here() -> None:
    tried = {rule for model, _, _ in TWO for rule in model.RULES} | {*_LineOfSession.RULES}
    assert {rule for _, rule in RULES} == tried


@pytest.mark.parametrize(("model", "rule"), RULES)
def test_a_rule_says_nothing_of_a_form_of_which_it_knows_nothing(model: Any, rule: Any) -> None:
    """It asks for a field, and what was not read answers to none."""
    with pytest.raises(partial_validation.Unread):
        rule(partial_validation.Known())
    assert partial_validation.problems(model, {name: object() for name in model.model_fields}) == {}


@pytest.mark.parametrize(("model", "raw", "told"), TWO)
def test_a_rule_bears_the_lack_of_any_field(
    model: Any, raw: dict[str, Any], told: dict[str, str]
) -> None:
    for name in raw:
        found = partial_validation.problems(model, raw | {name: object()})
        # Without the new person the entry is about nobody.
        assert name == "new_case" or {each.key for each in found.values()} <= {*told.values()}
